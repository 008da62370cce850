"""Write the days on which banks do not work: ``python packaging/closed_days.py`` (needs the test group: ``holidays``).

The library knows every country, weighs 14 MB and takes 100 ms to import, so that the program ships its answers for six
countries instead (docs/adr/0014). tests/content/test_closed_days.py compares the files with the library again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import holidays

COUNTRIES = Path(__file__).resolve().parent.parent / "resources" / "countries"
YEARS = range(2024, 2033)
CHECKED_ON = date(2026, 11, 22)
_SATURDAY, _FRIDAY = 5, 4
_PER_LINE = 8

Days = frozenset[date]


def _listed(country: str, region: str | None = None, categories: tuple[str, ...] = ("public",)) -> dict[date, str]:
    """Return the days of a country with their names, without Saturdays and Sundays."""
    found = holidays.country_holidays(country, subdiv=region, years=YEARS, categories=categories)
    return {day: name for day, name in found.items() if day.weekday() < _SATURDAY}


def _united_kingdom() -> Mapping[str, Days]:
    regions = {"england": "ENG", "wales": "WLS", "northern-ireland": "NIR", "scotland": "SCT"}
    return {region: frozenset(_listed("GB", short)) for region, short in regions.items()}


def _ireland() -> Mapping[str, Days]:
    """Return the public holidays and Good Friday; banks close on the next working day after one at a week-end."""
    days = set(_listed("IE", None, ("public", "optional")))
    every = holidays.country_holidays("IE", years=YEARS)
    for holiday in sorted(one for one in every if one.weekday() >= _SATURDAY):
        day = holiday
        while day.weekday() >= _SATURDAY or day in days:
            day += timedelta(days=1)
        days.add(day)
    return {"ireland": frozenset(days)}


def _united_states() -> Mapping[str, Days]:
    """Return the days of the Federal Reserve Banks: they stay open on the Friday before a holiday on a Saturday."""
    return {
        "united-states": frozenset(
            day for day, name in _listed("US").items() if not ("(observed)" in name and day.weekday() == _FRIDAY)
        )
    }


def _canada() -> Mapping[str, Days]:
    """Return the federal days, since banks are a federal matter; Ontario and Quebec add their own."""
    federal = frozenset(_listed("CA", None, ("public", "government")))
    civic = frozenset(day for day, name in _listed("CA", "ON", ("optional",)).items() if name == "Civic Holiday")
    return {
        "ontario": federal | frozenset(_listed("CA", "ON")) | civic,
        "quebec": federal | frozenset(_listed("CA", "QC")),
        "rest-of-canada": federal,
    }


def _australia() -> Mapping[str, Days]:
    """Return the days that all states and territories share; each has some more of its own."""
    states = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")
    return {"australia": frozenset.intersection(*(frozenset(_listed("AU", state)) for state in states))}


def _new_zealand() -> Mapping[str, Days]:
    return {"new-zealand": frozenset(_listed("NZ"))}


# country -> the days, the page that a person can check them on, and what a reader should know.
COUNTRIES_LISTED: dict[str, tuple[Callable[[], Mapping[str, Days]], str, str]] = {
    "gb": (_united_kingdom, "https://www.gov.uk/bank-holidays", ""),
    "ie": (
        _ireland,
        "https://www.citizensinformation.ie/en/employment/employment-rights-and-conditions/leave-and-holidays/public-holidays/",
        "Public holidays, Good Friday, and the working day after a holiday at a week-end.",
    ),
    "us": (
        _united_states,
        "https://richmondfed.org/about_us/holiday_schedule",
        "Holidays of the Federal Reserve Banks. They are open on the Friday before a holiday on a Saturday.",
    ),
    "ca": (
        _canada,
        "https://www.nbc.ca/en/contact-us/bank-holiday-calendar.html",
        "Federal days; Ontario and Quebec with their own. Other provinces add days too.",
    ),
    "au": (
        _australia,
        "https://www.fairwork.gov.au/employment-conditions/public-holidays",
        "The days that all states and territories share. Each has some more of its own.",
    ),
    "nz": (
        _new_zealand,
        "https://www.govt.nz/browse/work/public-holidays-and-work/public-holidays-and-anniversary-dates/",
        "National days. Each region has one more, its anniversary.",
    ),
}


def text_of(country: str) -> str:
    """Return closed_days.toml of a country."""
    days_of, source, note = COUNTRIES_LISTED[country]
    library = version("holidays")
    lines = [
        "# Days on which banks do not work, beside Saturdays and Sundays. Made by packaging/closed_days.py from the",
        f"# library “holidays” {library}; `source` is the page to check them on.",
        *([f"# {note}"] if note else []),
        "# Later years can gain a day (a royal event, a world cup); then a bank has a little longer than we say.",
        f'source = "{source}"',
        f"checked_on = {CHECKED_ON}",
        "",
        "[days]",
    ]
    for region, days in days_of().items():
        lines.append(f"{region} = [")
        for year in YEARS:
            of_year = sorted(day for day in days if day.year == year)
            for start in range(0, len(of_year), _PER_LINE):
                lines.append(f"    {', '.join(str(day) for day in of_year[start : start + _PER_LINE])},")
        lines.append("]")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the files of all countries that have a folder."""
    for country in COUNTRIES_LISTED:
        folder = COUNTRIES / country
        if folder.is_dir():
            (folder / "closed_days.toml").write_text(text_of(country), encoding="utf-8", newline="\n")
            print(f"wrote {country}/closed_days.toml")
    return 0


if __name__ == "__main__":
    sys.exit(main())
