"""A square that a phone reads and opens: what it opens stands beside it in letters, and is said by screen readers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from recovery_assistant.translation import _
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.layouts import row
from recovery_assistant.ui.widgets.text import Label

SIDE = 132
QUIET = 14
"""White around the squares, without which phones do not find them; four squares of the longest address we have."""


class _Squares(QWidget):
    """Black on white whatever the theme: phones read nothing else as surely."""

    def __init__(self, theme: Theme, address: str) -> None:
        from recovery_assistant.services.handouts import squares_for_a_phone

        super().__init__()
        self._side = theme.px(SIDE)
        self._quiet = theme.px(QUIET)
        self._squares = squares_for_a_phone(address, self._side - 2 * self._quiet)
        self.setFixedSize(QSize(self._side, self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the squares."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor("#ffffff"))
            for left, down, width, height in self._squares:
                place = QRectF(self._quiet + left, self._quiet + down - height, width, height)
                painter.fillRect(place, QColor("#000000"))


class PhoneCode(QWidget):
    """The square with a sentence beside it."""

    def __init__(self, theme: Theme, address: str, shown: str) -> None:
        super().__init__()
        self.squares = _Squares(theme, address)
        self.squares.setAccessibleName(_("Code for a phone. It opens {address}").format(address=shown))
        line = row(theme, spacing=14)
        line.addWidget(self.squares, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(_("Point the camera of your phone at it."), "hint"), 1)
        self.setLayout(line)
