"""What runs on this Windows now, and what each program file says about itself, wherever it lies.

Windows' own folders are not left out: whoever was let in as administrator can put a renamed program there too.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import psutil
from msgspec import structs

from recovery_assistant.domain.observation import Gap, Process
from recovery_assistant.hosts import port
from recovery_assistant.hosts.program_file import Inside
from recovery_assistant.hosts.shown_names import shown_text
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.program_reader import ProgramReader

LONGEST_COMMAND = 8192
WITHOUT_A_FILE = ("system idle process", "system", "registry", "memory compression", "secure system", "vmmem")
"""Parts of Windows itself that have no program file."""


def processes(reader: ProgramReader, host: str) -> Iterator[Process | Gap]:
    """Yield every running program. Raises OSError if the list cannot be read."""
    known: dict[str, Inside] = {}
    nameless = 0
    for running in psutil.process_iter():
        process = _process(running)
        if process is None:
            continue
        nameless += not process.exe and process.name.lower() not in WITHOUT_A_FILE
        if has_a_file(process.exe) and process.exe not in known:
            known[process.exe] = Inside("")
            try:
                known[process.exe] = reader.running(process.exe)
            except OSError as error:
                yield windows_gaps.of_place(host, port.PROCESSES)(process.exe, error)
            if note := known[process.exe].note:
                yield Gap(host=host, source=f"{port.PROCESSES}: {process.exe}", reason=note, code=port.UNREADABLE)
        inside = known.get(process.exe, Inside(""))
        yield structs.replace(process, version_info=inside.version_info, signer=inside.signer)
    if nameless:
        programs = "program" if nameless == 1 else "programs"
        reason = f"access denied to the files of {nameless} running {programs}"
        yield Gap(host=host, source=port.PROCESSES, reason=reason, code=port.ACCESS_DENIED)


def running_now() -> Iterator[Process]:
    """Yield every running program by name, path and command line; no program file is opened."""
    for running in psutil.process_iter():
        process = _process(running)
        if process is not None:
            yield process


def has_a_file(exe: str) -> bool:
    """Return whether a path leads to a file: parts of the kernel, such as "Registry", have a name there and no path."""
    return "\\" in exe or "/" in exe


def running_services() -> dict[str, bool] | None:
    """Return name in small letters -> whether it runs now; None if the service manager does not answer."""
    if sys.platform != "win32":
        return None
    found: dict[str, bool] = {}
    try:
        for service in psutil.win_service_iter():
            try:
                found[service.name().lower()] = service.status() in ("running", "start_pending", "continue_pending")
            except psutil.Error:  # this account may not ask about that one; the registry still shows it
                continue
    except OSError:
        return None
    return found


def _process(running: psutil.Process) -> Process | None:
    """Return a running program with all that this account may see of it, or None when it has ended meanwhile."""
    try:
        name = running.name()
    except psutil.AccessDenied:
        name = ""
    except (psutil.Error, OSError):
        return None
    try:
        exe = running.exe()
    except (psutil.Error, OSError):
        exe = ""
    try:
        words = running.cmdline()
    except (psutil.Error, OSError):
        words = []
    return Process(
        source=f"processes: {running.pid}",
        name=shown_text(name),
        exe=shown_text(exe),
        cmdline=shown_text(subprocess.list2cmdline(words)[:LONGEST_COMMAND]),
        pid=running.pid,
        started_at=_started_at(running),
    )


def _started_at(running: psutil.Process) -> datetime | None:
    try:
        return datetime.fromtimestamp(running.create_time(), UTC).astimezone()
    except (psutil.Error, OSError, ValueError, OverflowError):
        return None
