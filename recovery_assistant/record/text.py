"""The record as plain text of at most 80 columns, for e-mail, notes and terminals. Decides nothing but line ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r

if TYPE_CHECKING:
    from recovery_assistant.domain.record import RecordDocument

WIDTH = 80
LABEL = 28
TO_WRITE = "_" * (WIDTH - LABEL)
UNDERLINES = {1: "=", 2: "-", 3: "."}


def write(document: RecordDocument) -> str:
    """Return the document as text that ends in a line end."""
    lines = [*_wrapped(document.title), "=" * min(WIDTH, _width(document.title))]
    for block in document.blocks:
        lines += _block(block, document.page_words)
    foot = [*_wrapped(document.promise), *_wrapped(document.page_words.seal)]
    return "\n".join([*lines, "", "-" * WIDTH, *(line for line in foot if line)]) + "\n"


@singledispatch
def _block(block: r.RecordBlock, _words: r.PageWords) -> Iterator[str]:
    """Yield the lines of one block, after an empty one. Every kind of block has its own writer below."""
    raise NotImplementedError(type(block))


@_block.register(r.Text)
def _(block: r.Text, _words: r.PageWords) -> Iterator[str]:
    yield from ("", *_wrapped(block.text))


@_block.register(r.ReadOut)
@_block.register(r.Note)
def _(block: r.ReadOut | r.Note, _words: r.PageWords) -> Iterator[str]:
    yield from ("", *(f"  | {line}" for line in _wrapped(block.text, WIDTH - 4)))


@_block.register(r.Pairs)
def _(block: r.Pairs, _words: r.PageWords) -> Iterator[str]:
    yield ""
    for label, value in block.rows:
        yield from _pair(label, value or TO_WRITE)


@_block.register(r.Items)
def _(block: r.Items, _words: r.PageWords) -> Iterator[str]:
    yield ""
    for number, item in enumerate(block.items, 1):
        yield from _hung(f"{number}. " if block.numbered else "- ", item)


@_block.register(r.Ticks)
def _(block: r.Ticks, _words: r.PageWords) -> Iterator[str]:
    yield ""
    for item, ticked in block.items:
        yield from _hung("[x] " if ticked else "[ ] ", item)


@_block.register(r.WriteLines)
def _(block: r.WriteLines, _words: r.PageWords) -> Iterator[str]:
    for label in block.labels:
        yield from ("", *_pair(label, TO_WRITE))


@_block.register(r.Code)
def _(block: r.Code, _words: r.PageWords) -> Iterator[str]:
    yield from ("", *_wrapped(block.label), *(f"  {line}" for line in _wrapped(block.shown, WIDTH - 2)))


@_block.register(r.Figure)
def _(_block_of_time: r.Figure, _words: r.PageWords) -> Iterator[str]:
    """Yield nothing: the list behind the figure says all of it."""
    yield from ()


@_block.register(r.LetterHead)
def _(block: r.LetterHead, _words: r.PageWords) -> Iterator[str]:
    yield ""
    for label in block.sender:
        yield from _pair(label, TO_WRITE)
    yield ""
    yield from _pair(block.to_label, "\n".join(block.to))
    yield from _pair(block.to_blank, TO_WRITE)
    yield from ("", *_wrapped(block.dated))


@_block.register(r.LargeCode)
def _(block: r.LargeCode, _words: r.PageWords) -> Iterator[str]:
    yield from ("", *(f"  {line}" for line in _wrapped("  ".join(block.groups), WIDTH - 2)))


@_block.register(r.Table)
def _(block: r.Table, _words: r.PageWords) -> Iterator[str]:
    """Yield a table as one group of pairs a row: columns side by side would not survive an e-mail."""
    yield from ("", *_wrapped(block.caption))
    for row in block.rows:
        yield ""
        for head, cell in zip(block.header, row, strict=True):
            yield from _pair(head, cell or "-")


@_block.register(r.Heading)
def _(block: r.Heading, words: r.PageWords) -> Iterator[str]:
    yield ""
    if block.page_code:
        yield ""
        yield f"{r.visible(words.page)} {r.visible(block.page_code)}"
    lines = _wrapped(block.text)
    yield from lines
    yield UNDERLINES[block.level] * max(_width(line) for line in lines)


def _pair(label: str, value: str) -> Iterator[str]:
    labels, values = _wrapped(label, LABEL - 2), _wrapped(value, WIDTH - LABEL)
    for number in range(max(len(labels), len(values))):
        left = labels[number] if number < len(labels) else ""
        right = values[number] if number < len(values) else ""
        yield f"{left}{' ' * (LABEL - _width(left))}{right}".rstrip()


def _hung(sign: str, text: str) -> Iterator[str]:
    first, *rest = _wrapped(text, WIDTH - len(sign))
    yield f"{sign}{first}".rstrip()
    yield from (f"{' ' * len(sign)}{line}" for line in rest)


def _width(text: str) -> int:
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    """Return how many columns a letter takes: two in East Asian scripts and for most pictures, none for accents."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _wrapped(text: str, width: int = WIDTH) -> list[str]:
    """Break a text into lines of at most `width` columns, at spaces where it can. Never returns an empty list.

    Nothing in a line can steer a terminal, whoever built the document.
    """
    parts = (r.visible_together(part).split(" ") for part in text.split("\n"))
    return [line.replace(r.TOGETHER, " ") for part in parts for line in _lines(part, width)]


def _lines(words: Iterable[str], width: int) -> Iterator[str]:
    line, used = "", 0
    for whole in words:
        word = whole
        if line and used + 1 + _width(word) > width:
            yield line
            line, used = "", 0
        while _width(word) > width:
            head = _fitting(word, width)
            yield head
            word = word[len(head) :]
        used += _width(word) + (1 if line else 0)
        line = f"{line} {word}" if line else word
    yield line


def _fitting(word: str, width: int) -> str:
    used = 0
    for position, letter in enumerate(word):
        used += _columns(letter)
        if used > width:
            return word[:position]
    return word
