"""One statement file of any kind: how it will be read, and its rows, as often as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import structs

from recovery_assistant.domain.statement import Columns, DateOrder, Guess, Letters, StatementRow, UnreadRow
from recovery_assistant.statements import camt, ofx, refusals, table_rows
from recovery_assistant.statements.guessing import guess
from recovery_assistant.statements.lines import Line, lines, texts
from recovery_assistant.statements.refusals import refused
from recovery_assistant.statements.source import Source

FIRST = 3
"""Rows that are shown with a guess."""
_HEAD = 512


class StatementFile:
    """One file. Every method raises InputError (I-60 to I-73) where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._source = Source(path)

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return self._source.name

    @property
    def size(self) -> int:
        """Bytes."""
        return self._source.size

    def guess(self, usual: DateOrder, currency: str, corrected: Columns | None = None) -> Guess:
        """Return how the file will be read. Takes one or two passes over a table.

        `usual` and `currency` are those of the country, for what the file does not say. With `corrected`, only what all
        rows together tell is decided anew.
        """
        if self._source.kind != "table":
            first = self._first(Guess(kind=self._source.kind), currency)
            return Guess(kind=self._source.kind, currency=first[0].currency or currency, first=first)
        letters = corrected.letters if corrected else self._source.letters
        guessed = guess(partial(self._lines, letters), letters, usual, corrected)
        found = Guess(
            kind="table",
            columns=guessed.columns,
            currency=guessed.currency or currency,
            doubts=guessed.doubts,
        )
        return structs.replace(found, first=self._first(found, found.currency)) if guessed.columns.are_enough else found

    def with_columns(self, columns: Columns, currency: str) -> Guess:
        """Return a guess by columns that the person chose, nothing of it decided anew."""
        if not columns.are_enough:
            raise refused(refusals.NO_COLUMNS)
        chosen = Guess(kind="table", columns=columns, currency=currency)
        return structs.replace(chosen, first=self._first(chosen, currency))

    def _first(self, found: Guess, currency: str) -> tuple[StatementRow, ...]:
        read = (row for row in self.rows(found, currency) if isinstance(row, StatementRow))
        first = tuple(islice(read, FIRST))
        if not first:
            raise refused(refusals.NO_ROWS)
        return first

    def rows(self, by: Guess, currency: str = "") -> Iterator[StatementRow | UnreadRow]:
        """Yield every row, read or not; `currency` is taken where the file says none."""
        self._source.check_same()
        own = currency or by.currency
        yield from self._rows(by.columns, own)
        self._source.check_same()

    def _rows(self, columns: Columns | None, currency: str) -> Iterator[StatementRow | UnreadRow]:
        source = self._source
        if columns is not None:
            yield from table_rows.rows(self._lines(columns.letters), columns, currency)
            return
        if source.kind == "camt":
            found = camt.rows(source.blocks())
        elif b"OFXHEADER:" in next(source.blocks(), b"")[:_HEAD].upper().replace(b"\0", b""):
            found = ofx.sgml_rows(texts(source.blocks(), source.letters))
        else:
            found = ofx.rows(source.blocks, lambda: texts(source.blocks(), source.letters))
        for row in found:
            yield structs.replace(row, currency=currency) if isinstance(row, StatementRow) and not row.currency else row

    def _lines(self, letters: Letters) -> Iterator[Line]:
        return lines(self._source.blocks(), letters)
