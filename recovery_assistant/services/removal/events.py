"""What happens while a removal runs: small events that a window or a terminal only renders."""

from __future__ import annotations

from msgspec import Struct

from recovery_assistant.domain.removal.plan import Action, RemovalPlan, Rights
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.results import AnyLine
from recovery_assistant.domain.removal.state import KnownRemoval, Outcome, WhyNotStarted


class Agreed(Struct, frozen=True, kw_only=True):
    """The yes to this plan stands in the case."""

    plan: RemovalPlan


class Asking(Struct, frozen=True, kw_only=True):
    """The system asks now. Not told for rights that are there already."""

    rights: Rights
    prompt: PromptFacts


class Running(Struct, frozen=True, kw_only=True):
    """The runner began an action. `command` is what it calls, exactly."""

    rights: Rights
    action: Action
    command: tuple[str, ...] = ()


class Reported(Struct, frozen=True, kw_only=True):
    """A line of the runner stands in the case: every line, also those that Running was told for."""

    rights: Rights
    line: AnyLine


class NotDone(Struct, frozen=True, kw_only=True):
    """The runner did not start with these rights. `says` is for a technician; hostile."""

    rights: Rights
    reason: WhyNotStarted
    says: str = ""


class StillWorking(Struct, frozen=True, kw_only=True):
    """We stopped waiting. The runner goes on by itself; what it does is read at the next `pick_up` or `follow`."""

    rights: Rights


class LookingAgain(Struct, frozen=True, kw_only=True):
    """We look whether it is gone: `done` of `total` places were looked at."""

    done: int = 0
    total: int = 0
    source_words: str = ""


class Done(Struct, frozen=True, kw_only=True):
    """We looked again; this is the end."""

    outcome: Outcome
    removal: KnownRemoval


RemovalEvent = Agreed | Asking | Running | Reported | NotDone | StillWorking | LookingAgain | Done
