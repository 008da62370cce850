"""Something went wrong: one sentence, a code to read out, and the way on. What was typed stays behind this page."""

from __future__ import annotations

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk, Page
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK
from recovery_assistant.ui.widgets.text import Label, Panel

OUR_FAULT = "X-"


class ProblemPage(Page):
    """Says what happened. `leave` goes back to where it happened."""

    def __init__(self, desk: Desk, error: AssistantError) -> None:
        super().__init__(desk)
        self._error = error
        self.title(_("That did not work"))
        if error.code.startswith(OUR_FAULT):
            self.column.place(Label(_("There is a fault in this program. It is not your fault."), "lead"), 10)
        else:
            self.column.place(Label(error.sentence, "lead"), 10)
        self.text(_("What you typed is still there. Everything that was saved before is safe."), ADJACENT)
        panel = Panel(desk.theme)
        panel.column.place(Label(_("Say this code to somebody who helps you"), "caption"))
        panel.column.place(Label(error.code, "number"), 4)
        if error.code.startswith(OUR_FAULT):
            panel.column.place(Label(error.sentence, "hint"), 4)
        self.column.place(panel, BLOCK)

    def code(self) -> str:
        """Return the code of the problem."""
        return _("Code {code}").format(code=self._error.code)

    def footer(self) -> FooterWords:
        """Return the words of the footer."""
        return FooterWords(main=_("Go back"), back=False, saved=False)
