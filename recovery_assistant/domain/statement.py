"""Rows of a bank's statement file, and how the columns of a table are read. Nothing here is kept but marked rows."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

FileKind = Literal["table", "ofx", "camt"]
"""A table of text (CSV) · OFX or QFX · CAMT.053."""

DateOrder = Literal["day-month", "month-day", "year-month"]
"""Which part of a day comes first where it is written in figures."""

Letters = Literal["utf-8", "utf-16", "cp1252", "mac-roman"]
"""How a file writes letters, as Python names it."""

LETTERS: tuple[Letters, ...] = ("utf-8", "cp1252", "utf-16", "mac-roman")
DELIMITERS = (",", ";", "\t", "|")
DATE_ORDERS: tuple[DateOrder, ...] = ("day-month", "month-day", "year-month")

Doubt = Literal["date-order", "plus-is", "decimal", "payee", "amount", "date"]
"""What a guess is not sure of: shown beside it, so that the person can say."""


class StatementRow(Struct, frozen=True, kw_only=True):
    """One row of a statement. Texts are the bank's, and hostile.

    Attributes:
        number: of the row in its file, from 1; in a table the line, so that the person finds it again.
        amount_minor: in the smallest unit of `currency`; below zero where money went out.
        payee: to whom, or from whom, as the bank writes it.
        kind: what the bank calls this sort of row ("DEB", "CARD").
        foreign: amount and currency as they were before the bank changed them ("25.00 USD"); "" where not told.
    """

    number: int
    day: date
    amount_minor: int
    currency: str
    payee: str = ""
    reference: str = ""
    kind: str = ""
    foreign: str = ""


WhyUnread = Literal["date", "amount", "long", "end"]
"""No day that can be read · no amount · longer than any row · the file breaks off here."""


class UnreadRow(NamedTuple):
    """A row that could not be read, where it stands, and why."""

    number: int
    why: WhyUnread


class Columns(Struct, frozen=True, kw_only=True):
    """Where in a table what stands. Columns are counted from 0; None where there is no such column.

    Attributes:
        names: of all columns, as the header says them or "1", "2" where there is none.
        skipped: lines before the first row of figures, the header among them.
        day: the column of the day.
        amount: one column with signs; else `debit` (out) and `credit` (in) are two.
        direction: a column that says "debit" or "credit" beside an amount without sign.
        plus_is: whether a figure without minus in `amount` is money that came in or went out.
        payee: columns that are joined to say to whom.
    """

    letters: Letters = "utf-8"
    delimiter: str = ","
    names: tuple[str, ...] = ()
    skipped: int = 0
    day: int | None = None
    date_order: DateOrder = "day-month"
    decimal: Literal[".", ","] = "."
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    direction: int | None = None
    plus_is: Literal["in", "out"] = "in"
    payee: tuple[int, ...] = ()
    reference: int | None = None
    currency: int | None = None
    kind: int | None = None
    foreign_amount: int | None = None
    foreign_currency: int | None = None

    @property
    def are_enough(self) -> bool:
        """Whether a row can be read at all: a day and an amount."""
        return self.day is not None and any(one is not None for one in (self.amount, self.debit, self.credit))


class Guess(Struct, frozen=True, kw_only=True):
    """How a file will be read, before anything is judged.

    Attributes:
        columns: None for OFX and CAMT.053, which say themselves what is what.
        currency: of the account, as far as the file says; "" where it does not.
        doubts: what the guess is not sure of.
        first: the first rows as they would be read.
    """

    kind: FileKind
    columns: Columns | None = None
    currency: str = ""
    doubts: tuple[Doubt, ...] = ()
    first: tuple[StatementRow, ...] = ()
