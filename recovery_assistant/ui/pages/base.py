"""What every page has: a column of blocks, its words, its footer, and how it asks the window for something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import Contact, serves
from recovery_assistant.domain.errors import AssistantError, CaseError
from recovery_assistant.domain.journal import Answer, KnownEvent, StepCompleted, StepSkipped, TextGuarded
from recovery_assistant.domain.plan import Stage, StageDone, Step, region_of
from recovery_assistant.domain.region import Region
from recovery_assistant.domain.words import Paragraph, StepWords, filled
from recovery_assistant.translation import _
from recovery_assistant.ui.artwork import Picture
from recovery_assistant.ui.journey import DONE, STRAIGHT, Journey, Place
from recovery_assistant.ui.ports import Parts
from recovery_assistant.ui.removal_watch import RemovalWatch
from recovery_assistant.ui.stream import Stream
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.help import ContactCards
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Block, Line, column
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, NoteBar, Panel, Told, WordsToSay

if TYPE_CHECKING:
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.ui.draft import Draft


NO_DEVICE = ("clean-device", "device", "none")
"""The answer that there is no other device: step, field, option."""


@dataclass(frozen=True)
class Desk:
    """Everything that a page may need.

    Attributes:
        removals: watches the removal that is under way, whatever page is shown.
        casebook: None before a case is open.
        now_safe: what the page before has made safe; it is said once, at the top of this one.
        draft: keeps the first answers where a case cannot be opened yet.
    """

    parts: Parts
    theme: Theme
    stream: Stream
    journey: Journey
    removals: RemovalWatch
    casebook: Casebook | None = None
    now_safe: str = ""
    draft: Draft | None = None

    @property
    def notebook(self) -> Casebook | Draft | None:
        """What takes answers: the open case, or else the draft."""
        return self.casebook or self.draft

    @property
    def case(self) -> Case:
        """The case as it is now; an empty one before anything is kept."""
        return self.notebook.case if self.notebook else Case()

    @property
    def region(self) -> Region | None:
        """Where the person lives, as far as they have said."""
        return region_of(self.case)

    def fill(self, text: str) -> str:
        """Return prose with its numbers and addresses put in."""
        return filled(text, self.parts.country)

    def contacts(self, ids: Iterable[str]) -> tuple[Contact, ...]:
        """Return the contacts that serve where the person lives."""
        found = (self.parts.country.contact(contact_id) for contact_id in ids)
        return tuple(contact for contact in found if serves(contact, self.region))


class Page(Block):
    """A page. It tells the window by signals, and never reaches up.

    Signals:
        leave: this page is done; take the next one.
        go: go to a place (a `Place`).
        failed: something went wrong that has a page of its own (an `AssistantError`).
        said: a sentence for screen readers.
        footer_changed: `footer()` says something else now.
        saved_changed: whether everything on this page is in the case.
        pane_shown: the whole content is new, as on another page.
        asked: for something that only the window can do, by its name ("copy": go on in a copy of the case).
    """

    leave = Signal()
    go = Signal(object)
    failed = Signal(object)
    said = Signal(str)
    footer_changed = Signal()
    saved_changed = Signal()
    pane_shown = Signal()
    asked = Signal(str)

    wide = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.is_saved = True
        self.setObjectName("page")
        self.column: Line = column(desk.theme)
        self.setLayout(self.column)
        self.heading: Heading | None = None

    @property
    def theme(self) -> Theme:
        """The theme of the window."""
        return self.desk.theme

    def code(self) -> str:
        """Return what the pill at the top says, such as "Page 6B"."""
        return ""

    def footer(self) -> FooterWords:
        """Return the words of the footer."""
        return FooterWords(main=_("Continue"))

    def show_saved(self, *, saved: bool) -> None:
        """Let the footer say whether everything on this page is in the case."""
        if saved != self.is_saved:
            self.is_saved = saved
            self.saved_changed.emit()

    def first_focus(self) -> QWidget | None:
        """Return the control that takes the focus on arrival; None leaves it to the window."""
        return None

    def main_pressed(self) -> None:
        """Do what the main button says."""
        self.leave.emit()

    def skip_pressed(self) -> None:
        """Do what the skip link says."""
        self.leave.emit()

    def side_pressed(self, name: str) -> None:
        """Do what a link at the left of the footer says."""

    def back_inside(self) -> bool:
        """Go back within this page. Return whether there was anything to go back to."""
        return False

    def arrived(self) -> None:
        """Begin what begins by itself on this page."""

    def left(self) -> None:
        """Stop what only this page needs."""

    def room_changed(self, *, compact: bool) -> None:
        """Stack or put side by side, as the room allows."""

    # --- blocks ---------------------------------------------------------------------------------------------------

    def title(self, text: str, *, before: str = "") -> Heading:
        """Add the heading, with the progress in words before it, and above both what is safe now."""
        if self.desk.now_safe and self.heading is None and not self.column.count():
            self.column.place(Told(self.theme, self.desk.fill(self.desk.now_safe)))
        if before:
            self.column.place(Label(before, "caption"), 12)
        self.heading = Heading(self.desk.fill(text))
        self.column.place(self.heading, 10)
        return self.heading

    def text(self, text: str, gap: float = ADJACENT) -> None:
        """Add a paragraph, if there is anything to say."""
        if text:
            self.column.place(Label(self.desk.fill(text)), gap)

    def paragraphs(self, body: Iterable[Paragraph], into: Line | None = None) -> None:
        """Add body text, as far as it is meant for where the person lives."""
        line = into or self.column
        for paragraph in body:
            if paragraph.shown_for and self.desk.region and self.desk.region not in paragraph.shown_for:
                continue
            if paragraph.heading:
                line.place(Heading(self.desk.fill(paragraph.heading), "h2"), GROUP)
            if paragraph.text:
                line.place(Label(self.desk.fill(paragraph.text)), ADJACENT)
            if paragraph.items:
                items = tuple(self.desk.fill(item) for item in paragraph.items)
                line.place(BulletList(self.theme, items, numbered=paragraph.numbered), ADJACENT)

    def note(self, text: str) -> None:
        """Add the note bar, if there is one."""
        if text:
            self.column.place(NoteBar(self.theme, self.desk.fill(text).replace("|", " |", 1)), BLOCK)

    def words_to_say(self, text: str) -> None:
        """Add the words to read out on the phone, if there are any."""
        if text:
            self.column.place(WordsToSay(self.theme, _("Words you can read out"), self.desk.fill(text)), BLOCK)

    def contact_cards(self, ids: Iterable[str]) -> None:
        """Add contacts that belong to this page."""
        contacts = self.desk.contacts(ids)
        if contacts:
            today = self.desk.parts.clock().date()
            panel = Panel(self.theme)
            panel.column.place(ContactCards(self.theme, contacts, self.desk.parts.country, today))
            self.column.place(panel, BLOCK)

    def picture(self, name: str, sentence: str) -> None:
        """Add a drawn picture, if there is one of that name."""
        if Picture.exists(self.theme, name):
            self.column.place(Picture(self.theme, name, sentence), BLOCK)

    # --- writing --------------------------------------------------------------------------------------------------

    def write(self, event: KnownEvent) -> bool:
        """Record an event. Return whether it is kept; otherwise the problem page has been asked for."""
        notebook = self.desk.notebook
        if notebook is None:
            return False
        try:
            notebook.record(event)
        except CaseError as error:
            self.failed.emit(error)
            return False
        return True

    def write_answers(self, step: str, answers: Mapping[str, Answer]) -> tuple[TextGuarded, ...] | None:
        """Record answers. Return what was taken out of them, or None when they are not kept."""
        notebook = self.desk.notebook
        if notebook is None:
            return None
        try:
            return notebook.answer(step, answers)
        except CaseError as error:
            self.failed.emit(error)
            return None

    def report(self, error: AssistantError) -> None:
        """Ask for the problem page."""
        self.failed.emit(error)


class StepPage(Page):
    """A page of the plan."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk)
        self.step = step
        self.words: StepWords = desk.parts.words.step(step.id)

    def code(self) -> str:
        """Return the page code."""
        return _("Page {code}").format(code=self.desk.parts.plan.code(self.step.id))

    def progress_words(self) -> str:
        """Return "Right now: step 3 of 4", or the name of the part and which page of it this is."""
        at, total = self.desk.journey.progress(self.step.id, self.desk.case)
        stage = self.desk.parts.plan.stage_of(self.step.id)
        if stage.group == STRAIGHT:
            return _("Right now: step {at} of {total}").format(at=at, total=total)
        name = self.desk.parts.words.stages[stage.id].name
        return _("{name}: {at} of {total}").format(name=name, at=at, total=total) if total > 1 else name

    def footer(self) -> FooterWords:
        """Return the words of the footer: the page's own button, and Skip."""
        return FooterWords(main=self.words.button or _("Continue"), skip=_("Skip for now"))

    def opening(self) -> None:
        """Add progress, heading, lead, why and clean-device advice, in this order."""
        self.title(self.words.title, before=self.progress_words())
        if self.words.lead:
            self.column.place(Label(self.desk.fill(self.words.lead), "lead"), 10)
        if self.step.clean_device:
            self.text(_clean_device_words(self.desk.case))

    def closing(self) -> None:
        """Add why this page, and what comes next."""
        if self.words.why:
            self.column.place(Heading(_("Why this one"), "strong"), GROUP)
            self.text(self.words.why, 4)
        if self.words.next:
            self.text(self.words.next, BLOCK)

    def skip_pressed(self) -> None:
        """Record that it was skipped, and go on; a page that was done before stays done."""
        if self.desk.case.steps.get(self.step.id) is None and not self.write(StepSkipped(step=self.step.id)):
            return
        self.leave.emit()

    def safe_words(self) -> str:
        """Return what this page has made safe, if it was done and not skipped."""
        return self.words.now_safe if self.desk.case.steps.get(self.step.id) in DONE else ""

    def complete(self) -> None:
        """Record that this page is done, and go on."""
        if self.write(StepCompleted(step=self.step.id)):
            self.leave.emit()


def _clean_device_words(case: Case) -> str:
    """Return where this page is done; somebody without another device is sent to people who have one."""
    if case.answer(*NO_DEVICE[:2]) == NO_DEVICE[2]:
        return _("You have no other device. Print the list, and do this at your bank, in a library or with family.")
    return _("Do this on another device, such as a phone. Use this page as your list.")


class WaitingPage(StepPage):
    """A page that cannot start yet: its name, and why."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self.title(self.words.title, before=self.progress_words())
        self.column.place(Label(_("This page cannot start yet."), "lead"), 10)
        self.text(self.words.cannot_start)
        if isinstance(step.opens_when, StageDone):
            self._link(desk.parts.plan.stage(step.opens_when.stage))

    def _link(self, stage: Stage) -> None:
        """Show the way to the part that comes first."""
        first = SecondButton(self.theme, self.desk.parts.words.stages[stage.id].name)
        first.clicked.connect(lambda: self.go.emit(self.desk.journey.enter(stage, self.desk.case)))
        self.column.place(first, BLOCK)

    def footer(self) -> FooterWords:
        """Return the words of the footer: nothing can be skipped here."""
        return FooterWords(main=_("Continue"))


__all__ = ["Desk", "Page", "Place", "StepPage", "WaitingPage"]
