"""Guesses how a table is to be read: its delimiter, where it starts, and what stands in which column.

A guess is shown and can be corrected, so it says what it is not sure of. What only all rows together can tell (the
order of day and month, the decimal sign) is decided over all rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Literal, NamedTuple

from msgspec import structs

from recovery_assistant.domain.statement import DELIMITERS, Columns, DateOrder, Doubt, Letters
from recovery_assistant.statements import refusals
from recovery_assistant.statements.figures import AmountColumn, DayColumn, is_amount, read_day
from recovery_assistant.statements.headers import Role, currency_of, role_of
from recovery_assistant.statements.lines import Line
from recovery_assistant.statements.refusals import refused
from recovery_assistant.statements.table import Record, records

SAMPLE: Final = 300
_MOST_PREAMBLE: Final = 40
_MOST_COLUMNS: Final = 64
_MOSTLY: Final = 0.7
_RARELY: Final = 0.2
_SIDES: Final = frozenset({"d", "c", "dr", "cr", "debit", "credit", "dbit", "crdt", "in", "out", "-", "+"})

Lines = Callable[[], Iterable[Line]]


class Guessed(NamedTuple):
    """Columns, the currency that a header names, and what is in doubt."""

    columns: Columns
    currency: str
    doubts: tuple[Doubt, ...]


class _Start(NamedTuple):
    """Where the rows begin, and the header before them; no names where there is none."""

    names: list[str]
    rows: list[Record]
    skipped: int


def guess(lines: Lines, letters: Letters, usual: DateOrder, corrected: Columns | None = None) -> Guessed:
    """Return how a table will be read. `lines` gives all of it each time it is called.

    With `corrected`, only what the person cannot see in it (the order of days, the decimal sign) is left as it is.

    Raises:
        InputError: I-67 it is no table, I-68 there are no rows.
    """
    delimiter, sample = _delimiter(lines)
    start = _start(sample)
    columns = _by_names(start) if start.names else _by_cells(start.rows)
    width = max(len(record.cells) for record in start.rows)
    names = tuple(start.names[:_MOST_COLUMNS]) or tuple(str(at) for at in range(1, min(width, _MOST_COLUMNS) + 1))
    named = next((code for name in start.names if (code := currency_of(name))), "")
    columns = structs.replace(columns, letters=letters, delimiter=delimiter, names=names, skipped=start.skipped)
    if corrected is not None:
        columns = corrected
    if not columns.are_enough:
        missing: tuple[Doubt, ...] = ("date",) if columns.day is None else ("amount",)
        return Guessed(columns, named, missing)
    return _over_all(lines, columns, named, usual)


def _over_all(lines: Lines, columns: Columns, named: str, usual: DateOrder) -> Guessed:
    """Decide what only all rows can tell."""
    days, amounts = DayColumn(), AmountColumn()
    money = tuple(at for at in (columns.amount, columns.debit, columns.credit) if at is not None)
    for record in body(lines(), columns):
        cells = record.cells
        if columns.day is not None and columns.day < len(cells):
            days.add(cells[columns.day])
        for at in money:
            if at < len(cells) and cells[at]:
                amounts.add(cells[at])
    if not days.read or not amounts.read:
        raise refused(refusals.NO_ROWS)
    order, order_is_sure = days.order(usual)
    decimal, decimal_is_sure = amounts.decimal()
    doubts: list[Doubt] = []
    if not order_is_sure:
        doubts.append("date-order")
    if not decimal_is_sure:
        doubts.append("decimal")
    plus_is: Literal["in", "out"] = "in"
    if columns.amount is not None and columns.direction is None and columns.debit is None:
        plus_is, is_sure = _plus(amounts)
        if not is_sure:
            doubts.append("plus-is")
    if not columns.payee:
        doubts.append("payee")
    decided = structs.replace(columns, date_order=order, decimal=decimal, plus_is=plus_is)
    return Guessed(decided, named, tuple(doubts))


def _plus(amounts: AmountColumn) -> tuple[Literal["in", "out"], bool]:
    """Return what a figure without minus means. Card companies often write what was bought without one."""
    share = amounts.minus / amounts.read
    if share >= 0.4:
        return "in", True
    return ("out", False) if share < _RARELY else ("in", False)


def body(lines: Iterable[Line], columns: Columns) -> Iterator[Record]:
    """Yield the rows behind the header."""
    return (record for record in records(lines, columns.delimiter) if record.number > columns.skipped)


def _delimiter(lines: Lines) -> tuple[str, list[Record]]:
    """Return the sign between cells, and the first rows read by it. Raises InputError I-67."""
    first = list(islice(lines(), SAMPLE))
    best: tuple[float, str, list[Record]] = (0.0, ",", [])
    for delimiter in DELIMITERS:
        found = list(records(first, delimiter))
        score = _score(found)
        if score > best[0]:
            best = (score, delimiter, found)
    if not best[0]:
        raise refused(refusals.NOT_TEXT)
    return best[1], best[2]


def _score(found: Sequence[Record]) -> float:
    """Return how much rows look like a table: rows of one width, with a day and an amount in them."""
    if not found:
        return 0.0
    widths = [len(record.cells) for record in found]
    usual = max(set(widths), key=lambda width: (widths.count(width) if width > 1 else 0, width))
    if usual < 2 or usual > _MOST_COLUMNS:
        return 0.0
    alike = [record for record in found if len(record.cells) == usual]
    good = sum(_has_day(record.cells) and any(map(is_amount, record.cells)) for record in alike)
    names = max(
        (sum(role_of(cell) is not None for cell in record.cells) for record in alike[:_MOST_PREAMBLE]), default=0
    )
    return good / len(found) + names * 0.1 + (0.01 * usual if good or names else 0)


def _has_day(cells: Sequence[str]) -> bool:
    return any(read_day(cell, "day-month") or read_day(cell, "month-day") for cell in cells)


def _start(sample: Sequence[Record]) -> _Start:
    """Find the header and the first row. Raises InputError I-68 where no row has a day and an amount."""
    header: Record | None = None
    for at, record in enumerate(sample):
        if _has_day(record.cells) and sum(map(is_amount, record.cells)) >= 1:
            if header is not None:
                return _Start([cell.strip() for cell in header.cells], list(sample[at:]), header.number)
            return _Start([], list(sample[at:]), _first_like(sample[: at + 1]).number - 1)
        if at >= _MOST_PREAMBLE and header is None:
            break
        roles = [found for cell in record.cells if (found := role_of(cell))]
        if len({role for role, _ in roles}) >= 2:
            header = record
    raise refused(refusals.NO_ROWS)


def _first_like(sample: Sequence[Record]) -> Record:
    """Return the first record that could be a row as the last one is, though it cannot be read; the last at the latest.

    Without a header nothing says where rows begin. What is passed over here would never be told to anybody, so figures
    in as many cells, or an amount, are enough.
    """
    width = len(sample[-1].cells)
    return next(
        record
        for record in sample
        if any(map(_is_money, record.cells))
        or (len(record.cells) == width and any(sign.isdigit() for cell in record.cells for sign in cell))
    )


def _by_names(start: _Start) -> Columns:
    """Assign columns by their names, checked against what stands in them."""
    found: dict[Role, list[tuple[int, int]]] = {}
    for at, name in enumerate(start.names[:_MOST_COLUMNS]):
        role = role_of(name)
        if role is not None:
            found.setdefault(role[0], []).append((role[1], at))
    for places in found.values():
        places.sort()

    def first(role: Role) -> int | None:
        return found[role][0][1] if role in found else None

    day = next((at for _, at in found.get("day", ()) if _share(start.rows, at, _is_day) > _RARELY), None)
    debit, credit, amount = first("debit"), first("credit"), first("amount")
    direction = next((at for at in _sides(start, found)), None)
    if debit is not None and credit is not None:
        amount = direction = None
    elif amount is not None:
        debit = credit = None
    kind = next((at for _, at in found.get("kind", ()) if at != direction), None)
    reference = next((at for _, at in found.get("reference", ()) if at != direction), None)
    guessed = Columns(
        day=day, amount=amount, debit=debit, credit=credit, direction=direction,
        payee=_payee(start, found), reference=reference, kind=kind,
        currency=first("currency"), foreign_amount=first("foreign-amount"), foreign_currency=first("foreign-currency"),
    )  # fmt: skip
    if guessed.are_enough:
        return guessed
    by_cells = _by_cells(start.rows)
    return structs.replace(
        guessed,
        day=guessed.day if guessed.day is not None else by_cells.day,
        amount=guessed.amount if guessed.debit or guessed.credit or guessed.amount is not None else by_cells.amount,
        payee=guessed.payee or by_cells.payee,
    )


def _sides(start: _Start, found: dict[Role, list[tuple[int, int]]]) -> Iterator[int]:
    """Yield columns that say "debit" or "credit", whatever they are called."""
    for role in ("direction", "kind"):
        for _, at in found.get(role, ()):
            if _share(start.rows, at, lambda cell: cell.strip().lower() in _SIDES) > _MOSTLY:
                yield at


def _payee(start: _Start, found: dict[Role, list[tuple[int, int]]]) -> tuple[int, ...]:
    """Return the columns that say to whom: the best one; several where each is often empty, as in New Zealand."""
    places = [at for _, at in found.get("payee", ())]
    filled = [at for at in places if _share(start.rows, at, bool) > 0]
    best = next((at for at in filled if _share(start.rows, at, bool) > _MOSTLY), None)
    if best is None:
        return tuple(sorted(filled[:4]))
    name = start.names[best].lower()
    if name in ("details", "particulars", "other party", "payee") and any(
        start.names[at].lower() in ("particulars", "code") for at in filled
    ):
        return tuple(sorted(filled[:4]))
    return (best,)


def _share(rows: Sequence[Record], at: int, is_so: Callable[[str], object]) -> float:
    told = [row.cells[at] for row in rows if at < len(row.cells)]
    return sum(bool(is_so(cell)) for cell in told) / len(told) if told else 0.0


def _is_day(cell: str) -> bool:
    return read_day(cell, "day-month") is not None or read_day(cell, "month-day") is not None


def _by_cells(rows: Sequence[Record]) -> Columns:
    """Assign columns of a table without a header by what stands in them."""
    width = min(max(len(row.cells) for row in rows), _MOST_COLUMNS)
    day = next((at for at in range(width) if _share(rows, at, _is_day) > _MOSTLY), None)
    money = [at for at in range(width) if at != day and _share(rows, at, _is_money) > _RARELY]
    full = [at for at in money if _share(rows, at, is_amount) > _MOSTLY]
    halves = [at for at in money if at not in full]
    texts = [at for at in range(width) if at != day and at not in money]
    payee = max(texts, key=lambda at: sum(map(len, _cells(rows, at))), default=None)
    shared = Columns(day=day, payee=() if payee is None else (payee,))
    if len(halves) >= 2 and _are_sides(rows, halves[0], halves[1]):
        return structs.replace(shared, debit=halves[0], credit=halves[1])
    return structs.replace(shared, amount=full[0] if full else money[0] if money else None)


def _cells(rows: Sequence[Record], at: int) -> list[str]:
    return [row.cells[at] for row in rows if at < len(row.cells)]


def _is_money(cell: str) -> bool:
    """Return whether a cell is an amount with pence, or with a sign: an account number is neither."""
    return is_amount(cell) and any(sign in cell for sign in ".,-+£$€(")


def _are_sides(rows: Sequence[Record], debit: int, credit: int) -> bool:
    """Return whether of two columns mostly one has a figure."""
    both = [row.cells for row in rows if len(row.cells) > max(debit, credit)]
    one = sum(is_amount(cells[debit]) != is_amount(cells[credit]) for cells in both)
    return bool(both) and one / len(both) > _MOSTLY
