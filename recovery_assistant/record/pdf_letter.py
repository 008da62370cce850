"""The head of a letter on paper: the address where the window of an envelope shows it, the sender at its right.

Envelopes DL and C5/6 show 20 to 110 mm from the left edge and about 45 to 75 mm from the top; those of North America
much the same. All lengths are in points, from the top of the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from recovery_assistant.record.pdf_shapes import Draw, draw_all, rule

if TYPE_CHECKING:
    from recovery_assistant.domain.record import LetterHead
    from recovery_assistant.record.pdf_pieces import Cell, Style
    from recovery_assistant.record.pdf_tags import Node, TaggedCanvas

WINDOW_TOP = 44.0
WINDOW_WIDTH = 214.0
SENDER_LEFT = 244.0
ROW = 34.0
"""From one line to write on to the next."""
ROOM_FOR_LABEL = 15.0
ADDRESS_LINES = 2
"""Lines to write on below the known lines of the address."""
BEFORE_DAY = 22.0


class Setting(NamedTuple):
    """How it is set: width of the text, styles, what readers hear for a line, and what breaks a text into lines."""

    width: float
    body: Style
    small: Style
    to_write: str
    cell: Callable[[Node | None, str, Style, float, float], Cell]


def letter_head(block: LetterHead, root: Node, setting: Setting) -> tuple[float, float, Draw]:
    """Return height, white space before, and what draws it."""
    draws: list[Draw] = []
    down = 0.0
    for label in block.sender:
        down += ROW if label or down else 0
        draws += _line(label, root, setting, SENDER_LEFT, setting.width, down - ROOM_FOR_LABEL)
    sender_height = down
    place = WINDOW_TOP
    for line in block.to:
        cell = setting.cell(root.add("P"), line, setting.body, 0, WINDOW_WIDTH)
        draws.append(_at(cell.draw, place))
        place += cell.height
    for number in range(ADDRESS_LINES):
        place += ROW - 8
        label = block.to_blank if number == ADDRESS_LINES - 1 else ""
        draws += _line(label, root, setting, 0, WINDOW_WIDTH, place)
    day = max(sender_height, place + 2 * ROOM_FOR_LABEL) + BEFORE_DAY
    dated = setting.cell(root.add("P"), block.dated, setting.body, 0, setting.width)
    draws.append(_at(dated.draw, day))
    return day + dated.height, 0.0, draw_all(*draws)


def _line(label: str, root: Node, setting: Setting, left: float, right: float, down: float) -> list[Draw]:
    """Return a line to write on, with its name below it."""
    node = root.add("P")
    line_node = node.add("Span", alt=setting.to_write)

    def line(canvas: TaggedCanvas, x: float, top: float) -> None:
        canvas.mark(line_node)
        rule(left, right, down, 1.0)(canvas, x, top)

    if not label:
        return [line]
    name = setting.cell(node.add("Span"), label, setting.small, left, right - left)
    return [line, _at(name.draw, down + 1)]


def _at(draw: Draw, down: float) -> Draw:
    def lower(canvas: TaggedCanvas, left: float, top: float) -> None:
        draw(canvas, left, top - down)

    return lower
