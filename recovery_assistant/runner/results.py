"""Writes what happens, line by line, each through to the disk before the work goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, Protocol

from recovery_assistant.domain.removal.results import AnyLine, line_bytes
from recovery_assistant.runner.hand import Unable


class Results(Protocol):
    """Where lines go."""

    def write(self, line: AnyLine) -> None:
        """Write one line. When it returns, a power cut does not take it away."""


class Told:
    """The results of a preview: they are only told, on the standard output."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, line: AnyLine) -> None:
        """See `Results`."""
        self._out.write(line_bytes(line))
        self._out.flush()


class ResultsFile:
    """The results of a run, in the store. The file is held locked while the runner works, so that others can tell."""

    def __init__(self, path: Path, mode: int, group: int | None = None) -> None:
        """Make the file.

        Raises:
            Unable: U-08, there is one already: a plan is done once.
        """
        try:
            self._file = new_file(path, mode, group)
        except FileExistsError:
            raise Unable("U-08", "This plan was begun before. A plan is done only once.") from None
        lock(self._file)
        sync_folder(path.parent)

    def write(self, line: AnyLine) -> None:
        """See `Results`."""
        write_all(self._file, line_bytes(line))

    def close(self) -> None:
        """Let others see that the work is over."""
        os.close(self._file)


def new_file(path: Path, mode: int, group: int | None = None) -> int:
    """Make a file that must not be there yet, in a folder that only we can change, and return it open for writing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    if sys.platform != "win32":
        if group is not None:
            os.fchown(file, -1, group)
        os.fchmod(file, mode)
    return file


def write_all(file: int, content: bytes) -> None:
    """Write bytes through to the disk."""
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)


def write_new(path: Path, content: bytes, mode: int = 0o600, group: int | None = None) -> None:
    """Write a new file through to the disk, and its name too."""
    file = new_file(path, mode, group)
    try:
        write_all(file, content)
    finally:
        os.close(file)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Write the names in a folder through to the disk. Windows keeps a journal of names itself."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def lock(file: int) -> None:
    """Hold a file, until it is closed or the process ends.

    Raises:
        Unable: U-08, another process holds it.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(file, 2**30, os.SEEK_SET)  # far behind its end, so that the lines can be read meanwhile
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        except OSError:
            raise Unable("U-08", "Another removal is at work. Wait until it has ended.") from None
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Unable("U-08", "Another removal is at work. Wait until it has ended.") from None
