"""Days to keep: worked out, shown in words, and saved as a calendar file for a phone or PC."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from recovery_assistant.domain.calendar_file import DiaryDay, calendar_file
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.reminders import Reminder, diary, reminders
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.form import ChecklistPage
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, row
from recovery_assistant.ui.widgets.text import BulletList, Label, Panel


class RemindersPage(ChecklistPage):
    """The days first, then the ticks."""

    def ask(self) -> None:
        """Add the days, then the questions."""
        parts = self.desk.parts
        self.days = reminders(self.desk.case, parts.country, parts.clock().date())
        panel = Panel(self.theme)
        panel.column.place(Label(_("Put these days into your diary"), "strong"))
        panel.column.place(BulletList(self.theme, tuple(self.in_words(one) for one in self.days)), 6)
        self.button = SecondButton(self.theme, _("Save as a calendar file"), icon="save")
        self.button.clicked.connect(self._save)
        line = row(self.theme)
        line.addWidget(self.button)
        line.addStretch(1)
        panel.column.gap(BLOCK)
        panel.column.addLayout(line)
        hint = _("Your phone or PC can open it. It holds days and what to do, but no names and no sums.")
        panel.column.place(Label(hint, "hint"), 6)
        self._told = Label("", "strong")
        self._told.hide()
        panel.column.place(self._told, ADJACENT)
        self.column.place(panel, BLOCK)
        super().ask()

    def in_words(self, reminder: Reminder) -> str:
        """Return "Tell the bank by 18 December 2027 (£50.00)", or a row of days with its first and last."""
        country = self.desk.parts.country
        text, first = self._text(reminder), phrases.day(reminder.on, country)
        if reminder.until is not None:
            last = phrases.day(reminder.until, country)
            return _("{what}, from {first} until {last}").format(what=text, first=first, last=last)
        if not reminder.is_limit:
            return _("{what}: {day}").format(what=text, day=first)
        payment = self.desk.case.payments.get(reminder.payment_id)
        if payment is None or payment.amount_minor is None:
            return f"{text} {first}"
        return f"{text} {first} ({phrases.money(payment.amount_minor, payment.currency, country)})"

    def _text(self, reminder: Reminder) -> str:
        return self.desk.fill(self.desk.parts.words.deadlines[reminder.id])

    def diary(self) -> tuple[DiaryDay, ...]:
        """Return the entries of the calendar file."""
        parts = self.desk.parts
        return diary(self.days, parts.words, parts.country, lambda day: phrases.day(day, parts.country))

    def _save(self) -> None:
        kinds = _("Calendar ({pattern})").format(pattern="*.ics")
        suggested = str(Path.home() / "recovery-days.ics")
        name, _kind = QFileDialog.getSaveFileName(self, _("Where to?"), suggested, kinds)
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the calendar file, whole or not at all, and say so."""
        from recovery_assistant.services.exporter import write_whole

        content = calendar_file(self.diary(), self.desk.parts.clock(), self.desk.case.number)
        try:
            write_whole(path, content)
        except AssistantError as error:
            self.report(error)
            return
        self._told.say(_("The calendar file is saved. Open it on the phone or PC where you keep your diary."))
        self._told.show()
        self.said.emit(self._told.words)
