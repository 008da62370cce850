"""Ends one process of Linux, and no other that got its number since: it is held before it is looked at."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from recovery_assistant.domain.removal.plan import EndProcess
from recovery_assistant.runner.hand import Done, Turn, Unable

if sys.platform != "linux":
    raise ImportError("only on Linux")

_TOLERANCE: Final = timedelta(seconds=2)
"""The start time is told from the start of the PC, which moves a little whenever its clock is set."""

_DELETED: Final = " (deleted)"
GENTLY: Final = 10.0
HARD: Final = 10.0


def end_process(verb: EndProcess, turn: Turn, account: int) -> Done:
    """See the verb: asked to end first, then made to.

    Raises:
        Unable: U-13 another program has this number now · U-11 somebody else's · U-23 it did not end.
    """
    name = f"process {verb.pid}"
    try:
        held = os.pidfd_open(verb.pid)
    except ProcessLookupError:
        return Done(status="nothing-to-do", looked=(f"{name}: not there",))
    try:
        started, exe, owner = facts_of(verb.pid)
        if started is None or abs(started - verb.started_at) > _TOLERANCE:
            return Done(status="nothing-to-do", looked=(f"{name}: not the one that was seen",))
        if exe and exe.removesuffix(_DELETED) != verb.exe:
            raise Unable("U-13", "Another program has this number now. It was not touched.")
        if turn.action.rights == "person" and owner != account:
            raise Unable("U-11", "This program runs for somebody else.")
        if not exe and turn.acts:
            raise Unable("U-13", "The system does not say which program this is. It was not touched.")
        if not turn.begins(("SIGTERM", str(verb.pid)), ("SIGKILL", str(verb.pid))):
            return turn.would_do(f"{name}: runs {verb.exe}")
        for sign, seconds in ((signal.SIGTERM, GENTLY), (signal.SIGKILL, HARD)):
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(held, sign)
            if turn.wait_until(lambda: has_ended(verb.pid, verb.started_at), seconds, 0.1):
                return Done(status="done", looked=(f"{name}: not there",))
    finally:
        os.close(held)
    raise Unable("U-23", "It did not end.", "timed-out")


def facts_of(pid: int) -> tuple[datetime | None, str, int]:
    """Return when a process began, its program ("" when closed to us) and whose it is (-1 when it is gone)."""
    folder = Path("/proc", str(pid))
    try:
        fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        owner = folder.stat().st_uid
        boot = next(line for line in Path("/proc/stat").read_text("ascii").splitlines() if line.startswith("btime "))
    except (OSError, StopIteration):
        return None, "", -1
    seconds = int(boot.split()[1]) + int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return datetime.fromtimestamp(seconds, UTC), _exe_of(folder), owner


def has_ended(pid: int, started_at: datetime) -> bool:
    """Return whether a process is gone. One that has ended and whose parent has not noticed counts as gone."""
    started, _, _ = facts_of(pid)
    if started is None or abs(started - started_at) > _TOLERANCE:
        return True
    try:
        return Path("/proc", str(pid), "stat").read_bytes().rpartition(b")")[2].split()[0] in {b"Z", b"X"}
    except OSError:
        return True


def running_moved(path: str, kept: Path, mark: str) -> list[EndProcess]:
    """Return what runs a file that stood at a path, or in a folder there, and was moved away.

    The system tells where a file is now that a process runs: in the kept things, or, where it was copied to another
    volume, deleted under its own name or the one that it had last, which ends in the mark.
    """
    kept_files = {(facts.st_dev, facts.st_ino) for facts in _files_below(kept)}
    parent, _, name = path.rpartition("/")
    found = []
    for entry in Path("/proc").iterdir():
        exe = _exe_of(entry) if entry.name.isdecimal() else ""
        plain = exe.removesuffix(_DELETED)
        first = plain.removeprefix(f"{parent}/").partition("/")[0] if plain.startswith(f"{parent}/") else ""
        was_here = first == name or (first.startswith(".") and first.endswith(f".{mark}"))
        if exe and (_file_run_by(entry) in kept_files or (plain != exe and was_here)):
            started, _, _ = facts_of(int(entry.name))
            if started:
                found.append(EndProcess(pid=int(entry.name), started_at=started, exe=plain))
    return found


def _exe_of(process: Path) -> str:
    try:
        return str((process / "exe").readlink())
    except OSError:
        return ""


def _file_run_by(process: Path) -> tuple[int, int] | None:
    try:
        facts = (process / "exe").stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _files_below(folder: Path) -> Iterator[os.stat_result]:
    for above, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                yield Path(above, name).lstat()


def running_below(folders: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield number and program of each process whose program lies below one of some folders."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            exe = facts_of(int(entry.name))[1].removesuffix(_DELETED)
            if any(exe.startswith(f"{folder.rstrip('/')}/") for folder in folders):
                yield int(entry.name), exe
