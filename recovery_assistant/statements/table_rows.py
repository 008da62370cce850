"""Makes rows of a statement of the rows of a table, by columns that were guessed or corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recovery_assistant.domain.statement import Columns, StatementRow, UnreadRow
from recovery_assistant.statements.figures import read_amount, read_day, unwrapped
from recovery_assistant.statements.guessing import body
from recovery_assistant.statements.lines import Line
from recovery_assistant.statements.table import Record

MOST_LETTERS = 200
"""Letters of one text of a row that are kept; banks write fewer."""
_OUT = frozenset({"d", "dr", "debit", "dbit", "out", "-"})
_IN = frozenset({"c", "cr", "credit", "crdt", "in", "+"})


def rows(lines: Iterable[Line], columns: Columns, currency: str) -> Iterator[StatementRow | UnreadRow]:
    """Yield every row, read or not read. `currency` is taken where no column says one."""
    for record in body(lines, columns):
        yield _row(record, columns, currency)


def _row(record: Record, columns: Columns, currency: str) -> StatementRow | UnreadRow:
    if record.is_cut:
        return UnreadRow(record.number, "long")
    cells = record.cells
    day = read_day(_cell(cells, columns.day), columns.date_order)
    if day is None:
        return UnreadRow(record.number, "date")
    own = _currency(_cell(cells, columns.currency)) or currency
    amount = _amount(cells, columns, own)
    if amount is None:
        return UnreadRow(record.number, "amount")
    payee = " ".join(text for at in columns.payee if (text := _text(cells, at)))
    return StatementRow(
        number=record.number,
        day=day,
        amount_minor=amount,
        currency=own,
        payee=payee[:MOST_LETTERS],
        reference=_text(cells, columns.reference),
        kind=_text(cells, columns.kind),
        foreign=_foreign(cells, columns, own),
    )


def _amount(cells: list[str], columns: Columns, currency: str) -> int | None:
    """Return the amount, below zero where money went out; None where none can be read."""
    if columns.amount is not None:
        amount = read_amount(_cell(cells, columns.amount), columns.decimal, currency)
        if amount is None:
            return None
        side = _cell(cells, columns.direction).strip().lower()
        if side in _OUT:
            return -abs(amount)
        if side in _IN:
            return abs(amount)
        return -amount if columns.plus_is == "out" else amount
    debit, credit = _cell(cells, columns.debit), _cell(cells, columns.credit)
    out = read_amount(debit, columns.decimal, currency)
    came = read_amount(credit, columns.decimal, currency)
    if (out is None and debit.strip()) or (came is None and credit.strip()) or (out is None and came is None):
        return None
    # Some banks write a minus in the column of what went out, and some do not. Both mean the same.
    return abs(came or 0) - abs(out or 0)


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _text(cells: list[str], at: int | None) -> str:
    text = _cell(cells, at)
    return " ".join(unwrapped(text).split())[:MOST_LETTERS] if text else ""


def _currency(text: str) -> str:
    code = text.strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else ""


def _foreign(cells: list[str], columns: Columns, own: str) -> str:
    """Return what the amount was before it was changed, where the table says so."""
    code, figure = _currency(_cell(cells, columns.foreign_currency)), _text(cells, columns.foreign_amount)
    if code == own or not (code or figure.strip("0., ")):
        return ""
    return f"{figure} {code}".strip()
