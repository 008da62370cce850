"""Look at the PC and copy what the programs wrote, before anything is removed."""

from __future__ import annotations

from recovery_assistant.domain.plan import Step
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.looking import Looking
from recovery_assistant.ui.pages.questions import Questions
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import BLOCK


class EvidencePage(FormPage):
    """The main button begins the look; after it, the same button goes on."""

    def __init__(self, desk: Desk, step: Step) -> None:
        self._looked = desk.case.newest_scan is not None
        super().__init__(desk, step)

    def build(self) -> None:
        """Put the page together."""
        self.opening()
        self.looking = Looking(self.desk)
        self.looking.ended.connect(self._ended)
        self.looking.failed.connect(self.report)
        self.looking.said.connect(self.said)
        self.column.place(self.looking, BLOCK)
        self.looking.show_summary()
        self._again = SecondButton(self.theme, _("Look again"))
        self._again.clicked.connect(self._begin)
        self.column.place(self._again, BLOCK)
        # Only now: shown without a place on the page, it would flash up as a window of its own.
        self._again.setVisible(self._looked)
        self.picture(self.step.picture, self.words.picture_text)
        self.paragraphs(self.words.body)
        self.note(self.words.note)
        self.questions = Questions(self.desk, self.step, self.words.fields)
        self.column.place(self.questions, BLOCK)
        self.closing()

    def first_focus(self) -> None:
        """Leave the focus to the main button."""
        return

    def footer(self) -> FooterWords:
        """Return the words of the footer: first the look, then on."""
        if self.looking.is_running or self._looked:
            return FooterWords(main=_("Continue"), skip="" if self._looked else _("Skip for now"))
        return FooterWords(main=self.words.button or _("Look and copy"), skip=_("Skip for now"))

    def main_pressed(self) -> None:
        """Begin; say that it is under way; or go on."""
        if self.looking.is_running:
            self.looking.remind()
        elif not self._looked:
            self._begin()
        else:
            given = self.questions.answers()
            if given:
                super().main_pressed()
            elif given is not None:
                self.complete()

    def _begin(self) -> None:
        self._again.hide()
        self.looking.begin()
        self.footer_changed.emit()

    def _ended(self) -> None:
        self._looked = True
        self._again.show()
        self.footer_changed.emit()

    def left(self) -> None:
        """Stop looking."""
        self.looking.stop_and_forget()
        super().left()
