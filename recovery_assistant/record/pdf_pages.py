"""Pieces on pages, with head and foot: where a page ends, and what stands on every sheet.

A heading stays with two lines of what follows, a paragraph never leaves one line alone, a pair is never split: pieces
say what they keep to (`pdf_pieces.py`), and here each chain of such pieces goes to one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from recovery_assistant.record.pdf_pieces import MARGIN, Measure, Piece, Style
from recovery_assistant.record.pdf_shapes import rule

if TYPE_CHECKING:
    from recovery_assistant.domain.record import RecordDocument
    from recovery_assistant.record.pdf_tags import TaggedCanvas
    from recovery_assistant.record.pdf_type import Faces

HEAD_GAP = 22.0  # between the line of the head and the first piece
MOSTLY_EMPTY = 0.45
"""A section may begin on a page of which no more than this part is used."""
LEAST_WHITE = 0.3
"""How far the white space of page 1 may shrink so that the sheet to read out stays one sheet."""


@dataclass
class Page:
    """One sheet: pieces with their distance from the top of the text, and the codes of the sections on it."""

    codes: list[str] = field(default_factory=list)
    pieces: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0.0

    def put(self, piece: Piece) -> None:
        """Put a piece below the others; a table that goes on gets its header again."""
        if not self.pieces and piece.heads is not None:
            self.put(replace(piece.heads, before=0))
        top = self.used + (piece.before if self.pieces else 0)
        self.pieces.append((top, piece))
        self.used = top + piece.height

    def has_room(self, chain: Sequence[Piece], height: float) -> bool:
        """Return whether the whole chain fits below what is there."""
        needed = sum(piece.before + piece.height for piece in chain) - (0 if self.pieces else chain[0].before)
        return self.used + needed <= height + 0.01


def with_headings_kept(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces so that each heading keeps at least two lines of text, not one."""
    kept = list(pieces)
    for number, piece in enumerate(kept[:-2]):
        following = kept[number + 1]
        if piece.is_heading and following.lines < 2 and not following.is_heading and not kept[number + 2].is_heading:
            kept[number + 1] = replace(following, keep=True)
    return kept


def chains(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield pieces that must stay together, in order."""
    chain: list[Piece] = []
    for piece in pieces:
        chain.append(piece)
        if not piece.keep:
            yield chain
            chain = []
    if chain:
        yield chain


def sections(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each section: from one heading of level 1 to the next."""
    section: list[Piece] = []
    for piece in pieces:
        if piece.page_code and section:
            yield section
            section = []
        section.append(piece)
    if section:
        yield section


def squeezed(section: list[Piece], height: float) -> list[Piece]:
    """Return a section with less white space if that keeps it on one page; otherwise as it is."""
    white = sum(piece.before for piece in section[1:])
    too_much = white + sum(piece.height for piece in section) - height
    if not 0 < too_much <= white * (1 - LEAST_WHITE):
        return section
    return [replace(piece, before=piece.before * (1 - too_much / white)) for piece in section]


def paginate(pieces: Sequence[Piece], height: float) -> list[Page]:
    """Return the pages.

    A section begins on the page of the one before when it fits there whole, or when most of that page is empty; else
    it begins a new one. Within a section each chain stays together, unless it is higher than a page.
    """
    pages = [Page()]
    first, *others = sections(with_headings_kept(pieces))
    for section in (squeezed(first, height), *others):
        shares = pages[-1].used <= MOSTLY_EMPTY * height or pages[-1].has_room(section, height)
        if pages[-1].pieces and (section[0].starts_page or not shares):
            pages.append(Page())
        code = section[0].page_code
        pages[-1].codes += [code] if code else []
        for chain in chains(section):
            if pages[-1].pieces and not pages[-1].has_room(chain, height):
                pages.append(Page([code] if code else []))
            for piece in chain:
                if pages[-1].pieces and not pages[-1].has_room([piece], height):
                    pages.append(Page([code] if code else []))
                pages[-1].put(piece)
    return pages


class Furniture:
    """Head and foot of every sheet."""

    def __init__(self, document: RecordDocument, measure: Measure, faces: Faces) -> None:
        size = measure.edge
        self._words = document.page_words
        self._measure = measure
        self._regular = Style(faces.regular, size, size * 1.35)
        self._bold = Style(faces.bold, size, size * 1.35)
        room = measure.width / size
        number_room = faces.regular.width(f"000 {self._words.of} 000") + 1
        promise = faces.regular.lines(document.promise, room if self._words.seal else room - number_room)
        seal = faces.regular.lines(self._words.seal, room - number_room) if self._words.seal else []
        self._foot = [line.text for line in (*promise, *seal)]

    @property
    def head_line(self) -> float:
        """Distance of the line below the head from the top edge of the paper."""
        return 65.0 if self._measure.page[1] > 800 else 56.0

    @property
    def top(self) -> float:
        """Top of the first piece, from the lower edge of the paper."""
        return self._measure.page[1] - self.head_line - HEAD_GAP

    @property
    def foot_height(self) -> float:
        """Height of the foot from the lower edge of the paper to the top of its line."""
        return self.head_line - 29 + len(self._foot) * self._regular.leading + 8

    @property
    def text_height(self) -> float:
        """Height that is left for pieces."""
        return self.top - self.foot_height - 10

    def draw(self, canvas: TaggedCanvas, codes: Sequence[str], number: int, count: int) -> None:
        """Draw head and foot; both are artifacts, so that readers do not hear them on every page."""
        height, right = self._measure.page[1], MARGIN + self._measure.width
        canvas.artifact("Header")
        base = height - self.head_line + 8
        page = f"{self._words.page} {', '.join(codes)}" if codes else ""
        self._left(canvas, base, self._regular.face.printable(self._words.head))
        canvas.write(
            right - self._bold.face.width(page) * self._bold.size, base, page, self._bold.face, self._bold.size
        )
        rule(0, self._measure.width, self.head_line, 1.0)(canvas, MARGIN, height)
        canvas.artifact("Footer")
        rule(0, self._measure.width, height - self.foot_height, 1.0)(canvas, MARGIN, height)
        top = self.foot_height - 6
        for row, line in enumerate(self._foot):
            base = self._regular.base(top - row * self._regular.leading)
            self._left(canvas, base, line)
        sheet = f"{number} {self._words.of} {count}"
        face, size = self._regular.face, self._regular.size
        canvas.write(right - face.width(sheet) * size, base, sheet, face, size)

    def _left(self, canvas: TaggedCanvas, base: float, text: str) -> None:
        canvas.write(MARGIN, base, text, self._regular.face, self._regular.size)
