"""Files and folders held by a handle: what was looked at is what is hashed, run, moved or described.

A handle is opened on the thing itself, never on what a link or junction leads to; then Windows is asked for the path
that the handle really has, which must be the planned one. While a handle is held that does not share deletion, neither
the thing nor any folder above it can be renamed.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
import hashlib
import io
import msvcrt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final, NamedTuple

from recovery_assistant.domain.removal.windows_wording import folders_above, is_full, is_same
from recovery_assistant.domain.windows_permissions import (
    CHANGES_FILE,
    CHANGES_FOLDER,
    CHANGES_ROOT,
    CHANGES_WAY,
    Descriptor,
    read_descriptor,
    who_may,
)
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.windows.native import (
    FILE_NOT_FOUND,
    PATH_NOT_FOUND,
    SHARING_VIOLATION,
    call,
    check,
    closing,
)

READ_FACTS, READ_LIST, READ_BYTES = 0x80, 0x20000, 0x1
DELETE, WRITE_LIST, WRITE_OWNER, WRITE_FACTS = 0x10000, 0x40000, 0x80000, 0x100
SHARE_READ, SHARE_WRITE, SHARE_DELETE = 1, 2, 4
FOLDER, REPARSE, READ_ONLY = 0x10, 0x400, 0x1
_EXISTING: Final = 3
_ITSELF: Final = 0x02000000 | 0x00200000 | 0x00100000
"""FILE_FLAG_BACKUP_SEMANTICS (folders too), OPEN_REPARSE_POINT (never what it leads to), OPEN_NO_RECALL (stays
offline)."""
_WHAT: Final = 1 | 2 | 4  # owner, group, list
_LONGEST: Final = 32768


class Facts(NamedTuple):
    """What a handle tells about a file or folder. Times: FILETIME."""

    attributes: int
    size: int
    names: int
    modified: int
    identity: str


class _Facts(ctypes.Structure):
    """BY_HANDLE_FILE_INFORMATION of fileapi.h."""

    _fields_ = (
        ("attributes", wintypes.DWORD),
        ("made", wintypes.FILETIME),
        ("read", wintypes.FILETIME),
        ("modified", wintypes.FILETIME),
        ("volume", wintypes.DWORD),
        ("size_high", wintypes.DWORD),
        ("size_low", wintypes.DWORD),
        ("names", wintypes.DWORD),
        ("number_high", wintypes.DWORD),
        ("number_low", wintypes.DWORD),
    )


_create: Final = call(
    "kernel32",
    "CreateFileW",
    wintypes.HANDLE,
    wintypes.LPCWSTR,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.HANDLE,
)


@contextmanager
def held(path: str, rights: int, share: int) -> Iterator[int | None]:
    """Lend a handle of the very thing at a full path; None when nothing stands there.

    Raises:
        Unable: it is a link or junction, it leads elsewhere, or it is in use.
        OSError: Windows does not open it.
    """
    if not is_full(path):
        raise Unable("U-47", "This is not a full path of a file. It was not touched.")
    handle = _create(long(path), rights | READ_FACTS, share, None, _EXISTING, _ITSELF, None)
    try:
        check(handle, path)
    except OSError as error:
        if error.winerror in (FILE_NOT_FOUND, PATH_NOT_FOUND):
            yield None
            return
        if error.winerror == SHARING_VIOLATION:
            raise Unable("U-48", "A program that runs still uses it.", "failed") from error
        raise
    with closing(handle):
        if facts_of(handle).attributes & REPARSE or not is_same(real_path(handle), path):
            raise Unable("U-47", "A link stands on the way, so it leads somewhere else. It was not touched.")
        yield handle


def long(path: str) -> str:
    r"""Return a full path so that Windows takes it as it stands, of any length."""
    return path if path.startswith("\\\\?\\") else "\\\\?\\" + path


def real_path(handle: int) -> str:
    """Return the full path that a handle really has, links and short names followed. Raises OSError."""
    ask = call(
        "kernel32",
        "GetFinalPathNameByHandleW",
        wintypes.DWORD,
        wintypes.HANDLE,
        wintypes.LPWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
    )
    room = ctypes.create_unicode_buffer(_LONGEST)
    check(ask(handle, room, _LONGEST, 0))
    return room.value.removeprefix("\\\\?\\")


def facts_of(handle: int) -> Facts:
    """Return what Windows tells about an open file or folder. Raises OSError."""
    told = _Facts()
    ask = call("kernel32", "GetFileInformationByHandle", wintypes.BOOL, wintypes.HANDLE, ctypes.c_void_p)
    check(ask(handle, ctypes.byref(told)))
    return Facts(
        attributes=told.attributes,
        size=told.size_high << 32 | told.size_low,
        names=told.names,
        modified=told.modified.dwHighDateTime << 32 | told.modified.dwLowDateTime,
        identity=f"{told.volume:08x}-{told.number_high:08x}{told.number_low:08x}",
    )


def sha256_of(handle: int) -> str:
    """Return the SHA-256 (hex) of an open file from its first byte on; the handle stays open. Raises OSError."""
    with _as_file(handle) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_all(handle: int, most: int) -> bytes:
    """Return the content of an open file, at most so many bytes. Raises OSError."""
    with _as_file(handle) as file:
        return file.read(most) or b""


def _as_file(handle: int) -> io.FileIO:
    """Return an open file of Python at its first byte; closing it leaves the handle open."""
    again = call(
        "kernel32",
        "DuplicateHandle",
        wintypes.BOOL,
        *[wintypes.HANDLE] * 3,
        ctypes.c_void_p,
        wintypes.DWORD,
        wintypes.BOOL,
        wintypes.DWORD,
    )
    me, twin = wintypes.HANDLE(-1), wintypes.HANDLE()
    check(again(me, handle, me, ctypes.byref(twin), 0, False, 2))  # 2: with the same rights
    file = io.FileIO(msvcrt.open_osfhandle(twin.value or 0, os.O_RDONLY), "rb")
    file.seek(0)
    return file


def descriptor_of(handle: int) -> bytes:
    """Return the security descriptor (owner, group, list) of an open thing. Raises OSError."""
    ask = call(
        "advapi32",
        "GetKernelObjectSecurity",
        wintypes.BOOL,
        wintypes.HANDLE,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
    )
    needed = wintypes.DWORD()
    ask(handle, _WHAT, None, 0, ctypes.byref(needed))
    room = ctypes.create_string_buffer(max(needed.value, 20))
    check(ask(handle, _WHAT, room, len(room), ctypes.byref(needed)))
    return room.raw


def in_words(descriptor: bytes) -> str:
    """Return a security descriptor in Windows' own words (SDDL). Raises OSError."""
    tell = call(
        "advapi32",
        "ConvertSecurityDescriptorToStringSecurityDescriptorW",
        wintypes.BOOL,
        ctypes.c_void_p,
        wintypes.DWORD,
        wintypes.DWORD,
        ctypes.c_void_p,
        ctypes.c_void_p,
    )
    free = call("kernel32", "LocalFree", ctypes.c_void_p, ctypes.c_void_p)
    told = ctypes.c_void_p()
    check(tell(descriptor, 1, _WHAT, ctypes.byref(told), None))
    try:
        return ctypes.wstring_at(told.value or 0)
    finally:
        free(told)


