"""What else was left: what we saw ourselves comes first, then the places that somebody must look at by hand."""

from __future__ import annotations

from recovery_assistant.translation import _
from recovery_assistant.ui.pages.form import ChecklistPage
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import BLOCK
from recovery_assistant.ui.widgets.text import BulletList, Label, Panel


class LeftBehindPage(ChecklistPage):
    """A list to tick, below what the look at this PC has shown."""

    def ask(self) -> None:
        """Add what was seen, then the questions."""
        left = self.desk.case.left_behind
        if left:
            panel = Panel(self.theme)
            panel.column.place(Label(_("We saw these when we looked. Look at them first."), "strong"))
            lines = (shown_text(f"{one.says} ({one.value})") for one in left)
            panel.column.place(BulletList(self.theme, tuple(dict.fromkeys(lines))), 6)
            self.column.place(panel, BLOCK)
        super().ask()
