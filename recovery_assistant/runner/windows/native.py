"""The calls of Windows that this room makes: libraries from System32 only, handles that close themselves.

A library is never looked for beside the program, in the current folder or along PATH, so that nobody can plant one.
`shut_out_planted_libraries` says the same for what Windows itself loads later. What Python loads before the first line
of ours runs (python3xx.dll, vcruntime140.dll, _ctypes.pyd, libffi) lies in the folder of the program, which only
administrators can write where it was installed for everybody.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes
from functools import cache
from typing import Any, Final

FROM_SYSTEM32: Final = 0x800
"""LOAD_LIBRARY_SEARCH_SYSTEM32."""

WAIT_OVER: Final = 0
FILE_NOT_FOUND: Final = 2
PATH_NOT_FOUND: Final = 3
ACCESS_DENIED: Final = 5
SHARING_VIOLATION: Final = 32
NOT_SAME_DEVICE: Final = 17


@cache
def loaded(name: str) -> Any:  # noqa: ANN401 - what a library holds has no type
    """Return one of Windows' own libraries, from System32."""
    return ctypes.WinDLL(f"{name}.dll", use_last_error=True, winmode=FROM_SYSTEM32)


@cache
def call(of: str, name: str, answer: Any, *takes: Any) -> Callable[..., int]:  # noqa: ANN401 - types of ctypes
    """Return a function of a library with the types that it takes and gives."""
    function = loaded(of)[name]
    function.restype = answer
    function.argtypes = takes
    typed: Callable[..., int] = function
    return typed


_close_handle: Final = call("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
NO_HANDLE: Final = wintypes.HANDLE(-1).value


def shut_out_planted_libraries() -> None:
    """Let every later search for a library look into System32 only. The first thing that the runner does."""
    call("kernel32", "SetDefaultDllDirectories", wintypes.BOOL, wintypes.DWORD)(FROM_SYSTEM32)
    call("kernel32", "SetDllDirectoryW", wintypes.BOOL, wintypes.LPCWSTR)("")


def last_error(about: str = "") -> OSError:
    """Return what the last call complained of, as an OSError with the number of Windows in `winerror`."""
    error = ctypes.WinError(ctypes.get_last_error())
    error.filename = about or None
    return error


def check(answer: int | None, about: str = "") -> int:
    """Return the answer of a call if it is not empty. Raises OSError."""
    if not answer or answer == NO_HANDLE:
        raise last_error(about)
    return answer


@contextmanager
def closing(handle: int) -> Iterator[int]:
    """Lend a handle of the kernel, and close it."""
    try:
        yield handle
    finally:
        _close_handle(handle)


@cache
def system_folder() -> str:
    r"""Return the folder of Windows' own programs, "C:\Windows\System32", as Windows tells it and no variable."""
    room = ctypes.create_unicode_buffer(260)
    check(call("kernel32", "GetSystemDirectoryW", wintypes.UINT, wintypes.LPWSTR, wintypes.UINT)(room, len(room)))
    return room.value


@cache
def windows_folder() -> str:
    r"""Return the folder of Windows, "C:\Windows"."""
    room = ctypes.create_unicode_buffer(260)
    take = call("kernel32", "GetSystemWindowsDirectoryW", wintypes.UINT, wintypes.LPWSTR, wintypes.UINT)
    check(take(room, len(room)))
    return room.value


def system_program(name: str) -> str:
    r"""Return the full path of one of Windows' own programs, "msiexec.exe"."""
    return rf"{system_folder()}\{name}"
