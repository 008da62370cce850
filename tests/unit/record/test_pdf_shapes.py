"""Shapes stand where they are asked to, and say what they are."""

from __future__ import annotations

from typing import Any

from recovery_assistant.record.pdf_shapes import Draw, as_artifact, draw_all, frame, marked, rule, tick_box
from recovery_assistant.record.pdf_tags import Node


class Drawn:
    """A canvas that writes down what it is told."""

    def __init__(self) -> None:
        self.strokes: list[str] = []
        self.marks: list[Node | None] = []

    def mark(self, node: Node | None) -> None:
        self.marks.append(node)

    def stroke(self, width: float, path: str) -> None:
        self.strokes.append(f"{width:g}: {path}")


def drawn(*draws: Draw) -> Drawn:
    canvas: Any = Drawn()
    draw_all(*draws)(canvas, 100, 500)
    done: Drawn = canvas
    return done


def test_a_rule_is_level_and_as_long_as_asked() -> None:
    assert drawn(rule(10, 300, 20, 1)).strokes == ["1: 110.00 480.00 m 400.00 480.00 l"]


def test_a_ticked_box_has_one_stroke_more() -> None:
    empty = drawn(tick_box(17, 1.5, ticked=False)).strokes
    assert empty == ["1.4: 100.70 481.50 17.00 17.00 re"]
    assert len(drawn(tick_box(17, 1.5, ticked=True)).strokes) == 2


def test_a_frame_closes() -> None:
    (path,) = drawn(frame(200, 50, 1.6, 6)).strokes
    assert path.startswith("1.6: 106.00 450.00 m")
    assert path.endswith("h")


def test_what_is_drawn_belongs_to_a_node_or_to_none() -> None:
    node = Node("Lbl")
    assert drawn(marked(node), as_artifact(rule(0, 1, 0, 1))).marks == [node, None]
