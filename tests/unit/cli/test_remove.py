"""`remove`, typed for real: what is shown, what is asked, what is done, and what the exit code tells."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.journal import FindingMarked, LeftBehindFound, RemovalAgreed
from recovery_assistant.hosts.elevation.port import Ended as Waited
from recovery_assistant.hosts.elevation.port import Run
from recovery_assistant.hosts.elevation.starting import Asker
from tests.unit.cli.conftest import CommandLine, Ended
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.services.removal_bench import Bench, SaysNo, catalogue

pytestmark = only_on_linux


class Desk:
    """A terminal in front of a PC in a folder, with a case in which the tool is marked as not one's own."""

    def __init__(self, terminal: CommandLine, folder: Path) -> None:
        self.bench = Bench(folder / "pc")
        self.bench.put_tool()
        self.terminal = terminal.using(host=lambda: self.bench.host, catalogue=catalogue, removing=self.bench.removing)
        self.case = terminal.new_case()
        casebook = self.terminal.open(self.case)
        self.item = self.bench.found(casebook)
        casebook.close()

    def asked_by(self, asker: Asker) -> None:
        """Let everything on this PC be an administrator's."""
        self.terminal = self.terminal.using(
            removing=lambda casebook: self.bench.removing(casebook, asker, is_own=False)
        )

    def type(self, *words: str) -> Ended:
        return self.terminal.type("remove", *words, *self.terminal.key)

    def plan(self, *words: str) -> Ended:
        return self.type("--plan", str(self.case), *words)

    def run(self, *words: str) -> Ended:
        return self.type("--run", str(self.case), "--item", self.item, *words)

    def put_back(self, *words: str) -> Ended:
        return self.type("--put-back", str(self.case), "--item", self.item, *words)

    def check(self, *words: str) -> Ended:
        return self.type("--check", str(self.case), *words)

    def yeses(self) -> int:
        casebook = self.terminal.open(self.case)
        count = sum(isinstance(entry.event, RemovalAgreed) for entry in casebook.entries)
        casebook.close()
        return count


@pytest.fixture
def desk(terminal: CommandLine, tmp_path: Path) -> Desk:
    return Desk(terminal, tmp_path)


def test_a_plan_in_words_has_exact_commands_and_changes_nothing(desk: Desk) -> None:
    shown = desk.plan()
    assert shown.code == 0
    assert f"AnyDesk ({desk.item})" in shown.out
    assert "What we will do" in shown.out
    assert "What stops working" in shown.out
    assert f"a2 (person) move {desk.bench.host.copies[0]}" in shown.out
    assert "A second yes is needed (likely)" in shown.out
    assert desk.bench.host.copies[0].exists()
    assert desk.yeses() == 0
    assert not (desk.bench.folder / "running").exists()


def test_a_plan_as_json(desk: Desk) -> None:
    (told,) = desk.plan("--json", "--quiet", "--item", desk.item[:6]).lines()
    assert (told["event"], told["format"], told["item"], told["name"]) == ("proposal", 1, desk.item, "AnyDesk")
    assert [step["foreseen"] for step in told["steps"]] == ["would-do", "would-do"]
    assert told["steps"][1]["command"][:2] == ["move", str(desk.bench.host.copies[0])]
    assert [step["undo"] for step in told["steps"]] == ["put-back", "put-back"]
    assert [caution["caution"] for caution in told["cautions"]] == ["likely"]
    assert told["prompt"] is None
    assert len(told["sha256"]) == 64
    assert told["by_hand"]


def test_yes_does_not_cover_a_second_yes(desk: Desk) -> None:
    for words in ([], ["--yes"], ["--yes", "--also", "managed"], ["--also", "likely"]):
        refused = desk.run(*words)
        assert refused.code == 8, words
    assert "--also likely" in desk.run("--yes").err
    assert "counts for nothing: managed" in desk.run("--yes", "--also", "managed").err
    assert desk.bench.host.copies[0].exists()
    assert desk.yeses() == 0


