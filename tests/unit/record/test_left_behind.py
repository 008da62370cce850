"""What else was left on the PC, on paper: steps for those who do them, values for those who need them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec import structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.record.left_behind import left_behind
from recovery_assistant.record.progress import still_to_do
from tests.unit.record.records import press, started, texts_of

SCAN = j.ScanStarted(scan_id="s1", host="this", system="windows", catalogue="1")
CALL = j.StepAnswered(step="the-call", answers={"day": "2026-11-18"})
DOOR = LeftBehind(host="this", kind="defender-exclusion", says="Old words.", value="C:\\Users\\m\\x")
USER = LeftBehind(
    host="this",
    kind="account",
    says="",
    value="support",
    weight="look-over",
    came_at=datetime(2026, 11, 18, 14, tzinfo=UTC),
)
DNS = LeftBehind(host="this", kind="dns-by-hand", says="", value="8.8.8.8 (Wi-Fi)", weight="look-over")
CHROME = LeftBehind(host="this", kind="saved-passwords", says="", value="Google Chrome (m)", weight="look-over")


def events(*left: LeftBehind) -> list[j.KnownEvent]:
    return [started(), SCAN, CALL, *(j.LeftBehindFound(scan_id="s1", left_behind=one) for one in left)]


def told(*left: LeftBehind, audience: r.Audience = "me") -> list[str]:
    return list(texts_of(left_behind(press().ground(events(*left), audience))))


def test_open_doors_come_with_their_steps_and_before_the_rest() -> None:
    text = told(DNS, USER, DOOR)
    places = [text.index(title) for title in ("The virus check leaves out a place", "Other users of this PC")]
    assert places == sorted(places)
    assert "C:\\Users\\m\\x" in text
    assert "How to put it right:" in text
    assert "This came on the day of the call, or later." in " ".join(text)
    assert text.index("To look over calmly") > places[-1]
    assert any("8.8.8.8 (Wi-Fi)" in line for line in text)


@pytest.mark.parametrize(
    ("audience", "values", "steps"),
    [("me", True, True), ("technician", True, True), ("police", True, False), ("share", False, False)],
)
def test_each_reader_sees_what_they_need(audience: r.Audience, values: bool, steps: bool) -> None:
    text = "\n".join(told(DOOR, DNS, audience=audience))
    assert ("Users" in text) == values
    assert ("8.8.8.8" in text) == values
    assert ("How to put it right" in text) == steps
    assert "The virus check leaves out a place" in text


def test_a_bank_is_told_nothing_and_nothing_is_no_section() -> None:
    assert told(DOOR, audience="bank") == []
    assert told() == []


def test_hostile_values_are_made_visible() -> None:
    hostile = LeftBehind(host="this", kind="defender-exclusion", says="", value="C:\\\u202egpj.exe")
    assert not any("\u202e" in line for line in told(hostile))


def test_only_the_names_of_browsers_that_keep_passwords() -> None:
    edge = LeftBehind(host="this", kind="saved-passwords", says="", value="Microsoft Edge", weight="look-over")
    ground = press().ground(events(CHROME, CHROME, edge, DOOR))
    said = "These browsers keep passwords on this PC: Google Chrome, Microsoft Edge."
    assert any(said in line for line in texts_of(still_to_do(ground)))
    assert not any("keep passwords" in line for line in texts_of(still_to_do(press().ground(events(DOOR)))))


def test_a_long_list_stands_below_its_own_title() -> None:
    users = [structs.replace(USER, value=f"user {number}", came_at=None) for number in range(5)]
    blocks = left_behind(press().ground(events(DNS, *users)))
    (short, long) = [block for block in blocks if isinstance(block, r.Items)]
    assert len(short.items) == 1
    assert long.items == tuple(f"user {number}" for number in range(5))
