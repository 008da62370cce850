"""A damaged case is saved as far as it goes, and a PC that lost the key of a case gets it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.cli.case_report import lost_in_words
from recovery_assistant.domain.journal import EntriesLost, StepAnswered
from tests.unit.cli.conftest import CommandLine, parts_in
from tests.unit.services.key_stores import DrawerKeyStore


def damaged_case(terminal: CommandLine) -> Path:
    path = terminal.new_case()
    casebook = terminal.open(path)
    for number in range(40):
        casebook.record(StepAnswered(step="story", answers={f"note-{number}": "and so on " * 40}))
    casebook.close()
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    path.write_bytes(data)
    return path


def test_what_can_be_read_is_saved_and_the_rest_is_said_to_be_missing(terminal: CommandLine, tmp_path: Path) -> None:
    path, to = damaged_case(terminal), tmp_path / "saved.recovery-case"
    before = path.read_bytes()
    assert "(code C-08)" in terminal.type("case", "show", path, *terminal.key).err

    saved = terminal.type("case", "salvage", path, "--to", to, *terminal.key)
    shown = terminal.type("case", "show", to, *terminal.key)

    assert saved.code == 6
    assert "entries were taken over from a file that was to be saved." in saved.out
    assert "entries are missing." in saved.out
    assert "entries are missing." in shown.out
    assert terminal.type("case", "verify", to, *terminal.key).code == 0
    assert path.read_bytes() == before


def test_a_whole_case_is_saved_whole(terminal: CommandLine, tmp_path: Path) -> None:
    saved = terminal.type("case", "salvage", terminal.new_case(), "--to", tmp_path / "b.recovery-case", *terminal.key)

    assert (
        saved.code,
        "1 entry was taken over from a file that was to be saved. No entry is missing." in saved.out,
    ) == (0, True)


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        (EntriesLost(kept=2, lost=None, files_lost=0), "How many are missing is not known."),
        (EntriesLost(kept=2, lost=1, files_lost=0), "1 entry is missing."),
        (EntriesLost(kept=2, lost=0, files_lost=2), "No entry is missing. 2 copied files are missing."),
    ],
)
def test_what_is_missing_is_said_in_words(lost: EntriesLost, words: str) -> None:
    assert lost_in_words(lost) == f"2 entries were taken over from a file that was to be saved. {words}"


def test_a_pc_that_lost_the_key_gets_it_back(tmp_path: Path) -> None:
    store = DrawerKeyStore()
    terminal = CommandLine(parts_in(tmp_path, key_store=store), tmp_path)
    made = terminal.type("case", "new", "--lay", "--json").lines()[0]
    casebook = terminal.parts.cases().open(Path(made["file"]))
    code = casebook.recovery_code().encode()
    casebook.close()
    store.kept.clear()
    assert "(code K-06)" in terminal.type("case", "show", made["case"]).err

    put_back = terminal.type("case", "remember", made["case"], "--recovery-file", "-", given=code)

    assert (put_back.code, put_back.out) == (0, f"This PC opens case {made['case']} by itself from now on.\n")
    assert terminal.type("case", "show", made["case"]).code == 0


def test_the_key_of_a_case_with_passphrase_stays_away_from_the_key_store(tmp_path: Path) -> None:
    store = DrawerKeyStore()
    terminal = CommandLine(parts_in(tmp_path, key_store=store), tmp_path)
    path = terminal.new_case()

    ended = terminal.type("case", "remember", path, *terminal.key)

    assert (ended.code, "(code C-06)" in ended.err) == (1, True)
    assert store.kept == {}
