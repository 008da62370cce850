"""A program that came with the call is not simply somebody's own, whatever the clock of the PC wrote down."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.contradiction import Contradiction, contradiction_of, known_by_day
from recovery_assistant.domain.finding import Finding, Mark
from recovery_assistant.domain.folding import fold

SUMMER = timezone(timedelta(hours=1))


def against(
    came_at: datetime | None, call: dict[str, j.Answer], mark: Mark | None = "mine", zone: timezone | None = SUMMER
) -> Contradiction | None:
    told = j.StepAnswered(step="the-call", answers=call)
    case = fold([j.Entry(sequence=1, at=datetime(2026, 7, 2, tzinfo=UTC), actor="person", event=told, digest=b"")])
    finding = Finding(
        id="f-1",
        host="this",
        tool_id="farview",
        tool_name="FarView",
        category="remote-access",
        confidence="certain",
        policy="offer",
        came_at=came_at,
    )
    return contradiction_of(finding, mark, case, zone)


@pytest.mark.parametrize(
    ("came_at", "at", "after"),
    [
        (datetime(2026, 7, 1, 10, 0, 59, tzinfo=UTC), time(11), True),
        (datetime(2026, 7, 1, 9, 59, tzinfo=UTC), time(10, 59), False),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), time(0, 30), False),
        (datetime(2026, 7, 1, tzinfo=UTC), None, False),
        (datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=9))), None, False),
    ],
)
def test_the_day_of_the_call_in_the_zone_of_the_pc(came_at: datetime, at: time | None, after: bool) -> None:
    told = against(came_at, {"day": "2026-07-01", "began-at": "11:00"})
    assert told == Contradiction(day=date(2026, 7, 1), at=at, after_it_began=after)


def test_a_later_day_is_after_the_call_with_or_without_a_time() -> None:
    for came_at in (datetime(2026, 7, 2, tzinfo=UTC), datetime(2026, 7, 2, 5, tzinfo=UTC)):
        told = against(came_at, {"day": "2026-07-01"})
        assert told is not None
        assert told.after_it_began


def test_an_earlier_day_fits() -> None:
    assert against(datetime(2026, 6, 30, tzinfo=UTC), {"day": "2026-07-01"}) is None
    assert against(datetime(2026, 6, 30, 22, 59, tzinfo=UTC), {"day": "2026-07-01"}) is None


@pytest.mark.parametrize("mark", ["unknown", "not-mine", None])
def test_only_a_claim_can_be_contradicted(mark: Mark | None) -> None:
    assert against(datetime(2026, 7, 1, 12, tzinfo=UTC), {"day": "2026-07-01"}, mark) is None


def test_what_nobody_knows_contradicts_nothing() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert against(None, {"day": "2026-07-01"}) is None
    assert against(noon, {}) is None
    assert against(noon, {"day": "last week"}) is None
    told = against(noon, {"day": "2026-07-01", "began-at": "about noon"}, zone=None)
    assert told == Contradiction(day=date(2026, 7, 1), at=time(12), after_it_began=False)


def test_midnight_stands_for_a_day() -> None:
    assert known_by_day(datetime(2026, 7, 1, tzinfo=SUMMER))
    assert not known_by_day(datetime(2026, 7, 1, 0, 1, tzinfo=SUMMER))
