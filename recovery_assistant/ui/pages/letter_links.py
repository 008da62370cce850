"""What several pages do with letters and sheets: make them for the open case, offer them as links, save them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from recovery_assistant.translation import _
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.layouts import Block, column, row
from recovery_assistant.ui.widgets.text import Label, Panel

if TYPE_CHECKING:
    from recovery_assistant.domain.record import RecordDocument
    from recovery_assistant.services.papers import PaperForm, PaperKind, Papers


def papers_of(desk: Desk) -> Papers | None:
    """Return what makes letters and sheets of the open case; None before a case is open."""
    if desk.casebook is None:
        return None
    from recovery_assistant.services.papers import Papers

    parts = desk.parts
    return Papers(desk.casebook, parts.guidance, parts.catalogue(), parts.clock, parts.resources)


def letters_step(desk: Desk) -> str:
    """Return the page of letters; "" where the plan has none."""
    steps = (step for stage in desk.parts.plan.stages for step in stage.steps)
    return next((step.id for step in steps if step.kind == "letters"), "")


def save_paper(
    page: QWidget, papers: Papers, document: RecordDocument, *, kind: PaperKind, paper: str, form: PaperForm
) -> bool:
    """Ask where to, and save. Return whether it was saved. Raises AssistantError as `Papers.save` does."""
    content = papers.pdf(document) if form == "pdf" else papers.text(document).encode()
    ending = "pdf" if form == "pdf" else "txt"
    kinds = (_("Paper as a file ({pattern})") if form == "pdf" else _("Text ({pattern})")).format(pattern=f"*.{ending}")
    suggested = Path.home() / f"{kind}-{paper}-{document.case_number}.{ending}"
    name, _kind = QFileDialog.getSaveFileName(page, _("Where to?"), str(suggested), kinds)
    if not name:
        return False
    papers.save(Path(name), content, kind=kind, paper=paper, form=form)
    return True


class LetterOffer(Block):
    """The letters that belong to a page, and the way to where they are made.

    Signals:
        go: go to the page of letters (an `At`).
    """

    go = Signal(object)

    def __init__(self, desk: Desk, names: tuple[str, ...]) -> None:
        super().__init__()
        panel = Panel(desk.theme)
        panel.column.place(Label(_("A letter for this"), "strong"))
        for name in names:
            panel.column.place(Label(name), 4)
        step = letters_step(desk)
        words = _("Make it on page {code}").format(code=desk.parts.plan.code(step))
        link = LinkButton(desk.theme, words, description=", ".join(names))
        link.clicked.connect(lambda: self.go.emit(At(step)))
        line = row(desk.theme)
        line.addWidget(link)
        line.addStretch(1)
        panel.column.addLayout(line)
        lines = column(desk.theme)
        lines.addWidget(panel)
        self.setLayout(lines)


def offered_letters(desk: Desk, letters: tuple[str, ...]) -> LetterOffer | None:
    """Return the offer of these letters; None without letters, without a case, or without a page that makes them."""
    papers = papers_of(desk) if letters else None
    if papers is None or not letters_step(desk):
        return None
    known = (*papers.needed(letters), *papers.others(letters))
    return LetterOffer(desk, tuple(need.name for need in known))