def sid_in_words(address: int) -> str:
    """Return a SID that lies at an address as text, "S-1-5-18". Raises OSError."""
    tell = call("advapi32", "ConvertSidToStringSidW", wintypes.BOOL, ctypes.c_void_p, ctypes.c_void_p)
    free = call("kernel32", "LocalFree", ctypes.c_void_p, ctypes.c_void_p)
    told = ctypes.c_void_p()
    check(tell(address, ctypes.byref(told)))
    try:
        return ctypes.wstring_at(told.value or 0)
    finally:
        free(told)


@contextmanager
def from_words(sddl: str) -> Iterator[int]:
    """Lend the address of a security descriptor made from Windows' own words. Raises OSError."""
    make = call(
        "advapi32",
        "ConvertStringSecurityDescriptorToSecurityDescriptorW",
        wintypes.BOOL,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        ctypes.c_void_p,
        ctypes.c_void_p,
    )
    free = call("kernel32", "LocalFree", ctypes.c_void_p, ctypes.c_void_p)
    made = ctypes.c_void_p()
    check(make(sddl, 1, ctypes.byref(made), None), sddl)
    try:
        yield made.value or 0
    finally:
        free(made)


def described(handle: int) -> Descriptor:
    """Return owner and permissions of an open thing. Raises OSError, ValueError."""
    return read_descriptor(descriptor_of(handle))


def who_else_may_change(path: str, handle: int) -> tuple[str, ...]:
    """Return who beside administrators could put something else in the place of an open file, () when nobody.

    The file, the folder in which it lies and every folder above are looked at, each by a handle of its own, none of
    them through a link. What cannot be looked at counts as open to everybody.
    """
    try:
        others = list(who_may(described(handle), CHANGES_FILE))
        for number, folder in enumerate(folders_above(path)):
            rights = CHANGES_ROOT if len(folder) == len("C:\\") else CHANGES_FOLDER if number == 0 else CHANGES_WAY
            above = _create(long(folder), READ_FACTS | READ_LIST, 7, None, _EXISTING, _ITSELF, None)
            with closing(check(above, folder)):
                if facts_of(above).attributes & REPARSE:
                    return ("a link on the way",)
                others += who_may(described(above), rights)
    except (OSError, ValueError):
        return ("nobody knows",)
    return tuple(dict.fromkeys(others))
