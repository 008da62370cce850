"""Ask by polkit's `pkexec`. It shows the system's own question; the password goes to the system, never to us."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.hosts.elevation.direct import ChildRun, EndedRun, own_environment, start
from recovery_assistant.hosts.elevation.port import Ended, Run

SYSTEM_PROGRAMS: Final = "/usr/bin:/bin:/usr/local/bin:/run/wrappers/bin"
"""Where pkexec is looked for. Not in the PATH of the environment, which anybody with this account can change."""
ACTIONS: Final = Path("/usr/share/polkit-1/actions")
ACTION: Final = "recovery-assistant.remove"
DISMISSED: Final = 126
NOT_AUTHORISED: Final = 127
"""Both as pkexec(1) has them. The runner itself never ends with one of these."""

_NO_AGENT: Final = re.compile(r"authentication agent|getting authority|connect to.*bus", re.IGNORECASE)
_NOT_ALLOWED: Final = re.compile(r"not authorized", re.IGNORECASE)
_MESSAGE: Final = re.compile(r"<message>(.*?)</message>", re.DOTALL)
_FOR_PROGRAM: Final = re.compile(r'key="org\.freedesktop\.policykit\.exec\.path">(.*?)<')


class PkexecRun:
    """A start by pkexec. How it ended also tells whether the person said no."""

    def __init__(self, run: ChildRun | EndedRun) -> None:
        self._run = run

    def wait(self, seconds: float) -> Ended | None:
        """Wait up to so many seconds; see `port.Run`."""
        ended = self._run.wait(seconds)
        return ended and told_by_pkexec(ended)


def told_by_pkexec(ended: Ended) -> Ended:
    """Return what pkexec's exit code and words mean."""
    if ended.exit_code in (DISMISSED, -signal.SIGINT):  # or Ctrl-C where it asked on the terminal
        return Ended(None, "refused", ended.says)
    if ended.exit_code != NOT_AUTHORISED:
        return ended
    if _NO_AGENT.search(ended.says):
        return Ended(None, "nobody-asks", ended.says)
    return Ended(None, "not-allowed" if _NOT_ALLOWED.search(ended.says) else "failed", ended.says)


class Pkexec:
    """Polkit's question.

    Args:
        path: folders in which pkexec is looked for.
        in_terminal: the person sits at the terminal that we were started from, so pkexec may ask there.
    """

    def __init__(self, path: str = SYSTEM_PROGRAMS, *, in_terminal: bool, actions: Path = ACTIONS) -> None:
        self._path, self._in_terminal, self._actions = path, in_terminal, actions

    def prompt_shows(self, program: str) -> PromptFacts:
        """Return what polkit will show: our own words where our action is installed, else its own."""
        says = self._own_words(program) or f"Authentication is needed to run `{program}' as the super user"
        return PromptFacts(
            system=System.LINUX,
            way="polkit",
            name=program,
            password=True,
            says=says,
            can_ask=self._pkexec() is not None,
        )

    def start(self, argv: Sequence[str]) -> Run:
        """Start a program as root once polkit has asked."""
        pkexec = self._pkexec()
        if pkexec is None:
            return EndedRun(Ended(None, "nobody-asks", "there is no pkexec"))
        own = () if self._in_terminal else ("--disable-internal-agent",)
        # pkexec gives up when SHELL is none of /etc/shells, whatever it is to run.
        return PkexecRun(
            start((pkexec, *own, *argv), keeps_terminal=self._in_terminal, environment=own_environment("SHELL"))
        )

    def _pkexec(self) -> str | None:
        return shutil.which("pkexec", path=self._path)

    def _own_words(self, program: str) -> str:
        try:
            action = (self._actions / f"{ACTION}.policy").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""
        for_program = _FOR_PROGRAM.search(action)
        message = _MESSAGE.search(action)
        is_ours = for_program is not None and for_program[1] == os.path.realpath(program)
        return message[1] if is_ours and message is not None else ""
