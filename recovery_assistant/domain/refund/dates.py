"""Reckon with days: months, weeks, days and hours later, and days on which banks work; and which days can be right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.payment_rules import CountedFrom, RouteDate
from recovery_assistant.domain.refund.model import Deadline
from recovery_assistant.domain.region import Region

UNITS: tuple[str, ...] = ("_business_days", "_days", "_weeks", "_months", "_hours")
"""Endings of the keys of a rule's figures, the longer of two that fit first."""

_SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_END_OF_DAY = time(23, 59)


def months_after(day: date, months: int) -> date:
    """Return the same day of the month some months later; the last day of a shorter month stands in for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def business_days_after(day: date, count: int, pack: CountryPack, region: Region | None) -> date:
    """Return the business day that lies `count` business days after `day`; `day` itself does not count.

    While nobody has said where they live, the days of the first region of the pack count.
    """
    where = region or next(iter(pack.regions), None)
    closed = pack.closed_days.get(where, frozenset()) if where else frozenset()
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in closed:
            count -= 1
    return day


def later(day: date, count: int, unit: str, pack: CountryPack, region: Region | None, at: time = _END_OF_DAY) -> date:
    """Return the day that lies a figure of a rule after another; `at` matters for hours only.

    Raises ValueError for a unit that is none of `UNITS`.
    """
    match unit:
        case "_business_days":
            return business_days_after(day, count, pack, region)
        case "_days":
            return day + timedelta(days=count)
        case "_weeks":
            return day + timedelta(weeks=count)
        case "_months":
            return months_after(day, count)
        case "_hours":
            return (datetime.combine(day, at) + timedelta(hours=count)).date()
        case _:
            raise ValueError(unit)


def unit_of(value: str) -> str:
    """Return the unit that the key of a figure ends in, or ""."""
    return next((unit for unit in UNITS if value.endswith(unit)), "")


def plausible_day(text: str) -> date | None:
    """Return an ISO day, or None for a text that is none, or a year in which nobody made this payment."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


class Days(Struct, frozen=True, kw_only=True):
    """Days of one payment that dates can be counted from.

    Attributes:
        known: by what they are the day of; a day that was not told, or that cannot be right, is not there.
        odd: those that were told and cannot be right.
        sent_at: the time of day of the payment; the end of the day while it is not known.
    """

    known: Mapping[CountedFrom, date] = {}
    odd: frozenset[CountedFrom] = frozenset()
    sent_at: time = _END_OF_DAY


def days_of(payment: Payment, today: date) -> Days:
    """Take no day that is still to come, and none before the payment: a wrong year moves a limit by a year."""
    sent = plausible_day(payment.sent_on)
    told: Mapping[CountedFrom, date | None] = {
        "sent": sent,
        "noticed": plausible_day(payment.noticed_on),
        "told": plausible_day(payment.bank_told_on),
        "statement": plausible_day(payment.statement_on),
        "complained": plausible_day(payment.complained_on),
        "final-letter": plausible_day(payment.final_letter_on),
    }
    begun = sent if sent is not None and sent <= today else None
    odd = {
        name for name, day in told.items() if day is not None and (day > today or (begun is not None and day < begun))
    }
    known = {name: day for name, day in told.items() if day is not None and name not in odd}
    return Days(known=known, odd=frozenset(odd), sent_at=_time(payment.sent_time))


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return _END_OF_DAY


def deadline(
    asked: RouteDate, begun: date | None, pack: CountryPack, region: Region | None, today: date, at: time = _END_OF_DAY
) -> Deadline:
    """Return one date, counted from `begun`. Raises KeyError when the pack lacks its rule or figure."""
    rule = pack.rule(asked.rule)
    figure = rule.values[asked.value]
    last = later(begun, figure, unit_of(asked.value), pack, region, at) if begun is not None else None
    return Deadline(
        id=asked.id,
        on=last,
        rule=rule.id,
        source=rule.source,
        checked_on=rule.checked_on,
        is_mine=asked.mine,
        passed=last is not None and last < today,
    )
