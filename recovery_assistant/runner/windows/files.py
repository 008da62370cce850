"""The files of Windows for `keeping`: every thing is opened as itself, and what was opened is what is moved.

Renaming a handle moves the thing that was opened, whatever stands at its path meanwhile. What is kept gets a list of
permissions of its own: administrators (or the person) may do everything with it but run it. The old one stands in the
manifest, in Windows' own words.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
import os
import shutil
import winreg
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import wintypes
from pathlib import Path
from typing import Final

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.domain.removal.windows_wording import is_full, without_move
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.kept import Entry
from recovery_assistant.runner.windows import handles
from recovery_assistant.runner.windows.handles import from_words, held, long
from recovery_assistant.runner.windows.native import NOT_SAME_DEVICE, call, check
from recovery_assistant.runner.windows.registry import exact_value, opened_key, set_value
from recovery_assistant.runner.windows.store import own_sid

MOST_ENTRIES: Final = 50_000
"""Files and folders that are moved at once."""

IN_USE: Final = (5, 32, 1224)
"""What Windows says when a program that runs holds a file, or one below a folder: access denied, shared, mapped."""

_SHARE_ALL, _SHARE_READ, _KEEP_IN_PLACE = 7, 1, 3
_RENAME: Final = 3
_ALREADY: Final = (80, 183)
_OWNER, _GROUP, _LIST = 1, 2, 4
_KEPT_ATTRIBUTES: Final = 0x1 | 0x2 | 0x4 | 0x20  # read only, hidden, system, to be backed up
_EPOCH: Final = 116_444_736_000_000_000
_SESSION: Final = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager"
_WISHES: Final = "PendingFileRenameOperations"
_FAIL_IF_EXISTS, _LINKS_THEMSELVES = 0x1, 0x800


class HeldFile:
    """A file or folder that is held open by its handle; see `files.Held`."""

    def __init__(self, path: str, handle: int) -> None:
        self._path = path
        self._facts = handles.facts_of(handle)
        self._unreadable = False

    @property
    def identity(self) -> str:
        """Number of the disk and of the file."""
        return self._facts.identity

    def entries(self) -> tuple[Entry, ...]:
        """Return what it is and all that lies in it."""
        found = _entries(self._path)
        self._unreadable = any(one.kind == "file" and not one.sha256 for one in found)
        return found

    def move(self, to: Path) -> bool:
        """Move it by its handle. False: another volume."""
        if self._unreadable:
            raise Unable("U-48", "A program that runs still uses it.", "failed")
        return self._renamed(str(to))

    def copy(self, to: Path) -> None:
        """Copy it with the streams of its files."""
        _copy(self._path, str(to))

    def move_aside(self, mark: str) -> None:
        """Give it another name in its own folder."""
        if not self._renamed(_aside(self._path, mark)):
            raise Unable("U-48", "It could not be taken out of its place.", "failed")

    def _renamed(self, to: str) -> bool:
        share = _SHARE_ALL if self._facts.attributes & handles.FOLDER else _SHARE_READ
        with _said(), held(self._path, handles.DELETE, share) as handle:
            if handle is None or handles.facts_of(handle).identity != self.identity:
                raise Unable("U-47", "Something else was put in its place. It was not touched.")
            return _rename(handle, to)


class WindowsFiles:
    """The files of this Windows; see `files.Files`."""

    @contextmanager
    def hold(self, path: str, rights: Rights) -> Iterator[HeldFile | None]:  # noqa: ARG002 - Windows looks at them itself
        """Open what stands at a path; None when nothing does."""
        with held(path, handles.READ_LIST, _SHARE_ALL) as handle:
            yield None if handle is None else HeldFile(path, handle)

    def entries_in_store(self, place: Path, suffix: str) -> tuple[Entry, ...]:
        """Return what lies at a place of the store, the suffix taken off."""
        for top in dict.fromkeys((str(place), str(place) + suffix)):
            if os.path.lexists(long(top)):
                with _said():
                    return _entries(top, suffix)
        return ()

    def disarm(self, place: Path, suffix: str) -> None:
        """Give each file the suffix, and a list of permissions without the right to be run."""
        with _said():
            for path in _files_of(place, suffix):
                if not path.endswith(suffix):
                    Path(long(path)).rename(long(path + suffix))
                _protect(path if path.endswith(suffix) else path + suffix)

    def arm(self, place: Path, entries: tuple[Entry, ...], suffix: str) -> None:
        """Give each file its name, permissions, attributes and time again."""
        with _said():
            for path in _files_of(place, suffix):
                if path.endswith(suffix):
                    Path(long(path)).rename(long(path.removesuffix(suffix)))
            for entry in reversed(entries):
                if entry.kind in ("file", "folder"):
                    _restore(_inside(str(place), entry), entry)

    def move_back(self, place: Path, path: str, rights: Rights) -> bool:  # noqa: ARG002
        """Move it to where it was, never over anything. False: another volume."""
        folder = path.rpartition("\\")[0]
        with _said(), _folder_held(folder), held(str(place), handles.DELETE, _SHARE_ALL) as handle:
            if handle is None or not is_full(path):
                raise Unable("U-47", "What was kept is not there any more.", "failed")
            return _rename(handle, path)

    def copy_back(self, place: Path, entries: tuple[Entry, ...], path: str, rights: Rights, mark: str) -> None:
        """Copy it beside where it was, then give it its name."""
        self.remove_aside(path, rights, mark)
        aside = _aside(path, mark)
        with _said(), _folder_held(path.rpartition("\\")[0]):
            _copy(str(place), aside)
            for entry in reversed(entries):
                if entry.kind in ("file", "folder"):
                    _restore(_inside(aside, entry), entry)
            with held(aside, handles.DELETE, _SHARE_ALL) as handle:
                if handle is None or not _rename(handle, path):
                    raise Unable("U-47", "It could not be put back in its place.", "failed")

    def remove_aside(self, path: str, rights: Rights, mark: str) -> None:  # noqa: ARG002
        """Remove what was left beside a path."""
        aside = _aside(path, mark)
        with _said(), held(aside, handles.READ_LIST, _SHARE_ALL) as handle:
            is_there = handle is not None
        if is_there:
            _remove(aside)

    def remove_in_store(self, place: Path) -> None:
        """Remove a copy from the store."""
        if os.path.lexists(long(str(place))):
            _remove(str(place))

    def sync(self, folder: Path) -> None:
        """Do nothing: NTFS keeps a journal of names, and a folder cannot be flushed without the right to write it."""


def move_when_windows_starts(path: str, to: Path) -> None:
    """Have Windows move a file that is in use before anything else runs.

    Raises:
        Unable: others could put something else there until then.
        OSError: Windows does not take it.
    """
    later = call("kernel32", "MoveFileExW", wintypes.BOOL, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD)
    with held(path, handles.READ_LIST, _SHARE_ALL) as handle:
        if handle is None or handles.who_else_may_change(path, handle):
            raise Unable("U-48", "A program that runs still uses it. Restart the PC, then try again.", "failed")
        check(later(path, str(to), 0x4), path)  # MOVEFILE_DELAY_UNTIL_REBOOT


def stay_after_all(path: str) -> None:
    """Take back what `move_when_windows_starts` asked for; without such a wish nothing is done. Raises OSError."""
    with opened_key(_SESSION, winreg.KEY_READ | winreg.KEY_SET_VALUE) as key:
        wishes = None if key is None else exact_value(key, _WISHES)
        if key is None or wishes is None:
            return
        left = without_move(wishes.data, path)
        if left != wishes.data and left.strip(b"\0"):
            set_value(key, wishes._replace(data=left))
        elif left != wishes.data:
            winreg.DeleteValue(key, _WISHES)


def _entries(top: str, suffix: str = "") -> tuple[Entry, ...]:
    found: list[Entry] = []
    waiting = [("", top)]
    while waiting:
        name, path = waiting.pop()
        entry = _entry(name.removesuffix(suffix), path)
        found.append(entry)
        if len(found) > MOST_ENTRIES:
            raise Unable("U-47", "There are too many files in it.")
        if entry.kind == "folder":
            below = sorted((one.name for one in Path(long(path)).iterdir()), reverse=True)
            waiting += [(f"{name}/{one}" if name else one, rf"{path}\{one}") for one in below]
    return tuple(found)


def _entry(name: str, path: str) -> Entry:
    attributes = os.lstat(long(path)).st_file_attributes
    if attributes & handles.REPARSE and name:
        with suppress(OSError):
            return Entry(name=name, kind="link", mode=attributes, leads_to=str(Path(long(path)).readlink()))
        return Entry(name=name, kind="link", mode=attributes)
    with held(path, handles.READ_LIST, _SHARE_ALL) as handle:
        if handle is None:
            raise Unable("U-47", "It went away while it was looked at.", "failed")
        facts, access = handles.facts_of(handle), handles.in_words(handles.descriptor_of(handle))
    is_folder = bool(facts.attributes & handles.FOLDER)
    if not is_folder and facts.names > 1:
        raise Unable("U-47", "This file has a second name elsewhere. It was not touched.")
    return Entry(
        name=name,
        kind="folder" if is_folder else "file",
        sha256="" if is_folder else _sha256(path),
        size=0 if is_folder else facts.size,
        mode=facts.attributes,
        modified=(facts.modified - _EPOCH) * 100,
        access=access,
    )


def _sha256(path: str) -> str:
    """Return the hash of a file, "" when a program holds it so that nobody can read it now."""
    try:
        with held(path, handles.READ_BYTES, _SHARE_ALL) as handle:
            return "" if handle is None else handles.sha256_of(handle)
    except Unable as error:
        if error.code == "U-48":
            return ""
        raise


def _rename(handle: int, to: str) -> bool:
    """Give an open thing another path that must be free. False: it is on another volume."""
    to = long(to)

    class Rename(ctypes.Structure):
        """FILE_RENAME_INFO of winbase.h."""

        _fields_ = (
            ("replaces", wintypes.DWORD),
            ("folder", wintypes.HANDLE),
            ("length", wintypes.DWORD),
            ("name", wintypes.WCHAR * (len(to) + 1)),
        )

    wish = Rename(0, None, 2 * len(to), to)
    order = call(
        "kernel32",
        "SetFileInformationByHandle",
        wintypes.BOOL,
        wintypes.HANDLE,
        ctypes.c_int,
        ctypes.c_void_p,
        wintypes.DWORD,
    )
    if order(handle, _RENAME, ctypes.byref(wish), ctypes.sizeof(wish)):
        return True
    number = ctypes.get_last_error()
    if number == NOT_SAME_DEVICE:
        return False
    if number in _ALREADY:
        raise Unable("U-15", "Something else stands there now. It was not touched.")
    raise ctypes.WinError(number)


def _copy(source: str, target: str) -> None:
    """Copy a file or a folder with all in it, streams included, never over anything. Raises OSError."""
    if os.lstat(long(source)).st_file_attributes & (handles.FOLDER | handles.REPARSE) == handles.FOLDER:
        Path(long(target)).mkdir()
        for one in Path(long(source)).iterdir():
            _copy(rf"{source}\{one.name}", rf"{target}\{one.name}")
        return
    copy = call(
        "kernel32",
        "CopyFileExW",
        wintypes.BOOL,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        *[ctypes.c_void_p] * 3,
        wintypes.DWORD,
    )
    check(copy(long(source), long(target), None, None, None, _FAIL_IF_EXISTS | _LINKS_THEMSELVES), target)
    with Path(long(target)).open("r+b") as file:
        os.fsync(file.fileno())


def _protect(path: str) -> None:
    """Let administrators and Windows, or the person whose store it is, do everything with a file but run it."""
    sids = ("BA", "SY", own_sid())
    _set_security(path, "D:P" + "".join(f"(A;;0x1f01df;;;{sid})" for sid in sids), _LIST)


def _restore(path: str, entry: Entry) -> None:
    """Give a thing its permissions, attributes and time; an owner who cannot be set again stays the present one."""
    if entry.access:
        try:
            _set_security(path, entry.access, _OWNER | _GROUP | _LIST)
        except OSError:
            _set_security(path, entry.access, _LIST)
    if entry.modified > 0 and entry.kind == "file":
        os.utime(long(path), ns=(entry.modified, entry.modified))
    if entry.mode & _KEPT_ATTRIBUTES:
        set_them = call("kernel32", "SetFileAttributesW", wintypes.BOOL, wintypes.LPCWSTR, wintypes.DWORD)
        check(set_them(long(path), entry.mode & _KEPT_ATTRIBUTES), path)


def _set_security(path: str, sddl: str, what: int) -> None:
    order = call("advapi32", "SetFileSecurityW", wintypes.BOOL, wintypes.LPCWSTR, wintypes.DWORD, ctypes.c_void_p)
    with from_words(sddl) as descriptor:
        check(order(long(path), what, descriptor), path)


def _inside(top: str, entry: Entry) -> str:
    return "\\".join([top, *entry.name.split("/")]) if entry.name else top


def _files_of(place: Path, suffix: str) -> tuple[str, ...]:
    """Return the files at a place of the store, with or without their suffix."""
    for top in dict.fromkeys((str(place), str(place) + suffix)):
        if Path(long(top)).is_dir():
            return tuple(
                rf"{folder}\{name}".removeprefix("\\\\?\\") for folder, _, names in os.walk(long(top)) for name in names
            )
        if os.path.lexists(long(top)):
            return (top,)
    return ()


def _remove(path: str) -> None:
    if Path(long(path)).is_dir():
        shutil.rmtree(long(path))
    else:
        Path(long(path)).unlink()


def _aside(path: str, mark: str) -> str:
    folder, _, name = path.rpartition("\\")
    return rf"{folder}\.{name}.{mark}"


@contextmanager
def _folder_held(folder: str) -> Iterator[None]:
    """Hold a folder so that neither it nor one above can be renamed or become a link meanwhile."""
    with held(folder, 0, _KEEP_IN_PLACE) as handle:
        if handle is None:
            raise Unable("U-47", "The folder in which it was is not there any more.")
        yield


@contextmanager
def _said() -> Iterator[None]:
    """Turn what Windows complains of into a sentence."""
    try:
        yield
    except OSError as error:
        if error.winerror in IN_USE:
            raise Unable("U-48", "A program that runs still uses it, or Windows keeps it.", "failed") from error
        raise Unable("U-49", f"Windows did not take it ({error.winerror}).", "failed") from error
