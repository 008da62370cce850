"""Letters: those that the case needs, each with its reason; seen before they are saved or printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.letters import Need
from recovery_assistant.domain.plan import Step
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.letter_links import papers_of, save_paper
from recovery_assistant.ui.pages.panes import PanesPage
from recovery_assistant.ui.pages.reading import shown_blocks
from recovery_assistant.ui.pages.record import has_printer
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, bring_into_view
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, NoteBar, Panel

if TYPE_CHECKING:
    from recovery_assistant.domain.record import RecordDocument
    from recovery_assistant.services.papers import PaperForm


class LettersPage(PanesPage):
    """A list of letters; each opens as text, with its lines to fill in, and is saved or printed from there."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._papers = papers_of(desk)
        self._printer = has_printer()
        self._footer = self._list_footer()
        self.show_pane(self._list_pane)

    def footer(self) -> FooterWords:
        """Return the words of the footer of the pane that is shown."""
        return self._footer

    # --- the list -----------------------------------------------------------------------------------------------------

    def _list_pane(self) -> None:
        self._open: Need | None = None
        self._footer = self._list_footer()
        self.opening()
        self.paragraphs(self.words.body)
        needed = self._papers.needed(self.step.letters) if self._papers is not None else ()
        others = self._papers.others(self.step.letters) if self._papers is not None else ()
        if not needed:
            self.text(_("Nothing you told us asks for a letter yet. You can still make one."), BLOCK)
        for need in needed:
            self.column.place(self._card(need), BLOCK)
        if others:
            self.column.place(Heading(_("Other letters"), "h2"), GROUP)
            for need in others:
                self.column.place(self._card(need), BLOCK)
        self.closing()
        self.footer_changed.emit()

    def _list_footer(self) -> FooterWords:
        return FooterWords(main=self.words.button or _("Continue"), skip=_("Skip for now"))

    def _card(self, need: Need) -> Panel:
        panel = Panel(self.theme)
        panel.column.place(Heading(need.name, "strong"))
        if need.reason:
            panel.column.place(Label(need.reason), 4)
        made = [one.made_at for one in self.desk.case.papers if (one.kind, one.paper) == ("letter", need.key)]
        if made:
            day = phrases.day(made[-1], self.desk.parts.country)
            panel.column.place(Label(_("Made on {day}").format(day=day), "hint"), 4)
        look = SecondButton(self.theme, _("Look at the letter"), description=need.name)
        look.clicked.connect(partial(self._look, need))
        panel.column.place(look, ADJACENT)
        return panel

    # --- one letter ---------------------------------------------------------------------------------------------------

    def _look(self, need: Need) -> None:
        self.show_pane(partial(self._letter_pane, need))

    def _letter_pane(self, need: Need) -> None:
        document = self._document(need)
        if document is None:
            return
        self._open = need
        self.title(need.name, before=self.progress_words())
        if need.reason:
            self.text(need.reason, 4)
        self._told = Label("", "strong")
        self._told.hide()
        self.column.place(self._told, BLOCK)
        how, blanks = self._advice(need)
        if how:
            self.column.place(Heading(_("How to send it"), "h2"), GROUP)
            self.column.place(BulletList(self.theme, how), ADJACENT)
        if blanks:
            words = ngettext("{count} line is for you to fill in.", "{count} lines are for you to fill in.", blanks)
            self.column.place(NoteBar(self.theme, words.format(count=blanks)), BLOCK)
        self.column.place(Heading(_("The letter"), "h2"), GROUP)
        panel = Panel(self.theme)
        for widget, gap in shown_blocks(self.theme, document.blocks, large=False):
            panel.column.place(widget, gap)
        self.column.place(panel, ADJACENT)
        as_text = SecondButton(self.theme, _("Save as text, to change it"), icon="save")
        as_text.clicked.connect(partial(self._save, "text"))
        self.column.place(as_text, BLOCK)
        save = _("Save to a stick")
        self._footer = (
            FooterWords(main=_("Print"), skip=save, icon="printer") if self._printer else FooterWords(save, icon="save")
        )
        self.footer_changed.emit()

    def _advice(self, need: Need) -> tuple[tuple[str, ...], int]:
        assert self._papers is not None, "a letter is open"  # noqa: S101
        return self._papers.advice(need.key)

    def _document(self, need: Need) -> RecordDocument | None:
        if self._papers is None:
            return None
        try:
            return self._papers.letter(need.key)
        except AssistantError as error:
            self.report(error)
            return None

    def first_focus(self) -> QWidget | None:
        """Start at the heading, as every page does."""
        return None

    # --- give out -----------------------------------------------------------------------------------------------------

    def main_pressed(self) -> None:
        """Go on from the list; print or save from a letter."""
        if self._open is None:
            self.complete()
        elif self._printer:
            self._print()
        else:
            self._save("pdf")

    def skip_pressed(self) -> None:
        """Skip the list; save a letter."""
        if self._open is None:
            super().skip_pressed()
        else:
            self._save("pdf")

    def _save(self, form: PaperForm) -> None:
        need = self._open
        document = self._document(need) if need is not None else None
        if need is None or document is None or self._papers is None:
            return
        try:
            saved = save_paper(self, self._papers, document, kind="letter", paper=need.key, form=form)
        except AssistantError as error:
            self.report(error)
            return
        if saved:
            self._tell(_("The letter is saved."))

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from recovery_assistant.ui.paper import print_pdf

        need = self._open
        document = self._document(need) if need is not None else None
        if need is None or document is None or self._papers is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("Letter"))
        if QPrintDialog(printer, self).exec() != QPrintDialog.DialogCode.Accepted:
            return
        content = self._papers.pdf(document)
        if not print_pdf(content, printer):
            return
        try:
            self._papers.given_out(content, kind="letter", paper=need.key, form="print")
        except AssistantError as error:
            self.report(error)
            return
        self._tell(_("The letter went to the printer."))

    def _tell(self, words: str) -> None:
        self._told.say(words)
        self._told.show()
        bring_into_view(self._told)
        self.said.emit(words)
