"""What was left behind, put together by kind for a page or for paper: the open doors first, then what to look over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from recovery_assistant.domain.finding import LeftBehind, Weight
from recovery_assistant.domain.left_behind.judging import came_with_call
from recovery_assistant.domain.left_behind.kinds import KINDS, LeftBehindKind
from recovery_assistant.domain.observation import System


class LeftBehindGroup(NamedTuple):
    """Things of one kind.

    Attributes:
        values: raw texts, hostile, each once.
        steps: how it is put right on the system that was looked at; empty when this edition has no words for it.
        ids: of the things, one for each of the values, in their order.
        came_with_call: these came on the day of the call or later. The others of their kind are a group of their own.
    """

    kind: str
    title: str
    says: str
    why: str
    steps: tuple[str, ...]
    values: tuple[str, ...]
    weight: Weight
    came_with_call: bool
    ids: tuple[str, ...] = ()

    @property
    def telling_values(self) -> tuple[str, ...]:
        """The values that say more than the title: not the "on" or "off" of a switch."""
        return tuple(value for value in self.values if value not in ("on", "off"))

    @property
    def comes_first(self) -> bool:
        """Whether it is to be looked at first: an open door, or something that came with the call."""
        return self.weight == "notable" or self.came_with_call


def left_behind_groups(
    left: Sequence[LeftBehind],
    kinds: Iterable[LeftBehindKind],
    system: System | None,
    call_day: date | None,
    zone: tzinfo | None,
) -> tuple[LeftBehindGroup, ...]:
    """Return the groups: open doors, then what came with the call, then what is only to be looked over."""
    words = {kind.id: kind for kind in kinds}
    found: dict[tuple[int, int, str], list[LeftBehind]] = {}
    order = list(KINDS)
    for one in left:
        place = order.index(one.kind) if one.kind in KINDS else len(order)
        rank = 0 if one.weight == "notable" else 1 if came_with_call(one, call_day, zone) else 2
        found.setdefault((rank, place, one.kind), []).append(one)
    return tuple(
        _group(things, words.get(kind), system, came=rank == 1) for (rank, _, kind), things in sorted(found.items())
    )


def _group(
    things: list[LeftBehind], words: LeftBehindKind | None, system: System | None, *, came: bool
) -> LeftBehindGroup:
    first = things[0]
    by_value: dict[str, LeftBehind] = {}
    for one in things:
        by_value.setdefault(one.value, one)
    return LeftBehindGroup(
        kind=first.kind,
        title=words.title if words else first.says or first.kind,
        says=words.says if words else first.says,
        why=words.why if words else "",
        steps=words.steps_for(system) if words else (),
        values=tuple(by_value),
        weight=first.weight,
        came_with_call=came,
        ids=tuple(one.id for one in by_value.values()),
    )


def browsers_with_passwords(left: Iterable[LeftBehind]) -> tuple[str, ...]:
    """Return the names of the browsers that keep passwords on this PC, each once, without whose they are."""
    names = (one.value.rpartition(" (")[0] or one.value for one in left if one.kind == "saved-passwords")
    return tuple(dict.fromkeys(names))
