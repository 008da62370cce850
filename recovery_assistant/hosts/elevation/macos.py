"""Ask by macOS's own password window, through `osascript`.

The script is fixed and stands on the command line, where nobody can swap it. What varies is handed to it as arguments,
and AppleScript itself quotes each for the shell (`quoted form of`), so no path of ours ever becomes a part of a script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.state import WhyNotStarted
from recovery_assistant.hosts.elevation.direct import ChildRun, EndedRun, exists, start
from recovery_assistant.hosts.elevation.port import Ended, Run

OSASCRIPT: Final = "/usr/bin/osascript"
PROMPT: Final = "Recovery Assistant wants to do what you just agreed to."
SCRIPT: Final = (
    "on run argv",
    "set words to {}",
    "repeat with one in (items 2 thru -1 of argv)",
    "set end of words to quoted form of (contents of one)",
    "end repeat",
    'set AppleScript\'s text item delimiters to " "',
    "do shell script (words as text) with prompt (item 1 of argv) with administrator privileges",
    "end run",
)
_ERROR: Final = re.compile(r"\((-?\d+)\)\s*$")
_WHY: Final[dict[int, WhyNotStarted]] = {
    -128: "refused",  # userCanceledErr
    -60006: "refused",  # errAuthorizationCanceled
    -60005: "not-allowed",  # errAuthorizationDenied: the password was wrong too often, or the account may not
    -60007: "nobody-asks",  # errAuthorizationInteractionNotAllowed: nobody sits in front of this Mac
    -1713: "nobody-asks",  # errAENoUserInteraction
}
"""SecAuthorization.h (Security framework) and MacErrors.h."""


class OsascriptRun:
    """A start by osascript. What it says tells whether the person said no, and how the runner ended."""

    def __init__(self, run: ChildRun | EndedRun) -> None:
        self._run = run

    def wait(self, seconds: float) -> Ended | None:
        """Wait up to so many seconds; see `port.Run`."""
        ended = self._run.wait(seconds)
        return ended and told_by_osascript(ended)


def told_by_osascript(ended: Ended) -> Ended:
    """Return what osascript's last number means: one of macOS, or above 0 the exit code of what it started."""
    if not ended.exit_code:
        return ended
    found = _ERROR.search(ended.says)
    number = int(found[1]) if found else 0
    if number > 0:
        return Ended(number, None, ended.says)
    return Ended(None, _WHY.get(number, "failed"), ended.says)


class Osascript:
    """The question of macOS. `program` is another osascript, in tests."""

    def __init__(self, program: str = OSASCRIPT) -> None:
        self._program = program

    def prompt_shows(self, program: str) -> PromptFacts:  # noqa: ARG002 - macOS does not show it
        """Return what macOS will show: its own program asks, with our sentence below."""
        return PromptFacts(system=System.MACOS, way="macos-password", name="osascript", password=True, says=PROMPT)

    def start(self, argv: Sequence[str]) -> Run:
        """Start a program as root once macOS has asked."""
        if not exists(self._program):
            return EndedRun(Ended(None, "nobody-asks", "there is no osascript"))
        lines = [word for line in SCRIPT for word in ("-e", line)]
        return OsascriptRun(start((self._program, *lines, PROMPT, *argv)))
