"""Every list stands for one part of how a table is read, and gives back what was guessed."""

from __future__ import annotations

from datetime import date

from msgspec import structs

from recovery_assistant.domain.statement import Columns, Guess, StatementRow
from recovery_assistant.ui.pages.statement_guess import GuessForm
from recovery_assistant.ui.widgets.choice_list import ChoiceList
from tests.window_parts import Bench

COLUMNS = Columns(names=("Date", "What", "Sum", "Back"), day=0, payee=(1,), amount=2, letters="cp1252", decimal=",")
ROW = StatementRow(number=2, day=date(2026, 11, 18), amount_minor=-300, currency="GBP", payee="TEA")


def form(bench: Bench, guess: Guess) -> GuessForm:
    made = GuessForm(bench.page("statement-file").desk, guess)
    bench.qtbot.addWidget(made)
    return made


def choose(choice: ChoiceList, value: str) -> None:
    choice.control.setCurrentIndex(choice.control.findData(value))


def test_what_was_guessed_comes_back(bench: Bench) -> None:
    made = form(bench, Guess(kind="table", columns=COLUMNS, first=(ROW,)))
    assert made.columns() == COLUMNS
    assert made.sample.words == "18 November 2026: £3.00 went out, TEA"
    several = structs.replace(COLUMNS, payee=(1, 3))
    assert form(bench, Guess(kind="table", columns=several)).columns() == several


def test_what_is_chosen_comes_back(bench: Bench) -> None:
    made = form(bench, Guess(kind="table", columns=COLUMNS, first=(ROW,)))
    for name, value in (("amount", ""), ("debit", "2"), ("credit", "3"), ("payee", ""), ("order", "month-day")):
        choose(made.lists[name], value)
    columns = made.columns()
    assert columns is not None
    assert (columns.amount, columns.debit, columns.credit, columns.payee) == (None, 2, 3, ())
    assert columns.date_order == "month-day"


def test_a_file_that_is_no_table_has_nothing_to_correct(bench: Bench) -> None:
    made = form(bench, Guess(kind="ofx", first=(ROW,)))
    assert made.columns() is None
    assert made.lists == {}


def test_doubts_are_told(bench: Bench) -> None:
    made = form(bench, Guess(kind="table", columns=COLUMNS, doubts=("date-order",)))
    assert any("No row tells us" in part.accessibleName() for part in made.findChildren(type(made.sample)))
