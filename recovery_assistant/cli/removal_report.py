"""How the command line tells a removal: what would be done, what happens, and what came of it; in words or as JSON.

The words are those of window and paper. JSON keys are stable; docs/cli.md lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from recovery_assistant.cli import exits, screen
from recovery_assistant.domain.removal import telling
from recovery_assistant.domain.removal.plan import Proposal, digest_of, plan_bytes, undo_of
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.results import ActionEnded
from recovery_assistant.domain.removal.state import Outcome
from recovery_assistant.services.removal.events import (
    Agreed,
    Asking,
    Done,
    LookingAgain,
    NotDone,
    RemovalEvent,
    Reported,
    Running,
    StillWorking,
)
from recovery_assistant.services.scan_report import writable

if TYPE_CHECKING:
    from recovery_assistant.domain.removal.phrases import RemovalPhrases
    from recovery_assistant.domain.removal.plan import RemovalPlan
    from recovery_assistant.services.removal.removing import Foreseen

FORMAT: Final = 1
GOES_ON: Final = (
    "We stopped waiting. The removal goes on by itself. See what came of it: recovery-assistant remove --check"
)
OUTCOME_CODES: Final[Mapping[Outcome, int]] = {
    "removed-verified": exits.OK,
    "put-back": exits.OK,
    "removed-pending-restart": exits.RESTART,
    "refused-by-person": exits.STOPPED,
    "still-present": exits.NOT_RIGHT,
    "blocked-by-policy": exits.NOT_RIGHT,
    "came-back": exits.NOT_RIGHT,
    "copy-removed": exits.NOT_RIGHT,
    "not-put-back": exits.NOT_RIGHT,
    "unknown": exits.GAPS,
}
_WORST_FIRST: Final = (exits.STOPPED, exits.NOT_RIGHT, exits.GAPS, exits.RESTART, exits.OK)


def worst(codes: list[int]) -> int:
    """Return the exit code that tells most of several outcomes."""
    return next(code for code in _WORST_FIRST if code in codes) if codes else exits.OK


class Offer:
    """What could be done about one item, and everything that is told of it."""

    def __init__(
        self,
        item: str,
        name: str,
        proposal: Proposal,
        *,
        foreseen: tuple[Foreseen, ...] = (),
        prompt: PromptFacts | None = None,
        by_hand: tuple[str, ...] = (),
        names: Mapping[str, str] | None = None,
        undone: RemovalPlan | None = None,
    ) -> None:
        self.item, self.name, self.proposal, self.by_hand, self.undone = item, name, proposal, by_hand, undone
        self._foreseen = {one.action.id: one for one in foreseen}
        self._prompt, self._names = prompt, names or {}

    def show(self, phrases: RemovalPhrases) -> None:
        """Say it in plain words, with the exact commands."""
        plan, proposal = self.proposal.plan, self.proposal
        screen.say(f"{self.name} ({self.item})", strong=True)
        told = telling.preview(plan, proposal, phrases, self._prompt, undone=self.undone, names=self._names)
        for heading, lines in telling.sections_of(told, phrases):
            screen.say(f"  {heading}")
            for line in lines:
                screen.say(f"    - {line}")
        if plan is not None:
            screen.say("  Exactly:")
            for action in plan.actions:
                foreseen = self._foreseen.get(action.id)
                command = (foreseen.command if foreseen else ()) or telling.command_of(action.verb)
                screen.say(f"    {action.id} ({action.rights}) {_line(command)}")
                if foreseen is not None and (why := _trouble(foreseen)):
                    screen.say(f"        {why}")
        for caution in proposal.cautions:
            asked = telling.caution_asked(caution, self.name, phrases, is_setting=plan is None or not plan.tool_id)
            screen.say(f"  A second yes is needed ({caution}): {asked.text} {asked.why}")
        if self.by_hand and (plan is None or proposal.refusals):
            screen.say("  By hand:")
            for number, step in enumerate(self.by_hand, start=1):
                screen.say(f"    {number}. {step}")
        screen.say()

    def as_json(self, phrases: RemovalPhrases) -> dict[str, object]:
        """Return it as the object of `--json`."""
        plan, proposal = self.proposal.plan, self.proposal
        told = telling.preview(plan, proposal, phrases, self._prompt, undone=self.undone, names=self._names)
        is_setting = plan is None or not plan.tool_id
        return {
            "event": "proposal",
            "format": FORMAT,
            "item": self.item,
            "name": self.name,
            "plan": msgspec.to_builtins(plan) if plan is not None else None,
            "sha256": digest_of(plan_bytes(plan)) if plan is not None else "",
            "steps": [self._step(number, told.steps[number]) for number in range(len(told.steps))],
            "prompt": msgspec.to_builtins(self._prompt) if self._prompt is not None else None,
            "first": list(proposal.first),
            "asks": list(told.asks),
            "stops": list(told.stops),
            "undo": list(told.undo),
            "cautions": [
                {"caution": one, "question": asked.text, "why": asked.why}
                for one in proposal.cautions
                for asked in (telling.caution_asked(one, self.name, phrases, is_setting=is_setting),)
            ],
            "refusals": [
                {"code": one.code, "about": one.about, "says": telling.refusal_said(one, phrases)}
                for one in proposal.refusals
            ],
            "stays": list(told.stays),
            "by_hand": list(self.by_hand),
        }

    def _step(self, number: int, says: str) -> dict[str, object]:
        plan = self.proposal.plan
        assert plan is not None  # noqa: S101 - there are steps only where there is a plan
        action = plan.actions[number]
        foreseen = self._foreseen.get(action.id)
        ended = foreseen.ended if foreseen is not None else None
        return {
            "id": action.id,
            "rights": action.rights,
            "says": says,
            "command": list(foreseen.command) if foreseen is not None else [],
            "foreseen": ended.status if ended is not None else "",
            "code": ended.code if ended is not None else "",
            "trouble": foreseen.trouble if foreseen is not None else "",
            "undo": undo_of(action.verb),
        }


def _line(command: tuple[str, ...]) -> str:
    return " ".join(f'"{part}"' if not part or " " in part else part for part in command)


def _trouble(foreseen: Foreseen) -> str:
    if foreseen.ended is None:
        return foreseen.trouble or "not looked at"
    if foreseen.ended.status == "would-do" and not foreseen.ended.code:
        return ""
    code = f" (code {foreseen.ended.code})" if foreseen.ended.code else ""
    return f"{foreseen.ended.status}: {foreseen.ended.says}{code}"


class Teller:
    """Tells the events of a removal as they come, and keeps how it ended."""

    def __init__(
        self,
        phrases: RemovalPhrases,
        plan: RemovalPlan,
        *,
        as_json: bool,
        is_setting: bool = False,
        undone: RemovalPlan | None = None,
    ) -> None:
        self._phrases, self._plan, self._as_json, self._undone = phrases, plan, as_json, undone
        self._is_setting = is_setting
        self.exit_code = exits.STOPPED

    def take(self, event: RemovalEvent) -> None:
        """Tell one event."""
        match event:
            case StillWorking():
                screen.tell(GOES_ON)
            case Done():
                self.exit_code = OUTCOME_CODES[event.outcome]
                if event.outcome == "not-put-back" and "refused" in event.removal.not_started.values():
                    self.exit_code = exits.STOPPED
        if self._as_json:
            screen.write_json(writable(_event_as_json(event)))
        else:
            self._say(event)

    def _say(self, event: RemovalEvent) -> None:
        phrases = self._phrases
        match event:
            case Asking():
                screen.say(telling.working_said("asking", phrases))
            case Running():
                screen.say(f"  {telling.action_said(event.action, self._plan, phrases, undone=self._undone)}")
                if event.command:
                    screen.say(f"      {_line(event.command)}")
            case Reported(line=ActionEnded() as ended):
                action = next((one for one in self._plan.actions if one.id == ended.action_id), None)
                if action is not None:
                    code = f" (code {ended.code})" if ended.code else ""
                    screen.say(f"      {telling.ended_said(action, ended, phrases)}{code}")
            case NotDone():
                says = f" ({event.says})" if event.says else ""
                screen.say(f"  {telling.not_started_said(event.reason, phrases)}{says}")
            case LookingAgain(source_words=""):
                screen.say(telling.working_said("looking", phrases, is_back=bool(self._plan.undoes)))
            case Done():
                self._say_outcome(event)

    def _say_outcome(self, event: Done) -> None:
        plan, phrases = event.removal.plan, self._phrases
        for look in event.removal.looks[-1:]:
            for line in look.seen:
                screen.say(f"  {line}")
        screen.say(telling.outcome_said(event.outcome, plan.name, phrases, is_setting=self._is_setting), strong=True)
        if then := telling.next_said(event.outcome, phrases):
            screen.say(then)


_EVENT_NAMES: Final = {
    Agreed: "agreed",
    Asking: "asking",
    Running: "running",
    Reported: "reported",
    NotDone: "not_done",
    StillWorking: "still_working",
    LookingAgain: "looking_again",
    Done: "done",
}


def _event_as_json(event: RemovalEvent) -> dict[str, object]:
    told: dict[str, object] = {"event": _EVENT_NAMES[type(event)]}
    match event:
        case Agreed():
            told |= {"plan_id": event.plan.id, "item": event.plan.item, "sha256": digest_of(plan_bytes(event.plan))}
        case Done():
            look = event.removal.looks[-1]
            told |= {"plan_id": event.removal.plan.id, "outcome": event.outcome, "seen": list(look.seen)}
            told |= {"gaps": look.gaps, "after_restart": look.after_restart}
        case _:
            told |= msgspec.to_builtins(event)
    return told
