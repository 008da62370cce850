"""Fields to write in: a label above that is the field's buddy, a hint, and room below for a kind message."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.layouts import Block, bring_into_view, column, row
from recovery_assistant.ui.widgets.text import Label

Width = Literal["full", "half", "short"]
_WIDTHS: dict[Width, int] = {"full": 680, "half": 330, "short": 200}


class LineField(QLineEdit):
    """One line of text. It never completes, predicts or remembers.

    Signals:
        left: the focus has gone elsewhere.
    """

    left = Signal()

    def __init__(self, theme: Theme, width: Width) -> None:
        super().__init__()
        self._theme, self._width = theme, width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Grow with the text."""
        self.setMaximumWidth(self._theme.px(_WIDTHS[self._width]))

    def minimumSizeHint(self) -> QSize:
        """Let a narrow window make it narrow."""
        return QSize(self._theme.px(80), super().minimumSizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it was left."""
        super().focusOutEvent(event)
        self.left.emit()


class LongField(QPlainTextEdit):
    """Several lines of text. Tab leaves it, as it leaves every other field.

    Signals:
        left: the focus has gone elsewhere.
    """

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.restyle()

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(self._theme.px(124))

    def minimumSizeHint(self) -> QSize:
        """Let a narrow window make it narrow."""
        return QSize(self._theme.px(80), self._theme.px(124))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape and the like to the window."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it was left."""
        super().focusOutEvent(event)
        self.left.emit()


class LabeledField(Block):
    """Label, hint, field and message, tied together for eyes and for assistive technology.

    Signals:
        edited: the text is another one.
        left: the focus has gone elsewhere.
        finished: Return was pressed in a field of one line.
    """

    edited = Signal()
    left = Signal()
    finished = Signal()

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        hint: str = "",
        value: str = "",
        long: bool = False,
        secret: bool = False,
        width: Width = "full",
    ) -> None:
        super().__init__()
        self.control: LineField | LongField = LongField(theme) if long else LineField(theme, width)
        self.control.setAccessibleName(label)
        self.control.setAccessibleDescription(hint)
        self._hint = hint
        self._label = Label(label, "strong")
        self._label.setBuddy(self.control)
        lines = column(theme)
        lines.place(self._label)
        if hint:
            lines.place(Label(hint, "hint"), 2)
        lines.place(self.control, 11)
        self._message = Label("")
        self._message_row = QWidget()
        told = row(theme, margins=(2, 8, 0, 0), spacing=10)
        told.addWidget(Icon(theme, "speech", "note_bar", 18), 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._message, 1)
        self._message_row.setLayout(told)
        self._message_row.setVisible(False)
        lines.addWidget(self._message_row)
        self.setLayout(lines)
        self.write(value)
        self.rename(label, secret=secret)
        self.control.textChanged.connect(self._edited)
        self.control.left.connect(self.left)
        if isinstance(self.control, LineField):
            self.control.returnPressed.connect(self.finished)

    def _edited(self) -> None:
        self.edited.emit()

    def rename(self, label: str, *, secret: bool = False) -> None:
        """Ask for something else. What is secret is not shown while it is typed."""
        self._label.say(label)
        self.control.setAccessibleName(label)
        if isinstance(self.control, QLineEdit):
            mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
            self.control.setEchoMode(mode)

    @property
    def text(self) -> str:
        """What was written, without blanks around it."""
        if isinstance(self.control, QLineEdit):
            return self.control.text().strip()
        return self.control.toPlainText().strip()

    def write(self, text: str) -> None:
        """Put a text into the field."""
        if isinstance(self.control, QLineEdit):
            self.control.setText(text)
        else:
            self.control.setPlainText(text)

    def tell(self, message: str) -> None:
        """Show a kind message under the field, and say it with the field; "" takes it away."""
        self._message.say(message)
        self._message_row.setVisible(bool(message))
        self.control.setAccessibleDescription(" ".join(part for part in (self._hint, message) if part))


def show_told(field: LabeledField) -> None:
    """Bring a field with its message into view, and the cursor into it."""
    field.control.setFocus()
    bring_into_view(field)
