"""One program that was found: its name, what is known, and how we know it. Ends always with what was not looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout

from recovery_assistant.domain.record import visible
from recovery_assistant.translation import _
from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.layouts import Block, Pairs, column, row
from recovery_assistant.ui.widgets.text import Heading, Label, Panel, rule

Fact = tuple[str, str]
_LONGEST = 400


def shown_text(text: str) -> str:
    """Return a text from the inspected PC so that it can hide nothing and flood nothing."""
    clear = visible(text)
    return clear if len(clear) <= _LONGEST else f"{clear[:_LONGEST]} …"


class FindingCard(Panel):
    """Name, facts about this copy, words about the program; evidence opens below: a sentence and the raw value each."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        facts: tuple[Fact, ...],
        about: tuple[Fact, ...],
        evidence: tuple[Fact, ...],
    ) -> None:
        super().__init__(theme)
        self._top = top = row(theme, spacing=14)
        named = row(theme, spacing=14)
        named.addWidget(Icon(theme, "screen", "accent", 28), 0, Qt.AlignmentFlag.AlignVCenter)
        named.addWidget(Heading(shown_text(name), "h2"), 1)
        top.addLayout(named, 1)
        self.link = LinkButton(theme, _("Show how we know"), description=name, icon="chevron-down")
        self.link.clicked.connect(self._toggle)
        top.addWidget(self.link)
        self.column.addLayout(top)
        self.facts = Pairs(theme)
        for label, value in facts:
            self.facts.add_pair(Label(label, "caption"), Label(shown_text(value), "strong"))
        for label, value in about:
            self.facts.add_pair(Label(label, "caption"), Label(shown_text(value)))
        self.column.gap(6)
        self.column.addLayout(self.facts)
        self._how = Block()
        lines = column(theme)
        lines.place(rule())
        lines.place(Label(_("How we know"), "strong"), 12)
        for says, value in evidence:  # one above the other: a sentence needs the whole width, and so does a path
            if says:  # without one, the value goes on with the sentence before
                lines.place(Label(shown_text(says)), 10)
            lines.place(Label(shown_text(value), "caption"), 2 if says else 6)
        self._how.setLayout(lines)
        self.column.place(self._how, 12)
        self._how.hide()

    def _toggle(self) -> None:
        opened = self._how.isHidden()
        self._how.setVisible(opened)
        words = _("Hide how we know") if opened else _("Show how we know")
        self.link.say(words, icon="chevron-up" if opened else "chevron-down")

    def stack(self, *, stacked: bool) -> None:
        """Put values below their labels, and the link below the name."""
        ways = QBoxLayout.Direction
        self._top.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        self.facts.stack(stacked)
