"""A removal as the journal tells it: what was agreed to, what the runner did, what was seen when we looked again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.removal.plan import Action, Caution, RemovalPlan, Rights
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, AnyLine, RunEnded, RunStarted

Outcome = Literal[
    "removed-verified",
    "copy-removed",
    "removed-pending-restart",
    "still-present",
    "refused-by-person",
    "blocked-by-policy",
    "came-back",
    "put-back",
    "not-put-back",
    "unknown",
]
"""removed-verified: looked for again and not seen, with nothing closed to us · copy-removed: this one is not seen any
more, and another one of the same tool, known before, still is · removed-pending-restart: the system
finishes it when it starts next · refused-by-person: they said no when the system asked · blocked-by-policy: the PC does
not allow it · came-back: it was gone, and is there again · not-put-back: a put-back that
did not go through · unknown: could not tell. No exit code makes the first."""

Copies = Literal["copied", "none-known", "not-copied"]
WhyNotStarted = Literal["refused", "not-allowed", "nobody-asks", "failed", "not-reached"]
"""refused: no at the system's question · not-allowed: the account may not · nobody-asks: this system has no program
that asks · failed: the runner did not start · not-reached: not tried, as what comes before did not go through."""


class Look(Struct, frozen=True, kw_only=True):
    """One time that we looked again.

    Attributes:
        seen: what was looked at and what was seen there, one line each; hostile names.
        after_restart: the PC was started anew since the removal.
    """

    at: datetime
    outcome: Outcome
    seen: tuple[str, ...] = ()
    gaps: int = 0
    after_restart: bool = False


class KnownRemoval(Struct, frozen=True, kw_only=True):
    """One agreed plan and everything that came of it.

    Attributes:
        agreed_by: "person" or "technician".
        known: ids of the findings that the case knew when it was agreed to. What is found later is new.
        lines: what the runner reported, for each of the rights, in its order.
        not_started: rights for which the runner did not start, and why.
    """

    plan: RemovalPlan
    sha256: str
    agreed_at: datetime
    agreed_by: str
    cautions: tuple[Caution, ...] = ()
    copies: Copies = "none-known"
    known: tuple[str, ...] = ()
    lines: Mapping[Rights, tuple[AnyLine, ...]] = {}
    not_started: Mapping[Rights, WhyNotStarted] = {}
    looks: tuple[Look, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """What is known now; None while nobody has looked again."""
        return self.looks[-1].outcome if self.looks else None

    def begun(self, action: Action) -> ActionBegun | None:
        """Return the line with which the action began, or None."""
        told = self.lines.get(action.rights, ())
        return next((one for one in told if isinstance(one, ActionBegun) and one.action_id == action.id), None)

    def ended(self, action: Action) -> ActionEnded | None:
        """Return how the action ended, or None when it was never done or was cut off."""
        told = self.lines.get(action.rights, ())
        return next((one for one in told if isinstance(one, ActionEnded) and one.action_id == action.id), None)

    def has_run(self, rights: Rights) -> bool:
        """Return whether the runner went through all actions of these rights."""
        return any(isinstance(line, RunEnded) for line in self.lines.get(rights, ()))

    @property
    def is_cut_off(self) -> bool:
        """Whether it began and was not gone through: the next start offers to go on or to put back."""
        started = any(isinstance(line, RunStarted) for told in self.lines.values() for line in told)
        open_rights = [one for one in self.plan.rights if not self.has_run(one) and one not in self.not_started]
        return started and bool(open_rights)
