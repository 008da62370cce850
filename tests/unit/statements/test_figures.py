"""Days and amounts in all the ways in which banks write them."""

from __future__ import annotations

from typing import Literal

import pytest

from recovery_assistant.domain.statement import DateOrder
from recovery_assistant.statements.figures import AmountColumn, DayColumn, read_amount, read_day, unwrapped


@pytest.mark.parametrize(
    ("text", "order", "iso"),
    [
        ("18/11/2026", "day-month", "2026-11-18"),
        ("03/04/2026", "day-month", "2026-04-03"),
        ("03/04/2026", "month-day", "2026-03-04"),
        ("3.4.26", "day-month", "2026-04-03"),
        ("2026-11-18", "month-day", "2026-11-18"),
        ("2026-11-18T10:42:00Z", "day-month", "2026-11-18"),
        ("18/11/2026 10:42", "day-month", "2026-11-18"),
        ("20261118", "day-month", "2026-11-18"),
        ("18 Nov 2026", "month-day", "2026-11-18"),
        ("18-NOV-26", "day-month", "2026-11-18"),
        ("Nov 18, 2026", "day-month", "2026-11-18"),
        ("November 18 2026", "day-month", "2026-11-18"),
        ("Wed, 18 Nov 2026", "day-month", "2026-11-18"),
        ("31/02/2026", "day-month", ""),
        ("18/11", "day-month", ""),
        ("1850.00", "day-month", ""),
        ("١٨/١١/٢٠٢٦", "day-month", ""),
        ("9" * 400, "day-month", ""),
        ("", "day-month", ""),
    ],
)
def test_days(text: str, order: DateOrder, iso: str) -> None:
    day = read_day(text, order)
    assert (day.isoformat() if day else "") == iso


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [
        ("1850.00", ".", 185000),
        ("-1,850.00", ".", -185000),
        ("(1,850.00)", ".", -185000),
        ("1,850.00-", ".", -185000),
        ("£1,850.00 DR", ".", -185000),
        ("£1,850.00 CR", ".", 185000),
        ("−£3.4", ".", -340),
        ("$-3.40", ".", -340),
        ("1.850,00", ",", 185000),
        ("-1 850,00 €", ",", -185000),
        ("1 850,00 EUR", ",", 185000),
        ("1'850.00", ".", 185000),
        ("12,34,567.00", ".", 123456700),
        ("3", ".", 300),
        (".50", ".", 50),
        ("3.405", ".", 341),
        ('="3.40"', ".", 340),
        ("+812.00", ".", 81200),
        ("1,85", ".", None),
        ("1.2.3", ".", None),
        ("=A1+B1", ".", None),
        ("(3.40", ".", None),
        ("12345678901234567", ".", None),
        ("TEA", ".", None),
        ("", ".", None),
        ("9" * 500, ".", None),
    ],
)
def test_amounts(text: str, decimal: Literal[".", ","], minor: int | None) -> None:
    assert read_amount(text, decimal, "GBP") == minor


def test_a_currency_without_pence() -> None:
    assert read_amount("1,850", ".", "JPY") == 1850


def order_of(*cells: str, usual: DateOrder = "day-month") -> tuple[DateOrder, bool]:
    column = DayColumn()
    for cell in cells:
        column.add(cell)
    return column.order(usual)


def test_the_order_of_days_is_decided_over_all_rows() -> None:
    assert order_of("03/04/2026", "05/06/2026", "18/11/2026") == ("day-month", True)
    assert order_of("03/04/2026", "05/06/2026", "11/18/2026") == ("month-day", True)
    assert order_of("2026-04-03") == ("year-month", True)
    assert order_of("3 Apr 2026") == ("year-month", True)


def test_an_order_that_no_row_tells_is_in_doubt() -> None:
    assert order_of("03/04/2026") == ("day-month", False)
    assert order_of("03/04/2026", usual="month-day") == ("month-day", False)
    # In order of time as days of one month; jumping to and fro as months.
    assert order_of("01/05/2026", "02/05/2026", "03/05/2026", "01/06/2026", usual="month-day") == ("day-month", False)
    assert order_of("18/11/2026", "11/18/2026")[1] is False


def test_the_decimal_sign_is_decided_over_all_rows() -> None:
    for cells, expected in (
        (("1,850", "3.40"), (".", True)),
        (("1.850", "3,40"), (",", True)),
        (("1.850,00",), (",", True)),
        (("3,40", "3.40"), (".", False)),
        (("-1.500", "-2.000"), (",", False)),
        (("1.500", "3.40"), (".", False)),
        (("1.500", "3,40"), (",", True)),
        (("0.500", "1500.000", ".250"), (".", True)),
        (("1,500", "2,000"), (".", True)),
    ):
        column = AmountColumn()
        for cell in cells:
            column.add(cell)
        assert column.decimal() == expected


def test_the_dress_of_spreadsheets_comes_off() -> None:
    assert unwrapped('="0123"') == "0123"
    assert unwrapped("'0123") == "0123"
