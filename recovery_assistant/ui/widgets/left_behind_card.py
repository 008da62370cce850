"""One kind of thing that was left behind: what it is, what was seen, why it matters, and how to put it right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Signal

from recovery_assistant.domain.left_behind.groups import LeftBehindGroup
from recovery_assistant.translation import _
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import LinkButton, SecondButton, TaskRow
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import Block, column
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, Panel, rule

MOST_SHOWN = 12
"""Values shown on a card at first; a press shows the others."""

_NUMBER_OF_EXTENSION = re.compile(r" \([^()]{8,}\)$")
"""What a browser calls an extension inside. It helps a technician, and stands in the record."""


class Fix(NamedTuple):
    """The way to put one thing right, and how it stands: "" before anything was done."""

    id: str
    value: str
    state: str = ""
    is_done: bool = False


class LeftBehindCard(Panel):
    """Title, meaning and raw values; the reason and the steps open below, at once for what comes first.

    Signals:
        fix: the person wants one thing put right; its id.
    """

    fix = Signal(str)

    def __init__(
        self, theme: Theme, group: LeftBehindGroup, *, opened: bool | None = None, fixes: Sequence[Fix] = ()
    ) -> None:
        """Make the card.

        Args:
            opened: whether its steps show, by default those of what comes first.
            fixes: what the program can put right by itself, once the person says yes.
        """
        super().__init__(theme)
        self._theme = theme
        self.column.place(Heading(shown_text(group.title), "h2"))
        if group.says and group.says != group.title:
            self.column.place(Label(shown_text(group.says)), 4)
        if group.came_with_call:
            self.column.place(Label(_("This came on the day of the call, or later."), "strong"), 6)
        self.ways: list[SecondButton | TaskRow] = []
        if len(fixes) > 1:
            self._place_rows(fixes)
        else:
            self._place_values(_shown_values(group))
            for one in fixes:
                self._place_fix(one, group.title)
        self._how = Block()
        if group.why or group.steps:
            self.link = LinkButton(theme, "", description=group.title, icon="chevron-down")
            self.link.clicked.connect(self._toggle)
            self.column.place(self.link, 4)
            lines = column(theme)
            lines.place(rule())
            if group.why:
                lines.place(Label(shown_text(group.why)), 10)
            if group.steps:
                lines.place(Label(_("How to put it right"), "strong"), 12)
                lines.place(BulletList(theme, group.steps, numbered=True), 6)
            self._how.setLayout(lines)
            self.column.place(self._how, 4)
            self._how.hide()
            self._say()
            if group.comes_first if opened is None else opened:
                self._toggle()

    def _place_fix(self, one: Fix, title: str) -> None:
        """Add the way to put right the only thing of the card."""
        if one.state:
            self.column.place(Label(one.state, "strong"), 8)
        words = _("Show what was done") if one.state else _("Put it right")
        button = SecondButton(self._theme, words, description=title)
        button.clicked.connect(partial(self.fix.emit, one.id))
        self.ways.append(button)
        self.column.place(button, 12)

    def _place_rows(self, fixes: Sequence[Fix]) -> None:
        """Add one row for each of several things: the row is the way to put it right."""
        self.column.place(Label(_("Press one of them to put it right. You see first what would be done.")), 8)
        rows = Panel(self._theme)
        rows.column.set_margins((1, 1, 1, 1))
        for place, one in enumerate(fixes):
            if place:
                rows.column.addWidget(rule())
            kind = "completed" if one.is_done else "in-progress"
            row = TaskRow(self._theme, shown_text(one.value), "", one.state or _("Put it right"), kind=kind)
            row.clicked.connect(partial(self.fix.emit, one.id))
            self.ways.append(row)
            rows.column.addWidget(row)
        self.column.place(rows, 10)

    def _place_values(self, values: tuple[str, ...]) -> None:
        if not values:
            return
        first, others = values[:MOST_SHOWN], values[MOST_SHOWN:]
        self.column.place(BulletList(self._theme, first), 8)
        if not others:
            return
        rest = BulletList(self._theme, others)
        self.column.place(rest, 8)
        rest.hide()
        more = LinkButton(self._theme, _("Show {count} more").format(count=len(others)), icon="chevron-down")
        self.column.place(more, 4)

        def show() -> None:
            rest.show()
            more.hide()

        more.clicked.connect(show)

    def _toggle(self) -> None:
        self._how.setVisible(self._how.isHidden())
        self._say()

    def _say(self) -> None:
        closed = self._how.isHidden()
        words = _("Show what to do") if closed else _("Hide what to do")
        self.link.say(words, icon="chevron-down" if closed else "chevron-up")


def _shown_values(group: LeftBehindGroup) -> tuple[str, ...]:
    """Return the values as people know them: an extension by its name."""
    values = group.telling_values
    if group.kind in ("extension", "extension-forced"):
        values = tuple(_NUMBER_OF_EXTENSION.sub("", value) for value in values)
    return tuple(shown_text(value) for value in values)
