"""Buttons. Push buttons never wrap, so whatever may need two lines is a button with labels laid out on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QEnterEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QLayout, QPushButton, QSizePolicy, QWidget

from recovery_assistant.ui.artwork import Icon, icon_pixmap
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.layouts import Line, Margins, column, row
from recovery_assistant.ui.widgets.text import Label, Role


class KeyedButton(QPushButton):
    """A push button that Return and Enter press as Space does. Qt does so only for the default button of a dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press once for a key that goes down; a key that is held never presses again on the page behind."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def _plain(text: str) -> str:
    """Return a text for a button in which no name of a program makes a letter a key."""
    return text.replace("&", "&&")


class SecondButton(KeyedButton):
    """A button that stands on its own: edge, no fill. `text` is its accessible name."""

    object_name = ""

    def __init__(self, theme: Theme, text: str, *, description: str = "", icon: str = "") -> None:
        super().__init__(_plain(text))
        self._theme, self._icon = theme, icon
        self.setObjectName(self.object_name)
        self.setAccessibleName(text)
        self.setAccessibleDescription(description)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()

    def say(self, text: str, *, icon: str | None = None) -> None:
        """Show another text; it is the accessible name as well."""
        self.setText(_plain(text))
        self.setAccessibleName(text)
        if icon is not None:
            self._icon = icon
            self.restyle()

    def icon_token(self) -> str:
        """Return the token that the icon is drawn in."""
        return "ink"

    def restyle(self) -> None:
        """Draw the icon anew: the scale or the colours changed."""
        if self._icon:
            side = self._theme.px(22)
            pixmap = icon_pixmap(self._theme, self._icon, self.icon_token(), 22, self.devicePixelRatioF())
            self.setIcon(QIcon(pixmap))
            self.setIconSize(QSize(side, side))
        else:
            self.setIcon(QIcon())


class MainButton(SecondButton):
    """The one filled button of a page. It is never disabled."""

    object_name = "primary"

    def icon_token(self) -> str:
        """Return the token that the icon is drawn in."""
        return "on_accent"

    def fit(self, room: int) -> None:
        """Stand on as many lines as it takes to be no wider than `room`: a push button itself never wraps."""
        words, lines = _plain(self.accessibleName()).split(), [""]
        self.setText(" ".join(words))
        around = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        for word in words:
            longer = f"{lines[-1]} {word}".strip()
            if not lines[-1] or self.fontMetrics().horizontalAdvance(longer) + around <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > 1:
            self.setText("\n".join(lines))


class LinkButton(SecondButton):
    """An underlined action, 48 high like every target."""

    object_name = "link"

    def icon_token(self) -> str:
        """Return the token that the icon is drawn in."""
        return "link"


class SizeButton(SecondButton):
    """A- or A+, square. Its accessible name says what it does."""

    object_name = "size"

    def __init__(self, theme: Theme, text: str, name: str) -> None:
        super().__init__(theme, text)
        self.setAccessibleName(name)
        self.setToolTip(name)


