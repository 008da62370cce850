"""The first page: two doors, the emergency number, the promise."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recovery_assistant.domain.plan import Step
from recovery_assistant.translation import _
from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.journey import Aside
from recovery_assistant.ui.pages.base import Desk, StepPage
from recovery_assistant.ui.widgets.buttons import DoorButton, LinkButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, column, row
from recovery_assistant.ui.widgets.text import Label


class DoorsPage(StepPage):
    """Two doors. `chosen` holds the answer when `leave` is emitted.

    Signals:
        resume: the person wants to go on with the case that was open last.
    """

    resume = Signal()

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self.chosen = ""
        self.title(self.words.title)
        self.column.place(Label(self.words.lead, "lead"), 10)
        self._resume_place = self.column.count()
        self.doors: list[DoorButton] = []
        field = step.fields[0]
        options = self.words.fields[field.id].options
        for place, option in enumerate(field.options):
            door = DoorButton(desk.theme, options[option].label, options[option].hint, filled=place == 0)
            door.setProperty("option", option)
            door.clicked.connect(self._pressed)
            self.doors.append(door)
            self.column.place(door, BLOCK)
        self.note(self.words.note)
        for paragraph in self.words.body:
            self._promise(paragraph.heading, desk.fill(paragraph.text))
        elsewhere = LinkButton(desk.theme, _("I live in another country"))
        elsewhere.clicked.connect(lambda: self.go.emit(Aside("country")))
        self.column.place(elsewhere, ADJACENT)

    def _promise(self, heading: str, text: str) -> None:
        block = QWidget()
        line = row(self.theme, margins=(4, 0, 0, 0), spacing=18)
        icons = QVBoxLayout()
        icons.addWidget(Icon(self.theme, "lock"))
        icons.addStretch(1)
        line.addLayout(icons)
        words = column(self.theme, spacing=2)
        words.addWidget(Label(heading, "strong"))
        words.addWidget(Label(text))
        line.addLayout(words, 1)
        block.setLayout(line)
        self.column.place(block, GROUP)

    def offer_to_resume(self, case: str) -> None:
        """Put a door above the others that leads back into a saved case."""
        door = DoorButton(self.theme, _("Go on with your case"), _("Case {name}").format(name=case), filled=True)
        door.clicked.connect(self.resume)
        self.column.insertSpacing(self._resume_place, self.theme.px(BLOCK))
        self.column.insertWidget(self._resume_place + 1, door)
        self.doors[0].fill(filled=False)
        self.doors.insert(0, door)

    def _pressed(self) -> None:
        self.chosen = str(self.sender().property("option"))
        self.leave.emit()

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by field id."""
        return {self.step.fields[0].id: self.chosen}

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Start page")

    def first_focus(self) -> QWidget | None:
        """Start at the door that matters more."""
        return self.doors[0]

    def footer(self) -> FooterWords:
        """Return links only: the doors are the buttons."""
        side = [("technician", _("I am a technician"))]
        if "check-program" in self.desk.parts.words.asides:
            side.insert(0, ("check-program", _("How to check this program is real")))
        return FooterWords(main="", skip=_("Open a saved case"), saved=False, side=tuple(side))

    def side_pressed(self, name: str) -> None:
        """Open the page behind a link."""
        self.go.emit(Aside(name))

    def skip_pressed(self) -> None:
        """Open the page with the saved cases."""
        self.go.emit(Aside("open"))
