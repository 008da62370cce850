"""Gaps and margins grow with the text; pairs stack where there is no room."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from recovery_assistant.ui.widgets.layouts import Pairs, column, restyle_below
from tests.window_parts import Bench


def test_gaps_and_margins_follow_the_scale(bench: Bench) -> None:
    top = QWidget()
    bench.qtbot.addWidget(top)
    lines = column(bench.theme, margins=(10, 0, 0, 0))
    lines.place(QLabel("one"))
    lines.place(QLabel("two"), 16)
    top.setLayout(lines)
    before = top.sizeHint().height()
    bench.theme.set_percent(200)
    restyle_below(top)
    assert lines.contentsMargins().left() == 20
    assert top.sizeHint().height() >= before + 16


def test_pairs_stack(bench: Bench) -> None:
    top = QWidget()
    bench.qtbot.addWidget(top)
    pairs = Pairs(bench.theme)
    label, value = QLabel("Came to this PC"), QLabel("18 November 2026")
    pairs.add_pair(label, value)
    top.setLayout(pairs)
    item = pairs.itemAtPosition(0, 1)
    assert item is not None
    assert item.widget() is value
    pairs.stack(True)
    item = pairs.itemAtPosition(1, 0)
    assert item is not None
    assert item.widget() is value
