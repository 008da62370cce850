"""The record: for whom, how large, seen as paper or as text, printed, saved to a stick, or copied by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFileDialog, QLabel, QPushButton, QWidget

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.journal import StepCompleted
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.record import AUDIENCES, Audience, PaperSize, RecordDocument, TextSize
from recovery_assistant.domain.words import FieldWords
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui.journey import Home
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.carry import CarryCase
from recovery_assistant.ui.pages.panes import PanesPage
from recovery_assistant.ui.pages.reading import first_part, shown_blocks
from recovery_assistant.ui.paper import Sheet, print_pdf, sheet
from recovery_assistant.ui.stream import Work
from recovery_assistant.ui.widgets.answers import Option, Question
from recovery_assistant.ui.widgets.buttons import LinkButton, SecondButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Block, Line, bring_into_view, column, row
from recovery_assistant.ui.widgets.text import Heading, Label, Panel

if TYPE_CHECKING:
    from recovery_assistant.services.exporter import Exporter

SHEET_WIDTH = 296
SIZES: tuple[TextSize, ...] = (14, 18, 24)


@dataclass(frozen=True)
class Wish:
    """What the person chose on this page."""

    audience: Audience = "me"
    size: TextSize = 14
    paper: PaperSize = "a4"


@dataclass(frozen=True)
class Made:
    """A record as bytes, its first page as a picture, and its words."""

    wish: Wish
    pdf: bytes
    seen: Sheet


def audience_words() -> dict[Audience, tuple[str, str]]:
    """Return for whom a record can be."""
    return {
        "me": (_("For me"), _("Everything")),
        "bank": (_("For the bank"), _("Payments and calls")),
        "police": (_("For the police"), _("All facts")),
        "share": (_("To share"), _("Names and numbers hidden")),
        "technician": (_("For a technician"), _("Programs, no payments")),
    }


def has_printer() -> bool:
    """Return whether this PC knows a printer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


class SheetView(QLabel):
    """One page of paper as a picture; its accessible name says which page it is."""

    def show_sheet(self, seen: Sheet, width: int) -> None:
        """Show a page, `width` pixels wide on this screen."""
        pixmap = QPixmap.fromImage(seen.image)
        pixmap.setDevicePixelRatio(seen.image.width() / width)
        self.setPixmap(pixmap)
        self.setAccessibleName(_("Page {at} of {total}, as a picture").format(at=seen.number + 1, total=seen.total))


