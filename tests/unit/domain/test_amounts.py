"""Money and days in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from recovery_assistant.domain import amounts

MONTHS = ("January", "February")
PHRASE = "{day} {month} {year}"


@pytest.mark.parametrize(
    ("minor", "currency", "own", "said"),
    [
        (185000, "GBP", "GBP", "£1,850.00"),
        (5, "EUR", "GBP", "€0.05"),
        (999, "USD", "USD", "$9.99"),
        (999, "USD", "CAD", "USD 9.99"),
        (5000, "JPY", "USD", "JPY 5,000"),
        (100, "A\u202eB", "USD", "A[U+202E]B 1.00"),
    ],
)
def test_a_sign_stands_only_where_nobody_takes_it_for_another_currency(
    minor: int, currency: str, own: str, said: str
) -> None:
    assert amounts.money_words(minor, currency, own) == said


def test_a_sum_is_one_for_each_currency() -> None:
    assert amounts.total_words([(100, "GBP"), (250, "EUR"), (50, "GBP")], "GBP") == "£1.50 + €2.50"
    assert amounts.total_words([], "GBP") == ""


def test_days_and_times_are_said_in_words_and_what_is_no_day_as_it_was_told() -> None:
    assert amounts.day_words(date(2026, 2, 3), PHRASE, MONTHS) == "3 February 2026"
    assert amounts.told_day("2026-01-09", PHRASE, MONTHS) == "9 January 2026"
    assert amounts.told_day("last\x07 week", PHRASE, MONTHS) == "last[U+0007] week"
    assert amounts.clock_words(datetime(2026, 1, 1, 9, 5)) == "09:05"  # noqa: DTZ001 - the clock alone is said
