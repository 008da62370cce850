r"""Find the files of a Windows disk on a system that tells capitals apart, by Windows' own paths.

Windows writes C:\WINDOWS\system32 in one place and C:\Windows\System32 in another, and means one folder. Links on the
way are never followed: a mounted disk was written by whoever controlled that PC, and a link may lead to our own files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from recovery_assistant.hosts.shown_names import shown_name

JUNCTIONS = frozenset({0xA0000003, 0xA000000C})
"""Reparse tags of junctions and symbolic links. OneDrive's own tags are no links."""
KEPT_LISTS = 256
"""Folders whose names are remembered, so that a look through one folder lists it once."""


_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


def is_link(facts: os.stat_result) -> bool:
    """Return whether these are the facts of a link or junction itself."""
    return stat.S_ISLNK(facts.st_mode) or getattr(facts, "st_reparse_tag", 0) in JUNCTIONS


class FoldedPaths:
    """The drives of one Windows PC, each in a folder of the system that we run on.

    Args:
        drives: letter -> the folder that stands for that drive.
    """

    def __init__(self, drives: Mapping[str, Path]) -> None:
        self._drives = {letter.lower(): folder for letter, folder in drives.items()}
        self._folders: dict[str, Path] = {}
        self._names: dict[Path, dict[str, str]] = {}

    def find(self, path: str) -> Path:
        r"""Return where a path such as C:\Windows\notepad.exe lies. It need not be there.

        Raises OSError when the drive is not here, or when the way leads over a link.
        """
        above, _, name = path.replace("/", "\\").rstrip("\\").rpartition("\\")
        if not above:
            return self._drive(name)
        folder = self._folder(above)
        if name in ("", ".", ".."):
            raise FileNotFoundError(2, "a name that no file can have", path)
        return folder / self._name_in(folder, name)

    def _drive(self, name: str) -> Path:
        if len(name) != 2 or name[1] != ":":
            raise FileNotFoundError(2, "a path without a drive", name)
        folder = self._drives.get(name[0].lower())
        if folder is None:
            raise OSError(0, f"drive {name.upper()} is not on this disk", name)
        return folder

    def _folder(self, path: str) -> Path:
        small = path.lower()
        known = self._folders.get(small)
        if known is None:
            known = self.find(path)
            if "\\" in path and is_link(known.lstat()):
                raise OSError(22, "a link, which is not followed", path)
            _make_room(self._folders)
            self._folders[small] = known
        return known

    def _name_in(self, folder: Path, name: str) -> str:
        """Return the name as it is spelled in that folder, or as it was given when nothing fits."""
        if os.path.lexists(folder / name):
            return name
        names = self._names.get(folder)
        if names is None:
            try:
                listed = os.listdir(folder)  # noqa: PTH208 (names that are no UTF-8 stay as they are)
            except OSError:
                return name  # whoever opens it is told why
            _make_room(self._names)
            names = self._names[folder] = {shown_name(entry).lower(): entry for entry in sorted(listed, reverse=True)}
        return names.get(name.lower(), name)


def _make_room(kept: dict[_Key, _Kept]) -> None:
    while len(kept) >= KEPT_LISTS:
        del kept[next(iter(kept))]
