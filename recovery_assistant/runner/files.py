"""How files are held while they are moved to the kept things and back: a port, since each system does it its own way.

`keeping` decides in which order things happen, so that a cut at any point leaves nothing half. What stands here must
make sure that it happens to the very file that was looked at: every folder on the way is opened without following a
link or a junction, and what was opened is what is moved.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.runner.kept import Entry


class Held(Protocol):
    """A file or folder that is held open together with the folder it stands in."""

    @property
    def identity(self) -> str:
        """Number of the disk and of the file."""

    def entries(self) -> tuple[Entry, ...]:
        """Return what it is and all that lies in it, folders before what lies in them, with the hash of each file.

        Raises:
            Unable: there is something in it that must not be moved: a device, another disk, a file with two names.
        """

    def move(self, to: Path) -> bool:
        """Move it to a place in the store that is free, in one step. False: the store is on another volume.

        Raises:
            Unable: it is in use, or is not there any more.
        """

    def copy(self, to: Path) -> None:
        """Copy it to a place in the store that is free, through to the disk."""

    def move_aside(self, mark: str) -> None:
        """Give it another name in its own folder, in one step: a dot, its name, and this mark."""


class Files(Protocol):
    """The files of a system."""

    def hold(self, path: str, rights: Rights) -> AbstractContextManager[Held | None]:
        """Open what stands at a path; None when nothing does.

        Raises:
            Unable: a link or junction on the way, not this person's, or others could change it under our hands.
        """

    def entries_in_store(self, place: Path, suffix: str) -> tuple[Entry, ...]:
        """Return what lies at a place of the store, as `Held.entries` does; () when nothing does.

        `suffix` is taken off the names that have it, that of the place itself too; "" takes nothing off.
        """

    def disarm(self, place: Path, suffix: str) -> None:
        """See that nothing kept there can be run or opened by its name. Right from any point at which it was cut.

        Each file gets the suffix behind its name, that of the place itself too, and loses the right to be run.
        """

    def arm(self, place: Path, entries: tuple[Entry, ...], suffix: str) -> None:
        """Undo `disarm`: names, rights, owners and times as they were. Right from any point at which it was cut."""

    def move_back(self, place: Path, path: str, rights: Rights) -> bool:
        """Move it from the store to where it was, in one step, never over anything. False: another volume.

        Raises:
            Unable: its folder is not there any more or is not safe, or something stands there now.
        """

    def copy_back(self, place: Path, entries: tuple[Entry, ...], path: str, rights: Rights, mark: str) -> None:
        """Copy what `arm` left beside where it was, through to the disk, then name it in one step, never over anything.

        What an earlier try left there under the mark is removed first.
        """

    def remove_aside(self, path: str, rights: Rights, mark: str) -> None:
        """Remove what `move_aside` left beside a path, and what `copy_back` left half. Nothing there: nothing done."""

    def remove_in_store(self, place: Path) -> None:
        """Remove a copy from the store. Nothing there: nothing done."""

    def sync(self, folder: Path) -> None:
        """Write a folder of the store through to the disk."""
