"""A real process is ended by its number and its start, and no other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)

from recovery_assistant.domain.removal.plan import EndProcess
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.hand import Turn, Unable
from recovery_assistant.runner.linux import processes
from tests.unit.runner.made_up_programs import turn_of


def waiting(verb: EndProcess, *, acts: bool = True) -> Turn:
    turn, _ = turn_of(verb, acts=acts)
    turn.clock = SystemClock()
    return turn


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = tmp_path / "agent"
    shutil.copy2("/bin/sleep", program)
    with subprocess.Popen([program, "600"]) as started:
        yield started
        started.kill()


def verb_for(agent: subprocess.Popen[bytes]) -> EndProcess:
    started, exe, owner = processes.facts_of(agent.pid)
    assert started is not None
    assert owner == os.geteuid()
    return EndProcess(pid=agent.pid, started_at=started, exe=exe)


def test_a_process_is_ended(agent: subprocess.Popen[bytes], tmp_path: Path) -> None:
    verb = verb_for(agent)
    assert verb.exe == str(tmp_path / "agent")
    assert list(processes.running_below((str(tmp_path),))) == [(agent.pid, verb.exe)]
    assert processes.end_process(verb, waiting(verb, acts=False), os.geteuid()).status == "would-do"
    assert agent.poll() is None
    assert processes.end_process(verb, waiting(verb), os.geteuid()).status == "done"
    assert agent.wait(5) < 0
    assert processes.end_process(verb, waiting(verb), os.geteuid()).status == "nothing-to-do"
    assert not list(processes.running_below((str(tmp_path),)))


def test_one_that_does_not_listen_is_made_to_end(tmp_path: Path) -> None:
    program = tmp_path / "sh"
    shutil.copy2("/bin/sh", program)
    with subprocess.Popen(
        [program, "-c", "trap '' TERM; echo on; while :; do :; done"], stdout=subprocess.PIPE
    ) as deaf:
        assert deaf.stdout is not None
        deaf.stdout.readline()
        verb = verb_for(deaf)
        turn, kepts = turn_of(verb)  # on a clock that stands still, the patience with SIGTERM is over at once
        turn.clock = Hurried()
        assert processes.end_process(verb, turn, os.geteuid()).status == "done"
        assert deaf.wait(5) == -9
    assert kepts.begun == [("SIGTERM", str(verb.pid), ";", "SIGKILL", str(verb.pid))]


class Hurried:
    """Waits a hundredth of what it is asked to."""

    def __init__(self) -> None:
        from recovery_assistant.runner.clock import SystemClock

        self._clock = SystemClock()
        self.now = self._clock.now

    def monotonic(self) -> float:
        return self._clock.monotonic() * 100

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds / 100)


def test_a_number_that_was_given_out_again_is_not_touched(agent: subprocess.Popen[bytes]) -> None:
    verb = verb_for(agent)
    older = EndProcess(pid=verb.pid, started_at=verb.started_at - timedelta(seconds=60), exe=verb.exe)
    assert processes.end_process(older, waiting(older), os.geteuid()).status == "nothing-to-do"
    other = EndProcess(pid=verb.pid, started_at=verb.started_at, exe="/opt/other")
    with pytest.raises(Unable, match="U-13"):
        processes.end_process(other, waiting(other), os.geteuid())
    with pytest.raises(Unable, match="U-11"):
        processes.end_process(verb, waiting(verb), os.geteuid() + 1)
    assert agent.poll() is None
