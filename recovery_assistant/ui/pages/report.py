"""Reporting: what can be followed, and what is missing of it; then the answers in the order in which a body asks.

Each answer can be copied by itself into a form on another screen, or read out in large letters on the phone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.errors import AssistantError, ContentError
from recovery_assistant.domain.leads import Lead
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.report_fields import CHASE_ON, REPORTED_ON
from recovery_assistant.domain.report_sheet import Row, Sheet, chase_day, copied
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui import phrases
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.base import Desk, StepPage
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.letter_links import papers_of
from recovery_assistant.ui.widgets.buttons import LinkButton, SecondButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Block, Line, bring_into_view, column, row
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, NoteBar, Panel, Role, Told

if TYPE_CHECKING:
    pass


class LeadCheckPage(StepPage):
    """What police and companies can follow. It is done when it was read."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self.opening()
        self.paragraphs(self.words.body)
        papers = papers_of(desk)
        for lead in papers.leads() if papers is not None else ():
            self.column.place(self._panel(lead), BLOCK)
        self.closing()

    def footer(self) -> FooterWords:
        """Return the words of the footer: reading is never skipped, it is just gone past."""
        return FooterWords(main=self.words.button or _("Continue"))

    def main_pressed(self) -> None:
        """Say that it was read."""
        self.complete()

    def _panel(self, lead: Lead) -> Panel:
        panel = Panel(self.theme)
        panel.column.place(Heading(lead.name, "strong"))
        panel.column.place(Label(lead.value or _("Not told yet")), 4)
        if lead.from_records:
            panel.column.place(Label(_("This comes from the records of the PC."), "hint"), 4)
        if lead.gaps:
            panel.column.place(Label(_("Missing: {names}").format(names=", ".join(lead.gaps)), "hint"), 4)
        if lead.is_missing:
            panel.column.place(Label(_("Where to find it"), "caption"), ADJACENT)
            panel.column.place(BulletList(self.theme, lead.find), 4)
        if lead.is_missing and lead.step:
            panel.column.addLayout(self._link(lead))
        return panel

    def _link(self, lead: Lead) -> Line:
        link = LinkButton(self.theme, _("Add it on page {code}").format(code=lead.page), description=lead.name)
        link.clicked.connect(partial(self.go.emit, At(lead.step)))
        return _at_left(self, link)


class SheetView(Block):
    """The answers of a report sheet, to copy one by one; or in large letters, to read out.

    Signals:
        said: a sentence for screen readers.
        go: go to the page that asks for what is missing (an `At`).
    """

    said = Signal(str)
    go = Signal(object)

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        super().__init__()
        self._desk, self._sheet = desk, sheet
        self._large = False
        lines = column(desk.theme)
        self._told = Told(desk.theme, _("Copied."))
        self._told.hide()
        copy_all = SecondButton(desk.theme, _("Copy all answers"))
        copy_all.clicked.connect(self._copy_all)
        self._read = SecondButton(desk.theme, _("Large letters, to read out"))
        self._read.setCheckable(True)
        self._read.toggled.connect(self._toggle)
        for button in (copy_all, self._read):  # below each other: in large letters there is no room beside
            line = row(desk.theme)
            line.addWidget(button)
            line.addStretch(1)
            lines.addLayout(line)
            lines.gap(8)
        lines.place(self._told, 8)
        self._labels: list[tuple[Label, Label]] = []
        self._copies: list[QWidget] = []
        for one in sheet.rows:
            if one.part:
                lines.place(Heading(one.part, "h2"), GROUP)
            lines.place(self._row(one), BLOCK)
        self.setLayout(lines)

    def _row(self, one: Row) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme)
        label, value = Label(one.label, "caption"), Label(one.value or _("Not told"), "strong")
        panel.column.place(label)
        panel.column.place(value, 4)
        self._labels.append((label, value))
        for text in _remarks(one):
            panel.column.place(Label(text, "hint"), 4)
        actions = row(theme, spacing=16)
        if one.value:
            copy = SecondButton(theme, _("Copy"), description=one.label)
            copy.clicked.connect(partial(self._copy, one))
            actions.addWidget(copy)
            self._copies.append(copy)
        if one.page and (one.gaps or not one.value):
            words = _("Add it on page {code}").format(code=one.page)
            link = LinkButton(theme, words, description=one.label)
            link.clicked.connect(partial(self.go.emit, At(one.step)))
            actions.addWidget(link)
        actions.addStretch(1)
        if actions.count() > 1:
            panel.column.gap(8)
            panel.column.addLayout(actions)
        return panel

    def _copy(self, one: Row) -> None:
        QGuiApplication.clipboard().setText(one.value)
        self.said.emit(_("Copied: {name}").format(name=one.label))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(copied(self._sheet))
        self._told.show()
        self.said.emit(_("All answers are copied."))

    def _toggle(self, large: bool) -> None:
        role: Role = "number" if large else "strong"
        for label, value in self._labels:
            _set_role(label, "lead" if large else "caption")
            _set_role(value, role)
        for copy in self._copies:
            copy.setVisible(not large)
        self.said.emit(_("Large letters are on.") if large else _("Large letters are off."))


