"""Take the case along: a copy of its file on a stick, opened and read in full before it is called good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.layouts import ADJACENT, Block, column, row
from recovery_assistant.ui.widgets.text import Heading, Label

if TYPE_CHECKING:
    from recovery_assistant.services.handing_over import HandedOver


class CarryCase(Block):
    """Heading, button, and what came of it.

    Signals:
        said: a sentence for screen readers.
        failed: the copy could not be made (an `AssistantError`).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.button = SecondButton(desk.theme, _("Copy the case to a stick"), icon="save")
        self.button.clicked.connect(self._ask_where)
        self.told = Label("", "strong")
        self.told.hide()
        line = row(desk.theme)
        line.addWidget(self.button)
        line.addStretch(1)
        lines = column(desk.theme)
        lines.place(Heading(_("Take the case along"), "h2"))
        about = _(
            "A copy holds all that you told us and the copied records. The recovery sheet opens it on another PC."
        )
        lines.place(Label(about), 4)
        lines.gap(ADJACENT)
        lines.addLayout(line)
        lines.place(self.told, ADJACENT)
        self.setLayout(lines)

    def _ask_where(self) -> None:
        casebook = self._desk.casebook
        if casebook is None:
            return
        suggested = str(Path.home() / casebook.path.name)
        kinds = _("Case ({pattern})").format(pattern=f"*{casebook.path.suffix}")
        name, _kind = QFileDialog.getSaveFileName(self, _("Where to?"), suggested, kinds)
        if name:
            self.copy_to(Path(name))

    def copy_to(self, to: Path) -> None:
        """Copy the case and read the copy in full, off the GUI thread."""
        casebook, cases = self._desk.casebook, self._desk.parts.cases()
        if casebook is None:
            return

        def copy() -> HandedOver:
            from recovery_assistant.services.handing_over import hand_over

            return hand_over(cases, casebook.path, to, recovery_code=casebook.recovery_code())

        self._tell(_("The case is being copied …"))
        work = self._desk.stream.call(copy, self._copied, self._broke)
        self.destroyed.connect(work.forget)  # the copy is finished all the same, but there is nobody to tell

    def _copied(self, _made: HandedOver) -> None:
        words = _("The case is copied, and we read the copy in full. Save the recovery sheet too, and keep it at home.")
        self._tell(words)

    def _broke(self, error: AssistantError) -> None:
        self.told.hide()
        self.failed.emit(error)

    def _tell(self, words: str) -> None:
        self.told.say(words)
        self.told.show()
        self.said.emit(words)
