"""Start a program: the very file that was looked at, with a list of words, clean variables and no shell."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.runner.hand import Turn, Unable
from recovery_assistant.runner.windows.handles import (
    READ_BYTES,
    READ_LIST,
    SHARE_READ,
    held,
    sha256_of,
    who_else_may_change,
)
from recovery_assistant.runner.windows.native import system_folder
from recovery_assistant.runner.windows.places import clean_environment
from recovery_assistant.runner.windows.processes import all_running
from recovery_assistant.runner.windows.store import temporary_folder
from recovery_assistant.runner.windows.wording import command_line

PATIENCE: Final = 60.0
"""Seconds for a small program of Windows itself, such as schtasks."""


class Tree:
    """A program that was started, and all that it starts: an uninstaller goes on in a copy of itself."""

    def __init__(self, first: subprocess.Popen[bytes]) -> None:
        self.first = first
        self._known = {first.pid}

    @property
    def exit_code(self) -> int | None:
        """How the first program ended; None while it runs."""
        code = self.first.poll()
        return code if code is None or code < 1 << 31 else code - (1 << 32)

    def runs(self) -> bool:
        """Return whether one of them still runs."""
        running = list(all_running())
        for _generation in range(4):
            self._known |= {one.pid for one in running if one.parent in self._known}
        return any(one.pid in self._known for one in running if one.pid != self.first.pid) or self.first.poll() is None


@contextmanager
def unchanged(program: str, sha256: str, rights: Rights) -> Iterator[None]:
    """Hold a program so that nobody can change or exchange it while it is started.

    Raises:
        Unable: it is not there, not the file of the plan, behind a link, or open to others than administrators.
    """
    try:
        with held(program, READ_BYTES | READ_LIST, SHARE_READ) as file:
            if file is None:
                raise Unable("U-35", "The uninstaller is not there any more.")
            if sha256_of(file) != sha256.lower():
                raise Unable("U-35", "The uninstaller is not the file that was there when the plan was made.")
            if rights == "administrator" and who_else_may_change(program, file):
                raise Unable("U-36", "Others than administrators could change the uninstaller. It was not run.")
            yield
    except OSError as error:
        raise Unable("U-35", "Windows does not let the uninstaller be read.") from error


def start(argv: tuple[str, ...], turn: Turn, last_word: str = "", variables: Mapping[str, str] | None = None) -> Tree:
    r"""Start a program in the folder of Windows' own programs. Raises OSError.

    Windows gets the full path of the program apart from the line of words, so that it never tries "C:\Program.exe".
    """
    return Tree(
        subprocess.Popen(
            command_line(argv, last_word),
            executable=argv[0],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=system_folder(),
            env=clean_environment(temporary_folder(turn)) | dict(variables or {}),
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    )


def run(argv: tuple[str, ...], turn: Turn, variables: Mapping[str, str] | None = None) -> int:
    """Run one of Windows' own programs to its end and return its exit code.

    Raises:
        Unable: it did not start, or did not end in time; it is left running then.
    """
    try:
        return start(argv, turn, variables=variables).first.wait(PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise Unable("U-38", "A program of Windows did not answer in time.", "timed-out") from error
    except OSError as error:
        raise Unable("U-49", "A program of Windows did not start.", "failed") from error
