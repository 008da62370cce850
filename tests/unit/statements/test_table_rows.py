"""Rows of a statement from cells: signs, sides, several columns for one name."""

from __future__ import annotations

from msgspec import structs

from recovery_assistant.domain.statement import Columns, StatementRow, UnreadRow
from recovery_assistant.statements.lines import Line
from recovery_assistant.statements.table_rows import MOST_LETTERS, rows

COLUMNS = Columns(day=0, amount=1, payee=(2,))


def read(text: str, columns: Columns) -> StatementRow | UnreadRow:
    return next(rows([Line(1, text)], columns, "GBP"))


def amount(text: str, columns: Columns) -> int | None:
    row = read(text, columns)
    return row.amount_minor if isinstance(row, StatementRow) else None


def test_which_way_the_money_went() -> None:
    assert amount("18/11/2026,3.40", COLUMNS) == 340
    assert amount("18/11/2026,3.40", structs.replace(COLUMNS, plus_is="out")) == -340
    sided = structs.replace(COLUMNS, direction=2, payee=())
    assert amount("18/11/2026,3.40,Debit", sided) == -340
    assert amount("18/11/2026,-3.40,CR", sided) == 340
    two = structs.replace(COLUMNS, amount=None, debit=1, credit=2)
    assert amount("18/11/2026,3.40,", two) == -340
    assert amount("18/11/2026,-3.40,", two) == -340
    assert amount("18/11/2026,,8.00", two) == 800
    assert amount("18/11/2026,3.40,0.00", two) == -340
    assert amount("18/11/2026,,", two) is None
    assert amount("18/11/2026,x,8.00", two) is None


def test_texts_are_joined_and_cut() -> None:
    row = read(f"18/11/2026,1.00,{'x' * 5000},b", structs.replace(COLUMNS, payee=(3, 2)))
    assert isinstance(row, StatementRow)
    assert row.payee.startswith("b xxx")
    assert len(row.payee) == MOST_LETTERS


def test_money_of_another_country() -> None:
    columns = structs.replace(COLUMNS, foreign_amount=3, foreign_currency=4, currency=5)
    row = read("18/11/2026,-1.00,TEA,1.25,USD,EUR", columns)
    assert isinstance(row, StatementRow)
    assert (row.foreign, row.currency) == ("1.25 USD", "EUR")
    same = read("18/11/2026,-1.00,TEA,1.00,EUR,EUR", columns)
    assert isinstance(same, StatementRow)
    assert same.foreign == ""


def test_a_cut_line_is_not_read() -> None:
    assert next(rows([Line(4, "18/11/2026,3.40", is_cut=True)], COLUMNS, "GBP")) == UnreadRow(4, "long")
