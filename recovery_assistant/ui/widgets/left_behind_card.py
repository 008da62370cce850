"""One kind of thing that was left behind: what it is, what was seen, why it matters, and how to put it right."""

from __future__ import annotations

from recovery_assistant.domain.left_behind_groups import LeftBehindGroup
from recovery_assistant.translation import _
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import Block, column
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, Panel, rule

MOST_SHOWN = 12
"""Values shown on a card; the printed record has them all."""


class LeftBehindCard(Panel):
    """Title, meaning and raw values; the reason and the steps open below, at once for what comes first."""

    def __init__(self, theme: Theme, group: LeftBehindGroup) -> None:
        super().__init__(theme)
        self.column.place(Heading(shown_text(group.title), "h2"))
        if group.says and group.says != group.title:
            self.column.place(Label(shown_text(group.says)), 4)
        if group.came_with_call:
            self.column.place(Label(_("This came on the day of the call, or later."), "strong"), 6)
        values = [shown_text(value) for value in group.telling_values[:MOST_SHOWN]]
        if len(group.telling_values) > MOST_SHOWN:
            values.append(_("and {count} more").format(count=len(group.telling_values) - MOST_SHOWN))
        if values:
            self.column.place(BulletList(theme, tuple(values)), 8)
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
            if group.comes_first:
                self._toggle()

    def _toggle(self) -> None:
        self._how.setVisible(self._how.isHidden())
        self._say()

    def _say(self) -> None:
        closed = self._how.isHidden()
        words = _("Show what to do") if closed else _("Hide what to do")
        self.link.say(words, icon="chevron-down" if closed else "chevron-up")
