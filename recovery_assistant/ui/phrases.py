"""Facts put into words for the screen: days, times, money, contacts; and what people type, read kindly."""

from __future__ import annotations

import re
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from recovery_assistant.domain.amounts import money_words
from recovery_assistant.domain.country import Contact, CountryPack, NumericDays
from recovery_assistant.domain.payment import minor_units
from recovery_assistant.translation import _

_ENGLISH = QLocale(QLocale.Language.English)
_DAY_FIRST, _MONTH_FIRST = "d MMMM yyyy", "MMMM d, yyyy"
_LAST_MONTH = 12
_MAX_AMOUNT = 10_000_000_000
_SOME_DOLLAR = "$"
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD"})
_CODES = (
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS",
    "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PKR", "PLN", "RON", "SEK", "SGD", "THB", "TRY",
    "TWD", "USD", "VND", "ZAR",
)  # fmt: skip
_MONEY = {code.lower(): code for code in _CODES} | {
    "£": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "$": _SOME_DOLLAR, "dollar": _SOME_DOLLAR, "dollars": _SOME_DOLLAR, "yen": "JPY",
}  # fmt: skip
"""What people write before or behind a figure."""
_COINS = {"p": "GBP", "pence": "GBP", "c": "", "cent": "", "cents": ""}
"""Small coins; "" for those of any country."""


def reach(contact: Contact) -> str:
    """Return how to reach somebody, in one word or address."""
    web = contact.url.removeprefix("https://").rstrip("/")
    return contact.phone or contact.otherwise or web or contact.email or contact.name


def day(when: date | datetime, country: CountryPack) -> str:
    """Return a day in words, such as "18 November 2026", or "November 18, 2026" where people write so."""
    order = _MONTH_FIRST if country.numeric_days == "month-first" else _DAY_FIRST
    return _ENGLISH.toString(QDate(when.year, when.month, when.day), order)


def day_example(country: CountryPack, *, year: bool = False) -> str:
    """Return a day as an example of how to write one."""
    told = day(date(2026, 11, 18), country)
    return told if year else told.replace(", 2026", "").removesuffix(" 2026")


def iso_day(text: str, country: CountryPack) -> str:
    """Return an ISO day in words; "" for what is no ISO day."""
    try:
        return day(date.fromisoformat(text), country)
    except ValueError:
        return ""


def moment(when: datetime, country: CountryPack) -> str:
    """Return day and time, such as "18 November 2026, 10:42"."""
    return f"{day(when, country)}, {when:%H:%M}"


def stale_words(contact: Contact, country: CountryPack, today: date) -> str:
    """Return "last checked on …" for a contact past its shelf life, or ""."""
    if not contact.is_stale(today):
        return ""
    words = _("Last checked on {day}. Check it on your card or statement.")
    return words.format(day=day(contact.checked_on, country))


def money(amount_minor: int, currency: str, country: CountryPack) -> str:
    """Return an amount such as "£1,850.00"; a dollar sign stands only for the dollar of the country."""
    return money_words(amount_minor, currency, country.currency)


def parsed_money(text: str, own: str) -> tuple[int, str] | None:
    """Return an amount in the smallest unit of its currency, and that currency; None when it cannot be read.

    Read kindly: "1,850", "£1850.00", "1 850 pounds", "600 USD", "JPY 90,000". Without a word or a sign, it is money of
    the country (`own`); a dollar is its own dollar, where it has one.
    """
    if re.search(r",(?!\d{3}(?!\d))", text):  # "20,50" may be twenty and a half, or a slip: better ask again
        return None
    said = re.sub(r"[\s,]", "", text.lower())
    match = re.fullmatch(r"([a-z]{3}|[£€$])?(\d{1,10})(?:\.(\d{1,2}))?([a-z]+|[£€$])?", said)
    if match is None or int(match[2]) > _MAX_AMOUNT or (match[1] and match[4]):
        return None
    word = match[1] or match[4] or own.lower()
    if word in _COINS:
        return (int(match[2]), _COINS[word] or own) if match[3] is None else None
    currency = _MONEY.get(word, "")
    if currency == _SOME_DOLLAR:
        currency = own if own in _DOLLARS else "USD"
    if not currency:
        return None
    units = minor_units(currency)
    if units == 1 and match[3] and int(match[3]):
        return None
    return int(match[2]) * units + (int((match[3] or "0").ljust(2, "0")) if units > 1 else 0), currency


def parsed_day(text: str, today: date, country: CountryPack) -> str | None:
    """Return an ISO day from "18/11/2026", "18 Nov", "Nov 18", "today"; "" from nothing; None when unreadable.

    Figures alone are read as people in the country read them. Where that is not clear, "11/12" is unreadable.
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
    if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts[2:]):
        return None
    year = int(parts[2]) if len(parts) > 2 else 0
    day_and_month = _day_and_month(parts[0], parts[1], country.numeric_days)
    return None if day_and_month is None else _iso(*day_and_month, year + 2000 if 0 < year < 100 else year, today)


def _day_and_month(first: str, second: str, order: NumericDays) -> tuple[int, int] | None:
    """Return day and month of two parts. One that is a word, or greater than twelve, leaves no doubt."""
    if not first.isdigit() or not second.isdigit():
        name, number = (first, second) if not first.isdigit() else (second, first)
        return (int(number), _month(name)) if number.isdigit() else None
    one, other = int(first), int(second)
    if order == "day-first":
        return one, other
    if order == "unclear" and one != other and one <= _LAST_MONTH and other <= _LAST_MONTH:
        return None
    return (one, other) if one > _LAST_MONTH else (other, one)


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
