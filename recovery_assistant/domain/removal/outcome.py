"""What came of a removal: from what the runner reported, and from what was seen when we looked again.

What is seen decides. An exit code, or a "done" of the runner, never makes a removal "removed and checked" by itself;
and where something was closed to us, nothing that was not seen counts as gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from recovery_assistant.domain.removal.plan import Action, PutBack, RemoveKey, RemoveValue, undo_of
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, RunStarted
from recovery_assistant.domain.removal.state import KnownRemoval, Outcome


class Sight(Struct, frozen=True, kw_only=True):
    """What was seen when we looked again.

    Attributes:
        there: what is still there of it, one line each; hostile names.
        others: what is there of other copies of the same tool, one line each; hostile names.
        gone: what was looked for and is not there, one line each.
        gaps: how many places could not be looked at.
        is_blind: one of these places could have shown it.
    """

    there: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    gaps: int = 0
    is_blind: bool = False

    @property
    def seen(self) -> tuple[str, ...]:
        """All lines, what is still there first."""
        return (*self.there, *self.others, *self.gone)


_FORBIDDEN: Final = (1260, 1625, 1640, 1643, 1644)
"""Exit codes of Windows Installer that say: a rule of this PC does not allow it (winerror.h)."""
_OUT_OF_SIGHT: Final = (RemoveKey, RemoveValue)
"""Verbs whose target no later look shows, so that only the runner's own word tells of them."""
_NOT_DONE: Final = ("failed", "refused", "timed-out")
SEEN_GONE: Final = ("removed-verified", "copy-removed")
"""Outcomes of an item that was looked for again and not seen. Of the second, another copy is there."""
GONE: Final = (*SEEN_GONE, "came-back")
"""Outcomes after which being there means: it came back."""


def outcome_of(removal: KnownRemoval, sight: Sight, *, restarted: bool) -> Outcome:
    """Return what came of a removal, or of a plan that puts one back.

    Args:
        removal: with the looks before this one, and without it.
        restarted: the PC was started anew since the runner ended.
    """
    if removal.plan.undoes:
        return _of_putting_back(removal)
    if not _was_run(removal) and (sight.there or not removal.looks):
        said_no = _said_no(removal)
        if said_no is not None:
            return said_no
    if sight.there:
        return _of_what_is_there(removal, restarted=restarted)
    if _waits_for_restart(removal) and not restarted:
        return "removed-pending-restart"
    is_first = not removal.looks and not restarted
    may_go_on = is_first and (_may_go_on(removal) or not _was_run(removal))
    if sight.is_blind or may_go_on or _is_partly_unseen(removal):
        return "unknown"
    return "copy-removed" if sight.others else "removed-verified"


def was_gone(removal: KnownRemoval) -> bool:
    """Return whether an earlier look found it gone, so that being there now means that it came back."""
    return any(look.outcome in GONE for look in removal.looks)


def _of_putting_back(removal: KnownRemoval) -> Outcome:
    statuses = [ended.status if ended is not None else "failed" for _, ended in _endings(removal)]
    return "not-put-back" if any(status in _NOT_DONE for status in statuses) else "put-back"


def _of_what_is_there(removal: KnownRemoval, *, restarted: bool) -> Outcome:
    if was_gone(removal):
        return "came-back"
    endings = [ended for _, ended in _endings(removal) if ended is not None]
    if any(ended.exit_code in _FORBIDDEN for ended in endings):
        return "blocked-by-policy"
    went_well = not any(ended.status in _NOT_DONE for ended in endings)
    if _waits_for_restart(removal) and not restarted and went_well and not removal.is_cut_off:
        return "removed-pending-restart"
    return "still-present"


def _was_run(removal: KnownRemoval) -> bool:
    return any(isinstance(line, RunStarted) for told in removal.lines.values() for line in told)


def _said_no(removal: KnownRemoval) -> Outcome | None:
    reasons = set(removal.not_started.values())
    if "refused" in reasons:
        return "refused-by-person"
    return "blocked-by-policy" if "not-allowed" in reasons else None


def _endings(removal: KnownRemoval) -> Iterator[tuple[Action, ActionEnded | None]]:
    for action in removal.plan.actions:
        yield action, removal.ended(action)


def _waits_for_restart(removal: KnownRemoval) -> bool:
    return any(ended is not None and ended.status == "restart-needed" for _, ended in _endings(removal))


def _may_go_on(removal: KnownRemoval) -> bool:
    """Return whether something that was begun has no end that we know of."""
    for told in removal.lines.values():
        begun = {line.action_id for line in told if isinstance(line, ActionBegun)}
        ended = {line.action_id for line in told if isinstance(line, ActionEnded) and line.status != "timed-out"}
        if begun - ended:
            return True
    return removal.is_cut_off


def _is_partly_unseen(removal: KnownRemoval) -> bool:
    """Return whether a step failed, or was never come to, whose target no look shows."""
    return any(
        isinstance(action.verb, _OUT_OF_SIGHT) and (ended is None or ended.status in _NOT_DONE)
        for action, ended in _endings(removal)
    )


def was_put_back(undoing: tuple[KnownRemoval, ...]) -> bool:
    """Return whether plans that put a removal back did so, at least in part: what is there then did not come back."""
    return any(ended is not None and ended.status not in _NOT_DONE for one in undoing for _, ended in _endings(one))


def left_to_put_back(removal: KnownRemoval, undoing: tuple[KnownRemoval, ...]) -> tuple[Action, ...]:
    """Return the actions of which something was kept and that were not put back yet, the last one first.

    Args:
        undoing: plans that put this one back, as far as they came.
    """
    back = {
        action.verb.action_id
        for other in undoing
        for action, ended in _endings(other)
        if isinstance(action.verb, PutBack) and ended is not None and ended.status not in _NOT_DONE
    }
    kept = []
    for action in removal.plan.actions:
        ended = removal.ended(action)
        was_cut_off = ended is None and removal.begun(action) is not None and undo_of(action.verb) == "put-back"
        if action.id not in back and (was_cut_off or (ended is not None and ended.kept is not None)):
            kept.append(action)
    return tuple(reversed(kept))
