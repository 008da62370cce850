"""What is known about a program that the person removes by hand: ticked, looked for again, and what was seen."""

from __future__ import annotations

from recovery_assistant.domain.case import KnownFinding
from recovery_assistant.translation import _


def was_not_seen_again(known: KnownFinding) -> bool:
    """Return whether it was looked for after the removal and not seen, even where not every place could be read."""
    return known.looked_again_at is not None and not known.still_there


def state_words(known: KnownFinding) -> str:
    """Return what is known about a removal by hand, and no more than that."""
    if known.mark is None and known.looked_again_at is None and not known.ticked:
        return _("You have not said yet if it is yours. You can still remove it.")
    if known.looked_again_at is None:
        return _("Some steps are ticked. Not looked for again yet.") if known.ticked else _("Still to do")
    if known.still_there:
        return _("We looked again. It is still there.")
    if known.still_there is None or known.gaps_when_looked_again:
        return _("We looked again and did not see it. But we could not look everywhere.")
    return _("We looked again. It is no longer there.")
