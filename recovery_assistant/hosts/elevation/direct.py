"""Start the runner with the rights that are there already: nobody is asked.

What is started goes on when the window closes, when Ctrl-C is pressed and when it crashes: it has a session of its own,
no pipe leads from it to us, and what it says on stderr goes into a file that the system takes away by itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from recovery_assistant.hosts.elevation.port import Ended, Preview

LONGEST_PREVIEW: Final = 180.0  # seconds; it reads and hashes what would be moved, and asks the system for lists
_MOST_SAID: Final = 4_000


_AT_WORK: Final[list[ChildRun]] = []
"""Runs whose end nobody has seen. Whoever stops waiting lets go of one; the child must still be ours to be ended."""


class ChildRun:
    """A program that was started and may be waited for."""

    def __init__(self, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
        self._process, self._said = process, said
        self._ended: Ended | None = None
        _AT_WORK.append(self)

    def wait(self, seconds: float) -> Ended | None:
        """Wait up to so many seconds; see `port.Run`."""
        if self._ended is None:
            try:
                code = self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                return None
            _AT_WORK.remove(self)
            with self._said as said:
                said.seek(0)
                self._ended = Ended(code, None, plain(said.read(_MOST_SAID)))
        return self._ended


class EndedRun:
    """A start that had ended before anybody could wait for it."""

    def __init__(self, ended: Ended) -> None:
        self._ended = ended

    def wait(self, seconds: float) -> Ended | None:  # noqa: ARG002 - see port.Run
        """Return how it ended."""
        return self._ended


def start(
    argv: Sequence[str], *, keeps_terminal: bool = False, environment: Mapping[str, str] | None = None
) -> ChildRun | EndedRun:
    """Start a program that nobody waits for when we go.

    Args:
        keeps_terminal: it asks for a password on the terminal that we were started from.
        environment: None for ours.
    """
    said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the run
    try:
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=folder(),
                creationflags=flags,
            )
        else:
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=folder(),
                env=environment,
                start_new_session=not keeps_terminal,
            )
    except (OSError, ValueError) as error:  # ValueError: a zero byte in a path
        said.close()
        return EndedRun(Ended(None, "failed", str(error)))
    return ChildRun(process, said)


def look(argv: Sequence[str], seconds: float = LONGEST_PREVIEW) -> Preview:
    """Run a program that only looks, and return what it writes."""
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=folder(),
            timeout=seconds,
            creationflags=_no_window(),
        )
    except subprocess.TimeoutExpired:
        return Preview(b"", None, "it did not answer")
    except (OSError, ValueError) as error:
        return Preview(b"", None, str(error))
    return Preview(done.stdout, done.returncode, plain(done.stderr[:_MOST_SAID]))


def _no_window() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def folder() -> str:
    r"""Return a folder in which nobody but the system can plant a file that a program would take for its own.

    "/", and on Windows its own folder of programs as Windows itself tells it.
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        room = ctypes.create_unicode_buffer(wintypes.MAX_PATH)
        ctypes.windll.kernel32.GetSystemDirectoryW(room, wintypes.MAX_PATH)
        return room.value
    return "/"


def plain(said: bytes) -> str:
    """Return what a program said as one line."""
    return " ".join(said.decode("utf-8", "replace").split())


def own_environment(*without: str) -> dict[str, str]:
    """Return our environment but for some variables."""
    return {name: value for name, value in os.environ.items() if name not in without}


def exists(program: str) -> bool:
    """Return whether a program can be started here by its full path."""
    return Path(program).is_absolute() and os.access(program, os.X_OK)
