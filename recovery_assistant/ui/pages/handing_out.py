"""Papers to hand out, offered where they are needed: the list of accounts, the card for the phone, the booklet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.plan import Step
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk, Page, StepPage
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.help import STACKS_FROM
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, Block, column, row
from recovery_assistant.ui.widgets.text import Label, Panel

if TYPE_CHECKING:
    from recovery_assistant.services.handouts import HandoutKind, Handouts

PASSWORDS: Final = "passwords"
CARD_STEPS: Final = ("they-will-ring-back", "keep-safe")


class _Offer(NamedTuple):
    """How a paper is offered: its name, what it is good for, and the words when it is saved or printed."""

    name: str
    good_for: str
    saved: str
    printed: str


def _offer(kind: HandoutKind) -> _Offer:
    match kind:
        case "worksheet":
            return _Offer(
                _("List of your accounts"),
                _("All boxes on paper, with codes for a phone. It holds no secrets."),
                _("The list is saved."),
                _("The list went to the printer."),
            )
        case "card":
            return _Offer(
                _("Card for beside the phone"),
                _("One page with the real numbers and what to do."),
                _("The card is saved."),
                _("The card went to the printer."),
            )
        case _:
            return _Offer(
                _("Booklet with all pages"),
                _("The same pages on paper, for you or for somebody who helps you by phone."),
                _("The booklet is saved."),
                _("The booklet went to the printer."),
            )


def handout_for(desk: Desk, step: Step) -> HandoutPanel | None:
    """Return the paper that belongs to a page; None where there is none."""
    if step.id in CARD_STEPS:
        return HandoutPanel(desk, "card")
    is_password = any(one.id == step.id for one in desk.parts.plan.stage(PASSWORDS).steps)
    return HandoutPanel(desk, "worksheet") if is_password else None


def place_handout(page: StepPage) -> None:
    """Add the paper that belongs to a page, if there is one."""
    offered = handout_for(page.desk, page.step)
    if offered is not None:
        _place(page, offered)


def place_booklet(page: Page) -> None:
    """Add the booklet to a page outside the plan, once the country is known."""
    if page.desk.parts.country_is_known:
        _place(page, HandoutPanel(page.desk, "booklet"))


def _place(page: Page, offered: HandoutPanel) -> None:
    offered.said.connect(page.said)
    offered.failed.connect(page.report)
    page.column.place(offered, BLOCK)


class HandoutPanel(Block):
    """One paper, with the ways to get it.

    Signals:
        said: a sentence for screen readers.
        failed: it could not be made or saved (an `AssistantError`).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, kind: HandoutKind) -> None:
        super().__init__()
        self._desk, self._kind, self.offer = desk, kind, _offer(kind)
        panel = Panel(desk.theme)
        panel.column.place(Label(self.offer.name, "strong"))
        panel.column.place(Label(self.offer.good_for, "hint"), 4)
        line = row(desk.theme, spacing=10) if desk.theme.px(100) < STACKS_FROM else column(desk.theme, spacing=10)
        for words, icon, act in self._ways():
            button = SecondButton(desk.theme, words, icon=icon, description=self.offer.name)
            button.clicked.connect(act)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        line.addStretch(1)
        panel.column.gap(10)
        panel.column.addLayout(line)
        self._told = Label("", "strong")
        self._told.hide()
        panel.column.place(self._told, ADJACENT)
        lines = column(desk.theme)
        lines.addWidget(panel)
        self.setLayout(lines)

    def _ways(self) -> list[tuple[str, str, partial[None]]]:
        from recovery_assistant.ui.pages.record import has_printer

        save = (_("Save to a stick"), "save", partial(self._save))
        return [(_("Print"), "printer", partial(self._print)), save] if has_printer() else [save]

    def _content(self) -> tuple[Handouts, bytes]:
        """Return the paper. Raises ContentError."""
        from recovery_assistant.services.handouts import Handouts

        parts = self._desk.parts
        maker = Handouts(parts.guidance, parts.clock, parts.resources)
        document = maker.document(self._kind, self._desk.case)
        return maker, maker.card_pdf(document) if self._kind == "card" else maker.pdf(document)

    def _save(self) -> None:
        kinds = _("Paper as a file ({pattern})").format(pattern="*.pdf")
        suggested = Path.home() / f"{self._kind}.pdf"
        name, _kind = QFileDialog.getSaveFileName(self, _("Where to?"), str(suggested), kinds)
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the paper to a file, whole or not at all, and say so. A booklet takes seconds."""
        self._tell(_("The paper is being made …"))

        def save() -> None:
            maker, content = self._content()
            maker.save(path, content)

        self._desk.stream.call(save, lambda _done: self._tell(self.offer.saved), self._broke)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from recovery_assistant.ui.paper import print_pdf

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.offer.name)
        if QPrintDialog(printer, self).exec() != QPrintDialog.DialogCode.Accepted:
            return
        self._tell(_("The paper is being made …"))

        def show(made: tuple[Handouts, bytes]) -> None:
            if print_pdf(made[1], printer):
                self._tell(self.offer.printed)

        self._desk.stream.call(self._content, show, self._broke)

    def _broke(self, error: AssistantError) -> None:
        if isValid(self):
            self._told.hide()
            self.failed.emit(error)

    def _tell(self, words: str) -> None:
        if not isValid(self):  # the page was left while the paper was being made
            return
        self._told.say(words)
        self._told.show()
        self.said.emit(words)
