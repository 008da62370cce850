"""Text of a file line by line, with a bound on how long one may be: a file of one line never fills the memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from recovery_assistant.domain.statement import Letters
from recovery_assistant.statements.source import codec

LONGEST: Final = 1 << 16
"""Letters of one line; no bank writes a row this long. What is longer is cut, and said."""


class Line(NamedTuple):
    """One line without its end, its number from 1, and whether it was too long and cut."""

    number: int
    text: str
    is_cut: bool = False


def texts(blocks: Iterable[bytes], letters: Letters) -> Iterator[str]:
    """Yield the text of blocks of bytes. What cannot be read becomes the sign for that, and is never dropped."""
    decoder: codecs.IncrementalDecoder | None = None
    for block in blocks:
        if decoder is None:
            decoder = codecs.getincrementaldecoder(codec(letters, block))("replace")
        yield decoder.decode(block)
    if decoder is not None and (rest := decoder.decode(b"", final=True)):
        yield rest


def lines(blocks: Iterable[bytes], letters: Letters) -> Iterator[Line]:
    """Yield every line; CR, LF and CR LF end one. Empty lines are yielded too, so that numbers are true."""
    number, rest, is_cut = 1, "", False
    for text in texts(blocks, letters):
        ended_by_cr = text.endswith("\r")
        pieces = (rest + text).replace("\r\n", "\n").replace("\r", "\n").split("\n") if not ended_by_cr else None
        if pieces is None:  # the LF of this CR may come with the next block
            rest += text
            if len(rest) <= LONGEST:
                continue
            pieces = rest.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for piece in pieces[:-1]:
            yield Line(number, piece[:LONGEST], is_cut or len(piece) > LONGEST)
            number, is_cut = number + 1, False
        rest = pieces[-1]
        if len(rest) > LONGEST:
            rest, is_cut = rest[:LONGEST], True
    pieces = rest.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for piece in pieces if pieces[-1] else pieces[:-1]:
        yield Line(number, piece[:LONGEST], is_cut or len(piece) > LONGEST)
        number, is_cut = number + 1, False
