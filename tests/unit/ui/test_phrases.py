"""What people type is read kindly, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from recovery_assistant.ui import phrases
from tests.made_up_parts import guidance
from tests.window_parts import country

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1,850", 185000),
        ("£1850.00", 185000),
        ("1 850.5", 185050),
        ("85 pounds", 8500),
        ("99p", 99),
        ("0", 0),
        ("", None),
        ("about a thousand", None),
        ("12.345", None),
        ("99999999999", None),
    ],
)
def test_amounts(typed: str, pence: int | None) -> None:
    assert phrases.parsed_money(typed, "GBP") == (None if pence is None else (pence, "GBP"))


@pytest.mark.parametrize(
    ("typed", "own", "money"),
    [
        ("$600", "GBP", (60000, "USD")),
        ("$600", "CAD", (60000, "CAD")),
        ("600 dollars", "NZD", (60000, "NZD")),
        ("600 USD", "CAD", (60000, "USD")),
        ("£20.50", "EUR", (2050, "GBP")),
        ("20,50 €", "EUR", None),
        ("1,850,000 €", "GBP", (185000000, "EUR")),
        ("JPY 90,000", "AUD", (90000, "JPY")),
        ("90000 yen", "AUD", (90000, "JPY")),
        ("90.50 yen", "AUD", None),
        ("80 cents", "AUD", (80, "AUD")),
        ("5.5 cents", "AUD", None),
        ("600 bananas", "AUD", None),
        ("usd 600 eur", "AUD", None),
    ],
)
def test_money_of_other_countries_is_not_taken_for_the_own(typed: str, own: str, money: tuple[int, str] | None) -> None:
    assert phrases.parsed_money(typed, own) == money


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("18 November 2026", "2026-11-18"),
        ("18/11/2026", "2026-11-18"),
        ("18.11.26", "2026-11-18"),
        ("18th Nov", "2026-11-18"),
        ("Nov 18", "2026-11-18"),
        ("November 18, 2026", "2026-11-18"),
        ("24 December", "2025-12-24"),
        ("2026-11-18", "2026-11-18"),
        ("today", "2026-11-22"),
        ("Yesterday", "2026-11-21"),
        ("", ""),
        ("31 February 2026", None),
        ("last Tuesday", None),
        ("18 November two thousand", None),
    ],
)
def test_days(typed: str, iso: str | None) -> None:
    assert phrases.parsed_day(typed, TODAY, country()) == iso


@pytest.mark.parametrize(
    ("code", "typed", "iso"),
    [
        ("gb", "11/10/2026", "2026-10-11"),
        ("us", "11/10/2026", "2026-11-10"),
        ("us", "18/11/2026", "2026-11-18"),
        ("us", "11/18/26", "2026-11-18"),
        ("gb", "11/18/2026", None),
        ("ca", "11/10/2026", None),
        ("ca", "11/11/2026", "2026-11-11"),
        ("ca", "18/11/2026", "2026-11-18"),
        ("ca", "Nov 10", "2026-11-10"),
    ],
)
def test_figures_are_read_as_people_in_the_country_read_them(code: str, typed: str, iso: str | None) -> None:
    assert phrases.parsed_day(typed, TODAY, guidance(code).country) == iso


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("11:06", "11:06"),
        ("11.06", "11:06"),
        ("2 pm", "14:00"),
        ("12am", "00:00"),
        ("", ""),
        ("25:00", None),
    ],
)
def test_times(typed: str, time: str | None) -> None:
    assert phrases.parsed_time(typed) == time


def test_money_and_days_are_written_as_people_write_them() -> None:
    assert phrases.money(185000, "GBP", country()) == "£1,850.00"
    assert phrases.money(50, "CHF", country()) == "CHF 0.50"
    assert phrases.money(50, "USD", country()) == "USD 0.50"
    assert phrases.day(date(2026, 11, 8), country()) == "8 November 2026"
    america = guidance("us").country
    assert (phrases.day_example(country()), phrases.day_example(america)) == ("18 November", "November 18")
    assert phrases.day_example(america, year=True) == "November 18, 2026"
    assert phrases.money(50, "USD", america) == "$0.50"
    assert phrases.day(date(2026, 11, 8), america) == "November 8, 2026"


def test_a_stale_contact_says_so_and_999_never_does() -> None:
    emergency, fraud = country().contact("police-999"), country().contact("report-fraud")
    far = date(2029, 1, 1)
    assert phrases.stale_words(emergency, country(), far) == ""
    assert "Last checked on" in phrases.stale_words(fraud, country(), far)
    assert phrases.stale_words(fraud, country(), fraud.checked_on) == ""
