"""Ends one process of a Mac: number, start and program are looked at just before each signal.

A Mac cannot hold a process as Linux can (pidfd), so between the look and the signal its number could pass to another
one. Numbers are given out upwards and come round after 99,998 of them, so that takes far longer than this look.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from recovery_assistant.domain.removal.plan import EndProcess
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

_TOLERANCE: Final = timedelta(seconds=2)
_WORDS_OF_A_TIME: Final = 5


class Running(NamedTuple):
    """One process as ps tells it."""

    started_at: datetime
    owner: int
    exe: str


def end_process(verb: EndProcess, turn: Turn, account: int, programs: Programs) -> Done:
    """See the verb: asked to end first, then made to.

    Raises:
        Unable: U-13 another program has this number now · U-11 somebody else's · U-23 it did not end.
    """
    name, now = f"process {verb.pid}", running(verb.pid, programs)
    if now is None or abs(now.started_at - verb.started_at) > _TOLERANCE:
        return Done(status="nothing-to-do", looked=(f"{name}: not there",))
    if now.exe != verb.exe:
        raise Unable("U-13", "Another program has this number now. It was not touched.")
    if turn.action.rights == "person" and now.owner != account:
        raise Unable("U-11", "This program runs for somebody else.")
    if not turn.begins(("SIGTERM", str(verb.pid)), ("SIGKILL", str(verb.pid))):
        return turn.would_do(f"{name}: runs {verb.exe}")
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if running(verb.pid, programs) == now:
            with contextlib.suppress(ProcessLookupError):
                os.kill(verb.pid, sign)
        if turn.wait_until(lambda: running(verb.pid, programs) != now, 10, 0.2):
            return Done(status="done", looked=(f"{name}: not there",))
    raise Unable("U-23", "It did not end.", "timed-out")


def running(pid: int, programs: Programs) -> Running | None:
    """Return what a process is, None when there is none of this number."""
    ran = programs.run(("ps", "-p", str(pid), "-o", "lstart=,uid=,comm="))
    words = ran.output.split(None, _WORDS_OF_A_TIME + 1)
    if ran.exit_code != 0 or len(words) != _WORDS_OF_A_TIME + 2:
        return None
    try:
        started = datetime.strptime(" ".join(words[:_WORDS_OF_A_TIME]), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        return Running(started, int(words[_WORDS_OF_A_TIME]), words[-1].rstrip("\n"))
    except ValueError:
        return None


def running_moved(path: str, programs: Programs) -> list[EndProcess]:
    """Return what was started from a path, or from below it. ps tells the path that a program was started by."""
    told = list(running_below((path,), programs))
    return [
        EndProcess(pid=pid, started_at=now.started_at, exe=now.exe)
        for pid, _ in told
        if (now := running(pid, programs)) is not None and (now.exe == path or now.exe.startswith(f"{path}/"))
    ]


def running_below(folders: tuple[str, ...], programs: Programs) -> Iterator[tuple[int, str]]:
    """Yield number and program of each process whose program is one of some paths, or lies below it."""
    for line in programs.run(("ps", "-axo", "pid=,comm=")).output.splitlines():
        number, _, exe = line.strip().partition(" ")
        if number.isdecimal() and any(f"{exe.strip()}/".startswith(f"{folder.rstrip('/')}/") for folder in folders):
            yield int(number), exe.strip()
