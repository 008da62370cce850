"""One of many in little room: a label above, and a list that opens. The wheel never changes it by accident."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from recovery_assistant.ui.artwork import icon_pixmap
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.layouts import Block, column
from recovery_assistant.ui.widgets.text import Label

_LONGEST = 60
_TARGET = 44
_ARROW = 20


class _List(QComboBox):
    """The list itself: as high as a target, and deaf to the wheel of a page that is scrolled."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.restyle()

    def restyle(self) -> None:
        """Grow with the text."""
        self.setMinimumHeight(self._theme.px(_TARGET))
        self.setMaximumWidth(self._theme.px(420))

    def minimumSizeHint(self) -> QSize:
        """Let a narrow window make it narrow."""
        return QSize(self._theme.px(120), max(self._theme.px(_TARGET), super().minimumSizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the list as the style does, and our own arrow: the style's is too small to be seen."""
        super().paintEvent(event)
        side = self._theme.px(_ARROW)
        pixmap = icon_pixmap(self._theme, "chevron-down", "ink", _ARROW, self.devicePixelRatioF())
        painter = QPainter(self)
        left = self.width() - side - self._theme.px(12)
        painter.drawPixmap(QRect(left, (self.height() - side) // 2, side, side), pixmap)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ChoiceList(Block):
    """A label and its list.

    Signals:
        chose: the person chose another entry.
    """

    chose = Signal()

    def __init__(self, theme: Theme, label: str, options: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__()
        self.control = _List(theme)
        self.control.setAccessibleName(label)
        for value, words in options:
            self.control.addItem(words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …", value)
        self.control.setCurrentIndex(max(0, self.control.findData(chosen)))
        self._label = Label(label, "strong")
        self._label.setBuddy(self.control)
        lines = column(theme)
        lines.place(self._label)
        lines.place(self.control, 6)
        self.setLayout(lines)
        self.control.activated.connect(self._activated)

    def _activated(self, _at: int) -> None:
        self.chose.emit()

    @property
    def chosen(self) -> str:
        """The value that is chosen."""
        return str(self.control.currentData())
