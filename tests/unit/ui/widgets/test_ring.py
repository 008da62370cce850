"""The focus ring: follows the focus, shows for the keyboard, moves with what it surrounds."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from recovery_assistant.ui.widgets.ring import FocusRing, ring_ground
from tests.window_parts import Bench


def test_the_ring_surrounds_what_has_the_focus(bench: Bench, qapp: QApplication) -> None:
    ring = FocusRing(bench.theme, qapp)
    ground = QWidget()
    bench.qtbot.addWidget(ground)
    ring_ground(ground)
    lines = QVBoxLayout(ground)
    first, second = QPushButton("One"), QPushButton("Two")
    lines.addWidget(first)
    lines.addWidget(second)
    ground.show()
    ground.activateWindow()
    first.setFocus()
    bench.qtbot.waitUntil(lambda: ring.isVisible() and ring.geometry().contains(first.geometry()))
    QTest.keyClick(first, Qt.Key.Key_Tab)
    bench.qtbot.waitUntil(lambda: ring.geometry().contains(second.geometry()))
    assert not ring.geometry().contains(first.geometry())
    second.move(second.pos() + QPoint(0, 3))
    assert ring.geometry().center() == second.geometry().center()
    ring.release()
    assert ring.parentWidget() is None
