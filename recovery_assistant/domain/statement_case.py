"""What a case knows of statements: the days to compare with, the rows to dispute, and a payment made of a row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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


def session_days(case: Case, teller: Teller) -> tuple[date, ...]:
    """Return the days of connections that may be the criminal's, and of the call; none where nothing is known."""
    starts = (one.start or one.end for one in of_strangers(case, teller))
    days = {in_zone(at, teller.zone).date() for at in starts if at is not None and is_told(at)}
    call = day_of(str(case.answer(CALL_STEP, CALL_DAY) or ""))
    return tuple(sorted(days | ({call} if call is not None else set())))


def disputed_rows(case: Case) -> tuple[Marked, ...]:
    """Return every row that the person called not theirs, by day; a row that stands in two files counts once."""
    found: dict[tuple[object, ...], Marked] = {}
    for known in case.statements.values():
        for one in known.told.rows:
            if known.answers.get(one.row.number) == "not-mine":
                row = one.row
                found.setdefault((row.day, row.amount_minor, row.currency, row.payee, row.reference, one.same_as), one)
    return tuple(sorted(found.values(), key=lambda one: (one.row.day, one.row.number)))


def unsure_rows(case: Case) -> tuple[Marked, ...]:
    """Return every row of which the person is not sure: the bank can say more."""
    return tuple(
        one
        for known in case.statements.values()
        for one in known.told.rows
        if known.answers.get(one.row.number) == "unsure"
    )


def same_answers(before: KnownStatement, now: StatementRowsMarked) -> Mapping[int, RowAnswer]:
    """Return the answers that still hold when a file was looked through anew: those to rows that are as they were."""
    rows = {one.row.number: one.row for one in before.told.rows}
    return {
        one.row.number: before.answers[one.row.number]
        for one in now.rows
        if one.row.number in before.answers and rows.get(one.row.number) == one.row
    }


def statement_id_for(case: Case, name: str) -> str:
    """Return the id of a file of this name: the one that it has, or the next."""
    known = next((one.id for one in case.statements.values() if one.told.name == name), "")
    return known or f"s{len(case.statements) + 1}"


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
