"""Pages that ask, advise or list things to tick. They differ in order and in what counts as done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.reminders import reminders
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk, StepPage
from recovery_assistant.ui.pages.questions import Questions
from recovery_assistant.ui.pages.recap import Recap
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import BLOCK
from recovery_assistant.ui.widgets.text import BulletList, Label, Panel

REMINDERS_STEP = "reminders"
"""The one checklist that works out days."""


class FormPage(StepPage):
    """Questions of any kind. Going on without an answer counts as skipped."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self.build()

    def build(self) -> None:
        """Put the page together."""
        self.opening()
        self.paragraphs(self.words.body)
        self.note(self.words.note)
        self.words_to_say(self.words.say)
        own = {contact for field in self.step.fields for contact in field.contacts}
        self.contact_cards(contact for contact in self.step.contacts if contact not in own)
        self.recap()
        self.questions = Questions(self.desk, self.step, self.words.fields)
        self.column.place(self.questions, BLOCK)
        self.closing()

    def recap(self) -> None:
        """Show earlier answers again, where the plan wants it."""
        if self.step.recap:
            self.column.place(Recap(self.desk, self.step.recap), BLOCK)

    def first_focus(self) -> QWidget | None:
        """Start at the first question."""
        return self.questions.first_control()

    def main_pressed(self) -> None:
        """Save every answer, then go on. What was taken out of a text is shown once before."""
        given = self.questions.answers()
        if given is None:
            return
        if not given and self.questions.count and self.desk.case.steps.get(self.step.id) is None:
            self.skip_pressed()
            return
        if not given:
            self.complete()
            return
        removed = self.write_answers(self.step.id, given)
        if removed is None:
            return
        if removed:
            self.questions.tell_guarded(removed)
            self.said.emit(_("We left something out. Please look at the field."))
            return
        self.leave.emit()


class ChecklistPage(FormPage):
    """Things to tick. It is done when the person says so; every tick is kept at once."""

    def build(self) -> None:
        """Put the page together, and keep each tick the moment it is set."""
        super().build()
        if self.step.id == REMINDERS_STEP:
            self._reminders()
        self.questions.changed.connect(self._keep)

    def _reminders(self) -> None:
        parts = self.desk.parts
        lines = []
        for one in reminders(self.desk.case, parts.country, parts.clock().date()):
            words, day = self.desk.fill(parts.words.deadlines[one.id]), phrases.day(one.on, parts.country)
            until = _("until {day}").format(day=phrases.day(one.until, parts.country)) if one.until else ""
            lines.append(" ".join(part for part in (f"{day}:", words, until) if part))
        panel = Panel(self.theme)
        panel.column.place(Label(_("Put these days into your diary"), "strong"))
        panel.column.place(BulletList(self.theme, tuple(lines)), 6)
        self.column.place(panel, BLOCK)

    def _keep(self) -> None:
        given = self.questions.answers()
        if given:
            self.write_answers(self.step.id, given)


class AdvicePage(StepPage):
    """A page to read. It is done when it was read."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self.opening()
        self.picture(step.picture, self.words.picture_text)
        self.note(self.words.note)
        self.paragraphs(self.words.body)
        self.words_to_say(self.words.say)
        self.contact_cards(step.contacts)
        self.closing()

    def footer(self) -> FooterWords:
        """Return the words of the footer: reading is never skipped, it is just gone past."""
        return FooterWords(main=self.words.button or _("Continue"))

    def main_pressed(self) -> None:
        """Say that it was read."""
        self.complete()
