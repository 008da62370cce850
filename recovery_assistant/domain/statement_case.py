"""What a case knows of statements: the days to compare with, the rows to dispute, and a payment made of a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Final

from recovery_assistant.domain.contradiction import CALL_DAY, CALL_STEP
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.remembered import day_of
from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_marks import Marked, RowAnswer
from recovery_assistant.domain.suggesting import of_strangers
from recovery_assistant.domain.telling import in_zone
from recovery_assistant.domain.timeline_bands import is_told

if TYPE_CHECKING:
    from recovery_assistant.domain.case import Case, KnownStatement
    from recovery_assistant.domain.events import StatementRowsMarked
    from recovery_assistant.domain.telling import Teller

MOST_KEPT: Final = 1000
"""Marked rows of one file that a case keeps; how many more there were is kept too."""
_LONGEST_NAME: Final = 120

_Name = tuple[object, ...]
"""What a row says, and which of the rows that say the same it is."""


def session_days(case: Case, teller: Teller) -> tuple[date, ...]:
    """Return the days of connections that may be the criminal's, and of the call; none where nothing is known."""
    starts = (one.start or one.end for one in of_strangers(case, teller))
    days = {in_zone(at, teller.zone).date() for at in starts if at is not None and is_told(at)}
    call = day_of(str(case.answer(CALL_STEP, CALL_DAY) or ""))
    return tuple(sorted(days | ({call} if call is not None else set())))


def disputed_rows(case: Case) -> tuple[Marked, ...]:
    """Return every row that the person called not theirs, by day; a row that stands in two files counts once."""
    found: dict[_Name, Marked] = {}
    for known in case.statements.values():
        for name, one in _named(known.told.rows):
            if known.answers.get(one.row.number) == "not-mine":
                found.setdefault(name, one)
    return tuple(sorted(found.values(), key=lambda one: (one.row.day, one.row.number)))


def _named(rows: Iterable[Marked]) -> Iterator[tuple[_Name, Marked]]:
    """Yield each row of a file with what it says, and which of the rows that say the same it is.

    By this a row is known again in another file, or in a newer one of the same name in which it stands elsewhere.
    """
    seen: Counter[object] = Counter()
    for one in sorted(rows, key=lambda one: one.row.number):
        row = one.row
        said = (row.day, row.amount_minor, row.currency, row.payee, row.reference)
        yield (*said, seen[said]), one
        seen[said] += 1


def unsure_rows(case: Case) -> tuple[Marked, ...]:
    """Return every row of which the person is not sure: the bank can say more."""
    return tuple(
        one
        for known in case.statements.values()
        for one in known.told.rows
        if known.answers.get(one.row.number) == "unsure"
    )


def same_answers(before: KnownStatement, now: StatementRowsMarked) -> Mapping[int, RowAnswer]:
    """Return the answers that still hold when a file was looked through anew: those to rows that say what they said.

    A newer file of the same account has new rows on top, so where a row stands does not matter.
    """
    answers = _answers(before)
    return {one.row.number: answers[name] for name, one in _named(now.rows) if name in answers}


def _answers(known: KnownStatement) -> dict[_Name, RowAnswer]:
    answers = known.answers
    return {name: answers[one.row.number] for name, one in _named(known.told.rows) if one.row.number in answers}


def statement_id_for(case: Case, name: str, rows: Iterable[Marked]) -> str:
    """Return the id of a file of this name with these rows: the one that it has, or the next.

    Many banks call every file "statement.csv". A file that lacks a row with an answer is another one: it must not take
    the place of the first, or what the person said would be gone.
    """
    names = {found for found, _ in _named(rows)}
    for known in case.statements.values():
        if known.told.name == name and _answers(known).keys() <= names:
            return known.id
    return f"s{len(case.statements) + 1}"


def payment_of(row: StatementRow, payment_id: str) -> Payment:
    """Return a payment as far as a row tells. Who pressed send, and how it was paid, is for the person to say."""
    return Payment(
        id=payment_id,
        amount_minor=abs(row.amount_minor),
        currency=row.currency or "GBP",
        sent_on=row.day.isoformat(),
        to_whom=row.payee[:_LONGEST_NAME],
        reference=row.reference[:_LONGEST_NAME],
    )


def next_payment_id(used: Collection[str]) -> str:
    """Return an id that no payment of this case ever had, not even one that was taken out of the list."""
    return next(name for number in count(1) if (name := f"p{number}") not in used)


def is_added(case: Case, row: StatementRow) -> bool:
    """Return whether a payment of this day, sum and name is in the case already."""
    made = payment_of(row, "")
    return any(
        (one.amount_minor, one.currency, one.sent_on, one.to_whom)
        == (made.amount_minor, made.currency, made.sent_on, made.to_whom)
        for one in case.payments.values()
    )
