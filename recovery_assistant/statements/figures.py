"""Days and amounts as banks write them in tables, and which of two readings a whole column allows.

"03/04/2026" is two different days. One cell cannot say which; all cells together often can.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from recovery_assistant.domain.payment import minor_units
from recovery_assistant.domain.statement import DateOrder

_FIGURES: Final = re.compile(
    r"\s*(?:[a-z]{2,9}[.,]? )?(\d{1,4})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(\d{1,4})(?=$|[\sT,;])", re.IGNORECASE
)
_PACKED: Final = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?=$|[\sT])")
_DAY_NAMED: Final = re.compile(
    r"\s*(?:[a-z]{2,9}[.,]? )?(\d{1,2})(?:st|nd|rd|th)?[ .\-/]{1,2}([a-z]{3,9})[ .,\-/]{1,2}(\d{2}|\d{4})(?=$|[\sT,;])",
    re.IGNORECASE,
)
_NAMED_DAY: Final = re.compile(
    r"\s*(?:[a-z]{2,9}[.,] )?([a-z]{3,9})[ .\-/]{1,2}(\d{1,2})(?:st|nd|rd|th)?[ ,\-/]{1,2}(\d{4}|\d{2})(?=$|[\sT,;])",
    re.IGNORECASE,
)
_MONTHS: Final = {
    name: at
    for at, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_LONGEST_DAY: Final = 40
_LONGEST_AMOUNT: Final = 40

_AMOUNT: Final = re.compile(
    r"(?P<open>\()?(?P<before>[-+−–]?)(?P<sign>[a-z]{0,3}[$£€¥]?|[$£€¥])(?P<inner>[-+−–]?)"
    r"(?P<figure>\d[\d.,']*|[.,]\d+)(?P<code>[a-z]{3}|[$£€])?(?P<behind>-|−|cr|dr|c|d)?(?P<close>\))?",
    re.IGNORECASE,
)
_SIMPLE: Final = re.compile(r"-?[0-9]{1,9}\.[0-9]{2}")
_HUNDREDTHS: Final = 100
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}")
"""What can stand before the first group of thousands."""
_BLANKS: Final = re.compile(r"[\s  ]+")
_OUT_BEHIND: Final = frozenset({"-", "−", "dr", "d"})
MOST_FIGURES: Final = 13
"""Digits before the decimal sign: more money than there is is a number of another sort."""


def read_day(text: str, order: DateOrder) -> date | None:
    """Return the day of a cell, or None. Times behind it are left alone."""
    parts = _parts(text)
    if parts is None:
        return None
    first, second, third, is_fixed = parts
    if is_fixed or first > 31:
        year, month, day = first, second, third
    elif order == "month-day":
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    year += 2000 if year < 100 else 0
    if not 1970 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parts(text: str) -> tuple[int, int, int, bool] | None:
    """Return the three figures of a day, and whether they are year, month and day for certain."""
    return _parts_of(text[:_LONGEST_DAY])


@lru_cache(maxsize=512)  # rows stand in order of time, so most cells say the day of the row before
def _parts_of(text: str) -> tuple[int, int, int, bool] | None:
    if found := _FIGURES.match(text):
        if not (text.isascii() or all(part.isascii() for part in found.groups())):
            return None
        return int(found[1]), int(found[2]), int(found[3]), len(found[1]) == 4
    if found := _PACKED.match(text):
        return int(found[1]), int(found[2]), int(found[3]), True
    if found := _DAY_NAMED.match(text):
        month = _MONTHS.get(found[2][:3].lower())
        return (_full(found[3]), month, int(found[1]), True) if month else None
    if found := _NAMED_DAY.match(text):
        month = _MONTHS.get(found[1][:3].lower())
        return (_full(found[3]), month, int(found[2]), True) if month else None
    return None


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


class DayColumn:
    """Reads a whole column for the order of its days."""

    def __init__(self) -> None:
        self.read = 0
        self.fixed = 0
        self._votes = {"day-month": 0, "month-day": 0}
        self._turns = {"day-month": [0, 0], "month-day": [0, 0]}
        self._last: dict[str, date | None] = {"day-month": None, "month-day": None}

    def add(self, text: str) -> None:
        """Learn from one cell."""
        parts = _parts(text)
        if parts is None:
            return
        self.read += 1
        first, second, third, is_fixed = parts
        if is_fixed:
            self.fixed += 1
            return
        if first > 12 >= second:
            self._votes["day-month"] += 1
        elif second > 12 >= first:
            self._votes["month-day"] += 1
        for order, day in (("day-month", _day(third, second, first)), ("month-day", _day(third, first, second))):
            last = self._last[order]
            if day is not None and last is not None and day != last:
                self._turns[order][day > last] += 1
            self._last[order] = day or last

    def order(self, usual: DateOrder) -> tuple[DateOrder, bool]:
        """Return the order, and whether it is sure. `usual` is that of the country, where the column does not tell."""
        if self.read and self.fixed == self.read:
            return "year-month", True
        british, american = self._votes["day-month"], self._votes["month-day"]
        if british or american:
            return ("day-month" if british >= american else "month-day"), not (british and american)
        # No day above 12: rows stand in order of time, so the reading that jumps about less is the likelier one.
        jumps = {order: min(turns) for order, turns in self._turns.items()}
        if jumps["day-month"] != jumps["month-day"]:
            return ("day-month" if jumps["day-month"] < jumps["month-day"] else "month-day"), False
        return ("month-day" if usual == "month-day" else "day-month"), False


def is_amount(text: str) -> bool:
    """Return whether a cell could be an amount."""
    return _figure(text) is not None


def read_amount(text: str, decimal: Literal[".", ","], currency: str) -> int | None:
    """Return an amount in the smallest unit, below zero for "-5", "(5)", "5-" and "5 DR"; None where it is none."""
    if decimal == "." and _SIMPLE.fullmatch(text) and minor_units(currency) == _HUNDREDTHS:
        return int(text.replace(".", ""))  # nearly every cell; the rest of this function is for the others
    found = _figure(text)
    if found is None:
        return None
    thousands = "," if decimal == "." else "."
    whole, dot, part = found["figure"].replace("'", "").partition(decimal)
    if decimal in part or thousands in part or not _is_grouped(whole, thousands):
        return None
    whole = whole.replace(thousands, "")
    if len(whole) > MOST_FIGURES or (dot and not part and not whole):
        return None
    units = minor_units(currency)
    amount = int(whole or "0") * units
    if part:
        scale = 10 ** len(part[:9])
        amount += (int(part[:9]) * units * 2 + scale) // (scale * 2)
    is_out = (
        found["open"] is not None
        or found["before"] in ("-", "−", "–")
        or found["inner"] in ("-", "−", "–")
        or (found["behind"] or "").lower() in _OUT_BEHIND
    )
    return -amount if is_out else amount


def _is_grouped(whole: str, thousands: str) -> bool:
    """Return whether figures are grouped as thousands are: "1,234" and "12,34,567", but not "1,2"."""
    _first, *rest = whole.split(thousands)
    return all(2 <= len(group) <= 3 for group in rest) and (not rest or len(rest[-1]) == 3)


def _figure(text: str) -> re.Match[str] | None:
    text = unwrapped(text)
    if not text or len(text) > _LONGEST_AMOUNT:
        return None
    found = _AMOUNT.fullmatch(_BLANKS.sub("", text))
    if found is None or (found["open"] is None) != (found["close"] is None) or not found["figure"].isascii():
        return None
    return found


def unwrapped(text: str) -> str:
    """Return a cell without the dress that keeps a spreadsheet from changing it: ="0123" and '0123."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]
    return text[1:] if text.startswith("'") else text


