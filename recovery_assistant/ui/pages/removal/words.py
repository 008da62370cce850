"""Words of the removal pages: what is known of a removal by hand, and the headings of what came of one by us."""

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


def end_headings(now: str) -> tuple[str, str, str]:
    """Return the heading of what came of it: for a program, for a setting, for a part of the system.

    Args:
        now: how it stands; "not-put-back" for a put-back that did not come to its end, "not-seen" for what was looked
            for and not seen where not every place could be looked at.
    """
    told = {
        "removed-verified": (_("{name} is removed"), _("It is put right"), _("{name} is switched off")),
        "copy-removed": (
            _("This copy of {name} is gone"),
            _("This one is put right"),
            _("This one of {name} is switched off"),
        ),
        "not-seen": (
            _("We did not see {name} again"),
            _("We did not see it again"),
            _("We did not see that {name} is on"),
        ),
        "removed-pending-restart": (
            _("{name} goes at the next restart"),
            _("It needs a restart"),
            _("{name} goes off at the next restart"),
        ),
        "still-present": (_("{name} is still there"), _("It is still there"), _("{name} is still on")),
        "refused-by-person": (
            _("You said no, so {name} stays"),
            _("You said no, so it stays"),
            _("You said no, so {name} stays on"),
        ),
        "blocked-by-policy": (
            _("This PC does not let us remove {name}"),
            _("This PC does not let us change it"),
            _("This PC does not let us switch {name} off"),
        ),
        "came-back": (_("{name} came back"), _("It came back"), _("{name} came on again")),
        "put-back": (_("{name} is put back"), _("It is as it was before"), _("{name} is as it was before")),
        "not-put-back": (
            _("{name} is not put back yet"),
            _("It is not put back yet"),
            _("{name} is not put back yet"),
        ),
        "cut-off": (_("We were cut off at {name}"), _("We were cut off here"), _("We were cut off at {name}")),
        "not-begun": (_("{name}: nothing was begun"), _("Nothing was begun"), _("{name}: nothing was begun")),
    }
    unknown = (
        _("We could not tell if {name} is gone"),
        _("We could not tell if it is put right"),
        _("We could not tell if {name} is off"),
    )
    return told.get(now, unknown)
