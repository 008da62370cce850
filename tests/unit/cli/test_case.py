"""`case`: made, filled, read, checked, handed over and removed, all through the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import KeyStoreError
from recovery_assistant.domain.observation import Service
from recovery_assistant.storage.failures import key_error
from tests.unit.cli.conftest import PASSPHRASE, CommandLine, parts_in, pc, with_anydesk

INTAKE = Path(__file__).resolve().parents[2] / "journeys" / "bank-transfer-them.toml"


class KeptInMemory:
    """A key store that forgets at the end of the test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, case_id: str, secret: bytes) -> None:
        self.kept[case_id] = secret

    def get(self, case_id: str) -> bytes:
        if case_id not in self.kept:
            raise key_error("K-06")
        return self.kept[case_id]

    def delete(self, case_id: str) -> None:
        self.kept.pop(case_id, None)


# --- new -----------------------------------------------------------------------------------------------------------


def test_a_new_case_lies_where_it_is_told(terminal: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "jones.recovery-case"

    ended = terminal.type("case", "new", "--to", path, "--json", *terminal.phrase)

    assert ended.code == 0
    (told,) = ended.lines()
    assert told["file"] == str(path)
    casebook = terminal.parts.cases().open(path, passphrase=PASSPHRASE)
    assert (casebook.number, casebook.case.mode, casebook.case.country) == (told["case"], "technician", "GB")
    casebook.close()


def test_a_case_is_found_by_its_number(terminal: CommandLine) -> None:
    made = terminal.type("case", "new", "--json", *terminal.phrase).lines()[0]

    assert terminal.type("case", "verify", made["case"], *terminal.phrase).code == 0


def test_a_technicians_case_needs_a_passphrase(terminal: CommandLine) -> None:
    ended = terminal.type("case", "new")

    assert (ended.code, ended.out) == (1, "")
    assert "(code C-13)" in ended.err


def test_a_technicians_case_never_writes_the_key_store(tmp_path: Path) -> None:
    store = KeptInMemory()
    (tmp_path / "phrase.txt").write_text(PASSPHRASE)
    terminal = CommandLine(parts_in(tmp_path, key_store=store), tmp_path)

    assert terminal.type("case", "new", *terminal.phrase).code == 0

    assert store.kept == {}


def test_a_lay_case_goes_to_the_key_store_and_is_wiped_from_it(tmp_path: Path) -> None:
    store = KeptInMemory()
    terminal = CommandLine(parts_in(tmp_path, key_store=store), tmp_path)

    made = terminal.type("case", "new", "--lay", "--json").lines()[0]
    shown = json.loads(terminal.type("case", "show", made["case"], "--json").raw)

    assert shown["mode"] == "person"
    assert len(store.kept) == 1
    assert terminal.type("case", "wipe", made["case"], "--yes").code == 0
    assert store.kept == {}
    assert not Path(made["file"]).exists()


def test_nothing_is_overwritten(terminal: CommandLine) -> None:
    path = terminal.new_case()
    before = path.read_bytes()

    assert "(code C-14)" in terminal.type("case", "new", "--to", path, *terminal.phrase).err
    assert path.read_bytes() == before


# --- import --------------------------------------------------------------------------------------------------------


def test_an_intake_form_comes_in_once(terminal: CommandLine) -> None:
    path = terminal.new_case()

    first = terminal.type("case", "import", path, INTAKE, *terminal.key)
    second = terminal.type("case", "import", path, INTAKE, *terminal.key)

    assert first.code == second.code == 0
    assert "1 payment, 1 call" in first.out
    assert "Nothing new" in second.out


def test_a_form_with_mistakes_changes_nothing(terminal: CommandLine, tmp_path: Path) -> None:
    path, form = terminal.new_case(), tmp_path / "intake.toml"
    form.write_text('format = 1\n[steps.the-call]\nday = "x"\n[steps.nowhere]\n[steps.the-caller]\ncompany = "A"\n')

    ended = terminal.type("case", "import", path, form, *terminal.key)

    assert ended.code == 1
    assert "intake.toml, line 3, at steps.the-call.day: a day is expected" in ended.err
    assert "intake.toml, line 4, at steps.nowhere: the plan has no step nowhere" in ended.err
    assert "(code I-11)" in ended.err
    casebook = terminal.open(path)
    assert len(casebook.entries) == 1
    casebook.close()


def test_what_was_taken_out_is_said(terminal: CommandLine, tmp_path: Path) -> None:
    path, form = terminal.new_case(), tmp_path / "intake.toml"
    form.write_text('format = 1\n[steps.the-caller]\nsaid = "the code was 482913"\n')

    ended = terminal.type("case", "import", path, form, *terminal.key)

    assert "Taken out of the-caller, said: a code. It was not written to the disk." in ended.err
    assert "482913" not in ended.out + ended.err


# --- show ----------------------------------------------------------------------------------------------------------


def test_show_for_people_and_as_json(terminal: CommandLine) -> None:
    terminal = terminal.using(host=with_anydesk)
    path = terminal.new_case()
    terminal.type("case", "import", path, INTAKE, *terminal.key)
    terminal.type("scan", "--case", path, *terminal.key)

    shown = terminal.type("case", "show", path, *terminal.key)
    told = json.loads(terminal.type("case", "show", path, "--json", *terminal.key).raw)

    assert shown.code == 0
    for part in ("2450.00 GBP", "bank-159", "AnyDesk", "Kevin", "Hang up and unplug", "completed"):
        assert part in shown.out
    assert told["format"] == 1
    assert told["answers"]["where-you-live"]["region"] == "england"
    assert [finding["finding"]["tool_name"] for finding in told["findings"].values()] == ["AnyDesk"]


def test_show_the_journal(terminal: CommandLine) -> None:
    path = terminal.new_case()
    terminal.type("case", "step", path, "unplug", "done", *terminal.key)

    shown = terminal.type("case", "show", path, "--journal", *terminal.key)
    told = terminal.type("case", "show", path, "--journal", "--json", *terminal.key).lines()

    assert [line.split("\t")[3] for line in shown.out.splitlines()] == ["what", "CaseStarted", "StepCompleted"]
    assert [line["event"]["event"] for line in told] == ["CaseStarted", "StepCompleted"]
    assert [line["sequence"] for line in told] == [1, 2]
    assert all(len(line["digest"]) == 64 for line in told)


# --- mark and step -------------------------------------------------------------------------------------------------


def found_in(terminal: CommandLine, path: Path) -> list[str]:
    casebook = terminal.open(path)
    ids = list(casebook.case.findings)
    casebook.close()
    return ids


def test_mark_by_the_beginning_of_its_id(terminal: CommandLine) -> None:
    terminal = terminal.using(host=with_anydesk)
    path = terminal.new_case()
    terminal.type("scan", "--case", path, *terminal.key)
    (finding_id,) = found_in(terminal, path)

    ended = terminal.type("case", "mark", path, finding_id[:4], "not-mine", *terminal.key)

    assert (ended.code, ended.out) == (0, "AnyDesk: not-mine\n")
    casebook = terminal.open(path)
    assert casebook.case.findings[finding_id].mark == "not-mine"
    casebook.close()


def test_a_mark_that_the_install_time_contradicts_is_shown_and_kept(terminal: CommandLine, tmp_path: Path) -> None:
    service = Service(
        source="services[0]",
        name="AnyDesk",
        binary_path="C:\\AnyDesk\\AnyDesk.exe",
        installed_at=datetime(2026, 11, 18, 13, 0, tzinfo=UTC),
    )
    terminal = terminal.using(host=lambda: pc({"services": [service]}))
    path = terminal.new_case()
    terminal.type("case", "import", path, INTAKE, *terminal.key)
    terminal.type("scan", "--case", path, *terminal.key)
    (finding_id,) = found_in(terminal, path)

    ended = terminal.type("case", "mark", path, finding_id, "mine", *terminal.key)

    assert "That is after the call began." in ended.out
    casebook = terminal.open(path)
    assert casebook.case.findings[finding_id].contradiction in ended.out
    casebook.close()


def test_the_day_of_the_call_may_be_told_after_the_answer(terminal: CommandLine) -> None:
    came = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)
    service = Service(source="services[0]", name="AnyDesk", binary_path="C:\\AnyDesk\\AnyDesk.exe", installed_at=came)
    terminal = terminal.using(host=lambda: pc({"services": [service]}))
    path = terminal.new_case()
    terminal.type("scan", "--case", path, *terminal.key)
    (finding_id,) = found_in(terminal, path)
    marked = terminal.type("case", "mark", path, finding_id, "mine", *terminal.key)
    before = terminal.type("case", "show", path, *terminal.key)

    terminal.type("case", "import", path, INTAKE, *terminal.key)
    after = terminal.type("case", "show", path, *terminal.key)

    said = "after the call began"
    assert [said in " ".join(told.out.split()) for told in (marked, before, after)] == [False, False, True]


