"""The bank holidays that ship are those of a kept list."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from recovery_assistant.content.loading import load_country
from recovery_assistant.domain.region import Region
from recovery_assistant.resources import resources_root

PACK = load_country(resources_root(), "gb")
YEARS = range(2024, 2031)


@pytest.mark.parametrize(
    ("region", "subdivision"),
    [("england", "ENG"), ("wales", "WLS"), ("northern-ireland", "NIR"), ("scotland", "SCT")],
)
def test_bank_holidays_are_those_of_the_kept_list(region: Region, subdivision: str) -> None:
    listed = holidays.country_holidays("GB", subdiv=subdivision, years=YEARS)
    assert PACK.closed_days[region] == {day for day in listed if day.weekday() < 5}


def test_the_list_reaches_far_enough() -> None:
    for days in PACK.closed_days.values():
        assert min(days).year <= 2024
        assert max(days) >= date(2030, 12, 25)
