"""A file, or a folder with all that lies in it, walked by open folders: described, copied, disarmed and armed again."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.kept import Entry, EntryKind
from recovery_assistant.runner.posix.renaming import rename_new
from recovery_assistant.runner.posix.way import FILE, FOLDER, facts_in, open_in

if sys.platform == "win32":
    raise ImportError("not on Windows")

MOST_ENTRIES: Final = 200_000
DEEPEST: Final = 100
_BLOCK: Final = 2**20
_KEPT_FILE: Final = 0o400
_KEPT_FOLDER: Final = 0o700
_ODD: Final = "\ufffd"
_MOUNTED: Final = "Another folder is mounted in it, so it is not touched."
_EXCHANGED: Final = "It was exchanged while we looked at it. It stays."


class _Walk:
    """What one description is made with and fills."""

    def __init__(self, disk: int, mount: str, owner: int | None, suffix: str) -> None:
        self.disk, self.mount, self.owner, self.suffix = disk, mount, owner, suffix
        self.found: list[Entry] = []

    def see(self, opened: int) -> None:
        """See that what was opened is no other folder, of the same disk, that was bound in here."""
        if _mount_of(opened) != self.mount:
            raise Unable("U-14", _MOUNTED)

    def see_closed(self, folder: int, name: str) -> None:
        """See the same of something that is never opened to be read: a link, a socket or a pipe."""
        if sys.platform == "linux":
            opened = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            try:
                self.see(opened)
            finally:
                os.close(opened)

    def add(self, facts: os.stat_result, entry: Entry) -> None:
        """Take one in, after a look at what must not be moved."""
        if self.owner is not None and facts.st_uid != self.owner:
            raise Unable("U-11", "It, or something in it, belongs to somebody else.")
        if facts.st_dev != self.disk:
            raise Unable("U-14", "Another disk is mounted in it, so it is not touched.")
        if stat.S_ISREG(facts.st_mode) and facts.st_nlink != 1:
            raise Unable("U-14", "A file in it has another name elsewhere, so it is not touched.")
        if len(self.found) >= MOST_ENTRIES:
            raise Unable("U-14", "There are too many files in it.")
        self.found.append(entry)


def entries_of(folder: int, name: str, owner: int | None, suffix: str = "") -> tuple[Entry, ...]:
    """Describe what has a name in an open folder, and all below it, folders before what lies in them.

    Args:
        owner: number of the account that must own all of it; None when anybody may.
        suffix: taken off each name below that has it.

    Raises:
        Unable: U-11 somebody else's · U-13 exchanged meanwhile · U-14 a device, another disk, a file with two names.
    """
    facts = facts_in(folder, name)
    if facts is None:
        return ()
    walk = _Walk(facts.st_dev, _mount_of(folder), owner, suffix)
    _describe(walk, folder, name, ())
    return tuple(walk.found)


def _describe(walk: _Walk, folder: int, name: str, below: tuple[str, ...]) -> None:
    facts = facts_in(folder, name)
    if facts is None or len(below) > DEEPEST:
        raise Unable("U-13", _EXCHANGED)
    told = "/".join(_told(part) for part in below)
    if stat.S_ISLNK(facts.st_mode):
        walk.see_closed(folder, name)
        walk.add(facts, _entry(told, "link", facts, leads_to=_told(os.readlink(name, dir_fd=folder))))
    elif stat.S_ISSOCK(facts.st_mode) or stat.S_ISFIFO(facts.st_mode):
        walk.see_closed(folder, name)
        walk.add(facts, _entry(told, "socket", facts))
    elif not stat.S_ISREG(facts.st_mode) and not stat.S_ISDIR(facts.st_mode):
        raise Unable("U-14", "There is a device in it, so it is not touched.")
    else:
        opened = _open_same(folder, name, facts)
        try:
            walk.see(opened)
            marks = _marks(opened)
            if stat.S_ISREG(facts.st_mode):
                entry = _entry(told, "file", facts, sha256=_sha256(opened), size=facts.st_size, marks=marks)
                walk.add(facts, entry)
                return
            walk.add(facts, _entry(told, "folder", facts, marks=marks))
            for child in _names(opened):
                plain = child.removesuffix(walk.suffix) if walk.suffix else child
                _describe(walk, opened, child, (*below, plain))
        finally:
            os.close(opened)


def see_that_nothing_is_mounted(folder: int, name: str) -> None:
    """Look at a folder and all folders in it, just before it is removed: what is mounted in it is somebody else's.

    Raises:
        Unable: U-14, something is mounted in it. U-13, it was exchanged meanwhile.
    """
    facts = facts_in(folder, name)
    if facts is None or not stat.S_ISDIR(facts.st_mode):
        return
    opened = _open_same(folder, name, facts)
    try:
        if facts.st_dev != os.fstat(folder).st_dev or _mount_of(opened) != _mount_of(folder):
            raise Unable("U-14", _MOUNTED, "failed")
        for child in _names(opened):
            see_that_nothing_is_mounted(opened, child)
    finally:
        os.close(opened)


def copy(folder: int, name: str, to_folder: int, to: str) -> None:
    """Copy what has a name in an open folder, through to the disk. Sockets and pipes hold nothing and are left out."""
    facts = facts_in(folder, name)
    if facts is None:
        raise Unable("U-13", _EXCHANGED)
    if stat.S_ISLNK(facts.st_mode):
        os.symlink(os.readlink(name, dir_fd=folder), to, dir_fd=to_folder)
    elif stat.S_ISDIR(facts.st_mode):
        opened = _open_same(folder, name, facts)
        os.mkdir(to, _KEPT_FOLDER, dir_fd=to_folder)
        made = os.open(to, FOLDER, dir_fd=to_folder)
        try:
            for child in _names(opened):
                copy(opened, child, made, child)
            os.fsync(made)
        finally:
            os.close(made)
            os.close(opened)
    elif stat.S_ISREG(facts.st_mode):
        opened = _open_same(folder, name, facts)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        made = os.open(to, flags, 0o600, dir_fd=to_folder)
        try:
            while block := os.read(opened, _BLOCK):
                while block:
                    block = block[os.write(made, block) :]
            os.fsync(made)
        finally:
            os.close(made)
            os.close(opened)


def disarm(folder: int, name: str, suffix: str) -> None:
    """Take from each file its right to be run and give its name the suffix. What was done already is left so.

    A name that would become too long stays; the right to be run goes all the same.
    """
    for present in (name, name + suffix):
        facts = facts_in(folder, present)
        if facts is None:
            continue
        if stat.S_ISDIR(facts.st_mode):
            opened = _open_same(folder, present, facts)
            try:
                if _mount_of(opened) != _mount_of(folder):
                    return  # what is mounted there is not what was kept
                _close_to_others(opened, _KEPT_FOLDER)
                for child in _names(opened):
                    disarm(opened, child.removesuffix(suffix), suffix)
                os.fsync(opened)
            finally:
                os.close(opened)
        elif stat.S_ISREG(facts.st_mode):
            opened = _open_same(folder, present, facts)
            try:
                if os.fstat(opened).st_nlink == 1:  # a second name may have been made since; then its rights stay
                    _close_to_others(opened, _KEPT_FILE)
            finally:
                os.close(opened)
            if present == name:
                _rename_if_short(folder, name, name + suffix)
        return


def _rename_if_short(folder: int, name: str, to: str) -> None:
    try:
        rename_new(folder, name, folder, to)
    except OSError as fault:
        if fault.errno != errno.ENAMETOOLONG:  # what is too long is for each disk to say
            raise


def arm(folder: int, name: str, entries: Sequence[Entry], suffix: str) -> None:
    """Give back names, rights, owners and times as the entries tell them. What was done already is left so."""
    _arm(folder, name, (), {entry.name: entry for entry in entries}, suffix)


def _arm(folder: int, name: str, below: tuple[str, ...], known: Mapping[str, Entry], suffix: str) -> None:
    if suffix and facts_in(folder, name + suffix) is not None:
        rename_new(folder, name + suffix, folder, name)
    facts, entry = facts_in(folder, name), known.get("/".join(_told(part) for part in below))
    if facts is None or entry is None:
        return
    if stat.S_ISLNK(facts.st_mode):
        if (facts.st_uid, facts.st_gid) != (entry.owner, entry.group):
            with contextlib.suppress(PermissionError):
                os.chown(name, entry.owner, entry.group, dir_fd=folder, follow_symlinks=False)
        os.utime(name, ns=(facts.st_atime_ns, entry.modified), dir_fd=folder, follow_symlinks=False)
    elif stat.S_ISDIR(facts.st_mode) or stat.S_ISREG(facts.st_mode):
        opened = _open_same(folder, name, facts)
        try:
            if stat.S_ISDIR(facts.st_mode):
                for child in _names(opened):
                    plain = child.removesuffix(suffix) if suffix else child
                    _arm(opened, plain, (*below, plain), known, suffix)
            _restore(opened, entry)
        finally:
            os.close(opened)


def _restore(opened: int, entry: Entry) -> None:
    facts = os.fstat(opened)
    if stat.S_ISREG(facts.st_mode) and facts.st_nlink != 1:  # else owner and rights of another file would be changed
        raise Unable("U-14", "A file in it got another name elsewhere, so it is not put back.", "failed")
    if (facts.st_uid, facts.st_gid) != (entry.owner, entry.group):
        with contextlib.suppress(PermissionError):  # a person cannot give a file away; it never was another's
            os.fchown(opened, entry.owner, entry.group)
    if sys.platform == "linux":
        for mark, value in entry.marks.items():
            with contextlib.suppress(OSError):  # a mark of another disk
                os.setxattr(opened, mark, value)
    os.fchmod(opened, entry.mode)
    os.utime(opened, ns=(facts.st_atime_ns, entry.modified))
    os.fsync(opened)


def _close_to_others(opened: int, mode: int) -> None:
    if os.geteuid() == 0:
        os.fchown(opened, 0, 0)
    os.fchmod(opened, mode)


def _open_same(folder: int, name: str, facts: os.stat_result) -> int:
    """Open what was looked at, and nothing that was put in its place since."""
    opened = open_in(folder, name, FOLDER if stat.S_ISDIR(facts.st_mode) else FILE)
    if opened is None:
        raise Unable("U-13", _EXCHANGED)
    now = os.fstat(opened)
    if (now.st_dev, now.st_ino) != (facts.st_dev, facts.st_ino):
        os.close(opened)
        raise Unable("U-13", _EXCHANGED)
    return opened


def _entry(
    name: str,
    kind: EntryKind,
    facts: os.stat_result,
    *,
    sha256: str = "",
    size: int = 0,
    leads_to: str = "",
    marks: Mapping[str, bytes] | None = None,
) -> Entry:
    return Entry(
        name=name,
        kind=kind,
        sha256=sha256,
        size=size,
        mode=stat.S_IMODE(facts.st_mode),
        owner=facts.st_uid,
        group=facts.st_gid,
        modified=facts.st_mtime_ns,
        leads_to=leads_to,
        marks=marks or {},
    )


def _told(part: str) -> str:
    """Return a name as JSON can hold it. Bytes that are no UTF-8 are told in hex, behind a sign of their own."""
    try:
        part.encode()
    except UnicodeEncodeError:
        return _ODD + os.fsencode(part).hex()
    return _ODD + os.fsencode(part).hex() if part.startswith(_ODD) else part


def _mount_of(opened: int) -> str:
    """Return the number of the mount by which something was opened; "" on a Mac, which binds no folders.

    A folder that is bound into another place of its own disk has the disk's number everywhere, so `st_dev` is silent.
    """
    if sys.platform != "linux":
        return ""
    lines = Path("/proc/self/fdinfo", str(opened)).read_text("ascii").splitlines()
    return next(line for line in lines if line.startswith("mnt_id:"))


def _names(opened: int) -> list[str]:
    return sorted(os.listdir(opened))


def _marks(opened: int) -> dict[str, bytes]:
    if sys.platform != "linux":
        return {}
    try:
        return {mark: os.getxattr(opened, mark) for mark in os.listxattr(opened)}
    except OSError:
        return {}


def _sha256(opened: int) -> str:
    digest = hashlib.sha256()
    while block := os.read(opened, _BLOCK):
        digest.update(block)
    return digest.hexdigest()
