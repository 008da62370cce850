"""A plan for one thing that was left behind: exactly where it stands is put right, and nothing beside it.

Each kind either has steps of closed verbs, or a reason why the program does nothing; then the steps by hand of
`resources/left_behind/` remain. What every PC may have is only changed after a second question. What a company or a
school sets on its own PCs is never changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from msgspec import structs

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.accounts import switch_off
from recovery_assistant.domain.left_behind.facts import facts_behind
from recovery_assistant.domain.left_behind.fixing import Fix, Fixer
from recovery_assistant.domain.left_behind.on_posix import LINUX, MACOS
from recovery_assistant.domain.left_behind.on_windows import WINDOWS
from recovery_assistant.domain.observation import Observation, System
from recovery_assistant.domain.record import visible
from recovery_assistant.domain.removal.cautions import managed_by
from recovery_assistant.domain.removal.checking import texts_of
from recovery_assistant.domain.removal.fitting import fitted, said
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.plan import Caution, Proposal, Refusal, RefusalCode, RemovalPlan
from recovery_assistant.domain.removal.steps import Steps

REFUSED: Final[Mapping[str, RefusalCode]] = {
    "accessibility-grant": "no-way-known",
    "configuration-profile": "no-way-known",
    "extension": "no-way-known",
    "full-disk": "no-way-known",
    "hosts-blocked": "no-way-known",
    "input-monitoring": "no-way-known",
    "managed": "set-by-policy",
    "notifications": "no-way-known",
    "saved-passwords": "no-way-known",
    "screen-recording": "no-way-known",
    "set-by-office": "set-by-policy",
    "startup-password": "password-needed",
    "tamper-protection-off": "no-way-known",
}
"""Kinds that only a person puts right, on every system: in a browser, in the settings, or where they work."""

_ACCOUNTS: Final[Mapping[str, Fixer]] = dict.fromkeys(
    ("account", "account-hidden", "administrator", "second-root-account"), switch_off
)
FIXERS: Final[Mapping[System, Mapping[str, Fixer]]] = {
    System.WINDOWS: {**_ACCOUNTS, **WINDOWS},
    System.LINUX: {**_ACCOUNTS, **LINUX},
    System.MACOS: {**_ACCOUNTS, **MACOS},
}
"""What the program does, by system and kind."""

LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 4096
_TELLS_NOTHING: Final = ("on", "off")


def plan_fix(
    thing: LeftBehind,
    observations: Iterable[Observation],
    system: System,
    ground: Ground,
    *,
    plan_id: str,
    case_number: str,
    made_at: datetime,
    name: str = "",
) -> Proposal:
    """Return what can be done about one thing left behind. Pure; never raises because of what stands on the PC.

    Args:
        observations: every raw fact of a fresh look.
        name: what the person knows it by; its raw value where none is given.
    """
    around = tuple(observations)
    if thing.kind in REFUSED:
        return Proposal(plan=None, refusals=(Refusal(code=REFUSED[thing.kind], about=thing.value),))
    steps = Steps(system, ground)
    facts = facts_behind(thing, around)
    fixer = FIXERS[system].get(thing.kind)
    if fixer is not None and facts:
        fixer(Fix(thing=thing, facts=facts, around=around, steps=steps))
    whole = RemovalPlan(
        id=plan_id,
        case_number=case_number,
        item=thing.id,
        name=visible(name or (thing.kind if thing.value in _TELLS_NOTHING else thing.value))[:LONGEST_NAME],
        system=system,
        made_at=made_at,
        roots=tuple(steps.roots),
        actions=steps.actions(),
    )
    plan, left_out = fitted(whole)
    if not all(_is_plain(text) for action in plan.actions for text in texts_of(action)):
        plan = structs.replace(plan, actions=())  # a name that hides something goes into no plan
    for refusal in left_out:
        steps.refuse(refusal.code, refusal.about)
    if not plan.actions and not steps.refusals:
        steps.refuse("no-way-known", thing.value)
    refusals = tuple(dict.fromkeys(map(said, steps.refusals)))
    if not plan.actions:
        return Proposal(plan=None, refusals=refusals)
    return Proposal(plan=plan, refusals=refusals, cautions=_cautions(thing, around))


def _is_plain(text: str) -> bool:
    """Return whether a text is what it looks like, so that what the person sees is what is done."""
    return len(text) <= LONGEST_TEXT and all(
        letter == "\t" or letter.isprintable() or (letter.isspace() and unicodedata.category(letter) == "Zs")
        for letter in text
    )


def _cautions(thing: LeftBehind, around: tuple[Observation, ...]) -> tuple[Caution, ...]:
    asked: tuple[tuple[Caution, bool], ...] = (
        ("managed", bool(managed_by(around))),
        ("not-sure", thing.weight == "look-over"),
    )
    return tuple(caution for caution, holds in asked if holds)
