"""Shapes on paper: lines, frames, boxes to tick. All in black, all in PDF's own path operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_assistant.record.pdf_tags import Node, TaggedCanvas

Draw = Callable[["TaggedCanvas", float, float], None]
"""Draws on a canvas, from the left edge and the top given."""


def draw_all(*draws: Draw) -> Draw:
    """Return one drawing made of several."""

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        for one in draws:
            one(canvas, left, top)

    return draw


def as_artifact(draw: Draw) -> Draw:
    """Return a drawing that belongs to no text."""

    def artifact(canvas: TaggedCanvas, left: float, top: float) -> None:
        canvas.mark(None)
        draw(canvas, left, top)

    return artifact


def marked(node: Node) -> Draw:
    """Return what makes the next drawing content of a node."""

    def mark(canvas: TaggedCanvas, _left: float, _top: float) -> None:
        canvas.mark(node)

    return mark


def tick_box(side: float, down: float, *, ticked: bool) -> Draw:
    """Return a box that is big enough to tick, `down` below the top."""

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        x, y = left + 0.7, top - down - side
        canvas.stroke(1.4, f"{x:.2f} {y:.2f} {side:.2f} {side:.2f} re")
        if ticked:
            corners = ((0.2, 0.52), (0.42, 0.24), (0.82, 0.8))
            points = [f"{x + side * across:.2f} {y + side * up:.2f}" for across, up in corners]
            canvas.stroke(side / 7, f"{points[0]} m {points[1]} l {points[2]} l")

    return draw


def rule(x_from: float, x_to: float, down: float, width: float) -> Draw:
    """Return a level line, `down` below the top."""

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        y = top - down
        canvas.stroke(width, f"{left + x_from:.2f} {y:.2f} m {left + x_to:.2f} {y:.2f} l")

    return draw


def frame(width: float, height: float, line: float, radius: float) -> Draw:
    """Return a box with round corners, its top left corner at the given place."""

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        x0, x1, y0, y1 = left, left + width, top - height, top
        bend = radius * 0.4477  # 1 - the circle constant of cubic curves
        corners = [
            f"{x0 + radius:.2f} {y0:.2f} m {x1 - radius:.2f} {y0:.2f} l",
            f"{x1 - bend:.2f} {y0:.2f} {x1:.2f} {y0 + bend:.2f} {x1:.2f} {y0 + radius:.2f} c",
            f"{x1:.2f} {y1 - radius:.2f} l",
            f"{x1:.2f} {y1 - bend:.2f} {x1 - bend:.2f} {y1:.2f} {x1 - radius:.2f} {y1:.2f} c",
            f"{x0 + radius:.2f} {y1:.2f} l",
            f"{x0 + bend:.2f} {y1:.2f} {x0:.2f} {y1 - bend:.2f} {x0:.2f} {y1 - radius:.2f} c",
            f"{x0:.2f} {y0 + radius:.2f} l",
            f"{x0:.2f} {y0 + bend:.2f} {x0 + bend:.2f} {y0:.2f} {x0 + radius:.2f} {y0:.2f} c h",
        ]
        canvas.stroke(line, " ".join(corners))

    return draw


def bar(height: float) -> Draw:
    """Return the bar that sets a note apart."""

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        canvas.fill(f"{left:.2f} {top - height:.2f} 6 {height:.2f} re")

    return draw
