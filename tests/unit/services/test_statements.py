"""Looking through a file: two passes, an end only when it is whole, and only marked rows in the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.journal import Actor, KnownEvent
from recovery_assistant.domain.statement_case import MOST_KEPT
from recovery_assistant.services.statements import LookedSoFar, LookedThrough, keep, look_through, open_statement
from tests.unit.domain.events import journal_of

CALL = date(2026, 11, 18)


class Book:
    """Keeps events as a casebook does."""

    def __init__(self) -> None:
        self.events: list[KnownEvent] = []

    @property
    def case(self) -> Case:
        return fold(journal_of(self.events))

    def record(self, event: KnownEvent, actor: Actor | None = None) -> Case:
        self.events.append(event)
        return self.case


def written(tmp_path: Path, count: int, extra: str = "") -> Path:
    path = tmp_path / "a.csv"
    path.write_text("Date,Description,Amount\n" + "18/11/2026,TEA,-3.00\n" * count + extra)
    return path


def looked(path: Path, days: Sequence[date] = (CALL,)) -> list[LookedSoFar | LookedThrough]:
    file = open_statement(path)
    return list(look_through(file, file.guess("day-month", "GBP"), days))


def test_only_marked_rows_are_kept(tmp_path: Path) -> None:
    found = looked(written(tmp_path, 2, "01/01/2026,SECRET SHOP,-9.00\nnothing,at,all\n"))[-1]
    assert isinstance(found, LookedThrough)
    assert [one.row.payee for one in found.rows] == ["TEA", "TEA"]
    assert [one.why for one in found.unread] == ["date"]
    assert (found.looked.rows, found.looked.judged, found.looked.unread) == (3, 2, 1)
    book = Book()
    assert keep(book, found) == "s1"
    assert keep(book, found) == "s1"
    assert "SECRET" not in repr(book.events)
    assert len(book.case.statements) == 1


def test_of_very_many_marked_rows_the_first_are_kept_and_the_rest_is_told(tmp_path: Path) -> None:
    found = looked(written(tmp_path, MOST_KEPT + 5))[-1]
    assert isinstance(found, LookedThrough)
    assert (len(found.rows), found.left_out, found.looked.marked) == (MOST_KEPT, 5, MOST_KEPT + 5)


def test_progress_and_stop(tmp_path: Path) -> None:
    path = written(tmp_path, 5000)
    parts = [event.part for event in looked(path) if isinstance(event, LookedSoFar)]
    assert parts == [1, 1, 2, 2]
    file = open_statement(path)
    asked = iter([False, True])
    events = list(look_through(file, file.guess("day-month", "GBP"), (), stopped=lambda: next(asked)))
    assert not any(isinstance(event, LookedThrough) for event in events)
