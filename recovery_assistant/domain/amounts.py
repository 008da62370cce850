"""Money and days in words, the same on every paper: a sign only where nobody can take it for another currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from recovery_assistant.domain.payment import NO_MINOR_UNITS
from recovery_assistant.domain.record import visible

CLEAR_SIGNS = {"GBP": "£", "EUR": "€"}
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD"})


def money_words(minor: int, currency: str, own: str = "") -> str:
    """Return "£1,850.00" for 185000 pence; a dollar sign stands only for the dollar of the country (`own`)."""
    amount = f"{minor:,}" if currency in NO_MINOR_UNITS else f"{minor // 100:,}.{minor % 100:02d}"
    sign = "$" if currency == own and currency in _DOLLARS else CLEAR_SIGNS.get(currency, "")
    return f"{sign}{amount}" if sign else f"{visible(currency)} {amount}".strip()


def sign_of(currency: str) -> str:
    """Return the sign that stands on a line of time for money of a currency, or its first letter."""
    return "$" if currency in _DOLLARS else CLEAR_SIGNS.get(currency, currency[:1])


def total_words(amounts: Iterable[tuple[int, str]], own: str = "") -> str:
    """Return the sums of amounts, one for each currency: "£2,350.00 + €20.00"; "" for none."""
    totals: dict[str, int] = {}
    for minor, currency in amounts:
        totals[currency] = totals.get(currency, 0) + minor
    return " + ".join(money_words(minor, currency, own) for currency, minor in totals.items())


def day_words(day: date, phrase: str, months: Sequence[str]) -> str:
    """Return a day by a phrase such as "{day} {month} {year}"."""
    return phrase.format(day=day.day, month=months[day.month - 1], year=day.year)


def told_day(text: str, phrase: str, months: Sequence[str]) -> str:
    """Return an ISO day in words; what is none, as it was told."""
    try:
        return day_words(date.fromisoformat(text), phrase, months)
    except ValueError:
        return visible(text)


def clock_words(at: datetime) -> str:
    """Return "10:42"."""
    return f"{at:%H:%M}"
