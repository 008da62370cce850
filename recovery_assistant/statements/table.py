"""Rows of a table of text, read by Python's own csv reader one row at a time.

One quotation mark that is never closed must not swallow the rest of the file: a row may go over a few lines, and no
more. A line that still does not fit is read without regard to quotation marks, so nothing is dropped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from recovery_assistant.statements.lines import LONGEST, Line

MOST_LINES: Final = 8
"""Lines of one row; addresses in quotation marks have three or four."""


class Record(NamedTuple):
    """One row of cells, the number of its first line, and whether it was too long and cut."""

    number: int
    cells: list[str]
    is_cut: bool = False


def records(lines: Iterable[Line], delimiter: str) -> Iterator[Record]:
    """Yield every row that is not empty."""
    csv.field_size_limit(LONGEST * (MOST_LINES + 1))
    waiting = iter(lines)
    ahead: list[Line] = []
    while (line := ahead.pop(0) if ahead else next(waiting, None)) is not None:
        if not line.text.strip():
            continue
        if line.is_cut:
            yield Record(line.number, _loose(line.text, delimiter), is_cut=True)
            continue
        cells = _strict([line.text], delimiter)
        more: list[Line] = []
        while cells is None and len(more) < MOST_LINES - 1:
            another = ahead.pop(0) if ahead else next(waiting, None)
            if another is None:
                break
            more.append(another)
            cells = _strict([one.text for one in (line, *more)], delimiter)
        if cells is None:
            ahead = more + ahead
            cells = _loose(line.text, delimiter)
        yield Record(line.number, cells)


def _strict(texts: list[str], delimiter: str) -> list[str] | None:
    """Return the cells of one row, or None while a quotation mark is open."""
    text = "\n".join(texts)
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([one + "\n" for one in texts[:-1]] + texts[-1:], delimiter=delimiter, strict=True))
    except csv.Error as error:
        # Of several lines, a mark that closes in the middle of a name has only met the next one that never closes.
        if len(texts) > 1 or "unexpected end of data" in str(error):
            return None
    # A mark in the middle of a name, such as "Bob's 12" pizzas": Python reads those kindly where it may.
    try:
        return next(csv.reader([text.replace("\n", " ")], delimiter=delimiter))
    except csv.Error:
        return _loose(text, delimiter)


def _loose(text: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in text.split(delimiter)]
