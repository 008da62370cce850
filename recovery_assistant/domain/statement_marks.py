"""Marks rows of a statement that somebody should look at, each with its reason. It never says that a row is fine.

Two passes over the same rows: `History` learns whom this account paid and when; `Judge` marks. Both keep a bounded
amount, however long the file is; what went beyond a bound is told and not guessed.

What is looked at is everything from a week before the first connection, or the whole file where no day is known. Rows
before that are read only to know who was paid earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from heapq import heappush, heappushpop
from typing import Final, Literal

from msgspec import Struct

from recovery_assistant.domain.statement import StatementRow

RowMark = Literal[
    "in-session",
    "after-session",
    "new-payee",
    "small-test",
    "larger-after-test",
    "duplicate",
    "foreign",
]

RowAnswer = Literal["mine", "not-mine", "unsure"]
"""What the person says to a marked row."""

BEFORE: Final = timedelta(days=7)
"""Small tests come before the call that empties the account: a week before it is looked at, too."""
ENOUGH: Final = timedelta(days=60)
"""A payee is only called new where the file shows this much time before."""
SOON: Final = timedelta(days=14)
"""A larger sum within this time after a small one makes the small one a test."""
SMALL_MINOR: Final = 500
LARGE_MINOR: Final = 5000
MOST_PAYEES: Final = 20_000
MOST_DAYS_OF_ONE: Final = 24
_DAYS_REMEMBERED: Final = 40
_ROWS_REMEMBERED: Final = 20_000
_PAYEE_LETTERS: Final = 48
_TOKENS: Final = 3
_MOST_READ: Final = 200

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_PARTS: Final = re.compile(r" ?, ")
_NO_NAME: Final = frozenset(
    {"a", "an", "and", "ach", "at", "auth", "bgc", "bill", "bp", "card", "cd", "chq", "contactless", "cr", "credit"}
    | {
        "date",
        "deb",
        "debit",
        "direct",
        "dd",
        "dr",
        "eft",
        "eftpos",
        "effective",
        "faster",
        "fp",
        "fpo",
        "fpi",
        "from",
    }
    | {"int", "mobile", "no", "of", "on", "online", "order", "payment", "payments", "pmt", "pos", "purchase", "ref"}
    | {"sepa", "so", "standing", "the", "to", "transaction", "transfer", "value", "via", "visa", "vis", "web", "xfer"}
    | {"co", "com", "corp", "dba", "gmbh", "inc", "limited", "llc", "ltd", "plc", "pty", "sarl", "www"}
    | {"aud", "cad", "chf", "eur", "gbp", "jpy", "nzd", "usd"}
    | {"gb", "gbr", "uk", "us", "usa", "ca", "can", "au", "aus", "nz", "nzl", "ie", "irl"}
    | {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
)
_CODES: Final = "USD|EUR|GBP|CAD|AUD|NZD|CHF|JPY|CNY|HKD|SGD|INR|AED|THB|PHP|NGN|ZAR|TRY|RUB"
_FIGURE: Final = r"[0-9][0-9,]{0,12}[.,][0-9]{2}"
_OTHER_MONEY: Final = re.compile(
    r"non[- ]?ster(?:ling|\b)|foreign (?:currency|transaction|exchange|txn)"
    r"|\b(?:intl|international) (?:transaction|fee)"
    rf"|\b(?P<code>{_CODES}) ?{_FIGURE}\b|\b{_FIGURE} ?(?P<behind>{_CODES})\b",
    re.IGNORECASE,
)


class Marked(Struct, frozen=True, kw_only=True):
    """A row with its marks.

    Attributes:
        marks: at least one, in the order of `RowMark`.
        same_as: number of the row that this one repeats; 0 where it repeats none.
        other_day: the day of the small test of a larger sum, or of the larger sum after a test.
        session_on: the day of the connection that "in-session" and "after-session" mean.
    """

    row: StatementRow
    marks: tuple[RowMark, ...]
    same_as: int = 0
    other_day: date | None = None
    session_on: date | None = None


class LookedAt(Struct, frozen=True, kw_only=True):
    """What was looked at, and what could not be told. This is all that may be said about rows that have no mark.

    Attributes:
        rows: that were read; `judged` of them lie in the time that was looked at, `marked` of them have a mark.
        unread: rows that could not be read.
        history_short: the file shows too little time before to tell a new payee from an old one.
        many_payees: there are more payees than are remembered, so new ones are not told.
    """

    rows: int = 0
    judged: int = 0
    marked: int = 0
    unread: int = 0
    first_day: date | None = None
    last_day: date | None = None
    looked_from: date | None = None
    session_on: date | None = None
    currency: str = ""
    history_short: bool = False
    many_payees: bool = False


@lru_cache(maxsize=4096)
def payee_key(payee: str) -> str:
    """Return by what a payee is known again: its first words without figures, dates, and words like "card"."""
    folded = payee[:_MOST_READ].casefold()
    for part in _PARTS.split(folded):  # "1234 04MAR26 , TEA ROOM , ANYTOWN GB": the first part with a name in it
        words = [word for word in _WORD.findall(part) if word not in _NO_NAME]
        if words:
            return " ".join(words[:_TOKENS])[:_PAYEE_LETTERS]
    return "".join(folded.split())[:_PAYEE_LETTERS]


class _Days:
    """The days on which one payee got small and large sums, the newest as far as they are remembered."""

    __slots__ = ("first", "large", "small")

    def __init__(self, first: int) -> None:
        self.first = first
        self.small: list[int] = []
        self.large: list[int] = []


def _remember(days: list[int], at: int) -> None:
    """Keep the newest days, in no order that anybody may rely on."""
    if at not in days:
        (heappush if len(days) < MOST_DAYS_OF_ONE else heappushpop)(days, at)


class History:
    """The first pass: who was paid, and when. Rows may come in any order."""

    def __init__(self) -> None:
        self.rows = 0
        self.first_day: date | None = None
        self.last_day: date | None = None
        self.many_payees = False
        self.currencies: dict[str, int] = {}
        self._payees: dict[str, _Days] = {}
        self._small_on: dict[int, list[str]] = {}
        self._large_on: dict[int, list[str]] = {}

    def add(self, row: StatementRow) -> None:
        """Learn from one row."""
        self.rows += 1
        day = row.day
        if self.first_day is None or day < self.first_day:
            self.first_day = day
        if self.last_day is None or day > self.last_day:
            self.last_day = day
        if row.currency in self.currencies or len(self.currencies) < _DAYS_REMEMBERED:
            self.currencies[row.currency] = self.currencies.get(row.currency, 0) + 1
        if row.amount_minor < 0:
            self._learn(payee_key(row.payee), day.toordinal(), -row.amount_minor)

    def _learn(self, key: str, at: int, amount: int) -> None:
        known = self._payees.get(key)
        if known is None:
            if len(self._payees) >= MOST_PAYEES:
                self.many_payees = True
                return
            known = self._payees[key] = _Days(at)
        known.first = min(known.first, at)
        if amount <= SMALL_MINOR:
            _remember(known.small, at)
            self._on_day(self._small_on, at, key)
        elif amount >= LARGE_MINOR:
            _remember(known.large, at)
            self._on_day(self._large_on, at, key)

    def _on_day(self, days: dict[int, list[str]], at: int, key: str) -> None:
        keys = days.get(at)
        if keys is None and len(days) < MOST_PAYEES:
            days[at] = [key]
        elif keys is not None and key not in keys and len(keys) < MOST_DAYS_OF_ONE:
            keys.append(key)

    @property
    def currency(self) -> str:
        """The currency in which most rows are; "" before the first."""
        return max(self.currencies, key=lambda one: self.currencies[one], default="")

    def is_new(self, key: str, day: date, looked_from: date) -> bool:
        """Return whether nothing went to this payee before the day, nor before the time that is looked at.

        False too where the file is too short to tell; `is_short` says so.
        """
        known = self._payees.get(key)
        if known is None or self.first_day is None or self.many_payees:
            return False
        first = date.fromordinal(known.first)
        return first >= looked_from and first - self.first_day >= ENOUGH and day - first <= SOON

    def larger_after(self, key: str, day: date) -> date | None:
        """Return when a larger sum followed a small one to the same payee, or on the same day to another."""
        return self._near(key, day, forward=True)

    def small_before(self, key: str, day: date) -> date | None:
        """Return when a small sum went before a larger one, to the same payee or on the same day to another."""
        return self._near(key, day, forward=False)

    def _near(self, key: str, day: date, *, forward: bool) -> date | None:
        at, known = day.toordinal(), self._payees.get(key)
        if known is not None:
            days = known.large if forward else known.small
            found = [one for one in days if 0 <= (one - at if forward else at - one) <= SOON.days]
            if found:
                return date.fromordinal(min(found, key=lambda one: abs(one - at)))
        # On the same day a coffee and the rent prove nothing: the small sum has to be to somebody never paid before.
        others = [one for one in (self._large_on if forward else self._small_on).get(at, ()) if one != key]
        tested = [key] if forward and others else others
        return day if any(self._began(one, at) for one in tested) else None

    def _began(self, key: str, at: int) -> bool:
        """Return whether the first payment to a payee was on this day, with enough of the file before it."""
        known = self._payees.get(key)
        return known is not None and known.first == at and self._is_late(at)

    def _is_late(self, at: int) -> bool:
        return self.first_day is not None and at - self.first_day.toordinal() >= ENOUGH.days


class Judge:
    """The second pass: marks. Rows have to come in the order of the first pass.

    Attributes:
        judged: rows that lie in the time that is looked at.
        marked: those that have a mark.
    """

    def __init__(self, history: History, session_days: Iterable[date] = (), looked_from: date | None = None) -> None:
        self._history = history
        self._own = history.currency
        self._sessions = sorted(set(session_days))
        self._first = self._sessions[0] if self._sessions else None
        first = max(self._first, date.min + BEFORE) if self._first else None  # a slip of the pen may be the year 1
        start = looked_from or (first - BEFORE if first else history.first_day) or date.min
        self.looked_from = start
        self.judged = 0
        self.marked = 0
        self._seen: dict[date, dict[tuple[int, str, str], int]] = {}
        self._remembered = 0

    @property
    def history_is_short(self) -> bool:
        """Whether the file shows too little time before what is looked at. Without a day, all of it counts."""
        first, last = self._history.first_day, self._history.last_day
        if first is None or last is None:
            return True
        until = self.looked_from if self._first else last
        return until - first < ENOUGH

    def mark(self, row: StatementRow) -> Marked | None:
        """Return the row with its marks, or None when it has none or lies before what is looked at."""
        if row.day < self.looked_from:
            return None
        self.judged += 1
        marks: list[RowMark] = []
        session = self._session(row.day)
        if session is not None:
            marks.append("in-session" if session == row.day else "after-session")
        other = self._as_payment(row, marks)
        same_as = self._same_as(row)
        if same_as:
            marks.append("duplicate")
        if self._is_foreign(row):
            marks.append("foreign")
        if not marks:
            return None
        self.marked += 1
        return Marked(row=row, marks=tuple(marks), same_as=same_as, other_day=other, session_on=session)

    def looked_at(self, unread: int) -> LookedAt:
        """Return what was looked at, after the last row."""
        history = self._history
        return LookedAt(
            rows=history.rows,
            judged=self.judged,
            marked=self.marked,
            unread=unread,
            first_day=history.first_day,
            last_day=history.last_day,
            looked_from=self.looked_from if history.first_day else None,
            session_on=self._first,
            currency=history.currency,
            history_short=self.history_is_short,
            many_payees=history.many_payees,
        )

    def _session(self, day: date) -> date | None:
        if self._first is None or day < self._first:
            return None
        return day if day in self._sessions else max(one for one in self._sessions if one < day)

    def _as_payment(self, row: StatementRow, marks: list[RowMark]) -> date | None:
        """Add the marks of money that went out. Return the day of the other half of a test."""
        if row.amount_minor >= 0:
            return None
        key, amount = payee_key(row.payee), -row.amount_minor
        if self._history.is_new(key, row.day, self.looked_from):
            marks.append("new-payee")
        other: date | None = None
        if amount <= SMALL_MINOR and (other := self._history.larger_after(key, row.day)) is not None:
            marks.append("small-test")
        elif amount >= LARGE_MINOR and (other := self._history.small_before(key, row.day)) is not None:
            marks.append("larger-after-test")
        return other

    def _same_as(self, row: StatementRow) -> int:
        """Return the number of an earlier row of the same day, amount and payee; 0 where there is none."""
        if row.amount_minor >= 0:
            return 0
        rows = self._seen.get(row.day)
        if rows is None:
            rows = self._seen[row.day] = {}
            if len(self._seen) > _DAYS_REMEMBERED:
                self._remembered -= len(self._seen.pop(next(iter(self._seen))))
        key = (row.amount_minor, row.currency, payee_key(row.payee))
        same = rows.get(key, 0)
        if not same and self._remembered < _ROWS_REMEMBERED:
            rows[key] = row.number
            self._remembered += 1
        return same

    def _is_foreign(self, row: StatementRow) -> bool:
        own = self._own
        if row.foreign or (own and row.currency != own):
            return True
        told = _OTHER_MONEY.search(row.payee[:_MOST_READ])
        if told is None:
            return False
        code = told["code"] or told["behind"]
        return code is None or code.upper() != own
