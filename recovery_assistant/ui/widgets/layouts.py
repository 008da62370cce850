"""Rows and columns whose gaps and margins grow with the text, and the walk that makes everything follow a new scale."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QScrollArea, QSpacerItem, QWidget

from recovery_assistant.ui.theme import Theme

Margins = tuple[float, float, float, float]
ADJACENT, BLOCK, GROUP = 12, 16, 24
"""Heading to text, between blocks, before a group: pixels at 100 %."""


@runtime_checkable
class Restyled(Protocol):
    """Something that draws or measures by hand."""

    def restyle(self) -> None:
        """Take over scale and colours of now."""


class Line(QBoxLayout):
    """A row or column of the design; all lengths are given at 100 %."""

    def __init__(
        self,
        theme: Theme,
        direction: QBoxLayout.Direction = QBoxLayout.Direction.TopToBottom,
        *,
        margins: Margins = (0, 0, 0, 0),
        spacing: float = 0,
    ) -> None:
        super().__init__(direction)
        self._theme, self._margins, self._space = theme, margins, spacing
        self._gaps: list[tuple[QSpacerItem, float]] = []
        self.restyle()

    def gap(self, size: float) -> None:
        """Add a gap of a fixed size."""
        spacer = QSpacerItem(0, 0)
        self._gaps.append((spacer, size))
        self.addSpacerItem(spacer)
        self._size_gaps()

    def place(self, widget: QWidget, gap: float = BLOCK) -> None:
        """Add a widget below (or beside) the last one, after a gap; the first one has none before it."""
        if self.count() and gap:
            self.gap(gap)
        self.addWidget(widget)

    def forget_gaps(self) -> None:
        """Forget the gaps of blocks that were taken away."""
        self._gaps = []

    def set_margins(self, margins: Margins) -> None:
        """Take other margins, given at 100 %."""
        self._margins = margins
        self.restyle()

    def restyle(self) -> None:
        """Take over the scale of now."""
        px = self._theme.px
        left, top, right, bottom = self._margins
        self.setContentsMargins(px(left), px(top), px(right), px(bottom))
        self.setSpacing(px(self._space))
        self._size_gaps()

    def _size_gaps(self) -> None:
        upright = self.direction() in (QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop)
        for spacer, size in self._gaps:
            length = self._theme.px(size)
            spacer.changeSize(0 if upright else length, length if upright else 0)
        self.invalidate()


def column(theme: Theme, *, margins: Margins = (0, 0, 0, 0), spacing: float = 0) -> Line:
    """Return a column."""
    return Line(theme, margins=margins, spacing=spacing)


def row(theme: Theme, *, margins: Margins = (0, 0, 0, 0), spacing: float = 0) -> Line:
    """Return a row, in reading direction."""
    return Line(theme, QBoxLayout.Direction.LeftToRight, margins=margins, spacing=spacing)


class Pairs(QGridLayout):
    """Two columns of labels: what it is, and its value. `stack` puts the values below, for narrow windows."""

    def __init__(self, theme: Theme, *, label_width: float = 155) -> None:
        super().__init__()
        self._theme, self._label_width = theme, label_width
        self._pairs: list[tuple[QWidget, QWidget]] = []
        self._stacked = False
        self.setColumnStretch(1, 1)
        self.restyle()

    def add_pair(self, label: QWidget, value: QWidget) -> None:
        """Add a pair below the last one."""
        self._pairs.append((label, value))
        self._put(len(self._pairs) - 1)

    def stack(self, stacked: bool) -> None:
        """Put each value beside its label, or below it."""
        if stacked != self._stacked:
            self._stacked = stacked
            for place in range(len(self._pairs)):
                self._put(place)
            self.restyle()

    def _put(self, place: int) -> None:
        label, value = self._pairs[place]
        top = Qt.AlignmentFlag.AlignTop
        if self._stacked:
            self.addWidget(label, 2 * place, 0, 1, 2)
            self.addWidget(value, 2 * place + 1, 0, 1, 2)
        else:
            self.addWidget(label, 2 * place, 0, top)
            self.addWidget(value, 2 * place, 1)

    def restyle(self) -> None:
        """Take over the scale of now."""
        self.setHorizontalSpacing(self._theme.px(12))
        self.setVerticalSpacing(self._theme.px(6))
        self.setColumnMinimumWidth(0, 0 if self._stacked else self._theme.px(self._label_width))


def restyle_below(top: QWidget) -> None:
    """Make every layout and every widget under `top` take over scale and colours, innermost last."""
    for layout in top.findChildren(QLayout):
        if isinstance(layout, Restyled):
            layout.restyle()
    for widget in top.findChildren(QWidget):
        if isinstance(widget, Restyled):
            widget.restyle()


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page to a widget that has just appeared or grown, once the layout has given it its place."""

    def scroll() -> None:
        above = widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(widget)

    QTimer.singleShot(0, widget, scroll)


class Block(QWidget):
    """A widget that takes its size from its column, and lets a page shrink below its widest word."""

    def minimumSizeHint(self) -> QSize:
        """Return nothing: height comes from the width, and width from the window."""
        return QSize(0, 0)
