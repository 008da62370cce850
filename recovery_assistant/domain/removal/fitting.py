"""The last look at a plan before it is offered: what the runner would refuse is left out and told; the rest stays.

Every action is held against the rules of `checking`, by which the runner judges the same plan. What is left out may
hold up another action (the key of a service goes only with its service), so it is looked at until nothing changes.
"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import structs

from recovery_assistant.domain.removal.checking import LONGEST_TEXT, objection, root_objection, texts_of
from recovery_assistant.domain.removal.hidden_signs import has_hidden_signs
from recovery_assistant.domain.removal.plan import (
    LARGEST_PLAN,
    MOST_ACTIONS,
    Action,
    EndProcess,
    Quarantine,
    Refusal,
    RefusalCode,
    RemovalPlan,
    RemoveApp,
    RemovePackage,
    RemoveStoreApp,
    RunUninstaller,
    SetSwitch,
    StopService,
    UninstallMsi,
    Verb,
)

_BY_WEIGHT: Final[tuple[tuple[type[Verb], ...], ...]] = (
    (StopService, SetSwitch),
    (EndProcess,),
    (UninstallMsi, RunUninstaller, RemovePackage, RemoveStoreApp, RemoveApp),
    (Quarantine,),
)
"""What counts most when there is too much: with these gone, what is left starts nothing."""

_ROOM: Final = LARGEST_PLAN // 2
"""Bytes of all actions together; the other half is for the roots, which repeat their paths."""

_NAMED_BY: Final = ("path", "exe", "key", "name", "program", "product", "family_name", "file", "value", "thumbprint")
_SAID_OTHERWISE: Final[tuple[RefusalCode, ...]] = ("part-of-system", "no-way-known", "link", "uninstaller-ambiguous")


def fitted(plan: RemovalPlan) -> tuple[RemovalPlan, tuple[Refusal, ...]]:
    """Return a plan with only what the runner takes, numbered anew, and why the rest is left to the person."""
    roots = tuple(root for root in plan.roots if root_objection(root, plan.system) is None)
    plan = structs.replace(plan, roots=roots)
    refusals: dict[Refusal, None] = {}
    while bad := [action for action in plan.actions if objection(plan, action) is not None]:
        refusals.update(dict.fromkeys(map(_refusal, bad)))
        plan = structs.replace(plan, actions=tuple(action for action in plan.actions if action not in bad))
    kept = _most_important(plan.actions)
    if len(kept) < len(plan.actions):
        refusals[Refusal(code="too-many", about=plan.name)] = None
    numbered = (structs.replace(action, id=f"a{number}") for number, action in enumerate(kept, 1))
    return structs.replace(plan, actions=tuple(numbered)), tuple(refusals)


def said(refusal: Refusal) -> Refusal:
    """Return a refusal with the truer reason where the name of what it is about holds hidden signs."""
    if refusal.code in _SAID_OTHERWISE and has_hidden_signs(refusal.about):
        return Refusal(code="hidden-signs", about=refusal.about)
    return refusal


def _refusal(action: Action) -> Refusal:
    texts = tuple(texts_of(action))
    about = next((text for name in _NAMED_BY if (text := getattr(action.verb, name, ""))), "")
    if any(map(has_hidden_signs, texts)):
        return Refusal(code="hidden-signs", about=about)
    return Refusal(code="no-way-known" if max(map(len, texts)) > LONGEST_TEXT else "part-of-system", about=about)


def _most_important(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Return as many actions as a plan holds, in their order; what weighs least is left out first."""
    by_weight = sorted(range(len(actions)), key=lambda number: _weight(actions[number]))
    kept: set[int] = set()
    room = _ROOM
    for number in by_weight[:MOST_ACTIONS]:
        room -= len(msgspec.json.encode(actions[number]))
        if room >= 0:
            kept.add(number)
    return tuple(action for number, action in enumerate(actions) if number in kept)


def _weight(action: Action) -> int:
    kinds = (number for number, kinds in enumerate(_BY_WEIGHT) if isinstance(action.verb, kinds))
    return next(kinds, len(_BY_WEIGHT))
