"""Pages that ask, advise or list things to tick. They differ in order and in what counts as done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.left_behind.groups import browsers_with_passwords
from recovery_assistant.domain.plan import Step
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk, Place, StepPage
from recovery_assistant.ui.pages.from_records import SuggestionPanel, suggested
from recovery_assistant.ui.pages.handing_out import place_handout
from recovery_assistant.ui.pages.keeping import Keeper, Unsaved
from recovery_assistant.ui.pages.letter_links import offered_letters
from recovery_assistant.ui.pages.questions import Questions
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP
from recovery_assistant.ui.widgets.text import BulletList, Heading

PASSWORD_STEPS = ("what-unlocks-what", "this-pc", "other-passwords")
"""Pages on which passwords are changed that a browser may have kept."""


class FormPage(StepPage):
    """Questions of any kind. Going on without an answer counts as skipped."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self.build()
        self.keeper = Keeper(self, self.unsaved)
        self.questions.changed.connect(self.keeper.keep)
        self.questions.edited.connect(self.keeper.touched)

    def unsaved(self, last: bool) -> Unsaved:
        """Return what stands here and not in the case; with `last`, the page is left."""
        return self.questions.unsaved(last=last)

    def left(self) -> None:
        """Keep what was answered, by whatever way the page is left."""
        self.keeper.finish()

    def skip_pressed(self) -> None:
        """Keep what was answered, then skip."""
        self.keeper.finish()
        super().skip_pressed()

    def build(self) -> None:
        """Put the page together."""
        self.opening()
        self.paragraphs(self.words.body)
        self.note(self.words.note)
        self.words_to_say(self.words.say)
        own = {contact for field in self.step.fields for contact in field.contacts}
        self.contact_cards(contact for contact in self.step.contacts if contact not in own)
        self.from_records()
        self.asks()
        self.sheet()
        self.ask()
        self.letters()
        place_handout(self)
        self.closing()

    def from_records(self) -> None:
        """Add what the records of the PC suggest here, if they were read and tell of a connection."""
        told = suggested(self.desk, self.step.from_records)
        if told:
            panel = SuggestionPanel(self.desk, told)
            panel.said.connect(self.said)
            self.column.place(panel, BLOCK)

    def asks(self) -> None:
        """Add what to ask on the phone, if there is anything."""
        if self.words.ask:
            self.column.place(Heading(_("Ask them"), "h2"), GROUP)
            self.column.place(BulletList(self.theme, tuple(self.desk.fill(one) for one in self.words.ask)), ADJACENT)

    def sheet(self) -> None:
        """Add what stands before the questions; most pages have nothing there."""

    def letters(self) -> None:
        """Say which letters belong to this page, and where they are made."""
        offer = offered_letters(self.desk, self.step.letters)
        if offer is not None:
            offer.go.connect(self._leave_for)
            self.column.place(offer, BLOCK)

    def ask(self) -> None:
        """Add the questions; where passwords are changed, the browsers that keep some come first."""
        kept = browsers_with_passwords(self.desk.case.left_behind_now) if self.step.id in PASSWORD_STEPS else ()
        if kept:
            names = shown_text(", ".join(kept))
            self.text(_("These browsers keep passwords on this PC: {names}.").format(names=names), BLOCK)
        self.questions = Questions(self.desk, self.step, self.words.fields)
        self.questions.told.connect(self.said)
        self.column.place(self.questions, BLOCK)

    def _leave_for(self, place: Place) -> None:
        """Go to another page, and keep what was answered here."""
        given = self.questions.answers()
        if given is None or (given and self.write_answers(self.step.id, given) is None):
            return
        self.go.emit(place)

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

    def safe_words(self) -> str:
        """Say what is safe only where every line is ticked: one that is open may be the door."""
        return super().safe_words() if self.questions.all_ticked else ""


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
        place_handout(self)
        self.closing()

    def footer(self) -> FooterWords:
        """Return the words of the footer: reading is never skipped, it is just gone past."""
        return FooterWords(main=self.words.button or _("Continue"))

    def main_pressed(self) -> None:
        """Say that it was read."""
        self.complete()