def test_run_check_come_back_put_back(desk: Desk) -> None:
    content = desk.bench.host.copies[0].read_bytes()
    done = desk.run("--yes", "--also", "likely")
    assert done.code == 0
    assert "AnyDesk is removed. We looked for it again and did not see it." in done.out
    assert not desk.bench.host.copies[0].exists()
    assert desk.yeses() == 1

    assert desk.check("--quiet").code == 0
    again = desk.bench.put_tool()
    back = desk.check("--quiet")
    assert back.code == 6
    assert "was gone, and now it is back" in back.out
    (told,) = desk.check("--quiet", "--json").lines()
    assert (told["event"], told["item"], told["outcome"]) == ("checked", desk.item, "came-back")

    again.unlink()
    desk.bench.host.entry.unlink()
    assert desk.put_back().code == 8
    put_back = desk.put_back("--yes")
    assert put_back.code == 0
    assert "Now we look if it is back." in put_back.out
    assert "still there" not in put_back.out
    assert desk.bench.host.copies[0].read_bytes() == content
    nothing_left = desk.put_back("--yes")
    assert (nothing_left.code, "U-54" in nothing_left.err) == (1, True)
    assert desk.check().code == 0


def test_another_copy_is_told_and_case_show_tells_all_of_it(desk: Desk) -> None:
    other = desk.bench.host.copies[1]
    other.parent.mkdir()
    other.write_bytes(b"\x7fELF")
    casebook = desk.terminal.open(desk.case)
    (item,) = (one for one in desk.bench.all_found(casebook) if one != desk.item)
    casebook.close()
    done = desk.run("--yes", "--also", "likely")
    assert done.code == 6
    assert "This copy is gone. AnyDesk is still on this PC." in done.out
    assert f"{item}: " in done.out
    assert "AnyDesk is removed" not in done.out
    shown = desk.terminal.type("case", "show", desk.case, *desk.terminal.key).out
    row = next(line for line in shown.splitlines() if line.startswith(desk.item) and "technician" in line)
    assert "this copy is gone, another one is still there" in row
    assert "r-" in row.split("\t")[-1]


def test_a_put_back_that_did_not_go_through_says_that_it_is_kept(desk: Desk) -> None:
    assert desk.run("--yes", "--also", "likely").code == 0
    desk.bench.host.copies[0].parent.rmdir()
    failed = desk.put_back("--yes")
    assert failed.code == 6
    assert "AnyDesk was not put back, or not all of it. What we kept stays kept." in failed.out
    assert desk.check("--quiet").code in (0, 6)


def test_things_to_look_over_have_ids_that_can_be_named(desk: Desk) -> None:
    thing = LeftBehind(host="pc", kind="account", says="x", value="helper", weight="look-over")
    casebook = desk.terminal.open(desk.case)
    casebook.record(LeftBehindFound(scan_id=list(casebook.case.scans)[-1], left_behind=thing))
    casebook.close()
    assert f"To look over: {thing.id} (account) helper" in desk.plan("--quiet").out
    told = desk.plan("--quiet", "--json").lines()
    assert {"event": "look_over", "item": thing.id, "kind": "account", "value": "helper"} in told
    assert thing.id in desk.terminal.type("case", "show", desk.case, *desk.terminal.key).out


def test_events_as_json_lines(desk: Desk) -> None:
    lines = desk.run("--yes", "--also", "likely", "--json").lines()
    events = [line["event"] for line in lines]
    assert events[0] == "agreed"
    assert events[-1] == "done"
    assert {"running", "reported", "looking_again"} <= set(events)
    assert lines[-1]["outcome"] == "removed-verified"
    assert any("not there" in line for line in lines[-1]["seen"])
    assert lines[0]["plan_id"] == lines[-1]["plan_id"]


