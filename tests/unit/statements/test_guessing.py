"""How a table is guessed: start, columns, and what is in doubt."""

from __future__ import annotations

import pytest
from msgspec import structs

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.statement import Columns
from recovery_assistant.statements.guessing import Guessed, guess
from recovery_assistant.statements.lines import Line
from recovery_assistant.statements.table_rows import rows


def guessed(text: str, corrected: Columns | None = None) -> Guessed:
    found = [Line(at, line) for at, line in enumerate(text.split("\n"), 1)]
    return guess(lambda: found, "utf-8", "day-month", corrected)


def test_two_columns_of_money_and_a_balance() -> None:
    columns = guessed(
        "Date,Narrative,Debit,Credit,Balance\n18/11/2026,TEA,3.40,,9.00\n19/11/2026,PAY,,8.00,17.00"
    ).columns
    assert (columns.day, columns.debit, columns.credit, columns.amount, columns.payee) == (0, 2, 3, None, (1,))


def test_an_amount_with_its_side_in_another_column() -> None:
    columns = guessed("Date,Amount,Type,Description\n18/11/2026,3.40,DR,TEA\n19/11/2026,8.00,CR,PAY").columns
    assert (columns.amount, columns.direction, columns.kind) == (1, 2, None)


def test_no_header_and_two_columns_of_money() -> None:
    columns = guessed(
        "18/11/2026,TEA ROOM,3.40,,9.00\n19/11/2026,PENSION,,8.00,17.00\n20/11/2026,BUS,2.00,,15.00"
    ).columns
    assert (columns.day, columns.debit, columns.credit, columns.payee) == (0, 2, 3, (1,))
    assert columns.names == ("1", "2", "3", "4", "5")


@pytest.mark.parametrize("first", ["31/13/2026,CROOK,-999.00", "soon,CROOK,-999", "CROOK,-999.00"])
def test_without_a_header_rows_before_the_first_good_one_are_told(first: str) -> None:
    good = "09/11/2026,TEA,-5.00\n10/11/2026,BUS,-6.00"
    columns = guessed(f"My account\n{first}\n{good}").columns
    assert columns.skipped == 1
    found = [Line(at, line) for at, line in enumerate(f"My account\n{first}\n{good}".split("\n"), 1)]
    assert [type(row).__name__ for row in rows(found, columns, "GBP")] == ["UnreadRow", "StatementRow", "StatementRow"]
    assert guessed(f"Datum,Name,Bedrag\n{good}").columns.skipped == 1, "a header that is not known is no row"


def test_thousands_with_points_are_in_doubt() -> None:
    found = guessed("Date;Name;Amount\n09.11.2026;A;-1.500\n10.11.2026;B;-2.000")
    assert (found.columns.decimal, "decimal" in found.doubts) == (",", True)


def test_lines_before_the_header_are_skipped() -> None:
    found = guessed("My account\nSort code,00-00-00\n\nDate;Description;Amount\n18/11/2026;TEA;-3.40")
    assert (found.columns.skipped, found.columns.delimiter) == (4, ";")


def test_plus_that_may_mean_what_was_bought_is_in_doubt() -> None:
    found = guessed("Date,Description,Amount\n" + "18/11/2026,TEA,3.40\n" * 6 + "18/11/2026,PAID,-20.00")
    assert (found.columns.plus_is, found.doubts) == ("out", ("plus-is",))


def test_corrected_columns_stay() -> None:
    text = "Date,Date 2,Description,Amount\n18/11/2026,01/02/2026,TEA,-3.40"
    columns = structs.replace(guessed(text).columns, day=1, payee=())
    assert guessed(text, columns).columns.day == 1


@pytest.mark.parametrize("text", ["nothing here", "a,b\nc,d\n", "Date,Description,Amount\n"])
def test_what_has_no_rows_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        guessed(text)
    assert caught.value.code in ("I-67", "I-68")
