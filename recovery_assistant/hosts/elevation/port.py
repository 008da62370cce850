"""The port through which the runner is started. Whoever starts it never gains rights; the runner alone has them.

A "no" at the system's question is an outcome, like an exit code: nothing here raises for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.state import WhyNotStarted


class Ended(NamedTuple):
    """How a start of the runner ended.

    Attributes:
        exit_code: of the runner; None when it never ran, or nobody could find out.
        why_not: why it did not run; None when it ran.
        says: what was said on the way, for a technician; hostile.
    """

    exit_code: int | None
    why_not: WhyNotStarted | None = None
    says: str = ""


class Run(Protocol):
    """One start of the runner. It goes on when nobody waits for it any more."""

    def wait(self, seconds: float) -> Ended | None:
        """Wait up to so many seconds. Return how it ended, or None while it is at work or the system still asks."""


class Preview(NamedTuple):
    """What the runner says that it would do.

    Attributes:
        lines: its results, as they would stand in its file; `read_lines` reads them.
        exit_code: 0 when the plan was taken; None when the runner could not be started.
        says: its one line about why not.
    """

    lines: bytes
    exit_code: int | None
    says: str = ""


class Starter(Protocol):
    """Starts the runner on the PC that the program runs on."""

    def prompt_shows(self) -> PromptFacts | None:
        """Return what the system's question shows; None when nobody is asked: the rights are there already."""

    def look(self, plan_file: Path, sha256: str, rights: Rights) -> Preview:
        """Run the checks of a plan and say what would be done. Nobody is asked and nothing is changed."""

    def start(self, plan_file: Path, sha256: str, rights: Rights) -> Run:
        """Have a plan done. For "administrator" the system asks first; on Windows, this returns after the answer."""
