"""Header and footer of every page: text size and page code above, Back, Saved, Skip and the main button below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QStackedWidget, QWidget

from recovery_assistant.translation import _
from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import LinkButton, MainButton, SizeButton
from recovery_assistant.ui.widgets.layouts import row
from recovery_assistant.ui.widgets.text import Label


@dataclass(frozen=True)
class FooterWords:
    """What stands in the footer of a page. "" leaves a place empty.

    Attributes:
        side: names of link buttons at the left, beside Back, each with its id.
    """

    main: str = ""
    skip: str = ""
    back: bool = True
    saved: bool = True
    icon: str = ""
    side: tuple[tuple[str, str], ...] = ()


class Header(QFrame):
    """Mark and program name, text size, page code."""

    smaller = Signal()
    larger = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("header")
        self._line = row(theme, margins=(40, 6, 20, 6), spacing=12)
        self._line.addWidget(Icon(theme, "mark", "accent", 28))
        self._line.addWidget(Label(_("Recovery assistant"), "strong", wrap=False))
        self._line.addStretch(1)
        self._size = Label(_("Text size"), "hint", wrap=False)
        self._line.addWidget(self._size)
        self._less = SizeButton(theme, "A−", _("Make the text smaller"))
        self._more = SizeButton(theme, "A+", _("Make the text larger"))
        self._less.clicked.connect(self.smaller)
        self._more.clicked.connect(self.larger)
        self._line.addWidget(self._less)
        self._line.addWidget(self._more)
        self._line.gap(10)
        self.code = Label("", "pill", wrap=False)
        self._line.addWidget(self.code)
        self.setLayout(self._line)

    def in_tab_order(self) -> tuple[QPushButton, ...]:
        """Return the controls in the order in which Tab reaches them."""
        return (self._less, self._more)

    def compact(self, *, compact: bool) -> None:
        """Stand in a narrow window: the page code has moved to the bar on top."""
        self._size.setVisible(not compact)
        self._line.set_margins((16, 6, 16, 6) if compact else (40, 6, 20, 6))


class Footer(QFrame):
    """Back and Saved at the left; Skip and the main button at the right. Tab goes to the main button first."""

    back = Signal()
    skip = Signal()
    main = Signal()
    side = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("footer")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line = row(theme, margins=(40, 10, 40, 10), spacing=16)
        self.back_button = LinkButton(theme, _("Back"), icon="arrow-left")
        self.back_button.clicked.connect(self.back)
        self._line.addWidget(self.back_button)
        self._sides: list[LinkButton] = []
        for _place in range(2):
            link = LinkButton(theme, "")
            link.clicked.connect(self._side_pressed)
            self._sides.append(link)
            self._line.addWidget(link)
        self._saved = QStackedWidget()  # as wide as the longer of both, so that nothing moves while somebody writes
        self._saved.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        for words in (_("Saved"), _("Not saved yet")):
            side = QWidget()
            line = row(theme, spacing=10)
            if not self._saved.count():
                line.addWidget(Icon(theme, "tick", "ink2", 16))
            line.addWidget(Label(words, "hint", wrap=False))
            line.addStretch(1)
            side.setLayout(line)
            self._saved.addWidget(side)
        self._line.addWidget(self._saved)
        self._line.addStretch(1)
        self.skip_button = LinkButton(theme, _("Skip for now"))
        self.skip_button.clicked.connect(self.skip)
        self._line.addWidget(self.skip_button)
        self.main_button = MainButton(theme, _("Continue"))
        self.main_button.clicked.connect(self.main)
        self._line.addWidget(self.main_button)
        self.setLayout(self._line)
        self.restyle()

    def restyle(self) -> None:
        """Keep one height on every page, with a main button or without."""
        self.setMinimumHeight(self._theme.px(76))

    def say(self, words: FooterWords, *, can_go_back: bool) -> None:
        """Take over the words of a page."""
        self.back_button.setVisible(words.back and can_go_back)
        self._saved.setVisible(words.saved)
        self.skip_button.setVisible(bool(words.skip))
        self.skip_button.say(words.skip)
        self.main_button.setVisible(bool(words.main))
        self.main_button.say(words.main, icon=words.icon)
        for place, link in enumerate(self._sides):
            link.setVisible(place < len(words.side))
            if place < len(words.side):
                link.setProperty("goes", words.side[place][0])
                link.say(words.side[place][1])
        self._fit()

    def show_saved(self, *, saved: bool) -> None:
        """Say whether everything on the page is in the case. Shown only: nobody wants to hear it at every word."""
        self._saved.setCurrentIndex(0 if saved else 1)

    def in_tab_order(self) -> tuple[QPushButton, ...]:
        """Return the controls in the order in which Tab reaches them: what goes on comes first."""
        return (self.main_button, self.skip_button, self.back_button, *self._sides)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand below each other where side by side would cut a word."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Choose the direction; in a column the main button comes first, as it does for Tab."""
        room = self.width() - self._line.contentsMargins().left() - self._line.contentsMargins().right()
        self.main_button.fit(room)
        shown = [one for one in (*self.in_tab_order(), self._saved) if not one.isHidden()]
        needed = sum(one.sizeHint().width() for one in shown) + len(shown) * self._line.spacing()
        ways = QBoxLayout.Direction
        direction = ways.LeftToRight if needed <= room else ways.BottomToTop
        if direction != self._line.direction():
            self._line.setDirection(direction)
            beside = direction == ways.LeftToRight
            for one in (*self.in_tab_order(), self._saved):
                self._line.setAlignment(one, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignLeft)

    def _side_pressed(self) -> None:
        self.side.emit(str(self.sender().property("goes")))

    def compact(self, *, compact: bool) -> None:
        """Stand at the end of a narrow page."""
        self._line.set_margins((16, 10, 16, 10) if compact else (40, 10, 40, 10))
