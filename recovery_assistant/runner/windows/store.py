"""Where the runner keeps things on Windows: a folder that nobody but its owner can change, and who this process is."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
from ctypes import wintypes
from functools import cache
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.places import parts_of_store
from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.domain.windows_permissions import TAKES_OVER, TRUSTED, WRITE_DATA, who_may
from recovery_assistant.runner.hand import Turn, Unable
from recovery_assistant.runner.windows.handles import READ_LIST, described, from_words, held, sid_in_words
from recovery_assistant.runner.windows.native import call, check, closing
from recovery_assistant.runner.windows.places import LOCAL_APP_DATA, PROGRAM_DATA, known_folder

_TEMPORARY: Final = "temp"
_ALREADY_THERE: Final = 183
_ONLY_ADMINISTRATORS: Final = "D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)"
_PASSED_THROUGH: Final = "D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;;0x1200a9;;;BU)"
_READ_BY_USERS: Final = "D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)"
"""SDDL: administrators and Windows everything · besides, users may look in · besides, they may read what lies in it."""


def store(rights: Rights) -> Path:
    """Return the store of these rights. Raises OSError."""
    folder = known_folder(PROGRAM_DATA if rights == "administrator" else LOCAL_APP_DATA)
    return Path(folder, *parts_of_store(System.WINDOWS, rights))


def temporary_folder(turn: Turn) -> str:
    """Return where a started program may put files: for an administrator's, where no other account can."""
    if turn.action.rights == "administrator":
        return str(turn.folder.parents[2] / _TEMPORARY)
    return rf"{known_folder(LOCAL_APP_DATA)}\Temp"


def prepare(store: Path, rights: Rights) -> None:
    """Make the store with `runs`, `kept` and a folder for temporary files, or see that it is safe.

    Raises:
        Unable: somebody else made it or could change it, or a link stands on the way.
    """
    is_shared = rights == "administrator"
    parts = parts_of_store(System.WINDOWS, rights)
    first = store.parents[len(parts) - 1]
    trusted = TRUSTED if is_shared else TRUSTED | {own_sid()}
    words = {"kept": _ONLY_ADMINISTRATORS, _TEMPORARY: _ONLY_ADMINISTRATORS, "runs": _READ_BY_USERS}
    wanted = [(first.joinpath(*parts[: number + 1]), _PASSED_THROUGH) for number in range(len(parts))]
    wanted += [(store / name, sddl) for name, sddl in words.items()]
    try:
        for folder, sddl in wanted:
            _make(folder, sddl if is_shared else "")
            _see_that_it_is_ours(folder, trusted)
    except (OSError, ValueError) as error:
        raise Unable("U-46", "The place for what is kept cannot be made or looked at.", "failed") from error


def _make(folder: Path, sddl: str) -> None:
    """Make a folder that has its permissions from its first moment on; one that is there is left as it is."""
    create = call("kernel32", "CreateDirectoryW", wintypes.BOOL, wintypes.LPCWSTR, ctypes.c_void_p)

    class Attributes(ctypes.Structure):
        """SECURITY_ATTRIBUTES of minwinbase.h."""

        _fields_ = (("size", wintypes.DWORD), ("descriptor", ctypes.c_void_p), ("inherits", wintypes.BOOL))

    if sddl:
        with from_words(f"O:BA{sddl}") as descriptor:
            attributes = Attributes(ctypes.sizeof(Attributes), descriptor, False)
            made = create(str(folder), ctypes.byref(attributes))
            number = ctypes.get_last_error()
    else:
        made = create(str(folder), None)
        number = ctypes.get_last_error()
    if not made and number != _ALREADY_THERE:
        raise ctypes.WinError(number)


def _see_that_it_is_ours(folder: Path, trusted: frozenset[str]) -> None:
    """Raise Unable unless a folder is no link and nobody else could have made it or could change it."""
    with held(str(folder), READ_LIST, 7) as handle:
        if handle is None:
            raise Unable("U-46", "The place for what is kept went away while it was looked at.", "failed")
        others = set(who_may(described(handle), TAKES_OVER | WRITE_DATA)) - trusted
    if others:
        raise Unable("U-46", "The place for what is kept could be changed by others. It was not used.")


@cache
def own_sid() -> str:
    """Return the SID of whoever this process runs as. Raises OSError."""
    token = wintypes.HANDLE()
    open_token = call("advapi32", "OpenProcessToken", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p)
    ask = call(
        "advapi32",
        "GetTokenInformation",
        wintypes.BOOL,
        wintypes.HANDLE,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
    )
    check(open_token(wintypes.HANDLE(-1), 0x8, ctypes.byref(token)))
    with closing(token.value or 0) as handle:
        room, needed = ctypes.create_string_buffer(256), wintypes.DWORD()
        check(ask(handle, 1, room, len(room), ctypes.byref(needed)))  # 1: TokenUser, whose first part points at the SID
        return sid_in_words(ctypes.c_void_p.from_buffer(room).value or 0)


def user() -> str:
    """Return the name of whoever this process runs as, or its SID."""
    room, length = ctypes.create_unicode_buffer(257), wintypes.DWORD(257)
    ask = call("advapi32", "GetUserNameW", wintypes.BOOL, wintypes.LPWSTR, ctypes.c_void_p)
    return room.value if ask(room, ctypes.byref(length)) else own_sid()


def is_administrator() -> bool:
    """Return whether this process has an administrator's rights now (with the system's question answered)."""
    return bool(call("shell32", "IsUserAnAdmin", wintypes.BOOL)())
