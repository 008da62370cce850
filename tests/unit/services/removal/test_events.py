"""Events are plain data that any front end can render."""

from __future__ import annotations

import typing

from msgspec import Struct

from recovery_assistant.services.removal import events as removal_events
from recovery_assistant.services.removal.events import LookingAgain, RemovalEvent


def test_every_event_is_one_of_the_union() -> None:
    made = {
        kind for kind in vars(removal_events).values()
        if isinstance(kind, type) and issubclass(kind, Struct) and kind.__module__ == removal_events.__name__
    }  # fmt: skip
    assert made == set(typing.get_args(RemovalEvent))


def test_a_look_begins_without_a_place() -> None:
    assert LookingAgain() == LookingAgain(done=0, total=0, source_words="")
