"""Whether "this program is mine" fits the day on which it came to this PC.

The criminal calls himself a helper, so people honestly take his program for one that belongs here. It is worked out
from the case as it is now, each time it is shown: the day of the call may be told, or put right, after the mark.
"""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from msgspec import Struct

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.finding import Finding, Mark

CALL_STEP, CALL_DAY, CALL_TIME = "the-call", "day", "began-at"


class Contradiction(Struct, frozen=True, kw_only=True):
    """A program that somebody keeps came with the call, or later.

    Attributes:
        at: hour and minute in the zone that was asked for; None when the PC knows the day alone.
        after_it_began: False when it came on the day of the call, and nobody can tell that it came later than that.
    """

    day: date
    at: time | None
    after_it_began: bool


def contradiction_of(finding: Finding, mark: Mark | None, case: Case, zone: tzinfo | None) -> Contradiction | None:
    """Return what speaks against a mark, or None.

    The whole day of the call counts, also before its first minute: people guess the time, and some installers write
    down the day alone.

    Args:
        zone: of the PC, in which the person told day and time of the call; None leaves moments as they are.
    """
    day_of_call = call_day(case)
    if mark not in ("mine", "known") or finding.came_at is None or day_of_call is None:
        return None
    day_alone = known_by_day(finding.came_at)
    came = finding.came_at if day_alone or zone is None else finding.came_at.astimezone(zone)
    if came.date() < day_of_call:
        return None
    began = _call_time(case)
    same_day_after = not day_alone and began is not None and came.time() >= began
    return Contradiction(
        day=came.date(),
        at=None if day_alone else came.time().replace(second=0, microsecond=0),
        after_it_began=came.date() > day_of_call or same_day_after,
    )


def known_by_day(came_at: datetime) -> bool:
    """Return whether a moment stands for a whole day: what has no time of its own is written down as midnight."""
    return came_at.time() == time.min


def call_day(case: Case) -> date | None:
    """Return the day of the call as the person told it, or None."""
    day = case.answer(CALL_STEP, CALL_DAY)
    try:
        return date.fromisoformat(day) if isinstance(day, str) else None
    except ValueError:
        return None


def _call_time(case: Case) -> time | None:
    began = case.answer(CALL_STEP, CALL_TIME)
    try:
        return time.fromisoformat(began).replace(tzinfo=None) if isinstance(began, str) else None
    except ValueError:
        return None
