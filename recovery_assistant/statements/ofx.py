"""OFX and QFX: version 2 is XML; version 1 is the small part of SGML in which an element with a value needs no end.

Version 1 is read by its own rule (OFX 1.6, 2.3): a tag, and behind it its value or nothing. Where a bank writes
version 2 that is no XML, as with a bare "&", it is read by that rule, too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from recovery_assistant.domain.statement import StatementRow, UnreadRow
from recovery_assistant.statements.figures import read_amount, read_day
from recovery_assistant.statements.lines import LONGEST
from recovery_assistant.statements.table_rows import MOST_LETTERS
from recovery_assistant.statements.xml_events import MOST_TEXT, BrokenOffError, made_of, plain

Token = tuple[str, str]
"""A tag in capitals, and the text behind it; an end begins with "/"."""

_ROW: Final = "STMTTRN"
_INSIDE: Final = frozenset({"PAYEE", "CURRENCY", "ORIGCURRENCY", "BANKACCTTO", "CCACCTTO", "LOANACCTTO", "IMAGEDATA"})
_KEPT: Final = frozenset(
    {"DTPOSTED", "DTUSER", "TRNAMT", "NAME", "MEMO", "TRNTYPE", "FITID", "CHECKNUM", "REFNUM"}
    | {"PAYEE/NAME", "CURRENCY/CURSYM", "ORIGCURRENCY/CURSYM", "ORIGCURRENCY/CURRATE", "PAYEEID", "EXTDNAME"}
)
_CODE: Final = re.compile(r"[A-Z]{3}")


def rows(
    blocks: Callable[[], Iterable[bytes]], texts: Callable[[], Iterable[str]]
) -> Iterator[StatementRow | UnreadRow]:
    """Yield the rows of OFX 2. Where it is no XML, go on by the rule of OFX 1 behind the last row that was read."""
    done = 0
    try:
        for row in _rows(made_of(blocks(), _Tokens())):
            done += 1
            yield row
    except BrokenOffError:
        for number, row in enumerate(_rows(sgml_tokens(texts())), start=1):
            if number > done:
                yield row


def sgml_rows(texts: Iterable[str]) -> Iterator[StatementRow | UnreadRow]:
    """Yield the rows of OFX 1."""
    return _rows(sgml_tokens(texts))


def sgml_tokens(texts: Iterable[str]) -> Iterator[Token]:
    """Yield every tag with what stands behind it, up to the next tag."""
    rest = ""
    for text in texts:
        rest += text
        end = rest.rfind("<")
        if end > 0:
            yield from map(_token, rest[:end].split("<")[1:])
            rest = rest[end:]
        rest = rest[:LONGEST]  # a value without end is cut; the next tag starts anew
    yield from map(_token, rest.split("<")[1:])


def _token(piece: str) -> Token:
    tag, _, value = piece.partition(">")
    value = value.strip()
    return tag.strip().upper(), html.unescape(value) if "&" in value else value


class _Tokens:
    """Makes of XML the tokens that OFX 1 would have."""

    def __init__(self) -> None:
        self.made: list[Token] = []
        self._waiting = ""
        self._text = ""

    def start(self, name: str, _attributes: dict[str, str], /) -> None:
        if self._waiting:
            self.made.append((self._waiting, ""))
        self._waiting, self._text = plain(name).upper(), ""

    def text(self, text: str, /) -> None:
        if len(self._text) < MOST_TEXT:
            self._text += text[:MOST_TEXT]

    def end(self, name: str, /) -> None:
        tag = plain(name).upper()
        self.made.append((tag, self._text.strip()) if self._waiting else ("/" + tag, ""))
        self._waiting = self._text = ""


class _Told:
    """What one row says of itself; what stands inside an aggregate of it gets that one's name before its own."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._inside = ""
        self._values: dict[str, str] = {}

    def take(self, tag: str, value: str) -> None:
        if tag in _INSIDE and not value:
            self._inside = tag + "/"
        elif tag.startswith("/") and tag[1:] + "/" == self._inside:
            self._inside = ""
        elif value and self._inside + tag in _KEPT:
            self._values.setdefault(self._inside + tag, value[:MOST_LETTERS])

    def row(self, currency: str) -> StatementRow | UnreadRow:
        return _row(self.number, self._values, currency)


def _rows(tokens: Iterable[Token]) -> Iterator[StatementRow | UnreadRow]:
    currency, number, is_whole = "", 0, False
    told: _Told | None = None
    for tag, value in tokens:
        if tag in (_ROW, "/" + _ROW):
            if told is not None:  # a bank may leave the end of a row out
                yield told.row(currency)
            number += tag == _ROW
            told = _Told(number) if tag == _ROW else None
        elif tag == "CURDEF":
            currency = _code(value) or currency
        elif tag == "/OFX":
            is_whole = True
        elif told is not None:
            told.take(tag, value)
    if told is not None:
        yield told.row(currency)
    if not is_whole and number:
        yield UnreadRow(number + 1, "end")


def _code(value: str) -> str:
    code = value.strip().upper()
    return code if _CODE.fullmatch(code) else ""


def _row(number: int, told: dict[str, str], currency: str) -> StatementRow | UnreadRow:
    day = _day(told.get("DTPOSTED", "")) or _day(told.get("DTUSER", ""))
    if day is None:
        return UnreadRow(number, "date")
    own = _code(told.get("CURRENCY/CURSYM", "")) or currency
    figure = told.get("TRNAMT", "")
    amount = read_amount(figure, "," if "," in figure and "." not in figure else ".", own)
    if amount is None:
        return UnreadRow(number, "amount")
    name = told.get("NAME") or told.get("PAYEE/NAME") or told.get("EXTDNAME", "")
    memo = told.get("MEMO", "")
    payee = f"{name} {memo}" if memo and memo != name else name or memo
    before = _code(told.get("ORIGCURRENCY/CURSYM", ""))
    return StatementRow(
        number=number,
        day=day,
        amount_minor=amount,
        currency=own,
        payee=" ".join(payee.split())[:MOST_LETTERS],
        reference=told.get("REFNUM") or told.get("CHECKNUM") or told.get("FITID", ""),
        kind=told.get("TRNTYPE", ""),
        foreign=before if before != own else "",
    )


def _day(text: str) -> date | None:
    """Return the day of "20261118", "20261118120000.000[-5:EST]"."""
    return read_day(text[:8], "year-month") or read_day(text, "year-month")
