"""Look through a statement file, and keep the rows that have a mark. The file is never copied, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct, structs

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.journal import Actor, KnownEvent, StatementRowsMarked
from recovery_assistant.domain.statement import DateOrder, Guess, UnreadRow
from recovery_assistant.domain.statement_case import MOST_KEPT, statement_id_for
from recovery_assistant.domain.statement_marks import History, Judge, LookedAt, Marked
from recovery_assistant.services.guarding import guard_event
from recovery_assistant.statements.reading import StatementFile

MOST_UNREAD_TOLD: Final = 20
"""Rows that could not be read and are named; all of them are counted."""
_EVERY: Final = 2000


class LookedSoFar(Struct, frozen=True, kw_only=True):
    """How many rows were gone over; `part` is 1 while it is learned who was paid before, then 2."""

    rows: int
    part: int
    total: int = 0


class LookedThrough(Struct, frozen=True, kw_only=True):
    """The end: what was looked at, the marked rows, and examples of what could not be read."""

    name: str
    looked: LookedAt
    rows: tuple[Marked, ...]
    left_out: int
    unread: tuple[UnreadRow, ...]


class StatementKeeper(Protocol):
    """The part of a casebook that is written to."""

    @property
    def case(self) -> Case:
        """The case as it is now."""

    def record(self, event: KnownEvent, actor: Actor | None = None) -> Case:
        """Write an event; durable on return."""


def usual_order(pack: CountryPack) -> DateOrder:
    """Return which part of a day people write first where a file does not tell."""
    return "month-day" if pack.numeric_days == "month-first" else "day-month"


def open_statement(path: Path) -> StatementFile:
    """Return a statement file. Raises InputError I-60 to I-67, I-70."""
    return StatementFile(path)


def look_through(
    file: StatementFile,
    by: Guess,
    days: Iterable[date],
    *,
    looked_from: date | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[LookedSoFar | LookedThrough]:
    """Go over the rows twice, and end with what is marked; without an end when it was stopped: half says nothing.

    Args:
        days: of connections and of the call; none where nothing is known.
        looked_from: the first day to look at; a week before the first of `days` by itself.

    Raises:
        InputError: I-69 to I-72, the file is broken, hostile, changed, or gone.
    """
    history = History()
    for number, row in enumerate(file.rows(by), start=1):
        if number % _EVERY == 0:
            if stopped():
                return
            yield LookedSoFar(rows=number, part=1)
        if not isinstance(row, UnreadRow):
            history.add(row)
    judge = Judge(history, days, looked_from)
    kept: list[Marked] = []
    unread: list[UnreadRow] = []
    unread_count = 0
    for number, row in enumerate(file.rows(by), start=1):
        if number % _EVERY == 0:
            if stopped():
                return
            yield LookedSoFar(rows=number, part=2, total=history.rows)
        if isinstance(row, UnreadRow):
            unread_count += 1
            if len(unread) < MOST_UNREAD_TOLD:
                unread.append(row)
        elif (marked := judge.mark(row)) is not None and len(kept) < MOST_KEPT:
            kept.append(marked)
    yield LookedThrough(
        name=file.name,
        looked=judge.looked_at(unread_count),
        rows=tuple(kept),
        left_out=judge.marked - len(kept),
        unread=tuple(unread),
    )


def keep(casebook: StatementKeeper, found: LookedThrough) -> str:
    """Write what was marked into the case, and return the id of the statement there. Raises CaseError."""
    told = StatementRowsMarked(
        statement_id="", name=found.name, looked=found.looked, rows=found.rows, left_out=found.left_out
    )
    kept, _removed = guard_event(told)  # as it will stand in the case, so that name and rows are known again there
    assert isinstance(kept, StatementRowsMarked)  # noqa: S101 - an event stays of its kind
    statement = statement_id_for(casebook.case, kept.name, kept.rows)
    casebook.record(structs.replace(told, statement_id=statement), "program")
    return statement
