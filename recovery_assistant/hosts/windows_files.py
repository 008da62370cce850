r"""The disk of a Windows PC, with Windows' own paths: walked, searched and opened, never changed.

The disk may be the real one, or a folder that stands for drive C: (recordings, tests). Links and junctions are never
followed: they lead in circles, or out of the place that was asked for.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from recovery_assistant.hosts import windows_api

MOST_FILES = 20_000
"""Files of one walk; a folder with more is hostile or no place for downloads."""

_LINKS = {0xA0000003, 0xA000000C}  # reparse tags of junctions and symbolic links; OneDrive's own tags are no links
_KEPT_ONLINE = 0x1000 | 0x40000 | 0x400000  # offline, recall on open, recall on data access
_LONG = 240
_WILD = re.compile(r"[*?\[]")


class FoundFile(NamedTuple):
    """A file that a walk came by.

    Attributes:
        path: full path with backslashes.
        is_online_only: its bytes are not on this PC; reading them would fetch them.
    """

    path: str
    name: str
    size: int
    modified_at: datetime
    created_at: datetime
    is_online_only: bool


class Disk:
    """Where files are read from.

    Args:
        root: the folder that stands for a drive; None for the real drives of this PC.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root

    def walk(self, folder: str, depth: int) -> Iterator[FoundFile | OSError]:
        """Yield the files in a folder, sorted, and down to `depth` levels (1: only its own), links left out.

        A folder that cannot be listed is yielded as its error, with its path. A folder that is not there is empty.
        """
        waiting = [(folder, depth)]
        left = MOST_FILES
        while waiting:
            here, levels = waiting.pop()
            try:
                entries = self._listed(here)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                yield _of(error, here)
                continue
            for entry in entries:
                path = rf"{here.rstrip(chr(92))}\{entry.name}"
                try:
                    facts = entry.stat(follow_symlinks=False)
                except OSError:  # gone since it was listed
                    continue
                if _is_link(facts):
                    continue
                if stat.S_ISDIR(facts.st_mode):
                    if levels > 1:
                        waiting.append((path, levels - 1))
                elif stat.S_ISREG(facts.st_mode):
                    if left == 0:
                        yield OSError(0, f"only the first {MOST_FILES} files were looked at", folder)
                        return
                    left -= 1
                    yield _found(path, entry.name, facts)

    def glob(self, folder: str, pattern: str) -> Iterator[str | OSError]:
        """Yield the paths of files below a folder that fit a pattern with forward slashes; capitals do not matter.

        What is there and may not be looked at is yielded as its error.
        """
        first, _, rest = pattern.partition("/")
        try:
            names = self._fitting(folder, first)
        except OSError as error:
            yield _of(error, folder)
            return
        for name in names:
            path = rf"{folder.rstrip(chr(92))}\{name}"
            try:
                facts = self.on_disk(path).lstat()
            except (FileNotFoundError, NotADirectoryError):  # a plain name that is not there, or gone meanwhile
                continue
            except OSError as error:
                yield _of(error, path)
                continue
            if _is_link(facts):
                continue
            if rest and stat.S_ISDIR(facts.st_mode):
                yield from self.glob(path, rest)
            elif not rest and stat.S_ISREG(facts.st_mode):
                yield path

    def open(self, path: str) -> BinaryIO:
        """Open an ordinary file that other programs may go on using. Raises OSError."""
        place = self.on_disk(path)
        if _is_link(place.lstat()):
            raise OSError(22, "a link, which is not followed", path)
        return windows_api.open_shared(place)

    def facts(self, path: str) -> FoundFile:
        """Return size and time of a file. Raises OSError."""
        facts = self.on_disk(path).lstat()
        if not stat.S_ISREG(facts.st_mode) or _is_link(facts):
            raise OSError(22, "not an ordinary file", path)
        return _found(path, path.rpartition("\\")[2], facts)

    def on_disk(self, path: str) -> Path:
        """Return where a Windows path lies on the disk that is really read. Raises OSError for no name at all."""
        if "\0" in path:
            raise OSError(22, "a name that no file can have", path)
        if self._root is not None:
            return self._root.joinpath(*path.replace("\\", "/").split("/")[1:])
        # Longer paths than Windows' old limit need this prefix. Criminals like deep folders.
        return Path(rf"\\?\{path}" if len(path) > _LONG and path[1:3] == ":\\" else path)

    def _listed(self, folder: str) -> list[os.DirEntry[str]]:
        # "C:" alone would mean the folder last used on that drive.
        with os.scandir(self.on_disk(folder + "\\" if folder.endswith(":") else folder)) as entries:
            return sorted(entries, key=lambda entry: entry.name.lower())

    def _fitting(self, folder: str, part: str) -> list[str]:
        if not _WILD.search(part):
            return [part]
        fits = re.compile(fnmatch.translate(part), re.IGNORECASE)
        try:
            return [entry.name for entry in self._listed(folder) if fits.match(entry.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []


def _of(error: OSError, path: str) -> OSError:
    """Return the same error with the Windows path, for people."""
    return type(error)(error.errno, error.strerror, path)


def _is_link(facts: os.stat_result) -> bool:
    return stat.S_ISLNK(facts.st_mode) or getattr(facts, "st_reparse_tag", 0) in _LINKS


def _found(path: str, name: str, facts: os.stat_result) -> FoundFile:
    online_only = bool(getattr(facts, "st_file_attributes", 0) & _KEPT_ONLINE)
    created = getattr(facts, "st_birthtime", facts.st_ctime)  # st_birthtime: from Python 3.12 on
    return FoundFile(path, name, facts.st_size, _moment(facts.st_mtime), _moment(created), online_only)


def _moment(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds).astimezone()
    except (ValueError, OverflowError, OSError):  # a time stamp that somebody made up
        return datetime.fromtimestamp(0, UTC)