def test_a_no_of_the_system(desk: Desk) -> None:
    desk.asked_by(SaysNo())
    shown = desk.plan()
    assert "a password in a window of its own" in shown.out
    (told,) = desk.plan("--json", "--quiet").lines()
    assert told["prompt"]["way"] == "polkit"
    refused = desk.run("--yes", "--also", "likely")
    assert refused.code == 4
    assert desk.bench.host.copies[0].exists()


def test_what_is_kept_is_not_removed(desk: Desk) -> None:
    casebook = desk.terminal.open(desk.case)
    casebook.record(FindingMarked(finding_id=desk.item, mark="mine", contradiction=""))
    casebook.close()
    nothing = desk.plan()
    assert nothing.code == 0
    assert "case mark" in nothing.err
    refused = desk.run("--yes", "--also", "likely")
    assert refused.code == 6
    assert "By hand:" in refused.out
    assert desk.bench.host.copies[0].exists()


def test_hostile_names_move_no_cursor(desk: Desk) -> None:
    plain = desk.bench.host.copies[0]
    folder = plain.parent.with_name("Down\x1b[2J\u202eloads")
    plain.parent.rename(folder)
    desk.bench.host.entry.unlink()
    desk.bench.host.copies = (folder / plain.name, *desk.bench.host.copies[1:])
    casebook = desk.terminal.open(desk.case)
    desk.item = next(one for one in desk.bench.all_found(casebook) if one != desk.item)
    casebook.close()
    shown = desk.run("--yes", "--also", "likely")
    assert shown.code == 6  # such a path is not planned at all; the steps by hand remain
    assert "By hand:" in shown.out
    assert "\x1b" not in shown.out + shown.err
    assert "\u202e" not in shown.out + shown.err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--plan", "a", "--run", "b"),
        ("--run", "a"),
        ("--put-back", "a"),
    ],
)
def test_what_is_typed_wrong(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.terminal.type("remove", *words).code == 2


def test_an_item_that_is_not_there(desk: Desk) -> None:
    missing = desk.plan("--item", "f-nothing")
    assert missing.code == 1
    assert "U-52" in missing.err
    never = desk.put_back("--yes")
    assert (never.code, "U-52" in never.err) == (1, True)


def test_records_are_copied_first_on_request(desk: Desk) -> None:
    desk.bench.host.files["/var/log/anydesk.trace"] = b"log"
    asked = desk.run("--yes", "--also", "likely")
    assert asked.code == 8
    assert "records-not-copied" in asked.err
    done = desk.run("--copy", "--yes", "--also", "likely")
    assert "Copied into the case: /var/log/anydesk.trace" in done.err
    assert done.code == 0


class PressesCtrlC(SaysNo):
    """While the question is on the screen, the technician presses Ctrl-C."""

    def start(self, argv: Sequence[str]) -> Run:
        return self

    def wait(self, seconds: float) -> Waited | None:
        signal.raise_signal(signal.SIGINT)
        return None


def test_ctrl_c_while_the_system_asks_withdraws_the_plan(desk: Desk) -> None:
    desk.asked_by(PressesCtrlC())
    stopped = desk.run("--yes", "--also", "likely")
    assert stopped.code == 4
    assert "nobody waited" in stopped.out
    assert not (desk.bench.folder / "running").exists()
    assert desk.bench.host.copies[0].exists()


def test_a_removal_that_was_cut_off_is_told_and_gone_on_with(desk: Desk) -> None:
    checks = []
    for desk.bench.kill_at in range(70, 140, 10):  # before its first line there is nothing to be cut off
        assert desk.run("--yes", "--also", "likely").code == 6
        checks.append(desk.check("--quiet", "--json").lines())
        if checks[-1][0]["event"] == "cut_off":
            break
    desk.bench.kill_at = 0
    cut, checked = checks[-1]
    assert (cut["event"], cut["item"]) == ("cut_off", desk.item)
    assert checked["outcome"] == "still-present"
    told = desk.check("--quiet")
    assert told.code == 6
    assert desk.run("--yes", "--also", "likely").code == 0
    assert desk.check("--quiet").code == 0