def test_an_unknown_or_unclear_finding_is_told(terminal: CommandLine) -> None:
    path = terminal.new_case()

    ended = terminal.type("case", "mark", path, "f-", "mine", *terminal.key)

    assert (ended.code, "(code I-15)" in ended.err) == (1, True)


@pytest.mark.parametrize("name", ["remove-programs", "6C", "6c"])
def test_a_step_by_its_id_or_page_code(terminal: CommandLine, name: str) -> None:
    path = terminal.new_case()

    ended = terminal.type("case", "step", path, name, "skipped", "--note", "PIN 1234, on Friday", *terminal.key)

    assert (ended.code, ended.out) == (0, "6C remove-programs: skipped\n")
    assert "Taken out of remove-programs, note: a PIN." in ended.err
    casebook = terminal.open(path)
    assert casebook.case.steps["remove-programs"] == "skipped"
    assert casebook.case.notes["remove-programs"] == "PIN [PIN taken out], on Friday"
    casebook.close()


def test_an_unknown_step_is_told_and_nothing_is_written(terminal: CommandLine) -> None:
    path = terminal.new_case()
    ended = terminal.type("case", "step", path, "99Z", "done", *terminal.key)

    assert (ended.code, ended.err) == (1, "The plan has no step and no page 99Z. (code I-14)\n")


