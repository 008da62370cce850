"""What still runs a file that was moved is ended, or the move is not told as done."""

from __future__ import annotations

import sys

import pytest

from recovery_assistant.domain.removal.plan import EndProcess
from recovery_assistant.runner.hand import Done, Unable
from tests.unit.runner.made_up_plans import NOW

if sys.platform == "win32":
    pytest.skip("the runner's hand on Linux and macOS", allow_module_level=True)

from recovery_assistant.runner.posix.lingering import end_what_runs

MOVED = Done(status="done", looked=("/opt/tool: not there",))


def process(pid: int) -> EndProcess:
    return EndProcess(pid=pid, started_at=NOW, exe="/opt/tool/agent")


class Programs:
    """Processes that end when they are told to, some of which start another one, and some of which are deaf."""

    def __init__(self, *pids: int, starts: dict[int, int] | None = None, deaf: tuple[int, ...] = ()) -> None:
        self.pids, self.starts, self.deaf = list(pids), starts or {}, deaf
        self.told: list[int] = []

    def running(self) -> list[EndProcess]:
        return [process(pid) for pid in self.pids]

    def end(self, one: EndProcess) -> Done:
        self.told.append(one.pid)
        if one.pid in self.deaf:
            raise Unable("U-23", "It did not end.", "timed-out")
        self.pids.remove(one.pid)
        if one.pid in self.starts:
            self.pids.append(self.starts[one.pid])
        return Done(status="done", looked=(f"process {one.pid}: not there",))


def test_nothing_that_runs_changes_nothing() -> None:
    nobody = Programs()
    assert end_what_runs(MOVED, nobody.running, nobody.end) == MOVED


def test_all_of_it_is_ended_and_told() -> None:
    some = Programs(1, 2, starts={2: 3})
    done = end_what_runs(MOVED, some.running, some.end)
    assert done.status == "done"
    assert done.looked == (*MOVED.looked, *(f"process {pid}: not there" for pid in (1, 2, 3)))


def test_one_that_goes_on_is_told_once_and_the_move_is_not_done() -> None:
    some = Programs(1, 2, deaf=(1,))
    done = end_what_runs(MOVED, some.running, some.end)
    assert (done.status, done.code) == ("failed", "U-23")
    assert "process 1: runs /opt/tool/agent" in done.looked
    assert some.told == [1, 2]


def test_one_that_starts_itself_for_ever_does_not_hold_us_up() -> None:
    some = Programs(1, starts={pid: pid + 1 for pid in range(1, 100)})
    done = end_what_runs(MOVED, some.running, some.end)
    assert (done.status, len(some.told)) == ("failed", 5)
