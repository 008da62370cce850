"""One marked row of a statement: day, sum, name, why it is marked, and whether it is theirs. Nothing is preselected."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup

from recovery_assistant.domain.statement_marks import RowAnswer
from recovery_assistant.translation import _
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import LinkButton, SecondButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import row
from recovery_assistant.ui.widgets.text import BulletList, Label, Panel


class _Answer(SecondButton):
    """An answer that stays pressed."""

    object_name = "sizechoice"


def answer_words() -> dict[RowAnswer, str]:
    """Return the answers in their order."""
    return {"mine": _("This is mine"), "not-mine": _("Not mine"), "unsure": _("I am not sure")}


class StatementRowCard(Panel):
    """A marked row and its answers.

    Signals:
        answered: an answer was given (a `RowAnswer`).
        add: the row is to be one of the payments.
    """

    answered = Signal(str)
    add = Signal()

    def __init__(
        self, theme: Theme, day: str, amount: str, payee: str, reasons: tuple[str, ...], chosen: RowAnswer | None
    ) -> None:
        super().__init__(theme)
        name = shown_text(payee) or _("No name on the statement")
        self._top = row(theme, spacing=12)
        self._top.addWidget(Label(amount, "number"), 1)
        self._top.addWidget(Label(day, wrap=False))
        self.column.addLayout(self._top)
        self.column.place(Label(name), 2)
        self.column.place(BulletList(theme, reasons), 8)
        self._choices = row(theme, spacing=10)
        group = QButtonGroup(self)
        self.buttons: dict[RowAnswer, SecondButton] = {}
        for answer, words in answer_words().items():
            button = _Answer(theme, words)
            button.setCheckable(True)
            button.setChecked(answer == chosen)
            # On a page of many rows the words alone would not say of which row.
            button.setAccessibleName(f"{words}: {amount}, {name}, {day}")
            button.clicked.connect(partial(self._pressed, answer))
            group.addButton(button)
            self._choices.addWidget(button)
            self.buttons[answer] = button
        self._choices.addStretch(1)
        self.column.gap(10)
        self.column.addLayout(self._choices)
        self.link = LinkButton(theme, _("Add it to my payments"), description=f"{amount}, {name}")
        self.link.clicked.connect(self.add)
        self.column.place(self.link, 8)
        self.added = Label(_("It stands among your payments."), "hint")
        self.column.place(self.added, 8)
        self._name = name
        self.show_added(can=False, is_added=False)

    def _pressed(self, answer: RowAnswer, _checked: bool = False) -> None:
        self.answered.emit(answer)

    def show_added(self, *, can: bool, is_added: bool) -> None:
        """Show the link to add it, or that it was added, or neither."""
        self.link.setVisible(can and not is_added)
        self.added.setVisible(can and is_added)

    def stack(self, *, stacked: bool) -> None:
        """Put the day beside the amount and the answers side by side, or all below each other."""
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if stacked else ways.LeftToRight
        self._top.setDirection(way)
        self._choices.setDirection(way)