class CardButton(KeyedButton):
    """A button whose face is a layout of labels; the whole of it is the target.

    Its height follows its width, so that text of any size wraps instead of being cut.
    """

    def __init__(self, theme: Theme, object_name: str, name: str, description: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def face(self, margins: Margins, spacing: float = 16) -> Line:
        """Lay a row on the button and return it."""
        line = row(self._theme, margins=margins, spacing=spacing)
        self.setLayout(line)
        return line

    def _inside(self) -> QLayout:
        layout = self.layout()
        if layout is None:
            raise RuntimeError("a card button without a face")
        return layout

    def hasHeightForWidth(self) -> bool:
        """Follow the labels."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the labels need, and never less than a target."""
        return max(self._theme.px(48), self._inside().totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        """Return the size of the labels."""
        hint = self._inside().totalSizeHint()
        return QSize(hint.width(), max(self._theme.px(48), self.heightForWidth(max(hint.width(), self.width()))))

    def minimumSizeHint(self) -> QSize:
        """Return no width: the labels wrap."""
        return QSize(0, self._theme.px(48))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the card."""
        return self.rect().contains(pos)


def mouse_transparent(widget: QWidget) -> QWidget:
    """Let presses through to the button below, and keep the label out of the tree of assistive technology."""
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return widget


class DoorButton(CardButton):
    """A large way in: name, a second line, an arrow. `filled` for the one that matters more."""

    def __init__(self, theme: Theme, name: str, second: str = "", *, filled: bool = False) -> None:
        super().__init__(theme, "door", name, second)
        self.setProperty("filled", filled)
        line = self.face((26, 20, 24, 20))
        words = column(theme, spacing=4)
        labels = [_face_label(name, "doorname", "accent" if filled else "button")]
        if second:
            labels.append(_face_label(second, "body" if filled else "caption", "accent2" if filled else "button"))
        for label in labels:
            words.addWidget(label)
        line.addLayout(words, 1)
        token = "on_accent" if filled else "ink"
        self._arrow = Icon(theme, "arrow-right", token if not theme.colours.contrast else "accent")
        line.addWidget(mouse_transparent(self._arrow))
        self._filled = filled
        self._labels = labels

    def fill(self, *, filled: bool) -> None:
        """Become the filled door of the page, or stop being it."""
        self._filled = filled
        self.setProperty("filled", filled)
        grounds = ("accent", "accent2") if filled else ("button", "button")
        for label, ground in zip(self._labels, grounds, strict=False):
            label.setProperty("ground", ground)
            label.style().polish(label)
        self.style().polish(self)
        self.restyle()

    def restyle(self) -> None:
        """Take the arrow's colour from the ground that it stands on."""
        plain = "accent" if self._theme.colours.contrast else "ink"
        filled = self._filled and not self._theme.colours.contrast
        self._arrow.show_icon("arrow-right", "on_accent" if filled else plain)


class OpeningCard(CardButton):
    """A card that shows and hides what stands below it. It tells assistive technology which of both."""

    def __init__(self, theme: Theme, icon: str, name: str, second: str, opened: QWidget) -> None:
        super().__init__(theme, "card", name, second)
        self.setCheckable(True)
        self._opened = opened
        line = self.face((18, 11, 18, 12))
        if icon:
            line.addWidget(mouse_transparent(Icon(theme, icon)))
        words = column(theme, spacing=2)
        words.addWidget(_face_label(name, "strong", "button"))
        if second:
            words.addWidget(_face_label(second, "hint", "button"))
        line.addLayout(words, 1)
        self._mark = Icon(theme, "chevron-down", "ink", 20)
        line.addWidget(mouse_transparent(self._mark))
        self.toggled.connect(self._toggle)
        opened.setVisible(False)

    def _toggle(self, opened: bool) -> None:
        self._opened.setVisible(opened)
        self._mark.show_icon("chevron-up" if opened else "chevron-down")


class TaskRow(CardButton):
    """A row of the task list: the name is the link, the status stands at the right in words."""

    def __init__(self, theme: Theme, name: str, hint: str, status: str, *, kind: str) -> None:
        said = f"{name}, {status}"
        super().__init__(theme, "row", said, hint)
        line = self.face((22, 12, 18, 13))
        words = column(theme, spacing=3)
        self._name = _face_label(name, "offname" if kind == "cannot-start-yet" else "linkname")
        words.addWidget(self._name)
        if hint:
            words.addWidget(_face_label(hint, "hint"))
        line.addLayout(words, 1)
        line.addLayout(_status(theme, status, kind))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the name in ink: a label does not see its button's hover."""
        self._over(over=True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show the name as a link again."""
        self._over(over=False)
        super().leaveEvent(event)

    def _over(self, *, over: bool) -> None:
        self._name.setProperty("over", over)
        self._name.style().polish(self._name)


def _status(theme: Theme, status: str, kind: str) -> Line:
    line = row(theme, spacing=10)
    roles: dict[str, Role] = {"completed": "body", "cannot-start-yet": "hint"}
    if kind == "completed":
        line.addWidget(mouse_transparent(Icon(theme, "tick", "ink", 18)), 0, Qt.AlignmentFlag.AlignVCenter)
    label = Label(status, roles.get(kind, "tag"), wrap=False)
    line.addWidget(mouse_transparent(label), 0, Qt.AlignmentFlag.AlignVCenter)
    return line


def _face_label(text: str, role: Role, ground: str = "") -> Label:
    label = Label(text, role)
    if ground:
        label.setProperty("ground", ground)
    mouse_transparent(label)
    return label