# --- verify --------------------------------------------------------------------------------------------------------


def test_verify_tells_whether_this_file_holds_what_a_paper_was_printed_from(terminal: CommandLine) -> None:
    path = terminal.new_case()
    printed = terminal.type("case", "verify", path, "--json", *terminal.key).lines()[0]
    terminal.type("case", "step", path, "unplug", "done", *terminal.key)

    holds = terminal.type("case", "verify", path, "--seal", printed["seal"].lower(), *terminal.key)
    told = terminal.type("case", "verify", path, "--seal", f"{printed['seal']} (1 entry)", "--json", *terminal.key)
    other = terminal.type("case", "verify", path, "--seal", "0000 0000 0000", "--json", *terminal.key)
    typo = terminal.type("case", "verify", path, "--seal", "hello", *terminal.key)

    assert (holds.code, "This file holds" in holds.out, "1 entry was added" in holds.out) == (0, True, True)
    assert (told.code, told.lines()[0]["holds"], told.lines()[0]["newer_entries"]) == (0, True, 1)
    assert (other.code, other.lines()[0]["holds"]) == (6, False)
    assert (typo.code, "(code I-01)" in typo.err) == (1, True)


def test_verify_tells_what_stands_behind_the_case(terminal: CommandLine) -> None:
    path = terminal.new_case()
    with path.open("ab") as file:
        file.write(bytes(100))

    told = terminal.type("case", "verify", path, *terminal.key)

    assert (told.code, "Behind it stand 100 bytes that are no part of the case." in told.out) == (0, True)
    assert terminal.type("case", "verify", path, "--json", *terminal.key).lines()[0]["surplus_bytes"] == 100


