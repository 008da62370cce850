"""Days to keep, as a calendar file (RFC 5545) that any phone or PC can open.

The file may end up in an account that the criminal saw, so it holds what to do and when, and nothing of the case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final, Literal

from msgspec import Struct

_MOST_OCTETS: Final = 75
"""Longest line of the format; a longer one goes on in the next, behind a space."""
_SHORTEST_MONTH: Final = 28
_ALARM_THAT_MORNING: Final = "PT9H"
_ALARMS_BEFORE: Final = ((21, "-P14D"), (4, "-P2D"))
"""From how many days before a limit on which reminder comes first: one two weeks before a day in ten days is none."""


class DiaryDay(Struct, frozen=True, kw_only=True):
    """One entry of a calendar.

    Attributes:
        on: the day, or the first of a row of days.
        every: how the row goes on, until `until`; "" for a single day.
        is_limit: the last day for something, so that a reminder some days before is of use.
    """

    summary: str
    on: date
    until: date | None = None
    every: Literal["", "week", "month"] = ""
    is_limit: bool = False


def calendar_file(days: Sequence[DiaryDay], made_at: datetime, case: str) -> bytes:
    """Return the file. `case` only makes the entries' names unlike those of another case; it cannot be read from them.

    `made_at` carries its UTC offset.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Recovery assistant//Days to keep//EN", "CALSCALE:GREGORIAN"]
    for day in days:
        lines += _event(day, made_at, case)
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in _folded(line))


def _event(day: DiaryDay, made_at: datetime, case: str) -> Iterator[str]:
    summary = _escaped(day.summary)
    yield "BEGIN:VEVENT"
    yield f"UID:{_name(day, case)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    if day.every and day.until:
        yield f"RRULE:{_rule(day)};UNTIL={day.until:%Y%m%d}"
    yield f"SUMMARY:{summary}"
    yield "TRANSP:TRANSPARENT"
    for trigger in _triggers(day, made_at.date()):
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}", f"TRIGGER:{trigger}", "END:VALARM")
    yield "END:VEVENT"


def _triggers(day: DiaryDay, today: date) -> Iterator[str]:
    """Yield when a calendar shall speak up: some days before a limit, and at nine on the day itself."""
    left = (day.on - today).days
    if day.is_limit and (before := next((alarm for days, alarm in _ALARMS_BEFORE if left >= days), "")):
        yield before
    yield _ALARM_THAT_MORNING


def _rule(day: DiaryDay) -> str:
    if day.every == "week":
        return "FREQ=WEEKLY"
    if day.on.day <= _SHORTEST_MONTH:
        return "FREQ=MONTHLY"
    # A plain rule leaves out every month without such a day; this takes the last day that there is.
    wanted = ",".join(str(number) for number in range(_SHORTEST_MONTH, day.on.day + 1))
    return f"FREQ=MONTHLY;BYMONTHDAY={wanted};BYSETPOS=-1"


def _name(day: DiaryDay, case: str) -> str:
    digest = hashlib.sha256(f"{case}|{day.summary}|{day.every}|{day.on}".encode()).hexdigest()
    return f"{digest[:32]}@recovery-assistant.invalid"


def _escaped(text: str) -> str:
    """Return a text value: what has a meaning in the format is escaped, and no control character gets through."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return "".join(letter for letter in text if letter.isprintable())


def _folded(line: str) -> Iterator[bytes]:
    """Yield a line in pieces of at most 75 octets, never cutting a letter in two."""
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _MOST_OCTETS:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
