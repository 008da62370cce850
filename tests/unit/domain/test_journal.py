"""Entries survive being stored to the letter, the chain shows every change, and seals are what stands on paper."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.journal import GENESIS, KnownEvent, Seal, UnknownEvent, chain, line_bytes, read_line
from tests.unit.domain.events import BEGAN, EVENTS, events, journal_of


@given(events)
def test_every_event_comes_back_as_it_was_stored(event: KnownEvent) -> None:
    line = line_bytes(7, BEGAN, "technician", event)
    entry = read_line(line, GENESIS)
    assert (entry.sequence, entry.at, entry.actor, entry.event) == (7, BEGAN, "technician", event)
    assert entry.at.utcoffset() == timedelta(hours=1)


def test_every_known_event_has_a_strategy() -> None:
    """A new event must be added to tests/unit/domain/events.py, or nothing proves that it can be stored."""
    assert set(EVENTS) == set(j.KnownEvent.__args__)


def test_the_digest_is_sha256_over_the_one_before_and_the_stored_bytes() -> None:
    entries = journal_of([j.StepCompleted(step="unplug"), j.StepSkipped(step="bank")])
    first = line_bytes(1, BEGAN + timedelta(minutes=1), "person", j.StepCompleted(step="unplug"))
    assert entries[0].digest == hashlib.sha256(bytes(32) + first).digest()
    second = line_bytes(2, BEGAN + timedelta(minutes=2), "person", j.StepSkipped(step="bank"))
    assert entries[1].digest == hashlib.sha256(entries[0].digest + second).digest()


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_another_line_gives_another_digest(one: bytes, other: bytes) -> None:
    assert (chain(GENESIS, one) == chain(GENESIS, other)) == (one == other)


def test_an_event_of_a_newer_version_is_carried_with_its_exact_bytes() -> None:
    line = b'{"sequence":3,"at":"2026-11-18T14:05:00+01:00","actor":"person","event":{"event":"PetFed",  "x":[1]}}'
    assert read_line(line, GENESIS).event == UnknownEvent(name="PetFed", payload=b'{"event":"PetFed",  "x":[1]}')


def test_a_field_of_a_newer_version_does_not_hide_the_event() -> None:
    line = (
        b'{"sequence":3,"at":"2026-11-18T14:05:00+01:00","actor":"person",'
        b'"event":{"event":"StepCompleted","step":"bank","mood":"calm"}}'
    )
    assert read_line(line, GENESIS).event == j.StepCompleted(step="bank")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b'{"sequence":1}',
        b'{"sequence":1,"at":"yesterday","actor":"person","event":{"event":"StepCompleted","step":"x"}}',
        b'{"sequence":1,"at":"2026-11-18T14:05:00Z","actor":"burglar","event":{"event":"StepCompleted","step":"x"}}',
        b'{"sequence":1,"at":"2026-11-18T14:05:00Z","actor":"person","event":{"event":"StepCompleted"}}',
        b'{"sequence":1,"at":"2026-11-18T14:05:00Z","actor":"person","event":{}}',
    ],
)
def test_bytes_that_are_no_entry_are_refused(line: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_line(line, GENESIS)


def test_half_a_character_in_a_name_does_not_keep_an_entry_from_being_saved() -> None:
    event = j.ExhibitMissed(finding_id="f", path="/home/caf\udce9/log", reason="gone", code="G-01")
    entry = read_line(line_bytes(1, BEGAN, "program", event), GENESIS)
    assert entry.event == j.ExhibitMissed(finding_id="f", path="/home/caf\\udce9/log", reason="gone", code="G-01")


def test_a_seal_is_the_first_sixty_bits_of_the_head_in_groups_of_four() -> None:
    seal = j.seal_of(bytes.fromhex("ffffffff00000001") + bytes(24), 31)
    assert seal == Seal(letters="ZZZZZZR00000", count=31)
    assert str(seal) == "ZZZZ ZZR0 0000"
    assert j.seal_of(GENESIS, 0) == Seal(letters="0" * 12, count=0)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_seals_differ_when_the_first_sixty_bits_do(one: bytes, other: bytes) -> None:
    same = int.from_bytes(one[:8], "big") >> 4 == int.from_bytes(other[:8], "big") >> 4
    assert (j.seal_of(one, 1).letters == j.seal_of(other, 1).letters) == same
