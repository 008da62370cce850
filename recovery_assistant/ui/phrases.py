"""Facts put into words for the screen: days, times, money, contacts; and what people type, read kindly."""

from __future__ import annotations

import re
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from recovery_assistant.domain.country import Contact, CountryPack
from recovery_assistant.translation import _

_LOCALES = {"GB": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)}
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
_MAX_POUNDS = 10_000_000


def reach(contact: Contact) -> str:
    """Return how to reach somebody, in one word or address."""
    return contact.phone or contact.url.removeprefix("https://").rstrip("/") or contact.email or contact.name


def day(when: date | datetime, country: CountryPack) -> str:
    """Return a day in words, such as "18 November 2026"."""
    return _locale(country).toString(QDate(when.year, when.month, when.day), "d MMMM yyyy")


def iso_day(text: str, country: CountryPack) -> str:
    """Return an ISO day in words; "" for what is no ISO day."""
    try:
        return day(date.fromisoformat(text), country)
    except ValueError:
        return ""


def moment(when: datetime, country: CountryPack) -> str:
    """Return day and time, such as "18 November 2026, 10:42"."""
    return f"{day(when, country)}, {when:%H:%M}"


def _locale(country: CountryPack) -> QLocale:
    return _LOCALES.get(country.code, QLocale())


def stale_words(contact: Contact, country: CountryPack, today: date) -> str:
    """Return "last checked on …" for a contact past its shelf life, or ""."""
    if not contact.is_stale(today):
        return ""
    words = _("Last checked on {day}. Check it on your card or statement.")
    return words.format(day=day(contact.checked_on, country))


def money(amount_minor: int, currency: str) -> str:
    """Return an amount such as "£1,850.00"."""
    sign = _SIGNS.get(currency, "")
    figure = f"{amount_minor // 100:,}.{amount_minor % 100:02d}"
    return f"{sign}{figure}" if sign else f"{figure} {currency}"


def parsed_amount(text: str) -> int | None:
    """Return an amount in the smallest unit, read kindly ("1,850", "£1850.00", "1 850 pounds"); None if it is none."""
    figure = re.sub(r"[\s,£€$]|pounds?|dollars?|euros?|gbp|eur|usd|cad|aud|nzd|quid", "", text.strip().lower())
    pence = re.fullmatch(r"(\d+)(?:p|pence)", figure)
    if pence:
        return int(pence[1])
    match = re.fullmatch(r"(\d{1,8})(?:\.(\d{1,2}))?", figure)
    if match is None or int(match[1]) > _MAX_POUNDS:
        return None
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def parsed_day(text: str, today: date) -> str | None:
    """Return an ISO day from "18/11/2026", "18 Nov", "today", "yesterday"; "" from nothing; None when unreadable.

    A day without a year is the newest such day that is not in the future.
    """
    said = " ".join(re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text.lower()).replace(",", " ").split())
    spoken = {"": "", "today": today.isoformat(), "yesterday": date.fromordinal(today.toordinal() - 1).isoformat()}
    if said in spoken:
        return spoken[said]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        numbers = [int(part) for part in said.split("-")]
        return _iso(numbers[2], numbers[1], numbers[0], today)
    parts = re.split(r"[\s./-]+", said)
    if len(parts) not in (2, 3) or not parts[0].isdigit():
        return None
    month = int(parts[1]) if parts[1].isdigit() else _month(parts[1])
    year = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0 if len(parts) == 2 else -1
    if year < 0:
        return None
    return _iso(int(parts[0]), month, year + 2000 if 0 < year < 100 else year, today)


def _month(word: str) -> int:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return names.index(word[:3]) + 1 if word[:3] in names else 0


def _iso(day_of_month: int, month: int, year: int, today: date) -> str | None:
    try:
        if year:
            return date(year, month, day_of_month).isoformat()
        this_year = date(today.year, month, day_of_month)
        return (this_year if this_year <= today else date(today.year - 1, month, day_of_month)).isoformat()
    except ValueError:
        return None


def parsed_time(text: str) -> str | None:
    """Return "HH:MM" from "11:06", "11.06", "11am", "2 pm"; "" from nothing; None when unreadable."""
    said = text.strip().lower().replace(" ", "")
    if not said:
        return ""
    match = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?", said)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or "0")
    if match[3] and not 1 <= hour <= 12:
        return None
    if match[3] == "pm" and hour < 12:
        hour += 12
    if match[3] == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None
