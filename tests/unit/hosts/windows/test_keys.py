"""Many single keys, and what could not be read of them."""

from __future__ import annotations

from recovery_assistant.hosts.windows.keys import Keys, whose
from recovery_assistant.hosts.windows.places import read_places
from tests.unit.hosts.windows_pc import ADA, registry

PLACE = r"HKLM\SOFTWARE\Place"


def test_a_missing_key_is_empty_and_no_gap() -> None:
    keys = Keys(registry(), "this", "settings")
    assert keys.entry(PLACE).text("x") == ""
    assert list(keys.gaps()) == []


def test_a_closed_key_is_one_gap_however_often_it_is_asked_for() -> None:
    keys = Keys(registry(denied={PLACE}), "this", "settings")
    assert keys.entry(PLACE).text("x") == ""
    keys.key(PLACE)
    (gap,) = keys.gaps()
    assert (gap.source, gap.code) == (f"settings: {PLACE}", "G-02")


def test_an_odd_value_is_told() -> None:
    keys = Keys(registry({PLACE: {"x": b"\1"}}), "this", "settings")
    keys.entry(PLACE).text("x")
    assert [gap.reason for gap in keys.gaps()] == ["x is no text"]


def test_sub_keys_with_their_content() -> None:
    keys = Keys(registry({rf"{PLACE}\a": {"n": 1}, rf"{PLACE}\b": {}}), "this", "settings")
    assert [(name, entry.number("n")) for name, entry in keys.below(PLACE)] == [("a", 1), ("b", None)]


def test_whose_a_hive_is() -> None:
    people = read_places(registry()).people
    assert whose(rf"HKU\{ADA}", people) == "Ada"
    assert whose(r"HKU\.DEFAULT", people) == "Windows itself"
    assert whose(r"HKU\S-1-5-21-9", people) == "s-1-5-21-9"
