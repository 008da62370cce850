"""A square that a phone reads and opens. Its address stands beside it in letters, and screen readers say it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from recovery_assistant.translation import _
from recovery_assistant.ui.theme import Theme

SIDE = 132
QUIET = 14
"""White around the squares, without which phones do not find them; four squares of the longest address we have."""


class PhoneCode(QWidget):
    """Black on white whatever the theme: phones read nothing else as surely."""

    def __init__(self, theme: Theme, address: str, shown: str) -> None:
        from recovery_assistant.services.handouts import squares_for_a_phone

        super().__init__()
        self._quiet = theme.px(QUIET)
        side = theme.px(SIDE)
        self._squares = squares_for_a_phone(address, side - 2 * self._quiet)
        self.setFixedSize(QSize(side, side))
        self.setAccessibleName(_("Code for a phone. It opens {address}").format(address=shown))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the squares."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor("#ffffff"))
            for left, down, width, height in self._squares:
                place = QRectF(self._quiet + left, self._quiet + down - height, width, height)
                painter.fillRect(place, QColor("#000000"))
