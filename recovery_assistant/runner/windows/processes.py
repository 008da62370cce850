"""Programs that run: which, from where, since when; and how one of them is ended."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from recovery_assistant.domain.removal.plan import EndProcess
from recovery_assistant.domain.removal.windows_wording import is_below, is_same
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.windows.native import WAIT_OVER, call, check, closing, last_error, system_folder

MAY_DIFFER: Final = timedelta(seconds=2)
"""How far the start time may lie from that of the plan; it passes through a float on its way."""

PATIENCE: Final = 15.0
"""Seconds in which a program is gone that was ended."""

_END, _ASK, _WAIT_FOR = 0x0001, 0x1000, 0x00100000
_NO_SUCH_NUMBER: Final = 87
_FILETIME_ZERO: Final = datetime(1601, 1, 1, tzinfo=UTC)
_PROCESSES: Final = 0x2


class Running(NamedTuple):
    """One program that runs. `exe` is "" where Windows does not tell it."""

    pid: int
    parent: int
    exe: str


class _Row(ctypes.Structure):
    """PROCESSENTRY32W of tlhelp32.h."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("pid", wintypes.DWORD),
        ("heap", ctypes.c_size_t),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("name", wintypes.WCHAR * 260),
    )


_open: Final = call("kernel32", "OpenProcess", wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
_wait: Final = call("kernel32", "WaitForSingleObject", wintypes.DWORD, wintypes.HANDLE, wintypes.DWORD)


def all_running() -> Iterator[Running]:
    """Yield every program that runs. Raises OSError when Windows does not list them."""
    take = call("kernel32", "CreateToolhelp32Snapshot", wintypes.HANDLE, wintypes.DWORD, wintypes.DWORD)
    first = call("kernel32", "Process32FirstW", wintypes.BOOL, wintypes.HANDLE, ctypes.c_void_p)
    following = call("kernel32", "Process32NextW", wintypes.BOOL, wintypes.HANDLE, ctypes.c_void_p)
    row = _Row(size=ctypes.sizeof(_Row))
    with closing(check(take(_PROCESSES, 0))) as snapshot:
        more = first(snapshot, ctypes.byref(row))
        while more:
            yield Running(row.pid, row.parent, _exe_of_number(row.pid))
            more = following(snapshot, ctypes.byref(row))


def running_below(folders: tuple[str, ...]) -> tuple[Running, ...]:
    """Return the programs that run from one of these folders or files, or from below one."""
    return tuple(one for one in all_running() if one.exe and any(is_below(one.exe, folder) for folder in folders))


def end_process(verb: EndProcess, turn: Turn) -> Done:
    """End the one program whose number, start and file are those of the plan."""
    if is_below(verb.exe, system_folder()):
        raise Unable("U-31", "This program is a part of Windows. It was not ended.")
    handle = _open(_ASK | _WAIT_FOR | (_END if turn.acts else 0), False, verb.pid)
    if not handle:
        error = last_error()
        if error.winerror == _NO_SUCH_NUMBER:
            return _not_there(verb)
        raise error
    with closing(handle):
        if not _fits(handle, verb) or _wait(handle, 0) == WAIT_OVER:
            return _not_there(verb)
        if not turn.begins(("TerminateProcess", str(verb.pid), verb.exe)):
            return turn.would_do(f"program {verb.pid}: {verb.exe}")
        end = call("kernel32", "TerminateProcess", wintypes.BOOL, wintypes.HANDLE, wintypes.UINT)
        if not end(handle, 1) and _wait(handle, 0) != WAIT_OVER:
            raise Unable("U-31", "Windows does not let this program be ended.", "failed") from last_error()
        if not turn.wait_until(lambda: _wait(handle, 0) == WAIT_OVER, PATIENCE, 0.1):
            raise Unable("U-31", "The program was told to end and still runs.", "timed-out")
    return Done(status="done", looked=(f"program {verb.pid} {verb.exe}: ended",))


@contextmanager
def running(pid: int) -> Iterator[int | None]:
    """Lend a handle of a running program, by which its end is seen; None where Windows gives none."""
    handle = _open(_WAIT_FOR, False, pid) if pid else None
    if not handle:
        yield None
        return
    with closing(handle):
        yield handle


def has_ended(handle: int | None) -> bool:
    """Return whether a program is known to have ended."""
    return handle is not None and _wait(handle, 0) == WAIT_OVER


def _not_there(verb: EndProcess) -> Done:
    return Done(status="nothing-to-do", looked=(f"program {verb.pid} {verb.exe}: not running",))


def _fits(handle: int, verb: EndProcess) -> bool:
    started = _started_at(handle)
    return is_same(_exe(handle), verb.exe) and started is not None and abs(started - verb.started_at) <= MAY_DIFFER


def _started_at(handle: int) -> datetime | None:
    times = [wintypes.FILETIME() for _ in range(4)]
    ask = call("kernel32", "GetProcessTimes", wintypes.BOOL, wintypes.HANDLE, *[ctypes.c_void_p] * 4)
    if not ask(handle, *map(ctypes.byref, times)):
        return None
    ticks = times[0].dwHighDateTime << 32 | times[0].dwLowDateTime
    return _FILETIME_ZERO + timedelta(microseconds=ticks // 10)


def _exe_of_number(pid: int) -> str:
    handle = _open(_ASK, False, pid)
    if not handle:
        return ""
    with closing(handle):
        return _exe(handle)


def _exe(handle: int) -> str:
    room, length = ctypes.create_unicode_buffer(32768), wintypes.DWORD(32768)
    ask = call(
        "kernel32",
        "QueryFullProcessImageNameW",
        wintypes.BOOL,
        wintypes.HANDLE,
        wintypes.DWORD,
        wintypes.LPWSTR,
        ctypes.c_void_p,
    )
    return _long(room.value) if ask(handle, 0, room, ctypes.byref(length)) else ""


def _long(path: str) -> str:
    """Return a path without short names ("JANE~1"), as plans have it. Only what is on a drive is asked about."""
    if "~" not in path or path[1:3] != ":\\":
        return path
    room = ctypes.create_unicode_buffer(32768)
    ask = call("kernel32", "GetLongPathNameW", wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPWSTR, wintypes.DWORD)
    return room.value if 0 < ask(path, room, len(room)) < len(room) else path
