"""How one item stands: to do, going on, cut off, or what came of it. Read from the case alone, for every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from msgspec import structs

from recovery_assistant.domain.case import Case, KnownFinding
from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.removal.phrases import RemovalPhrases
from recovery_assistant.domain.removal.plan import Action, PutBack, RemovalPlan
from recovery_assistant.domain.removal.state import KnownRemoval, Outcome, WhyNotStarted
from recovery_assistant.domain.removal.telling import action_said, command_of, ended_said
from recovery_assistant.translation import _
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.step_lines import Mark, StepLine

if TYPE_CHECKING:
    from recovery_assistant.services.removal.removing import Foreseen

Standing = Literal["to-do", "going-on", "cut-off", "not-begun", "not-looked"] | Outcome
"""cut-off: begun and not gone through · not-begun: the yes was said, and the runner never started · not-looked: it was
gone through, and nobody has looked again."""

BUILT_IN: Final = "built-in"
"""Category of parts of the system that are a way in: they are switched off, and never taken away."""

_NO_START: Final[dict[WhyNotStarted, Standing]] = {
    "refused": "refused-by-person",
    "not-allowed": "blocked-by-policy",
}
_WENT_WELL: Final = ("done", "nothing-to-do")


def newest(case: Case, item: str) -> KnownRemoval | None:
    """Return the newest plan that was agreed to for an item, or None."""
    known = case.removals_of(item)
    return known[-1] if known else None


def standing(removal: KnownRemoval | None, *, is_doing: bool = False) -> Standing:
    """Return how an item stands after the newest plan for it."""
    if is_doing:
        return "going-on"
    if removal is None:
        return "to-do"
    if removal.is_cut_off:
        return "cut-off"
    if removal.outcome is not None:
        return removal.outcome
    if removal.not_started:
        return _NO_START.get(next(iter(removal.not_started.values())), "not-begun")
    return "not-looked" if any(removal.lines.values()) else "not-begun"


def is_safe(removal: KnownRemoval | None) -> bool:
    """Return whether it was looked for everywhere, and not seen. Nothing less is called removed."""
    return removal is not None and standing(removal) == "removed-verified" and not removal.looks[-1].gaps


def short_words(now: Standing, *, is_built_in: bool = False, has_gaps: bool = False) -> str:
    """Return how an item stands, for the end of a row. `has_gaps`: not every place could be looked at."""
    if has_gaps and now == "removed-verified":
        return _("Not seen again")
    if is_built_in and now in ("removed-verified", "still-present", "came-back"):
        return _("Switched off") if now == "removed-verified" else _("Still on")
    words: dict[Standing, str] = {
        "to-do": _("Still to do"),
        "going-on": _("Going on"),
        "cut-off": _("Cut off"),
        "not-begun": _("Not begun"),
        "not-looked": _("Look again"),
        "removed-verified": _("Removed"),
        "copy-removed": _("This copy is gone"),
        "removed-pending-restart": _("Restart needed"),
        "still-present": _("Still there"),
        "refused-by-person": _("You said no"),
        "blocked-by-policy": _("Not allowed here"),
        "came-back": _("Came back"),
        "put-back": _("Still to do"),  # it is there again, and the row leads to the way to remove it
        "not-put-back": _("Not put back"),
        "unknown": _("Not sure"),
    }
    return words[now]


def to_put_back(case: Case, item: str) -> KnownRemoval | None:
    """Return the newest plan of which something is kept that nobody has put back, or None."""
    known = case.removals_of(item)
    undone = {one.plan.undoes for one in known if one.plan.undoes and one.outcome == "put-back"}
    for removal in reversed(known):
        if not removal.plan.undoes and removal.plan.id not in undone and kept_steps(removal):
            return removal
    return None


def kept_steps(removal: KnownRemoval) -> tuple[Action, ...]:
    """Return the steps of which something was kept."""
    ended = ((action, removal.ended(action)) for action in removal.plan.actions)
    return tuple(action for action, end in ended if end is not None and end.kept is not None)


def back_said(plan: RemovalPlan, action: Action, phrases: RemovalPhrases) -> str:
    """Return what putting back one step of a plan does."""
    back = structs.replace(action, verb=PutBack(plan_id=plan.id, action_id=action.id))
    return action_said(back, plan, phrases, undone=plan)


def undone_plan(case: Case, plan: RemovalPlan) -> RemovalPlan | None:
    """Return the plan that this one puts back, or None."""
    before = case.removals.get(plan.undoes)
    return before.plan if before is not None else None


def step_lines(removal: KnownRemoval, case: Case, phrases: RemovalPhrases, *, is_doing: bool) -> tuple[StepLine, ...]:
    """Return each step of a plan with how it stands."""
    undone = undone_plan(case, removal.plan)
    return tuple(
        StepLine(
            shown_text(action_said(action, removal.plan, phrases, undone=undone)),
            *_stands(action, removal, phrases, is_doing=is_doing),
        )
        for action in removal.plan.actions
    )


def planned_lines(plan: RemovalPlan, case: Case, phrases: RemovalPhrases) -> tuple[StepLine, ...]:
    """Return each step of a plan of which nothing is recorded yet."""
    undone = undone_plan(case, plan)
    return tuple(
        StepLine(shown_text(action_said(action, plan, phrases, undone=undone)), _("Still to do"))
        for action in plan.actions
    )


def _stands(action: Action, removal: KnownRemoval, phrases: RemovalPhrases, *, is_doing: bool) -> tuple[str, Mark]:
    ended, begun = removal.ended(action), removal.begun(action)
    if ended is not None:
        well = ended.status in _WENT_WELL
        return shown_text(ended_said(action, ended, phrases)), "done" if well else "other"
    if not is_doing:
        return ended_said(action, None, phrases, begun=begun is not None), "other"
    return (_("We do this now."), "now") if begun is not None else (_("Still to do"), "open")


def thing_of(case: Case, item: str) -> LeftBehind | None:
    """Return what was left behind under this id, or None when the newest look did not see it."""
    return next((one for one in case.left_behind_now if one.id == item), None)


def findings_to_remove(findings: dict[str, KnownFinding]) -> list[str]:
    """Return the ids of what is offered for removal: alarms that are not the person's own, and never an access aid.

    What has honest uses in many homes (policy "inform") is offered only once somebody has said that it is not theirs.
    """
    return [one for one, known in findings.items() if known.finding.is_alarm and _is_offered(known)]


def _is_offered(known: KnownFinding) -> bool:
    if known.finding.policy == "offer":
        return known.mark not in ("mine", "known")
    return known.finding.policy == "inform" and known.mark in ("not-mine", "unknown")


def technical_lines(removal: KnownRemoval) -> tuple[str, ...]:
    """Return each step as a technician reads it: number, rights, exact command, and what was seen afterwards."""
    told = []
    for action in removal.plan.actions:
        begun, ended = removal.begun(action), removal.ended(action)
        told.append(_command(action, begun.command if begun is not None else ()))
        if ended is not None:
            code = "" if ended.exit_code is None else _(", exit code {code}").format(code=ended.exit_code)
            seen = "".join(f"; {one}" for one in ended.looked)
            told.append(shown_text(f"{action.id}: {ended.status}{code}{seen}"))
    return tuple(told)


def foreseen_lines(foreseen: Sequence[Foreseen]) -> tuple[str, ...]:
    """Return each step of a preview as a technician reads it."""
    told = []
    for one in foreseen:
        told.append(_command(one.action, one.command))
        if one.ended is not None and one.ended.looked:
            told.append(shown_text(f"{one.action.id}: {one.ended.status}; {'; '.join(one.ended.looked)}"))
        if one.trouble:
            told.append(shown_text(f"{one.action.id}: {one.trouble}"))
    return tuple(told)


def _command(action: Action, command: tuple[str, ...]) -> str:
    rights = _("administrator") if action.rights == "administrator" else _("this person")
    return shown_text(f"{action.id} ({rights}): {' '.join(command or command_of(action.verb))}")


def is_declined(foreseen: Foreseen) -> bool:
    """Return whether the runner says that it will not do a step."""
    return foreseen.ended is not None and foreseen.ended.status in ("refused", "failed")


def declined_said(foreseen: Foreseen, plan: RemovalPlan, phrases: RemovalPhrases) -> str:
    """Return which step the runner will not do, and why."""
    action = foreseen.action
    return f"{action_said(action, plan, phrases)} {ended_said(action, foreseen.ended, phrases)}"
