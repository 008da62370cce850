"""On a Mac a process is told by ps, and ended only while number, start, owner and program fit."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

import pytest

from recovery_assistant.domain.removal.plan import EndProcess
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.runner.made_up_programs import Recorded, turn_of

pytestmark = only_on_linux
STARTED = datetime(2026, 11, 1, 9, 5, 7, tzinfo=UTC)
EXE = "/Applications/Any Desk.app/Contents/MacOS/AnyDesk"


def test_what_ps_says_is_taken_apart() -> None:
    from recovery_assistant.runner.macos.processes import Running, running, running_below

    told = Recorded(lambda _: Ran(0, f"Sun Nov  1 09:05:07 2026   501 {EXE}\n"))
    assert running(77, told) == Running(STARTED, 501, EXE)
    assert told.commands == [("ps", "-p", "77", "-o", "lstart=,uid=,comm=")]
    for output in ("", "x", "Sun Nov 41 09:05:07 2026 501 x\n", "Sun Nov  1 09:05:07 2026 me x\n"):
        assert running(77, Recorded(lambda _, output=output: Ran(0, output))) is None  # type: ignore[misc]
    listed = Recorded(lambda _: Ran(0, f"    1 /sbin/launchd\n   77 {EXE}\n"))
    assert list(running_below(("/Applications/Any Desk.app",), listed)) == [(77, EXE)]
    assert not list(running_below(("/Applications/Any",), listed))


def test_what_was_started_from_what_was_moved_is_found() -> None:
    from recovery_assistant.runner.macos.processes import running_moved

    def answer(command: tuple[str, ...]) -> Ran:
        if "-axo" in command:
            return Ran(0, f"    1 /sbin/launchd\n   77 {EXE}\n   78 {EXE}2\n")
        return Ran(0, f"Sun Nov  1 09:05:07 2026   501 {EXE}\n")

    found = [EndProcess(pid=77, started_at=STARTED, exe=EXE)]
    assert running_moved(EXE, Recorded(answer)) == found
    assert running_moved("/Applications/Any Desk.app/Contents", Recorded(answer))[:1] == found
    assert running_moved("/Applications/Any", Recorded(answer)) == []


def test_a_real_process_is_ended_while_it_fits() -> None:
    from recovery_assistant.runner.macos.processes import end_process

    with subprocess.Popen(["/bin/sleep", "600"]) as child:

        def answer(_: tuple[str, ...]) -> Ran:
            if child.poll() is None:
                return Ran(0, f"Sun Nov  1 09:05:07 2026 501 {EXE}\n")
            return Ran(1, "")

        verb = EndProcess(pid=child.pid, started_at=STARTED, exe=EXE)
        turn, _ = turn_of(verb, acts=False)
        assert end_process(verb, turn, 501, Recorded(answer)).status == "would-do"
        turn, _ = turn_of(verb)
        other = EndProcess(pid=child.pid, started_at=STARTED, exe="/tmp/other")
        with pytest.raises(Unable, match="U-13"):
            end_process(other, turn, 501, Recorded(answer))
        with pytest.raises(Unable, match="U-11"):
            end_process(verb, turn, 502, Recorded(answer))
        older = EndProcess(pid=child.pid, started_at=datetime(2020, 1, 1, tzinfo=UTC), exe=EXE)
        assert end_process(older, turn, 501, Recorded(answer)).status == "nothing-to-do"
        assert child.poll() is None
        turn.clock = SystemClock()
        assert end_process(verb, turn, 501, Recorded(answer)).status == "done"
        assert child.wait(5) in {-15, -9}
