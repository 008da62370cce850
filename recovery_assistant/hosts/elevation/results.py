"""Read what the runner writes while it works, out of its own store, and tell whether it is still at work.

The stores lie in known folders of the system, which are asked from the system and never from the environment. What is
read is data from a place that the person may write to; whoever reads it compares plan and digest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from recovery_assistant.domain.removal.places import Known, known_folder_of, results_name, store_of
from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.hosts.elevation.program import this_system

LARGEST_RESULTS: Final = 16 * 2**20


class Results(Protocol):
    """What the runner wrote on this PC."""

    def lines(self, plan_id: str, rights: Rights) -> bytes:
        """Return what it has written so far for a plan; b"" when there is nothing, or nothing that we may read."""

    def is_at_work(self, plan_id: str, rights: Rights) -> bool:
        """Return whether it still works on a plan. False also when nobody can tell."""


class StoredResults:
    """The runner's stores of this PC. `store`: the folder of each, for tests."""

    def __init__(self, store: Callable[[Rights], Path] | None = None) -> None:
        self._store = store or store_here

    def lines(self, plan_id: str, rights: Rights) -> bytes:
        """Return what it has written so far; see `Results`."""
        try:
            with open(self._path(plan_id, rights), "rb", opener=_opened) as file:
                return file.read(LARGEST_RESULTS) or b""
        except OSError:
            return b""

    def is_at_work(self, plan_id: str, rights: Rights) -> bool:
        """Return whether the runner holds its file; see `Results`."""
        try:
            return is_held(self._path(plan_id, rights))
        except OSError:
            return False

    def _path(self, plan_id: str, rights: Rights) -> Path:
        return self._store(rights) / results_name(plan_id, rights)


def _opened(path: str, flags: int) -> int:
    """Open without following a link, and without waiting for whoever is at the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def store_here(rights: Rights) -> Path:
    """Return the store of these rights on this PC. Raises OSError where the system does not tell."""
    system = this_system()
    return Path(store_of(system, rights, known_folder(known_folder_of(system, rights))))


if sys.platform == "win32":
    import ctypes
    import uuid
    from ctypes import wintypes

    _FOLDERS: Final[dict[str, str]] = {
        "program-data": "62AB5D82-FDC1-4DC3-A9DD-070D1D495D97",
        "local-app-data": "F1B32785-6FBA-4FCF-9D55-7B8E7F157091",
    }
    """KNOWNFOLDERID of KnownFolders.h."""
    _GENERIC_READ: Final = 0x80000000
    _SHARE_READ_AND_DELETE: Final = 0x1 | 0x4
    _OPEN_EXISTING: Final = 3
    _SHARING_VIOLATION: Final = 32
    _NO_HANDLE: Final = wintypes.HANDLE(-1).value

    def known_folder(known: Known) -> str:
        """Return a known folder of the person who is signed in. Raises OSError."""
        told = ctypes.c_wchar_p()
        guid = (ctypes.c_byte * 16).from_buffer_copy(uuid.UUID(_FOLDERS[known]).bytes_le)
        answer = ctypes.windll.shell32.SHGetKnownFolderPath(guid, 0, None, ctypes.byref(told))
        try:
            if answer != 0 or not told.value:
                raise OSError(f"Windows does not tell where {known} is")
            return told.value
        finally:
            ctypes.windll.ole32.CoTaskMemFree(told)

    def is_held(path: Path) -> bool:
        """Return whether a program has a file open for writing: then Windows refuses us one that nobody may write."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = (
            *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
            *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
        )
        handle = kernel.CreateFileW(str(path), _GENERIC_READ, _SHARE_READ_AND_DELETE, None, _OPEN_EXISTING, 0, None)
        if handle == _NO_HANDLE:
            return ctypes.get_last_error() == _SHARING_VIOLATION
        kernel.CloseHandle(wintypes.HANDLE(handle))
        return False

else:
    import fcntl
    import pwd

    def known_folder(known: Known) -> str:
        """Return a known folder of the person who is signed in, from the list of accounts."""
        if known == "root":
            return "/"
        try:
            return pwd.getpwuid(os.getuid()).pw_dir
        except KeyError as error:
            raise OSError("this account is not in the list of accounts") from error

    def is_held(path: Path) -> bool:
        """Return whether a program holds a lock on a file."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return False