class AmountColumn:
    """Reads a whole column for its decimal sign, and for how many figures have a minus."""

    def __init__(self) -> None:
        self.read = 0
        self.minus = 0
        self._votes = {".": 0, ",": 0}
        self._three_behind_point = 0

    def add(self, text: str) -> None:
        """Learn from one cell."""
        found = _figure(text)
        if found is None:
            return
        self.read += 1
        figure = found["figure"]
        behind = (found["behind"] or "").lower()
        self.minus += bool(
            found["open"] or {found["before"], found["inner"]} & {"-", "−", "–"} or behind in _OUT_BEHIND
        )
        dot, comma = figure.rfind("."), figure.rfind(",")
        if dot < 0 and comma < 0:
            return
        last = max(dot, comma)
        sign = figure[last]
        other = "," if sign == "." else "."
        if figure.count(sign) > 1:  # 1.234.567
            self._votes[other] += 1
        elif other in figure or len(figure) - last - 1 != 3 or not _THOUSANDS.fullmatch(figure[:last]):
            self._votes[sign] += 1
        elif sign == ".":
            self._three_behind_point += 1

    def decimal(self) -> tuple[Literal[".", ","], bool]:
        """Return the decimal sign, and whether it is sure.

        "1.500" is fifteen hundred before it is one and a half: no money that many people use has three figures behind
        its point. Nothing else in the column says so, so that is not sure.
        """
        dots, commas, three = self._votes["."], self._votes[","], self._three_behind_point
        if three and not commas:
            return ("." if dots else ","), False
        return ("," if commas > dots else "."), not (dots and commas)
