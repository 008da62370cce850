"""The days without bank business that ship are those of a kept list, in every country."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from recovery_assistant.content.loading import load_country
from recovery_assistant.resources import resources_root

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
from closed_days import COUNTRIES_LISTED, text_of

COUNTRIES = sorted(path.parent.name for path in (resources_root() / "countries").glob("*/pack.toml"))


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_file_is_what_the_kept_list_gives(country: str) -> None:
    """Whoever changes a day writes the file anew with packaging/closed_days.py; only its first lines may differ."""
    shipped = (resources_root() / "countries" / country / "closed_days.toml").read_text("utf-8")
    days = shipped[shipped.index("[days]") :]
    assert days == text_of(country)[text_of(country).index("[days]") :]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_region_has_its_days_for_long_enough(country: str) -> None:
    pack = load_country(resources_root(), country)
    assert set(pack.closed_days) == set(pack.regions)
    for days in pack.closed_days.values():
        assert min(days).year <= 2024
        assert max(days) >= date(2032, 10, 1)
        assert all(day.weekday() < 5 for day in days)


def test_every_country_has_a_list() -> None:
    assert set(COUNTRIES) <= set(COUNTRIES_LISTED)


@pytest.mark.parametrize(
    ("country", "region", "closed", "open_day"),
    [
        ("us", "united-states", date(2027, 7, 5), date(2026, 7, 3)),
        ("ca", "ontario", date(2026, 2, 16), date(2026, 4, 6)),
        ("ca", "quebec", date(2026, 6, 24), date(2026, 2, 16)),
        ("ca", "rest-of-canada", date(2026, 9, 30), date(2026, 6, 24)),
        ("au", "australia", date(2026, 12, 28), date(2026, 6, 8)),
        ("nz", "new-zealand", date(2026, 7, 10), date(2026, 1, 26)),
        ("ie", "ireland", date(2026, 4, 3), date(2026, 11, 2)),
    ],
)
def test_a_few_days_that_somebody_knows(country: str, region: str, closed: date, open_day: date) -> None:
    days, _source, _note = COUNTRIES_LISTED[country]
    assert closed in days()[region]
    assert open_day not in days()[region]
