"""The paper: one document model in, the bytes of a tagged PDF out. Decides how things look, never what is said.

The same document, size and paper give the same bytes. The file is PDF/UA-1 and PDF/A-2a (tests/unit/record).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from recovery_assistant.record.pdf_pages import Furniture, Page, paginate
from recovery_assistant.record.pdf_pieces import MARGIN, Measure, Typesetter
from recovery_assistant.record.pdf_tags import Node, TaggedCanvas
from recovery_assistant.record.pdf_type import faces

if TYPE_CHECKING:
    from pathlib import Path

    from recovery_assistant.domain.record import PaperSize, RecordDocument, TextSize
    from recovery_assistant.record.pdf_pieces import Piece
    from recovery_assistant.record.pdf_type import Faces


def render(document: RecordDocument, resources: Path, size: TextSize = 14, paper: PaperSize = "a4") -> bytes:
    """Return the document as a PDF file.

    `resources` is the program's resource folder: fonts and the colour profile are embedded from there. `size` is that
    of the body text in points.
    """
    measure = Measure(size, paper)
    type_faces = faces(resources / "fonts")
    furniture = Furniture(document, measure, type_faces)
    root = Node("Document")
    pages = _pages(document, measure, type_faces, furniture, root)
    first_font = type_faces.regular.first_font
    canvas = TaggedCanvas(measure.page, first_font, title=document.title, language=document.language)
    for number, page in enumerate(pages, 1):
        for down, piece in page.pieces:
            piece.draw(canvas, MARGIN, furniture.top - down)
        furniture.draw(canvas, page.codes, number, len(pages))
        canvas.showPage()
    profile = (resources / "colour" / "srgb.icc").read_bytes()
    return canvas.finish(root, document.made_at, profile, msgspec.json.encode((document, size, paper)))


def sheets(document: RecordDocument, resources: Path, size: TextSize, paper: PaperSize) -> int:
    """Return on how many sheets the document would stand at a size, for a paper that must be one."""
    measure, type_faces = Measure(size, paper), faces(resources / "fonts")
    furniture = Furniture(document, measure, type_faces)
    return len(_pages(document, measure, type_faces, furniture, Node("Document")))


def _pages(
    document: RecordDocument, measure: Measure, type_faces: Faces, furniture: Furniture, root: Node
) -> list[Page]:
    typesetter = Typesetter(measure, type_faces, document.page_words, root, furniture.text_height)
    pieces: list[Piece] = []
    for block in document.blocks:
        if block.with_above and pieces:
            pieces[-1] = replace(pieces[-1], keep=True)
        pieces += typesetter.pieces(block)
    return paginate(pieces, furniture.text_height)
