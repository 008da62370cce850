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

    A copy made by several tools may hold one folder twice, spelled in two ways; both are then looked into.

    Args:
        drives: letter -> the folder that stands for that drive.
    """

    def __init__(self, drives: Mapping[str, Path]) -> None:
        self._drives = {letter.lower(): folder for letter, folder in drives.items()}
        self._folders: dict[str, tuple[Path, ...]] = {}
        self._names: dict[Path, dict[str, list[str]]] = {}

    def find(self, path: str) -> Path:
        r"""Return where a path such as C:\Windows\notepad.exe lies. It need not be there.

        Raises OSError when the drive is not here, or when the way leads over a link.
        """
        above, name = _split(path)
        if not above:
            return self._drive(name)
        folders = self.folders(above)
        for folder in folders:
            if os.path.lexists(folder / name):
                return folder / name
        for folder in folders:
            for spelled in self._spelled(folder, name):
                return folder / spelled
        return folders[0] / name

    def folders(self, path: str) -> tuple[Path, ...]:
        """Return every folder that a path means, the exact spelling first. Raises OSError."""
        small = path.lower().rstrip("\\")
        known = self._folders.get(small)
        if known is None:
            known = self._all(path)
            _make_room(self._folders)
            self._folders[small] = known
        return known

    def _all(self, path: str) -> tuple[Path, ...]:
        above, name = _split(path)
        if not above:
            return (self._drive(name),)
        parents = self.folders(above)
        found = {folder / spelled: None for folder in parents for spelled in self._spelled(folder, name)}
        usual = parents[0] / name
        ordered = ([usual] if usual in found else []) + [place for place in found if place != usual]
        for place in ordered or [usual]:
            if is_link(place.lstat()):
                raise OSError(22, "a link, which is not followed", path)
        return tuple(place for place in ordered if place.is_dir()) or (usual,)

    def _drive(self, name: str) -> Path:
        if len(name) != 2 or name[1] != ":":
            raise FileNotFoundError(2, "a path without a drive", name)
        folder = self._drives.get(name[0].lower())
        if folder is None:
            raise OSError(0, f"drive {name.upper()} is not on this disk", name)
        return folder

    def _spelled(self, folder: Path, name: str) -> list[str]:
        """Return the spellings of a name that are in that folder."""
        names = self._names.get(folder)
        if names is None:
            names = {}
            try:
                for entry in sorted(os.listdir(folder)):  # noqa: PTH208 (names that are no UTF-8 stay as they are)
                    names.setdefault(shown_name(entry).lower(), []).append(entry)
            except OSError:  # whoever opens it is told why, under the name that was asked for
                return [name] if os.path.lexists(folder / name) else []
            _make_room(self._names)
            self._names[folder] = names
        return names.get(name.lower(), [])


def _split(path: str) -> tuple[str, str]:
    """Return the folder and the name of a path. Raises FileNotFoundError for a name that no file can have."""
    above, _, name = path.replace("/", "\\").rstrip("\\").rpartition("\\")
    if above and name in ("", ".", ".."):
        raise FileNotFoundError(2, "a name that no file can have", path)
    return above, name


def _make_room(kept: dict[_Key, _Kept]) -> None:
    while len(kept) >= KEPT_LISTS:
        del kept[next(iter(kept))]
