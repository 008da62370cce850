"""The focus ring: two bands around whatever has the focus, drawn by one overlay.

The overlay is a child of the nearest ground that scrolls or stays (`ring_ground`), so that it is cut where the control
is cut. It shows for the keyboard and on arriving at a page; fields and answers show it at a click too.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from recovery_assistant.ui.theme import Theme

GROUND = "ring_ground"
BAND, OUTSIDE = 3, 1


def ring_ground(widget: QWidget) -> None:
    """Mark a widget as one that a ring may be drawn on."""
    widget.setProperty(GROUND, True)


class FocusRing(QWidget):
    """The overlay. It watches who has the focus and follows that control wherever layouts move it."""

    def __init__(self, theme: Theme, application: QApplication) -> None:
        super().__init__()
        self._theme = theme
        self._control: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._let_go()
        if new is None:
            return
        if new.focusPolicy() == Qt.FocusPolicy.NoFocus:
            return
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if by_mouse and not isinstance(new, QLineEdit | QPlainTextEdit | QRadioButton | QCheckBox):
            return
        self._take(new)

    def show_around(self, control: QWidget) -> None:
        """Show the ring around a control that has the focus already; never around a heading."""
        self._let_go()
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self._take(control)

    def _take(self, control: QWidget) -> None:
        way: list[QWidget] = [control]
        while not way[-1].property(GROUND):
            above = way[-1].parentWidget()
            if above is None:
                return
            way.append(above)
        self._control, self._watched = control, way
        for widget in way:
            widget.installEventFilter(self)
        control.destroyed.connect(self._let_go)
        self.setParent(way[-1])
        self._follow()
        self.show()
        self.raise_()

    def _let_go(self) -> None:
        for widget in self._watched:
            try:
                widget.removeEventFilter(self)
            except RuntimeError:  # Qt has deleted it already
                continue
        self._control, self._watched = None, []
        self.hide()

    def release(self) -> None:
        """Leave the ground before it is deleted, and live on without one."""
        self._let_go()
        self.setParent(None)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the control when it, or anything that it stands on, moves."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Hide):
            self._follow()
        return False

    def _follow(self) -> None:
        ground = self.parentWidget()
        if self._control is None or ground is None:
            return
        around = QRect(self._control.mapTo(ground, QPoint(0, 0)), self._control.size())
        room = OUTSIDE + 2 * BAND
        self.setGeometry(around.adjusted(-room, -room, room, room))
        self.setVisible(self._control.isVisibleTo(ground))

    def restyle(self) -> None:
        """Draw anew: the scale or the colours changed."""
        self._follow()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both bands: ink outside and yellow inside, the other way round in the dark."""
        colours = self._theme.colours
        outer, inner = (colours.focus, colours.focus_ink) if colours.dark else (colours.focus_ink, colours.focus)
        radius = self._theme.px(10) + 5
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, inset in ((outer, 0.0), (inner, float(BAND))):
            pen = self._theme.pen(colour, 1)
            pen.setWidthF(BAND)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            edge = inset + BAND / 2
            frame = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
            painter.drawRoundedRect(frame, radius - inset, radius - inset)
        painter.end()
