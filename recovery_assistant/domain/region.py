"""Where somebody lives, as far as it changes whom to ring, which rules hold, or on which days banks work.

Reports, refund rules and credit agencies differ by country; inside the United Kingdom and Canada they differ again.
England, Wales and Northern Ireland share their reports, but not their bank holidays and advice lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Region = Literal[
    "england",
    "wales",
    "northern-ireland",
    "scotland",
    "ireland",
    "united-states",
    "ontario",
    "quebec",
    "rest-of-canada",
    "australia",
    "new-zealand",
]

REGIONS_OF: Final[Mapping[str, tuple[Region, ...]]] = MappingProxyType(
    {
        "GB": ("england", "wales", "northern-ireland", "scotland"),
        "IE": ("ireland",),
        "US": ("united-states",),
        "CA": ("ontario", "quebec", "rest-of-canada"),
        "AU": ("australia",),
        "NZ": ("new-zealand",),
    }
)
"""By country code, in the order in which they are offered. A country of one region needs no question."""


def region_named(name: object, country: str) -> Region | None:
    """Return the region that an answer names, in a country by its code ("" while that is not known).

    Of a country with one region, that one, whatever the answer says.
    """
    regions = REGIONS_OF.get(country.upper(), () if country else _EVERYWHERE)
    if len(regions) == 1:
        return regions[0]
    return next((region for region in regions if region == name), None)


_EVERYWHERE: Final[tuple[Region, ...]] = tuple(region for regions in REGIONS_OF.values() for region in regions)
