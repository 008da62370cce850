"""Getting at a case: choose a saved one, unlock it, choose a passphrase, begin as a technician."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from recovery_assistant.services.cases import CaseOnDisk
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk, Page
from recovery_assistant.ui.pages.handing_out import place_booklet
from recovery_assistant.ui.widgets.answers import Option, Question
from recovery_assistant.ui.widgets.buttons import DoorButton, SecondButton
from recovery_assistant.ui.widgets.fields import LabeledField
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import BLOCK, GROUP
from recovery_assistant.ui.widgets.text import Label, NoteBar

SHORTEST_PASSPHRASE = 8
CASE_FILES = "*.recovery-case"


class OpenCasePage(Page):
    """Cases on this PC, and a file dialog for one on a stick. `chosen` carries the path."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._doors: list[DoorButton] = []
        self.title(_("Open a saved case"))
        cases = desk.parts.cases().known()
        lead = _("These cases are on this PC.") if cases else _("There is no saved case on this PC.")
        self.column.place(Label(lead, "lead"), 10)
        for case in cases:
            self.column.place(self._door(case), BLOCK)
        elsewhere = SecondButton(desk.theme, _("Open a case from a stick"), icon="save")
        elsewhere.clicked.connect(self._elsewhere)
        self._elsewhere_button = elsewhere
        self.column.place(elsewhere, GROUP)

    def _door(self, case: CaseOnDisk) -> DoorButton:
        changed = phrases.moment(case.modified_at, self.desk.parts.country)
        door = DoorButton(
            self.theme, _("Case {name}").format(name=case.name), _("Last changed {moment}").format(moment=changed)
        )
        door.clicked.connect(partial(self._take, case.path))
        self._doors.append(door)
        return door

    def _take(self, path: Path) -> None:
        self.chosen.emit(path)

    def _elsewhere(self) -> None:
        kinds = _("Recovery cases ({pattern})").format(pattern=CASE_FILES)
        name, _kind = QFileDialog.getOpenFileName(self, _("Open a case"), str(Path.home()), kinds)
        if name:
            self.chosen.emit(Path(name))

    def first_focus(self) -> QWidget | None:
        """Start at the newest case."""
        return self._doors[0] if self._doors else self._elsewhere_button

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Open page")

    def footer(self) -> FooterWords:
        """Return the words of the footer: the doors are the buttons."""
        return FooterWords(main="", saved=False)


class UnlockPage(Page):
    """Opens a case by passphrase, or by the recovery code from the sheet at home."""

    wanted = Signal(object, str, str)
    """Path, passphrase, recovery code; one of the texts is empty."""

    def __init__(self, desk: Desk, path: Path, sentence: str) -> None:
        super().__init__(desk)
        self._path = path
        self.title(_("Unlock this case"))
        if sentence:
            self.column.place(Label(sentence, "lead"), 10)
        self._how = Question(
            desk.theme,
            _("What do you have?"),
            [
                Option("code", _("The recovery code"), _("It is on the sheet that you keep at home")),
                Option("phrase", _("The passphrase"), _("The words that were chosen for this case")),
            ],
        )
        self._how.answered.connect(self._changed)
        self.column.place(self._how, BLOCK)
        self._field = LabeledField(desk.theme, _("Recovery code"))
        self._field.hide()
        self.column.place(self._field, GROUP)

    def _changed(self) -> None:
        self._field.show()
        phrase = self._how.chosen == "phrase"
        words = _("Passphrase") if phrase else _("Recovery code")
        self._field.rename(words, secret=phrase)

    def tell(self, sentence: str) -> None:
        """Say under the field what did not fit."""
        self._field.tell(sentence)
        self._field.control.setFocus()
        self.said.emit(sentence)

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Unlock page")

    def first_focus(self) -> QWidget | None:
        """Start at the first answer."""
        return self._how.choices[0]

    def footer(self) -> FooterWords:
        """Return the words of the footer."""
        return FooterWords(main=_("Unlock"), saved=False)

    def main_pressed(self) -> None:
        """Ask the window to open the case."""
        if self._how.chosen is None:
            self.said.emit(_("Please choose what you have."))
            self._how.choices[0].setFocus()
        elif not self._field.text:
            self.tell(_("Please type it here."))
        elif self._how.chosen == "phrase":
            self.wanted.emit(self._path, self._field.text, "")
        else:
            self.wanted.emit(self._path, "", self._field.text)


class PassphrasePage(Page):
    """Chooses a passphrase: always for a technician, and where this PC has no key store."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, *, technician: bool) -> None:
        super().__init__(desk)
        self._technician = technician
        self.title(_("Choose words that lock this case"))
        if technician:
            lead = _("You work on somebody’s PC. Its own key store stays untouched, so the case needs a passphrase.")
        else:
            lead = _("From here on your answers are kept in a locked file. This PC cannot keep the key for you.")
            danger = _("Is somebody still connected?| Pull the internet cable out first. This can wait.")
            self.column.place(NoteBar(desk.theme, danger), BLOCK)
        self.column.place(Label(lead, "lead"), 10)
        if not technician:
            self.text(_("So please choose a few words that you will remember. Nobody will ever ask you for them."))
            self.text(_("What you have told us so far is not lost. It goes into the file first."))
        hint = _("At least 8 letters, for example four words. Do not use a password that you have elsewhere.")
        self._first = LabeledField(desk.theme, _("Words that lock the case"), hint=hint, secret=True)
        self._second = LabeledField(desk.theme, _("The same words again"), secret=True)
        self.column.place(self._first, GROUP)
        self.column.place(self._second, BLOCK)
        self._first.finished.connect(self._second.control.setFocus)
        self._second.finished.connect(self.main_pressed)
        self.text(_("Later you can print a recovery sheet. It opens the case too, if you forget the words."), BLOCK)

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Technician page") if self._technician else _("Lock page")

    def first_focus(self) -> QWidget | None:
        """Start at the first field."""
        return self._first.control

    def footer(self) -> FooterWords:
        """Return the words of the footer."""
        return FooterWords(main=_("Start the case"), saved=False)

    def main_pressed(self) -> None:
        """Ask the window to start the case, if both fields fit."""
        self._first.tell("")
        self._second.tell("")
        if len(self._first.text) < SHORTEST_PASSPHRASE:
            self._wrong(self._first, _("Please use at least 8 letters."))
        elif self._first.text != self._second.text:
            self._wrong(self._second, _("These are not the same words."))
        else:
            self.wanted.emit(self._first.text)

    def _wrong(self, field: LabeledField, words: str) -> None:
        field.tell(words)
        field.control.setFocus()
        self.said.emit(words)


class AdviceAside(Page):
    """A page outside the plan that only tells something, such as how to check this program."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        words = desk.parts.words.asides[name]
        self.title(words.title)
        if words.lead:
            self.column.place(Label(desk.fill(words.lead), "lead"), 10)
        self.note(words.note)
        self.paragraphs(words.body)
        place_booklet(self)

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Check page")

    def footer(self) -> FooterWords:
        """Return the words of the footer."""
        return FooterWords(main=_("Go back"), back=False, saved=False)


class HelpAside(Page):
    """Everybody who can be rung: where the help column has no room, More leads here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title(_("Help by phone"))
        self.contact_cards(desk.parts.country.help_column)
        self.text(_("Nobody here will ever ring you."), BLOCK)
        place_booklet(self)

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Help page")

    def footer(self) -> FooterWords:
        """Return the words of the footer."""
        return FooterWords(main=_("Go back"), back=False, saved=False)
