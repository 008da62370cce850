"""The questions of a page: made from the plan's fields and the page's words, read back as answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from recovery_assistant.domain.country import premium_prefix
from recovery_assistant.domain.journal import Answer, TextGuarded
from recovery_assistant.domain.plan import Field, Step, shown_fields
from recovery_assistant.domain.words import FieldWords
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.keeping import Unsaved, unsaved_answers
from recovery_assistant.ui.widgets.answers import Option, Question, TickRow
from recovery_assistant.ui.widgets.fields import LabeledField, show_told
from recovery_assistant.ui.widgets.help import ContactCards
from recovery_assistant.ui.widgets.layouts import GROUP, Block, Line, column
from recovery_assistant.ui.widgets.text import Panel

_SHORT = ("date", "time")
_HALF = ("phone", "reference")


def guarded_words(kind: str) -> str:
    """Return what to say under a field out of which something was taken."""
    if kind == "card-number":
        return _("We left out a card number. Keep only the last four digits.")
    if kind == "account-number":
        return _("We kept only the last four digits.")
    return _("We left out something secret. Never write a password, a PIN or a code here.")


class Questions(Block):
    """All questions of one page.

    Signals:
        changed: an answer or a tick was given or taken back, or a field was left.
        edited: a text is another one.
        told: words for screen readers: what follows from an answer.
    """

    changed = Signal()
    edited = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, step: Step, words: Mapping[str, FieldWords]) -> None:
        super().__init__()
        self._desk, self._step, self._words = desk, step, words
        self._widgets: dict[str, Question | LabeledField | TickRow] = {}
        self._kinds: dict[str, Field] = {}
        self._contacts: set[str] = set()
        lines = column(desk.theme)
        previous = ""
        for field in shown_fields(step, desk.case, desk.parts.plan, desk.parts.clock()):
            widget = self._make(field, words[field.id])
            self._widgets[field.id], self._kinds[field.id] = widget, field
            lines.place(widget, 11 if previous == field.kind == "tick" else GROUP)
            self._tell_contacts(field, lines)
            previous = field.kind
        self.setLayout(lines)

    def _tell_contacts(self, field: Field, lines: Line) -> None:
        """Show who belongs to a question; each of them once on a page."""
        desk = self._desk
        contacts = desk.contacts(one for one in field.contacts if one not in self._contacts)
        self._contacts.update(field.contacts)
        if contacts:
            cards = Panel(desk.theme)
            today = desk.parts.clock().date()
            cards.column.place(ContactCards(desk.theme, contacts, desk.parts.country, today))
            lines.place(cards, 8)

    @property
    def _answers(self) -> Mapping[str, Answer]:
        """What is stored now: a tick may have been kept since the page was made."""
        return self._desk.case.answers.get(self._step.id, {})

    def _make(self, field: Field, words: FieldWords) -> Question | LabeledField | TickRow:
        theme, fill = self._desk.theme, self._desk.fill
        stored = self._answers.get(field.id)
        if field.kind == "tick":
            tick = TickRow(theme, Option(field.id, fill(words.label), fill(words.hint)), ticked=stored is True)
            tick.toggled.connect(self.changed)
            return tick
        if field.kind in ("one-of", "some-of"):
            told = [(option, words.options[option]) for option in field.options]
            options = [Option(option, fill(said.label), fill(said.hint), fill(said.then)) for option, said in told]
            chosen = stored if isinstance(stored, list) else [str(stored)] if isinstance(stored, str) else []
            question = Question(
                theme, fill(words.label), options, hint=fill(words.hint), several=field.kind == "some-of", chosen=chosen
            )
            question.answered.connect(self.changed)
            question.told.connect(self.told)
            return question
        value = str(stored) if isinstance(stored, str) else ""
        if field.kind == "date" and value:
            value = shown_day(value, self._desk)
        written = LabeledField(
            theme,
            fill(words.label),
            hint=fill(words.hint) or (self._day_hint() if field.kind == "date" else ""),
            value=value,
            long=field.kind == "long-text",
            width="short" if field.kind in _SHORT else "half" if field.kind in _HALF else "full",
        )
        written.edited.connect(self.edited)
        written.left.connect(self.changed)
        if field.kind == "phone" and isinstance(written.control, QLineEdit):
            written.control.editingFinished.connect(partial(self._tell_premium, written))
        return written

    def _tell_premium(self, field: LabeledField) -> None:
        """Say under a number that calls to it cost extra, as far as a sourced table says so."""
        prefix = premium_prefix(field.text, self._desk.parts.country)
        field.tell(prefix.says if prefix is not None else "")

    def answers(self) -> dict[str, Answer] | None:
        """Return what was answered, only fields that anybody touched; None when a field cannot be read.

        A field that cannot be read says so itself and takes the focus.
        """
        for widget in self._widgets.values():
            if isinstance(widget, LabeledField):
                widget.tell("")
        given, unread = self._given()
        if unread is None:
            return given
        field = self._widgets[unread]
        if isinstance(field, LabeledField):
            if self._kinds[unread].kind == "date":
                like = phrases.day_example(self._desk.parts.country, year=True)
                field.tell(_("We could not read this day. Write it like {day}, or leave it empty.").format(day=like))
            else:
                field.tell(_("We could not read this time. Write it like 10:30, or leave it empty."))
            field.control.setFocus()
        return None

    def unsaved(self, *, last: bool) -> Unsaved:
        """Return what is answered here and not in the case; silently, for nobody has asked for it."""
        given, unread = self._given()
        stored = self._answers
        changed = {field: answer for field, answer in given.items() if field not in stored or stored[field] != answer}
        found = unsaved_answers(self._step.id, changed, last=last)
        return Unsaved(found.events, found.waits or unread is not None)

    def _given(self) -> tuple[dict[str, Answer], str | None]:
        """Return what was answered, only fields that anybody touched, and the first field that cannot be read."""
        given: dict[str, Answer] = {}
        unread: str | None = None
        for field_id, widget in self._widgets.items():
            kind = self._kinds[field_id].kind
            before = self._answers.get(field_id)
            if isinstance(widget, TickRow):
                if widget.isChecked() or before is not None:
                    given[field_id] = widget.isChecked()
            elif isinstance(widget, Question):
                if widget.was_answered:
                    given[field_id] = widget.all_chosen if kind == "some-of" else widget.chosen
            else:
                read = self._read(widget, kind)
                if read is None:
                    unread = unread or field_id
                elif read or before:
                    given[field_id] = read
        return given, unread

    def _day_hint(self) -> str:
        return _("For example {day}, or today").format(day=phrases.day_example(self._desk.parts.country))

    def _read(self, field: LabeledField, kind: str) -> str | None:
        if kind == "date":
            return phrases.parsed_day(field.text, self._desk.parts.clock().date(), self._desk.parts.country)
        return phrases.parsed_time(field.text) if kind == "time" else field.text

    def tell_guarded(self, removed: tuple[TextGuarded, ...]) -> None:
        """Show what was kept instead of what was typed, and say why."""
        kept = self._desk.case.answers.get(self._step.id, {})
        for one in removed:
            widget = self._widgets.get(one.field)
            if isinstance(widget, LabeledField):
                widget.write(str(kept.get(one.field) or ""))
                widget.tell(guarded_words(one.kind))
                show_told(widget)

    def first_control(self) -> QWidget | None:
        """Return the first control, or None when there is no question."""
        for widget in self._widgets.values():
            if isinstance(widget, Question):
                return widget.choices[0] if widget.choices else None
            return widget.control if isinstance(widget, LabeledField) else widget
        return None

    @property
    def all_ticked(self) -> bool:
        """Whether every tick that is shown is set."""
        return all(widget.isChecked() for widget in self._widgets.values() if isinstance(widget, TickRow))

    @property
    def count(self) -> int:
        """How many questions are shown."""
        return len(self._widgets)


def shown_day(iso: str, desk: Desk) -> str:
    """Return an ISO day in words; what is no ISO day stays as it is."""
    try:
        return phrases.day(date.fromisoformat(iso), desk.parts.country)
    except ValueError:
        return iso