class RecordPage(PanesPage):
    """Choices at the right, paper at the left; below each other where there is no room."""

    wide = True

    def __init__(self, desk: Desk, step: Step) -> None:
        self._wish = Wish(paper=desk.parts.country.paper)
        self._number = 0
        self._made: Made | None = None
        self._work: Work[Made] | None = None
        self._exporter: Exporter | None = None
        self._printer = has_printer()
        self._columns: QBoxLayout | None = None
        self._compact = False
        self._footer = FooterWords()
        super().__init__(desk, step)
        if desk.casebook is not None:
            self._exporter = desk.parts.exporter(desk.casebook)
        self.show_pane(self._choose_pane)

    def arrived(self) -> None:
        """Make the first record."""
        self._make()

    def left(self) -> None:
        """Forget what is still being made."""
        if self._work is not None:
            self._work.forget()

    def footer(self) -> FooterWords:
        """Return the words of the footer of the pane that is shown."""
        return self._footer

    # --- choose ---------------------------------------------------------------------------------------------------

    def _choose_pane(self) -> None:
        self.title(self.words.title)
        if self.words.lead:
            self.text(self.words.lead, 4)
        block = Block()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addLayout(self._paper_column(), 0)
        self._columns.addLayout(self._choice_column(), 1)
        block.setLayout(self._columns)
        self.column.place(block, ADJACENT)
        self._told = Label("", "strong")
        self._told.hide()
        self.column.place(self._told, BLOCK)
        self._other_ways()
        self.paragraphs(self.words.body)
        self.note(self.words.note)
        self.closing()
        self._set_footer()
        self.room_changed(compact=self._compact)
        if self._made is not None:
            self._show(self._made)

    def _paper_column(self) -> Line:
        lines = column(self.theme)
        frame = Panel(self.theme)
        frame.setObjectName("paper")
        frame.column.set_margins((1, 1, 1, 1))
        self._sheet = SheetView()
        self._sheet.setFixedSize(self.theme.px(SHEET_WIDTH), round(self.theme.px(SHEET_WIDTH) * 1.415))
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sheet.setAccessibleName(_("The record is being made"))
        frame.column.addWidget(self._sheet)
        lines.addWidget(frame, 0, Qt.AlignmentFlag.AlignLeft)
        self._which = Label(_("The record is being made …"))
        lines.place(self._which, 10)
        turn = row(self.theme, spacing=20)
        for words, by in ((_("Page before"), -1), (_("Next page"), 1)):
            link = LinkButton(self.theme, words)
            link.setProperty("by", by)
            link.clicked.connect(self._turn)
            turn.addWidget(link)
        turn.addStretch(1)
        lines.addLayout(turn)
        as_text = LinkButton(self.theme, _("Read it as text instead"))
        as_text.clicked.connect(self._read_as_text)
        lines.addWidget(as_text)
        lines.addStretch(1)
        return lines

    def _choice_column(self) -> Line:
        lines = column(self.theme)
        words = self.words.fields.get("audience") or FieldWords(label=_("Who is it for?"))
        options = []
        for audience in AUDIENCES:
            label, hint = audience_words()[audience]
            told = words.options.get(audience)
            options.append(Option(audience, told.label if told else label, told.hint if told else hint))
        self._audience = Question(self.theme, words.label, options, chosen=(self._wish.audience,))
        self._audience.answered.connect(self._chosen)
        lines.place(self._audience)
        lines.place(Heading(_("Size of the letters on paper"), "strong"), GROUP)
        lines.gap(8)
        lines.addLayout(self._choices("size", [(str(size), str(size)) for size in SIZES], str(self._wish.size)))
        lines.place(Heading(_("Paper"), "strong"), BLOCK)
        lines.gap(8)
        lines.addLayout(self._choices("paper", [("a4", "A4"), ("letter", _("Letter"))], self._wish.paper))
        lines.addStretch(1)
        return lines

    def _choices(self, name: str, choices: list[tuple[str, str]], chosen: str) -> Line:
        line = row(self.theme, spacing=10)
        group = QButtonGroup(self)
        for value, words in choices:
            button = SizeChoice(self.theme, words)
            spoken = _("{size} points") if name == "size" else _("{size} paper")
            button.setAccessibleName(spoken.format(size=words))
            button.setCheckable(True)
            button.setChecked(value == chosen)
            button.setProperty("value", value)
            group.addButton(button)
            line.addWidget(button)
        group.buttonClicked.connect(self._size_chosen if name == "size" else self._paper_chosen)
        line.addStretch(1)
        return line

    def _other_ways(self) -> None:
        by_hand = SecondButton(self.theme, _("Copy it by hand"), icon="pencil")
        by_hand.clicked.connect(self._by_hand)
        self.column.place(Heading(_("No printer?"), "h2"), GROUP)
        self.text(_("Save the record to a stick, and print it in a library or a shop. Or copy the main facts."), 4)
        self.column.place(by_hand, ADJACENT)
        sheet_button = SecondButton(self.theme, _("Save the recovery sheet"), icon="lock")
        sheet_button.clicked.connect(self._recovery_sheet)
        self.column.place(Heading(_("The recovery sheet"), "h2"), GROUP)
        self.text(_("It opens this case on another PC. Keep it at home. Give it to nobody."), 4)
        self.column.place(sheet_button, ADJACENT)
        carry = CarryCase(self.desk)
        carry.said.connect(self.said)
        carry.failed.connect(self.report)
        self.column.place(carry, GROUP)

    def room_changed(self, *, compact: bool) -> None:
        """Put paper and choices below each other."""
        self._compact = compact
        if self._columns is None:
            return
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if compact else ways.LeftToRight)
        self._columns.setSpacing(self.theme.px(28))

    def _set_footer(self) -> None:
        home = (("home", _("To the list")),)
        total = self._made.seen.total if self._made is not None else 0
        if self._printer:
            words = ngettext("Print {count} page", "Print {count} pages", total).format(count=total)
            main = words if total else _("Print")
            self._footer = FooterWords(main=main, skip=_("Save to a stick"), icon="printer", side=home)
        else:
            self._footer = FooterWords(main=_("Save to a stick"), icon="save", side=home)
        self.footer_changed.emit()

    def first_focus(self) -> QWidget | None:
        """Start at the first choice."""
        return self._audience.choices[0] if self._columns is not None else None

    # --- make -----------------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        audience: Audience = next((one for one in AUDIENCES if one == self._audience.chosen), "me")
        self._wish = replace(self._wish, audience=audience)
        self._number = 0
        self._make()

    def _size_chosen(self, button: QPushButton) -> None:
        size = next((one for one in SIZES if str(one) == button.property("value")), SIZES[0])
        self._wish = replace(self._wish, size=size)
        self._number = 0
        self._make()

    def _paper_chosen(self, button: QPushButton) -> None:
        self._wish = replace(self._wish, paper="letter" if button.property("value") == "letter" else "a4")
        self._make()

    def _turn(self) -> None:
        if self._made is None:
            return
        self._number = min(max(0, self._number + int(self.sender().property("by"))), self._made.seen.total - 1)
        self._make()

    def _make(self) -> None:
        exporter, wish, number, made = self._exporter, self._wish, self._number, self._made
        if exporter is None:
            return
        if self._work is not None:
            self._work.forget()
        width = round(self.theme.px(SHEET_WIDTH) * self.devicePixelRatioF())

        def make() -> Made:
            if made is not None and made.wish == wish:
                pdf = made.pdf
            else:
                pdf = exporter.pdf(exporter.document(wish.audience), wish.size, wish.paper)
            return Made(wish, pdf, sheet(pdf, number, width))

        self._work = self.desk.stream.call(make, self._show, self._broke)

    def _broke(self, error: AssistantError) -> None:
        self.report(error)

    def _show(self, made: Made) -> None:
        self._made = made
        self._number = made.seen.number
        width = self.theme.px(SHEET_WIDTH)
        self._sheet.setFixedSize(width, round(width * made.seen.image.height() / made.seen.image.width()))
        self._sheet.show_sheet(made.seen, width)
        words = _("Page {at} of {total}").format(at=made.seen.number + 1, total=made.seen.total)
        if made.seen.number == 0:
            words = _("{page}: to read out on the phone").format(page=words)
        self._which.say(words)
        self._set_footer()

    # --- give out -------------------------------------------------------------------------------------------------

    def main_pressed(self) -> None:
        """Print; without a printer, save; on the other panes, go back."""
        if self._columns is None:
            self.back_inside()
        elif self._printer:
            self._print()
        else:
            self._save()

    def skip_pressed(self) -> None:
        """Save to a stick."""
        self._save()

    def side_pressed(self, name: str) -> None:
        """Go to the task list."""
        if name == "home":
            self.go.emit(Home())

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        made, exporter = self._made, self._exporter
        if made is None or exporter is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("Recovery record"))
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        count = print_pdf(made.pdf, printer)
        words = ngettext("Sent {count} page to the printer.", "Sent {count} pages to the printer.", count)
        if count and self._noted(lambda: exporter.printed(made.pdf, made.wish.audience)):
            self._given_out(words.format(count=count))

    def _save(self) -> None:
        made, exporter = self._made, self._exporter
        if made is None or exporter is None:
            return
        audience = made.wish.audience
        path = self._ask_where(f"recovery-record-{self.desk.case.number}-{audience}.pdf")
        if path is not None and self._noted(lambda: exporter.save(path, made.pdf, audience=audience, form="pdf")):
            self._given_out(_("The record is saved."))

    def _recovery_sheet(self) -> None:
        exporter, wish = self._exporter, self._wish
        path = self._ask_where(f"recovery-sheet-{self.desk.case.number}.pdf")
        if exporter is None or path is None:
            return
        if self._noted(lambda: exporter.save_sheet(path, exporter.recovery_sheet(wish.size, wish.paper))):
            self._tell(_("The recovery sheet is saved. Keep it at home."))

    def _noted(self, give_out: Callable[[], None]) -> bool:
        try:
            give_out()
        except AssistantError as error:
            self.report(error)
            return False
        return True

    def _ask_where(self, suggested: str) -> Path | None:
        kinds = _("Paper as a file ({pattern})").format(pattern="*.pdf")
        name, _kind = QFileDialog.getSaveFileName(self, _("Where to?"), str(Path.home() / suggested), kinds)
        return Path(name) if name else None

    def _given_out(self, words: str) -> None:
        if self.desk.case.steps.get(self.step.id) != "completed":
            self.write(StepCompleted(step=self.step.id))
        self._tell(words)
        # What was given out is an entry of its own now, so the next paper carries another seal.
        self._made = None
        self._make()

    def _tell(self, words: str) -> None:
        self._told.say(words)
        self._told.show()
        bring_into_view(self._told)
        self.said.emit(words)

    # --- other ways to read it ------------------------------------------------------------------------------------

    def _read_as_text(self) -> None:
        self._show_document(_("Your record as text"), whole=True)

    def _by_hand(self) -> None:
        self._show_document(_("Copy this by hand"), whole=False)

    def _show_document(self, title: str, *, whole: bool) -> None:
        exporter, wish = self._exporter, self._wish
        if exporter is None:
            return

        def show(document: RecordDocument) -> None:
            def pane() -> None:
                self._columns = None
                self.title(title)
                blocks = document.blocks if whole else first_part(document)
                for widget, gap in shown_blocks(self.theme, blocks, large=not whole):
                    self.column.place(widget, gap)
                self._footer = FooterWords(main=_("Go back"))

            self.show_pane(pane)

        self.desk.stream.call(lambda: exporter.document(wish.audience), show, self._broke)


class SizeChoice(SecondButton):
    """A small button that stays pressed."""

    object_name = "sizechoice"
