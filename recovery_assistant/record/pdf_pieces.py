"""From blocks to pieces of paper: what each block looks like, how high it is, and what must stay together.

A piece is the smallest thing that is never split between two pages: a line of a paragraph, a pair, a row, a box to
tick. `pdf_pages.py` puts pieces on pages; nothing here knows about pages, but for the height that fits on one.
All lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r
from recovery_assistant.record.figure import shapes_of
from recovery_assistant.record.pdf_figure import draw_shapes
from recovery_assistant.record.pdf_letter import Setting, letter_head
from recovery_assistant.record.pdf_shapes import Draw, as_artifact, bar, draw_all, frame, marked, rule, tick_box
from recovery_assistant.record.pdf_tags import Node
from recovery_assistant.record.qr import qr_squares

if TYPE_CHECKING:
    from recovery_assistant.record.pdf_tags import TaggedCanvas
    from recovery_assistant.record.pdf_type import Faces, Typeface

PAPERS: dict[r.PaperSize, tuple[float, float]] = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}
MARGIN = 62.0
QR_SIDE = 86.0  # a little over 30 mm
SLACK = 1.0
"""Points that a column has beside its longest word: as wide as the word to the last fraction, it would break it."""
TALLEST_PIECE = 0.6
"""A pair or a row that is higher than this part of a page is split after all: 10,000 letters fit on no page."""


@dataclass(frozen=True)
class Measure:
    """The sizes that follow from the size of the body text and the paper."""

    size: r.TextSize
    paper: r.PaperSize

    @property
    def scale(self) -> float:
        """How much larger than the usual 14 points everything is."""
        return self.size / 14

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return PAPERS[self.paper]

    @property
    def width(self) -> float:
        """Width of a line."""
        return self.page[0] - 2 * MARGIN

    @property
    def stacks(self) -> bool:
        """Whether pairs stand below each other: large type leaves no room beside the label."""
        return self.size > 14

    @property
    def label(self) -> float:
        """Width of the column of labels."""
        return 0.0 if self.stacks else 176.0

    @property
    def edge(self) -> float:
        """Size of the text in head and foot."""
        return 14.0 if self.stacks else 12.0


@dataclass(frozen=True)
class Piece:
    """Something that is never split between two pages.

    Attributes:
        before: white space above it, unless it is the first on a page.
        keep: it stays on one page with the piece after it.
        lines: how many lines of text it shows, for the rule that a heading stays with two lines.
        starts_page, page_code: of a heading of level 1.
        heads: drawn above this piece again when it is the first on a page (the header of a table).
    """

    height: float
    before: float
    draw: Draw
    keep: bool = False
    lines: int = 1
    is_heading: bool = False
    starts_page: bool = False
    page_code: str = ""
    heads: Piece | None = None


@dataclass(frozen=True)
class Style:
    """How a text is set."""

    face: Typeface
    size: float
    leading: float

    def base(self, top: float) -> float:
        """Return the base line of a line whose top is at `top`: the capitals stand in its middle."""
        return top - self.leading / 2 - 0.34 * self.size


@dataclass(frozen=True)
class Cell:
    """A text broken into lines: whose it is (None: decoration), where it begins, how it is set."""

    node: Node | None
    lines: tuple[str, ...]
    style: Style
    left: float = 0.0

    @property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.style.leading

    def draw(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        """Write all lines."""
        canvas.mark(self.node)
        for number, line in enumerate(self.lines):
            base = self.style.base(top - number * self.style.leading)
            canvas.write(left + self.left, base, line, self.style.face, self.style.size)


class Typesetter:
    """Turns blocks into pieces and hangs their nodes below the document's node, in reading order."""

    def __init__(self, measure: Measure, faces: Faces, words: r.PageWords, root: Node, page_height: float) -> None:
        k = measure.scale
        self._measure = measure
        self._words = words
        self._root = root
        self._tallest = TALLEST_PIECE * page_height
        self._k = k
        self._body = Style(faces.regular, 14 * k, 20 * k)
        self._bold = Style(faces.bold, 14 * k, 20 * k)
        self._read_out = Style(faces.bold, 16 * k, 23 * k)
        self._number = Style(faces.bold, 17 * k, 23 * k)
        self._headings = {
            1: Style(faces.bold, 26 * k, 31 * k),
            2: Style(faces.bold, 17 * k, 23 * k),
            3: Style(faces.bold, 14 * k, 20 * k),
        }

    def pieces(self, block: r.RecordBlock) -> list[Piece]:
        """Return the pieces of one block, in order."""
        match block:
            case r.Heading():
                return self._heading(block)
            case r.Text():
                return self._text(block)
            case r.ReadOut():
                return self._words_to_read_out(block)
            case r.Pairs():
                return self._pairs(block)
            case r.Items():
                return self._items(block)
            case r.Ticks():
                return self._ticks(block)
            case r.Table():
                return self._table(block)
            case r.WriteLines():
                return self._lines_to_write_on(block)
            case r.Code() | r.LargeCode() | r.Figure():
                return [self._drawn(block)]
            case r.LetterHead():
                return self._letter_head(block)
            case r.Note():
                return self._note(block)

    def _cell(self, node: Node | None, text: str, style: Style, left: float, room: float) -> Cell:
        """Break a text into lines; a line break that the document itself asks for is kept."""
        broken = [line for part in text.split("\n") for line in style.face.lines(part, room / style.size)]
        # A reader that joins lines must still find the space between two words, and none inside a word.
        lines = [line.text if line.in_word else f"{line.text} " for line in broken[:-1]] + [broken[-1].text]
        return Cell(node, tuple(lines), style, left)

    def _heading(self, block: r.Heading) -> list[Piece]:
        style = self._headings[block.level]
        cell = self._cell(self._root.add(f"H{block.level}"), block.text, style, 0, self._measure.width)
        below = {1: 9, 2: 3, 3: 0}[block.level] * self._k
        before = {1: 26, 2: 15, 3: 10}[block.level] * self._k
        if cell.height > self._tallest:
            first, *others = self._paragraph(cell)
            return [replace(first, starts_page=block.starts_page, page_code=block.page_code), *others]
        return [
            Piece(
                height=cell.height + below,
                before=before,
                draw=cell.draw,
                keep=True,
                is_heading=True,
                starts_page=block.starts_page,
                page_code=block.page_code,
            )
        ]

    def _text(self, block: r.Text) -> list[Piece]:
        style = self._bold if block.strong else self._body
        pieces = self._paragraph(self._cell(self._root.add("P"), block.text, style, 0, self._measure.width))
        if block.text.endswith(":"):  # it leads to what comes next, as a heading does
            pieces[-1] = replace(pieces[-1], keep=True)
        return pieces

    def _paragraph(self, cell: Cell, before: float = 7.0) -> list[Piece]:
        """Return one piece a line; the first two lines stay together, and so do the last two."""
        count = len(cell.lines)
        pieces = []
        for number, line in enumerate(cell.lines):
            one = replace(cell, lines=(line,))
            keep = number == 0 < count - 1 or number == count - 2
            pieces.append(Piece(cell.style.leading, before * self._k if number == 0 else 0, one.draw, keep=keep))
        return pieces

    def _words_to_read_out(self, block: r.ReadOut) -> list[Piece]:
        padding = 18.0
        width = self._measure.width
        node = self._root.add("BlockQuote").add("P")
        cell = self._cell(node, block.text, self._read_out, padding, width - 2 * padding)
        height = cell.height + 2 * 13 * self._k
        if height > self._tallest:
            return self._paragraph(replace(cell, left=0.0))

        def words(canvas: TaggedCanvas, left: float, top: float) -> None:
            cell.draw(canvas, left, top - 13 * self._k)

        box = as_artifact(frame(width, height, 1.6, 6))
        return [Piece(height, 10 * self._k, draw_all(box, words), lines=len(cell.lines))]

    # --- pairs ----------------------------------------------------------------------------------------------------

    def _pairs(self, block: r.Pairs) -> list[Piece]:
        node = self._root.add("L", attributes="/O /List /ListNumbering /None")
        pieces: list[Piece] = []
        for label, value in block.rows:
            item = node.add("LI")
            pieces += self._pair(item.add("Lbl"), item.add("LBody"), label, value)
        return pieces

    def _pair(self, label_node: Node, value_node: Node, label: str, value: str) -> list[Piece]:
        if not value:
            return [self._line_to_write_on(label_node, value_node, label, 5)]
        measure = self._measure
        label_room = measure.width if measure.stacks else measure.label - 10
        name = self._cell(label_node, label, self._body, 0, label_room)
        told = self._cell(value_node, value, self._bold, measure.label, measure.width - measure.label)
        if measure.stacks:
            return self._stacked(name, told, 8 * self._k)
        return self._side_by_side((name, told), 5 * self._k)

    def _stacked(self, name: Cell, told: Cell, before: float) -> list[Piece]:
        height = name.height + told.height

        def below(canvas: TaggedCanvas, left: float, top: float) -> None:
            told.draw(canvas, left, top - name.height)

        if height <= self._tallest:
            return [Piece(height, before, draw_all(name.draw, below), lines=len(name.lines) + len(told.lines))]
        *most, last = self._paragraph(name, before / self._k)
        return [*most, replace(last, keep=True), *self._paragraph(told, 0)]

    def _side_by_side(self, cells: tuple[Cell, ...], before: float) -> list[Piece]:
        """Return one piece for cells beside each other, or several of a line each when they are too high for one."""
        height = max(cell.height for cell in cells)
        deepest = max(len(cell.lines) for cell in cells)
        if height <= self._tallest:
            return [Piece(height, before, draw_all(*(cell.draw for cell in cells)), lines=deepest)]
        pieces = []
        for number in range(deepest):
            row = [replace(cell, lines=cell.lines[number : number + 1]) for cell in cells if number < len(cell.lines)]
            draw = draw_all(*(cell.draw for cell in row))
            pieces.append(Piece(self._body.leading, before if number == 0 else 0, draw, keep=number == 0))
        return pieces

    def _letter_head(self, block: r.LetterHead) -> list[Piece]:
        """Return sender, address and day; in large type they stand below each other."""
        if not self._measure.stacks:
            small = Style(self._body.face, 12, 14)
            setting = Setting(self._measure.width, self._body, small, self._words.to_write, self._cell)
            return [Piece(*letter_head(block, self._root, setting), keep=True, lines=4)]
        labels = tuple(label or "\u00a0" for label in block.sender)
        address = "\n".join((block.to_label, *block.to))
        return [
            *self._lines_to_write_on(r.WriteLines(labels=labels)),
            *self._text(r.Text(text=address)),
            *self._lines_to_write_on(r.WriteLines(labels=(block.to_blank,))),
            *self._text(r.Text(text=block.dated)),
        ]

    def _lines_to_write_on(self, block: r.WriteLines) -> list[Piece]:
        pieces = []
        for label in block.labels:
            node = self._root.add("P")
            pieces.append(self._line_to_write_on(node.add("Span"), node.add("Span"), label, 3))
        if block.with_above:  # a signature: its lines stay with each other too
            return [*(replace(piece, keep=True) for piece in pieces[:-1]), *pieces[-1:]]
        return pieces

    def _line_to_write_on(self, label_node: Node, line_node: Node, label: str, before: float) -> Piece:
        """Return a label with a line of at least 280 points, 32 points below the one above."""
        measure, k = self._measure, self._k
        name = self._cell(label_node, label, self._body, 0, measure.width if measure.stacks else measure.label - 10)
        line_node.alt = self._words.to_write
        down = name.height + 26 * k if measure.stacks else max(26 * k, name.height)

        def line(canvas: TaggedCanvas, left: float, top: float) -> None:
            canvas.mark(line_node)
            rule(measure.label, measure.width, down, 1.0)(canvas, left, top)

        def label_above_the_line(canvas: TaggedCanvas, left: float, top: float) -> None:
            name.draw(canvas, left, top if measure.stacks else top - (down - name.height) + 1)

        height = down + (32 * k - down - before if not measure.stacks and down < 32 * k - before else 6 * k)
        return Piece(height, before, draw_all(label_above_the_line, line))

    # --- lists ----------------------------------------------------------------------------------------------------

    def _items(self, block: r.Items) -> list[Piece]:
        numbering = "/Decimal" if block.numbered else "/Disc"
        node = self._root.add("L", attributes=f"/O /List /ListNumbering {numbering}")
        indent = (26 if block.numbered else 18) * self._k
        pieces: list[Piece] = []
        for number, text in enumerate(block.items, 1):
            item = node.add("LI")
            sign = self._cell(item.add("Lbl"), f"{number}." if block.numbered else "•", self._body, 0, indent)
            body = self._cell(item.add("LBody"), text, self._body, indent, self._measure.width - indent)
            pieces += self._side_by_side((sign, body), (8 if number == 1 else 4) * self._k)
        return pieces

    def _ticks(self, block: r.Ticks) -> list[Piece]:
        node = self._root.add("L", attributes="/O /List /ListNumbering /None")
        pieces: list[Piece] = []
        for text, ticked in block.items:
            item = node.add("LI")
            box = self._tick_box(item, ticked=ticked)
            indent = 30 * self._k
            body = self._cell(item.add("LBody"), text, self._body, indent, self._measure.width - indent)
            rows = self._side_by_side((body,), 8 * self._k)
            pieces += [replace(rows[0], draw=draw_all(box, rows[0].draw)), *rows[1:]]
        return pieces

    def _tick_box(self, item: Node, *, ticked: bool) -> Draw:
        node = item.add("Lbl", alt=self._words.ticked if ticked else self._words.empty)
        return draw_all(marked(node), tick_box(17 * self._k, 1.5 * self._k, ticked=ticked))

    # --- tables ---------------------------------------------------------------------------------------------------

    def _table(self, block: r.Table) -> list[Piece]:
        widths = self._column_widths(block)
        if widths is None:
            return self._table_as_lists(block)
        node = self._root.add("Table")
        pieces = self._paragraph(self._cell(node.add("Caption"), block.caption, self._body, 0, self._measure.width))
        head_row = node.add("TR")
        heads = [head_row.add("TH", attributes="/O /Table /Scope /Column") for _ in block.header]
        head = self._row(heads, block.header, widths, self._bold, 1.2)
        # Screen readers have the header already: drawn again on the next page it is decoration.
        again = self._row([None] * len(block.header), block.header, widths, self._bold, 1.2)[0]
        pieces = [replace(piece, keep=True) for piece in (*pieces, *head)]
        for texts in block.rows:
            row = node.add("TR")
            cells = [row.add("TD") for _ in texts]
            pieces += [replace(piece, heads=again) for piece in self._row(cells, texts, widths, self._body, 0.5)]
        return pieces

    def _row(
        self, nodes: Sequence[Node | None], texts: tuple[str, ...], widths: list[float], style: Style, line: float
    ) -> list[Piece]:
        gap = 12 * self._k
        cells, left = [], 0.0
        for node, text, width in zip(nodes, texts, widths, strict=True):
            cells.append(self._cell(node, text or "–", style, left, width - gap))
            left += width
        pieces = self._side_by_side(tuple(cells), 4 * self._k)
        last = pieces[-1]
        under = as_artifact(rule(0, self._measure.width, last.height + 4 * self._k, line))
        pieces[-1] = replace(last, height=last.height + 5 * self._k, draw=draw_all(last.draw, under))
        return pieces

    def _column_widths(self, block: r.Table) -> list[float] | None:
        """Return the widths, or None when a column would be narrower than its longest word."""
        gap, size = 12 * self._k, self._body.size
        least, wished = [], []
        for number, head in enumerate(block.header):
            cells = [(self._bold.face, head), *((self._body.face, row[number]) for row in block.rows)]
            texts = [(face, face.printable(text)) for face, text in cells]
            words = [face.width(word) for face, text in texts for word in text.split(" ")]
            least.append(max(words) * size + gap + SLACK)
            wished.append(max(face.width(text) for face, text in texts) * size + gap)
        room = self._measure.width - sum(least)
        if room < 0:
            return None
        more = [wish - need for wish, need in zip(wished, least, strict=True)]
        share = min(1.0, room / sum(more)) if sum(more) else 0.0
        widths = [need + extra * share for need, extra in zip(least, more, strict=True)]
        spare = (self._measure.width - sum(widths)) / len(widths)
        return [width + spare for width in widths]

    def _table_as_lists(self, block: r.Table) -> list[Piece]:
        """Return a table that is too wide for the paper as one list of pairs a row."""
        caption = self._cell(self._root.add("P"), block.caption, self._body, 0, self._measure.width)
        pieces = [replace(piece, keep=True) for piece in self._paragraph(caption)]
        for row in block.rows:
            told = tuple((head, text) for head, text in zip(block.header, row, strict=True) if text)
            group = self._pairs(r.Pairs(rows=told))
            pieces += [replace(group[0], before=14 * self._k), *group[1:]] if group else []
        return pieces

    # --- codes and notes ------------------------------------------------------------------------------------------

    def _drawn(self, block: r.Code | r.LargeCode | r.Figure) -> Piece:
        if isinstance(block, r.Code):
            return self._code(block)
        return self._figure(block) if isinstance(block, r.Figure) else self._large_code(block)

    def _code(self, block: r.Code) -> Piece:
        side, gap = QR_SIDE, 18.0
        figure = self._root.add("Figure", alt=f"{self._words.code}: {block.label}, {block.shown}")
        left, room = side + gap, self._measure.width - side - gap
        label = self._cell(self._root.add("P"), block.label, self._body, left, room)
        shown = self._cell(self._root.add("P"), block.shown, self._number, left, room)
        height = max(side, label.height + shown.height)
        squares = qr_squares(block.target, side)

        def picture(canvas: TaggedCanvas, x: float, top: float) -> None:
            canvas.mark(figure)
            figure.box = (x, top - side, x + side, top)
            canvas.fill(" ".join(f"{x + a:.2f} {top - b:.2f} {w:.2f} {h:.2f} re" for a, b, w, h in squares))

        def text(canvas: TaggedCanvas, x: float, top: float) -> None:
            down = max(0.0, (side - label.height - shown.height) / 2)
            label.draw(canvas, x, top - down)
            shown.draw(canvas, x, top - down - label.height)

        return Piece(height, 16 * self._k, draw_all(picture, text), lines=2)

    def _figure(self, block: r.Figure) -> Piece:
        width, size, face = self._measure.width, 12 * self._k, self._body.face
        node = self._root.add("Figure", alt=block.alt)
        shapes = shapes_of(block, width, size, lambda text: face.width(text) * size)

        def picture(canvas: TaggedCanvas, x: float, top: float) -> None:
            canvas.mark(node)
            node.box = (x, top - shapes.height, x + width, top)
            draw_shapes(canvas, shapes, x, top, face, size)

        return Piece(shapes.height, 12 * self._k, picture, lines=3)

    def _large_code(self, block: r.LargeCode) -> Piece:
        """Return the groups in a frame, four beside each other, as large as that allows."""
        columns, padding = 4, 18.0
        widest = max(self._bold.face.width(group) for group in block.groups)
        size = (self._measure.width - 2 * padding) / (columns * (widest + 1) - 1)  # one em between two groups
        step = (widest + 1) * size
        style = Style(self._bold.face, size, size * 1.6)
        node = self._root.add("P")
        rows = [block.groups[start : start + columns] for start in range(0, len(block.groups), columns)]
        height = len(rows) * style.leading + 2 * padding

        def groups(canvas: TaggedCanvas, left: float, top: float) -> None:
            canvas.mark(node)
            for number, row in enumerate(rows):
                base = style.base(top - padding - number * style.leading)
                for column, group in enumerate(row):
                    canvas.write(left + padding + column * step, base, f"{group} ", style.face, size)

        box = as_artifact(frame(self._measure.width, height, 1.6, 6))
        return Piece(height, 10 * self._k, draw_all(box, groups), lines=len(rows))

    def _note(self, block: r.Note) -> list[Piece]:
        left = 20.0
        style = self._bold if block.strong else self._body
        cell = self._cell(self._root.add("P"), block.text, style, left, self._measure.width - left)
        pieces = []
        for number, piece in enumerate(self._paragraph(cell, 3 if block.with_above else 10)):
            draw = draw_all(as_artifact(bar(cell.style.leading)), piece.draw)
            pieces.append(replace(piece, draw=draw, keep=number < len(cell.lines) - 1 < 12))
        if block.with_above:  # nearer to what it is a hint on than to what comes next
            pieces[-1] = replace(pieces[-1], height=pieces[-1].height + 10 * self._k)
        return pieces
