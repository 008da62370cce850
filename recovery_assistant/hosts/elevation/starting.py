"""The starter of this PC: whether anybody has to be asked, and by which way."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.hosts.elevation import direct
from recovery_assistant.hosts.elevation.port import Preview, Run
from recovery_assistant.hosts.elevation.program import this_runner


class Asker(Protocol):
    """A system's own way to ask whether a program may act as administrator."""

    def prompt_shows(self, program: str) -> PromptFacts:
        """Return what stands in the question when this program is to be started."""

    def start(self, argv: Sequence[str]) -> Run:
        """Have the system ask, and start it after a yes."""


class RunnerStarter:
    """Starts the runner; see `port.Starter`.

    Args:
        program: the beginning of its argv.
        asker: None when this process has an administrator's rights already.
    """

    def __init__(self, program: tuple[str, ...], asker: Asker | None) -> None:
        self._program, self._asker = program, asker

    def prompt_shows(self) -> PromptFacts | None:
        """Return what the system's question shows, or None when nobody is asked."""
        return self._asker.prompt_shows(self._program[0]) if self._asker is not None else None

    def look(self, plan_file: Path, sha256: str, rights: Rights) -> Preview:
        """Have a plan checked, and told what would be done. Nobody is asked."""
        return direct.look((*self._program, str(plan_file), sha256, "look", rights))

    def start(self, plan_file: Path, sha256: str, rights: Rights) -> Run:
        """Have a plan done."""
        argv = (*self._program, str(plan_file), sha256, "do", rights)
        if rights == "administrator" and self._asker is not None:
            return self._asker.start(argv)
        return direct.start(argv)


def this_starter(*, in_terminal: bool) -> RunnerStarter:
    """Return the starter of the PC that the program runs on. `in_terminal`: a password may be asked for there."""
    return RunnerStarter(this_runner(), None if has_all_rights() else _this_asker(in_terminal=in_terminal))


def has_all_rights() -> bool:
    """Return whether this process may do already what an administrator may."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.shell32.IsUserAnAdmin())
    return os.geteuid() == 0


def _this_asker(*, in_terminal: bool) -> Asker:
    if sys.platform == "win32":
        from recovery_assistant.hosts.elevation.windows import RunAs

        return RunAs()
    if sys.platform == "darwin":
        from recovery_assistant.hosts.elevation.macos import Osascript

        return Osascript()
    from recovery_assistant.hosts.elevation.linux import Pkexec

    return Pkexec(in_terminal=in_terminal)
