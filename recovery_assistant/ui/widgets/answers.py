"""Answers to choose from, and ticks: full width, one column, nothing ever preselected in questions about facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QSizePolicy, QWidget

from recovery_assistant.ui.artwork import icon_pixmap
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import mouse_transparent
from recovery_assistant.ui.widgets.layouts import Block, Line, column
from recovery_assistant.ui.widgets.text import Heading, Label, Panel

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # beside a Qt class that already is a button, a second one may not be inherited


@dataclass(frozen=True)
class Option:
    """An answer: what is stored, what is shown, a second line, and what is said right below it once it is chosen."""

    id: str
    label: str
    hint: str = ""
    then: str = ""


class _WholeRow(_Button):
    """What both kinds of answer share: the whole row is the target, and it is as high as its labels need."""

    def _fill(self, theme: Theme, option: Option) -> None:
        self._theme, self.option = theme, option
        self.setAccessibleName(option.label)
        self.setAccessibleDescription(option.hint)
        self._lines: Line = column(theme, margins=(60, 10, 18, 11), spacing=2)
        self._lines.addStretch(1)
        self._lines.addWidget(mouse_transparent(Label(option.label)))
        if option.hint:
            self._lines.addWidget(mouse_transparent(Label(option.hint, "hint")))
        self._lines.addStretch(1)
        self.setLayout(self._lines)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Follow the labels."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the labels need, and never less than a target."""
        return max(self._theme.px(50), self._lines.totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        """Return the size of the labels."""
        hint = self._lines.totalSizeHint()
        return QSize(hint.width(), self.heightForWidth(max(hint.width(), self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return no width: the labels wrap."""
        return QSize(0, self._theme.px(50))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the row."""
        return self.rect().contains(pos)


class AnswerChoice(_WholeRow, QRadioButton):
    """One answer of several."""

    def __init__(self, theme: Theme, option: Option) -> None:
        super().__init__()
        self._fill(theme, option)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row as the style does, and our own dot: a style sheet's circle has corners when it is large."""
        super().paintEvent(event)
        theme, side = self._theme, self._theme.px(26)
        chosen = self.isChecked()
        pen = theme.pen(theme.colours.accent if chosen else theme.colours.edge, 8 if chosen else 2)
        inset = pen.widthF() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(theme.colour("surface"))
        around = QRectF(theme.px(16), (self.height() - side) / 2, side, side)
        painter.drawEllipse(around.adjusted(inset, inset, -inset, -inset))
        painter.end()


class TickRow(_WholeRow, QCheckBox):
    """One thing to tick. The tick is drawn, never typed."""

    def __init__(self, theme: Theme, option: Option, *, ticked: bool = False) -> None:
        super().__init__()
        self._fill(theme, option)
        self.setChecked(ticked)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box as the style does, and our own tick in it."""
        super().paintEvent(event)
        if self.isChecked():
            side, left = self._theme.px(20), self._theme.px(19)
            pixmap = icon_pixmap(self._theme, "tick", "on_accent", 20, self.devicePixelRatioF())
            painter = QPainter(self)
            painter.drawPixmap(QRect(left, (self.height() - side) // 2, side, side), pixmap)
            painter.end()


class Then(Block):
    """What follows from an answer, right below it. Its gap belongs to it, and goes with it."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        panel = Panel(theme, "tinted")
        panel.column.place(Label(text))
        lines = column(theme, margins=(24, 8, 0, 4))
        lines.addWidget(panel)
        self.setLayout(lines)


class Question(Block):
    """A question with one answer of several, or with several. `chosen` is None until somebody answers.

    Signals:
        answered: an answer was given or taken back.
        told: what follows from an answer now stands below it.
    """

    answered = Signal()
    told = Signal(str)

    def __init__(
        self,
        theme: Theme,
        label: str,
        options: Sequence[Option],
        *,
        hint: str = "",
        several: bool = False,
        chosen: Sequence[str] = (),
        show_label: bool = True,
    ) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self.setAccessibleDescription(hint)
        self._several = several
        self._was_answered = bool(chosen)
        lines = column(theme)
        if show_label and label:
            lines.place(Heading(label, "h2"))
        if hint:
            lines.place(Label(hint, "hint"), 4)
        # Ticks stand in no group: of a group, Qt lets Tab come to one button only.
        group = None if several else QButtonGroup(self)
        self.choices: list[AnswerChoice | TickRow] = []
        self._thens: dict[str, Then] = {}
        for option in options:
            choice = TickRow(theme, option) if several else AnswerChoice(theme, option)
            choice.setChecked(option.id in chosen)
            if group is not None:
                group.addButton(choice)
            self.choices.append(choice)
            lines.place(choice, 11)
            if option.then:
                then = Then(theme, option.then)
                then.setVisible(choice.isChecked())
                self._thens[option.id] = then
                lines.addWidget(then)
        self.setLayout(lines)
        for choice in self.choices:
            choice.toggled.connect(partial(self._tell, choice.option))

    def _tell(self, option: Option, checked: bool) -> None:
        if option.then:
            self._thens[option.id].setVisible(checked)
            if checked:
                self.told.emit(option.then)
        if checked or self._several:
            self._was_answered = True
            self.answered.emit()

    @property
    def chosen(self) -> str | None:
        """The one answer that was chosen, or None."""
        return next((choice.option.id for choice in self.choices if choice.isChecked()), None)

    @property
    def all_chosen(self) -> list[str]:
        """Every answer that was chosen."""
        return [choice.option.id for choice in self.choices if choice.isChecked()]

    @property
    def was_answered(self) -> bool:
        """Whether anybody touched it, now or before."""
        return self._was_answered


def first_control(top: QWidget) -> QWidget | None:
    """Return the first control under `top` that Tab would reach, or None."""
    for child in top.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(top) and child.isEnabled():
            return child
    return None
