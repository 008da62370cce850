"""A drawing of the question that the system will ask, so that people know the real window when it comes.

It is made of labels, so that it grows with the text. Nothing on it can be pressed, and it says that it is a drawing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.translation import _
from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import Line, column, row
from recovery_assistant.ui.widgets.text import Label, Panel, rule


class PromptDrawing(Panel):
    """A window on a tinted ground: what it asks, whose name it shows, and what it wants."""

    def __init__(self, theme: Theme, prompt: PromptFacts) -> None:
        super().__init__(theme, "tinted")
        self._theme = theme
        self.setAccessibleName(_("A drawing of the question"))
        window = QFrame()
        window.setObjectName("drawnwindow")
        lines = column(theme, margins=(22, 14, 22, 18))
        self._fill(lines, prompt)
        window.setLayout(lines)
        self.column.place(Label(_("A drawing, not the real window. Nothing here can be pressed or typed."), "strong"))
        self.column.place(window, 10)

    def _fill(self, lines: Line, prompt: PromptFacts) -> None:
        if prompt.way == "windows-consent":
            lines.place(Label(_("Do you want to allow this app to make changes to your device?"), "strong"))
            lines.place(rule(), 12)
            lines.place(self._named(prompt.name), 12)
            maker = prompt.publisher or _("Unknown")
            lines.place(Label(_("Publisher: {maker}").format(maker=shown_text(maker)), "caption"), 6)
            lines.place(self._buttons(_("Yes"), _("No")), 14)
        elif prompt.way == "polkit":
            lines.place(Label(_("Authentication is needed"), "strong"))
            lines.place(rule(), 12)
            lines.place(self._named(prompt.name), 12)
            if prompt.says:
                lines.place(Label(shown_text(prompt.says)), 6)
            lines.place(self._password(), 10)
            lines.place(self._buttons(_("Authenticate"), _("Cancel")), 14)
        else:
            lines.place(self._named(prompt.name))
            words = prompt.says or _("wants to make changes. Enter your password to allow this.")
            lines.place(Label(shown_text(words)), 6)
            lines.place(self._password(), 10)
            lines.place(self._buttons(_("OK"), _("Cancel")), 14)

    def _named(self, name: str) -> QFrame:
        block = QFrame()
        line = row(self._theme, spacing=12)
        line.addWidget(Icon(self._theme, "mark", "accent", 28), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(Label(shown_text(name), "strong"), 1)
        block.setLayout(line)
        return block

    def _password(self) -> QFrame:
        field = QFrame()
        field.setObjectName("drawnfield")
        line = column(self._theme, margins=(12, 8, 12, 8))
        line.addWidget(Label(_("Password of this PC"), "hint"))
        field.setLayout(line)
        return field

    def _buttons(self, *names: str) -> QFrame:
        block = QFrame()
        line = row(self._theme, spacing=14)
        for name in names:
            drawn = QFrame()
            drawn.setObjectName("drawnfield")
            inside = column(self._theme, margins=(12, 8, 12, 8))
            label = Label(name)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(label)
            drawn.setLayout(inside)
            line.addWidget(drawn, 1)
        block.setLayout(line)
        return block
