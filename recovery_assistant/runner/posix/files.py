"""Files on Linux and macOS for `keeping`: held by open folders, moved by their names in them, never through a link."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.kept import Entry
from recovery_assistant.runner.posix import trees
from recovery_assistant.runner.posix.renaming import rename_new
from recovery_assistant.runner.posix.way import facts_in, folder_of
from recovery_assistant.runner.results import sync_folder

if sys.platform == "win32":
    raise ImportError("not on Windows")

_GONE: Final = "It is not there any more."
_OF_A_LIVE_SYSTEM: Final = (
    "It is part of a system that was started from a stick or disc. It cannot be moved, so it stays."
)


class PosixHeld:
    """See `files.Held`. `owner`: only what this account owns may be moved; None for an administrator."""

    def __init__(self, folder: int, name: str, facts: os.stat_result, owner: int | None) -> None:
        self._folder, self._name, self._facts, self._owner = folder, name, facts, owner

    @property
    def identity(self) -> str:
        """See `files.Held`."""
        return f"{self._facts.st_dev}:{self._facts.st_ino}"

    def entries(self) -> tuple[Entry, ...]:
        """See `files.Held`."""
        return trees.entries_of(self._folder, self._name, self._owner)

    def move(self, to: Path) -> bool:
        """See `files.Held`. What arrives must be what was opened; anything else goes back and nothing was done."""
        store = os.open(to.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            try:
                rename_new(self._folder, self._name, store, to.name)
            except FileNotFoundError:
                raise Unable("U-13", _GONE) from None
            except OSError as fault:
                if fault.errno == errno.EXDEV:
                    return False
                raise
            moved = os.stat(to.name, dir_fd=store, follow_symlinks=False)
            if (moved.st_dev, moved.st_ino) != (self._facts.st_dev, self._facts.st_ino):
                rename_new(store, to.name, self._folder, self._name)
                raise Unable("U-13", "It was exchanged while we looked at it. It stays.")
            os.fsync(store)
            os.fsync(self._folder)
        finally:
            os.close(store)
        return True

    def copy(self, to: Path) -> None:
        """See `files.Held`."""
        store = os.open(to.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            trees.copy(self._folder, self._name, store, to.name)
            os.fsync(store)
        finally:
            os.close(store)

    def move_aside(self, mark: str) -> None:
        """See `files.Held`."""
        aside = _aside(self._name, mark)
        try:
            rename_new(self._folder, self._name, self._folder, aside)
        except OSError as fault:
            if fault.errno == errno.EXDEV:  # a folder of the lower layer of an overlay
                raise Unable("U-19", _OF_A_LIVE_SYSTEM, "failed") from None
            raise
        try:
            moved = os.stat(aside, dir_fd=self._folder, follow_symlinks=False)
            if (moved.st_dev, moved.st_ino) != (self._facts.st_dev, self._facts.st_ino):
                raise Unable("U-13", "It was exchanged while we looked at it. It stays.")
            os.fsync(self._folder)
        except (Unable, OSError):
            rename_new(self._folder, aside, self._folder, self._name)
            raise


class PosixFiles:
    """See `files.Files`. `account`: number of the account that this process runs as."""

    def __init__(self, account: int) -> None:
        self._account = account

    @contextlib.contextmanager
    def hold(self, path: str, rights: Rights) -> Iterator[PosixHeld | None]:
        """See `files.Files`."""
        name = path.rpartition("/")[2]
        with folder_of(path, rights) as folder:
            facts = None if folder is None else facts_in(folder, name)
            if folder is None or facts is None:
                yield None
                return
            if stat.S_ISLNK(facts.st_mode):
                raise Unable("U-10", "There is a link in its place, so it is not touched.")
            owner = self._account if rights == "person" else None
            yield PosixHeld(folder, name, facts, owner)

    def entries_in_store(self, place: Path, suffix: str) -> tuple[Entry, ...]:
        """See `files.Files`."""
        with _open(place.parent) as folder:
            if folder is None:
                return ()
            for name in (place.name, place.name + suffix):
                if facts_in(folder, name) is not None:
                    return trees.entries_of(folder, name, None, suffix)
        return ()

    def disarm(self, place: Path, suffix: str) -> None:
        """See `files.Files`."""
        with _open(place.parent) as folder:
            if folder is not None:
                trees.disarm(folder, place.name, suffix)
                os.fsync(folder)

    def arm(self, place: Path, entries: tuple[Entry, ...], suffix: str) -> None:
        """See `files.Files`."""
        with _open(place.parent) as folder:
            if folder is not None:
                trees.arm(folder, place.name, entries, suffix)
                os.fsync(folder)

    def move_back(self, place: Path, path: str, rights: Rights) -> bool:
        """See `files.Files`."""
        name = path.rpartition("/")[2]
        with folder_of(path, rights) as folder, _open(place.parent) as store:
            if folder is None or store is None:
                raise Unable("U-16", "The folder that it was in is not there any more. What was kept stays kept.")
            try:
                rename_new(store, place.name, folder, name)
            except FileExistsError:
                raise Unable("U-15", "Something else stands there now. It was not touched.") from None
            except OSError as fault:
                if fault.errno == errno.EXDEV:
                    return False
                raise
            os.fsync(folder)
            os.fsync(store)
        return True

    def copy_back(self, place: Path, entries: tuple[Entry, ...], path: str, rights: Rights, mark: str) -> None:
        """See `files.Files`."""
        name, aside = path.rpartition("/")[2], _aside(path.rpartition("/")[2], mark)
        self.remove_aside(path, rights, mark)
        with folder_of(path, rights) as folder, _open(place.parent) as store:
            if folder is None or store is None:
                raise Unable("U-16", "The folder that it was in is not there any more. What was kept stays kept.")
            trees.copy(store, place.name, folder, aside)
            trees.arm(folder, aside, entries, "")
            os.fsync(folder)
            try:
                rename_new(folder, aside, folder, name)
            except FileExistsError:
                raise Unable("U-15", "Something else stands there now. It was not touched.") from None
            os.fsync(folder)

    def remove_aside(self, path: str, rights: Rights, mark: str) -> None:
        """See `files.Files`."""
        with folder_of(path, rights) as folder:
            if folder is not None:
                _remove(folder, _aside(path.rpartition("/")[2], mark))
                os.fsync(folder)

    def remove_in_store(self, place: Path) -> None:
        """See `files.Files`."""
        with _open(place.parent) as folder:
            if folder is not None:
                _remove(folder, place.name)
                os.fsync(folder)

    def sync(self, folder: Path) -> None:
        """See `files.Files`."""
        sync_folder(folder)


@contextlib.contextmanager
def _open(folder: Path) -> Iterator[int | None]:
    """Open a folder of the store, None when it is not there. The way to it is closed to others since `prepare`."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield None
        return
    try:
        yield opened
    finally:
        os.close(opened)


def _aside(name: str, mark: str) -> str:
    # A name has at most 255 bytes, in a folder that eCryptfs encrypts 143, however few letters they are.
    return f".{os.fsencode(name)[:100].decode('utf-8', 'ignore')}.{mark}"


def _remove(folder: int, name: str) -> None:
    facts = facts_in(folder, name)
    if facts is None:
        return
    if stat.S_ISDIR(facts.st_mode):
        trees.see_that_nothing_is_mounted(folder, name)
        shutil.rmtree(name, dir_fd=folder)  # goes by open folders itself, so no link leads it elsewhere
    else:
        os.unlink(name, dir_fd=folder)
