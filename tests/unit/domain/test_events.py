"""Events: each is named in the journal, and an old journal still reads when an event has learned new fields."""

from __future__ import annotations

import inspect

import msgspec
import pytest

from recovery_assistant.domain import events, journal
from recovery_assistant.domain.events import Event

EVENTS = [one for one in vars(events).values() if inspect.isclass(one) and issubclass(one, Event) and one is not Event]


def test_every_event_is_known_to_the_journal() -> None:
    assert set(EVENTS) == set(journal.KnownEvent.__args__)
    assert {event.__name__ for event in EVENTS} <= set(journal.__all__)


@pytest.mark.parametrize("event", EVENTS)
def test_the_name_in_the_journal_is_that_of_the_event(event: type[Event]) -> None:
    assert event.__struct_config__.tag == event.__name__


def test_a_country_that_was_chosen_comes_back() -> None:
    told = journal.CountryChosen(country="IE")
    assert msgspec.json.decode(msgspec.json.encode(told), type=journal.CountryChosen) == told