@pytest.mark.parametrize(
    "form", ["Seal of 22 November 2026: {} (1 entry)", "{} (1 entry).", "{}/1", "{} / 1", "  {}\n", "Seal: {}"]
)
def test_a_seal_as_it_stands_at_the_foot_of_a_page(terminal: CommandLine, form: str) -> None:
    path = terminal.new_case()
    seal = terminal.type("case", "verify", path, "--json", *terminal.key).lines()[0]["seal"]

    assert terminal.type("case", "verify", path, "--seal", form.format(seal), *terminal.key).code == 0


def test_verify_finds_damage(terminal: CommandLine) -> None:
    path = terminal.new_case()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    ended = terminal.type("case", "verify", path, *terminal.key)

    assert ended.code == 1
    assert "(code C-" in ended.err
    assert path.read_bytes() == content


# --- export, sheet, wipe -------------------------------------------------------------------------------------------


def test_export_makes_a_copy_that_opens_with_the_same_passphrase(terminal: CommandLine, tmp_path: Path) -> None:
    path, to = terminal.new_case(), tmp_path / "copy.recovery-case"

    ended = terminal.type("case", "export", path, "--to", to, *terminal.key)

    assert ended.code == 0
    assert (
        terminal.type("case", "verify", to, *terminal.key).out
        == terminal.type("case", "verify", path, *terminal.key).out
    )
    again = terminal.type("case", "export", path, "--to", to, *terminal.key)
    assert (again.code, "(code C-14)" in again.err) == (1, True)


def test_the_recovery_sheet_is_a_pdf_and_its_code_opens_the_case(terminal: CommandLine, tmp_path: Path) -> None:
    path, sheet = terminal.new_case(), tmp_path / "sheet.pdf"

    ended = terminal.type("case", "recovery-sheet", path, "--pdf", sheet, "--size", "18", *terminal.key)

    assert ended.code == 0
    assert sheet.read_bytes().startswith(b"%PDF-")
    casebook = terminal.open(path)
    code = casebook.recovery_code()
    assert type(casebook.entries[-1].event).__name__ == "RecoverySheetMade"
    casebook.close()
    assert code not in ended.out + ended.err
    opened = terminal.type("case", "verify", path, "--recovery-file", "-", given=code.lower().encode() + b"\r\n")
    assert opened.code == 0


def test_wipe_asks_first(terminal: CommandLine) -> None:
    path = terminal.new_case()

    no = terminal.type("case", "wipe", path, given=b"n\n")
    silence = terminal.type("case", "wipe", path)
    assert (no.code, silence.code, path.exists()) == (4, 4, True)
    yes = terminal.type("case", "wipe", path, given=b"y\n")

    assert (yes.code, path.exists()) == (0, False)
    assert "(code C-15)" in terminal.type("case", "wipe", path, "--yes").err


def test_a_key_store_that_is_locked_is_a_sentence(tmp_path: Path) -> None:
    class Locked(KeptInMemory):
        def put(self, case_id: str, secret: bytes) -> None:
            raise KeyStoreError("K-02", "It is locked.")

    ended = CommandLine(parts_in(tmp_path, key_store=Locked()), tmp_path).type(
        "case", "new", "--country", "GB", "--lay"
    )

    assert (ended.code, ended.err) == (1, "It is locked. (code K-02)\n")


def test_a_country_that_nobody_named_is_told(terminal: CommandLine) -> None:
    ended = terminal.type("case", "new", "--to", terminal.folder / "x.recovery-case", *terminal.phrase)

    assert ended.code == 0
    assert ended.err.startswith("Numbers and rules: United Kingdom.")


def test_a_country_that_is_not_there_is_answered_with_those_that_are(terminal: CommandLine) -> None:
    ended = terminal.type("case", "new", "--country", "xx", "--lay")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "There is no country xx in this program. There is: au, ca, gb, ie, nz, us. (code I-22)\n"
