"""The calendar file: lines, folding and escaping of the format, and rows of days that leave no month out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from recovery_assistant.domain.calendar_file import DiaryDay, calendar_file

MADE = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def lines(*days: DiaryDay, case: str = "1234-5678") -> list[str]:
    """Return the lines of a file, put together again."""
    return calendar_file(days, MADE, case).decode().replace("\r\n ", "").split("\r\n")


def test_a_limit_reminds_two_weeks_before_and_on_the_day() -> None:
    made = lines(DiaryDay(summary="Tell the bank by 18 December 2027", on=date(2027, 12, 18), is_limit=True))
    assert made[0] == "BEGIN:VCALENDAR"
    assert made[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20271218" in made
    assert "DTSTAMP:20261122T140500Z" in made
    assert [line for line in made if line.startswith("TRIGGER")] == ["TRIGGER:-P14D", "TRIGGER:PT9H"]


def test_a_row_of_weeks_has_an_end() -> None:
    weekly = DiaryDay(summary="Look", on=date(2026, 11, 25), until=date(2027, 2, 18), every="week")
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270218" in lines(weekly)


def test_a_row_of_months_leaves_none_out() -> None:
    monthly = DiaryDay(summary="Look", on=date(2027, 1, 30), until=date(2027, 12, 30), every="month")
    assert "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;UNTIL=20271230" in lines(monthly)


def test_names_differ_and_do_not_tell_the_case() -> None:
    day = DiaryDay(summary="Look", on=date(2026, 11, 25))
    one, other = lines(day), lines(day, case="9999-0000")
    assert one != other
    assert not any("1234" in line for line in one if not line.startswith("UID"))
    assert one == lines(day)


@given(st.text())
def test_no_text_breaks_the_format(text: str) -> None:
    content = calendar_file([DiaryDay(summary=text, on=date(2026, 11, 25))], MADE, "c")
    pieces = content.split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert content.count(b"\n") == len(pieces) - 1, "every line ends in the way of the format"
    whole = content.decode().replace("\r\n ", "").split("\r\n")
    starts = ("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTA", "SUMMARY", "TRANSP", "ACTION")
    assert all(line.startswith((*starts, "DESCRIPTION", "TRIGGER")) for line in whole if line)


@pytest.mark.parametrize(
    ("day", "triggers"),
    [
        (date(2026, 12, 13), ["-P14D", "PT9H"]),
        (date(2026, 12, 12), ["-P2D", "PT9H"]),
        (date(2026, 11, 26), ["-P2D", "PT9H"]),
        (date(2026, 11, 25), ["PT9H"]),
        (date(2026, 11, 22), ["PT9H"]),
    ],
)
def test_a_limit_that_is_near_reminds_later(day: date, triggers: list[str]) -> None:
    made = lines(DiaryDay(summary="Ask", on=day, is_limit=True))
    assert [line.partition(":")[2] for line in made if line.startswith("TRIGGER")] == triggers


@given(st.lists(st.builds(
    DiaryDay, summary=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
    on=st.dates(date(2026, 11, 22), date(2027, 1, 31)), until=st.just(date(2027, 12, 18)),
    every=st.sampled_from(["", "week", "month"]), is_limit=st.booleans(),
), max_size=4))  # fmt: skip
def test_a_kept_library_reads_what_was_written(days: list[DiaryDay]) -> None:
    read = Calendar.from_ical(calendar_file(days, MADE, "c"))
    assert not read.errors
    events = read.walk("VEVENT")
    assert not any(event.errors for event in events)
    assert [str(event["summary"]) for event in events] == [day.summary for day in days]
    assert [event.decoded("dtstart") for event in events] == [day.on for day in days]
    assert ["rrule" in event for event in events] == [bool(day.every) for day in days]
