"""Regions: a country of one region needs no answer, and no answer names a region of another country."""

from __future__ import annotations

from typing import get_args

import pytest

from recovery_assistant.domain.region import REGIONS_OF, Region, region_named


def test_every_region_belongs_to_one_country() -> None:
    listed = [region for regions in REGIONS_OF.values() for region in regions]
    assert sorted(listed) == sorted(get_args(Region))


@pytest.mark.parametrize(
    ("answer", "country", "region"),
    [
        ("scotland", "GB", "scotland"),
        ("scotland", "gb", "scotland"),
        ("scotland", "CA", None),
        ("quebec", "CA", "quebec"),
        (None, "GB", None),
        (None, "IE", "ireland"),
        ("scotland", "IE", "ireland"),
        ("wales", "", "wales"),
        (None, "", None),
        ("ontario", "FR", None),
    ],
)
def test_an_answer_names_a_region_of_its_country(answer: str | None, country: str, region: Region | None) -> None:
    assert region_named(answer, country) == region