class ReportPage(FormPage):
    """What to have ready, the answers in order, and what became of it: reported, when, under which number."""

    def build(self) -> None:
        """Put the page together: the sheet stands before the questions."""
        self._papers = papers_of(self.desk)
        super().build()

    def sheet(self) -> None:
        """Add the sheet of this page's form."""
        sheet = self._sheet()
        if sheet is None:
            return
        self._form = sheet
        if sheet.before:
            self.column.place(Heading(_("Before you begin"), "h2"), GROUP)
            self.column.place(BulletList(self.theme, sheet.before), ADJACENT)
        self.column.place(Heading(_("Your answers, in the order in which they ask"), "h2"), GROUP)
        missing = sum(not one.value for one in sheet.rows)
        if missing:
            words = ngettext("{count} answer is missing.", "{count} answers are missing.", missing)
            self.text(words.format(count=missing) + " " + _("A gap is fine. You can say that you do not know."), 4)
        view = SheetView(self.desk, sheet)
        view.said.connect(self.said)
        view.go.connect(self._leave_for)
        self.column.place(view, ADJACENT)
        self._on_paper(sheet)
        if sheet.after:
            self.column.place(Heading(_("When it is sent"), "h2"), GROUP)
            self.column.place(BulletList(self.theme, sheet.after), ADJACENT)
        day = phrases.day(sheet.checked_on, self.desk.parts.country)
        self.column.place(Label(_("The order was checked on {day}.").format(day=day), "hint"), ADJACENT)

    def ask(self) -> None:
        """Add the questions, with the day on which to ask what became of the report."""
        super().ask()
        day = self._chase_day()
        if day:
            self.column.place(NoteBar(self.theme, _("Ask on {day} what became of it.").format(day=day)), ADJACENT)

    def _chase_day(self) -> str:
        case = self.desk.case
        reported_on = case.answer(self.step.id, REPORTED_ON)
        if self._papers is None or not self.step.form or case.answer(self.step.id, CHASE_ON):
            return ""
        if not any(field.id == CHASE_ON for field in self.step.fields):
            return ""
        day = chase_day(str(reported_on or ""), self._papers.form(self.step.form).reminder_days)
        return phrases.day(day, self.desk.parts.country) if day is not None else ""

    def _sheet(self) -> Sheet | None:
        if self._papers is None or not self.step.form:
            return None
        try:
            return self._papers.sheet(self.step.form)
        except (AssistantError, ContentError) as error:
            self.report(error)
            return None

    def _on_paper(self, sheet: Sheet) -> None:
        save = SecondButton(self.theme, _("Save this sheet to print"), icon="save")
        save.clicked.connect(partial(self._save, sheet.id))
        self.column.place(save, BLOCK)
        self._saved = Told(self.theme, _("The sheet is saved."))
        self._saved.hide()
        self.column.place(self._saved, 8)

    def _save(self, form_id: str) -> None:
        from recovery_assistant.ui.pages.letter_links import save_paper

        assert self._papers is not None, "the sheet was made by it"  # noqa: S101
        try:
            made = self._papers.sheet_paper(form_id)
            saved = save_paper(self, self._papers, made, kind="sheet", paper=form_id, form="pdf")
        except AssistantError as error:
            self.report(error)
            return
        if saved:
            self._saved.show()
            bring_into_view(self._saved)
            self.said.emit(_("The sheet is saved."))


def _remarks(one: Row) -> list[str]:
    """Return what stands in small letters below an answer."""
    told = [one.hint] if one.hint else []
    if one.over:
        words = ngettext("This is {over} letter too long.", "This is {over} letters too long.", one.over)
        told.append(words.format(over=one.over) + " " + _("The box takes {longest}.").format(longest=one.longest))
    if one.from_records:
        told.append(_("The times come from the records of the PC."))
    if one.gaps:
        told.append(_("Missing: {names}").format(names=", ".join(one.gaps)))
    return told


def _set_role(label: Label, role: Role) -> None:
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)
    label.updateGeometry()


def _at_left(page: StepPage, widget: QWidget) -> Line:
    line = row(page.theme)
    line.addWidget(widget)
    line.addStretch(1)
    return line


def report_page(desk: Desk, step: Step) -> StepPage:
    """Return the page of a step of kind "report": a sheet, or the check of leads where it has no form."""
    return ReportPage(desk, step) if step.form or step.fields else LeadCheckPage(desk, step)
