"""What runs on this PC now, asked of the system through psutil: for systems whose own table has no plain files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import psutil

from recovery_assistant.domain.observation import Gap, Process
from recovery_assistant.hosts.port import ACCESS_DENIED, PROCESSES

LONGEST_COMMAND: Final = 4096
_KERNEL: Final = 0


def processes(host: str) -> Iterator[Process | Gap]:
    """Yield every running program with all that this account may see of it."""
    nameless = 0
    for running in psutil.process_iter():
        if running.pid == _KERNEL:
            continue
        shown = _process(running)
        if shown is not None:
            nameless += not shown.exe
            yield shown
    if nameless:
        programs = "program" if nameless == 1 else "programs"
        reason = f"access denied to the files of {nameless} running {programs}"
        yield Gap(host=host, source=PROCESSES, reason=reason, code=ACCESS_DENIED)


def _process(running: psutil.Process) -> Process | None:
    """Return a running program, or None when it has ended meanwhile."""
    with running.oneshot():
        try:
            name = running.name()
            started = datetime.fromtimestamp(running.create_time(), UTC).astimezone()
        except (psutil.Error, OSError, ValueError, OverflowError):
            return None
        exe, words = "", list[str]()
        try:
            exe = running.exe()
            words = running.cmdline()
        except (psutil.Error, OSError):
            pass  # somebody else's program: its name is still told, and the missing path is counted
        return Process(
            source=f"processes: {running.pid}",
            name=name,
            exe=exe,
            cmdline=" ".join(words)[:LONGEST_COMMAND],
            pid=running.pid,
            started_at=started,
        )
