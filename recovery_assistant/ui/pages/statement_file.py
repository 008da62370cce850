"""A file from the bank, looked through on this PC: choose it, see how it is read, look, and say what is theirs.

Marked rows go into the case at the end of a look; each answer is in the case before anything else happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from recovery_assistant.domain.case import KnownStatement
from recovery_assistant.domain.errors import AssistantError, InputError
from recovery_assistant.domain.journal import PaymentRecorded, StatementRowAnswered
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.statement import Guess
from recovery_assistant.domain.statement_case import is_added, next_payment_id, payment_of, session_days
from recovery_assistant.domain.statement_marks import Marked, RowAnswer
from recovery_assistant.domain.statement_telling import looked_words, reasons, unread_words
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.from_records import SuggestionPanel, suggested, teller_here
from recovery_assistant.ui.pages.panes import PanesPage
from recovery_assistant.ui.pages.statement_guess import GuessForm
from recovery_assistant.ui.stream import Stopped, Work
from recovery_assistant.ui.widgets.answers import first_control
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, bring_into_view
from recovery_assistant.ui.widgets.progress import WorkProgress
from recovery_assistant.ui.widgets.statement_row import StatementRowCard, answer_words
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label

if TYPE_CHECKING:
    from recovery_assistant.services.statements import LookedThrough
    from recovery_assistant.statements.reading import StatementFile

SHOWN = 10
"""Rows that are shown at first, and that each "show more" adds."""
PATTERN = "*.csv *.txt *.ofx *.qfx *.xml"


class StatementFilePage(PanesPage):
    """Choose, see how it is read, look through, answer. A case that has a statement begins with its rows."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._file: StatementFile | None = None
        self._guess: Guess | None = None
        self._form: GuessForm | None = None
        self._work: Work[Any] | None = None  # of three kinds, one at a time
        self._progress: WorkProgress | None = None
        self._found: LookedThrough | None = None
        self._problem = ""
        self._shown = SHOWN
        self._more: SecondButton | None = None
        self._footer = FooterWords()
        self._next = self.complete
        self._first: QWidget | None = None
        self.cards: list[StatementRowCard] = []
        self.show_pane(self._rows_pane if self._statement else self._choose_pane)

    def footer(self) -> FooterWords:
        """Return the words of the footer of the pane that is shown."""
        return self._footer

    def first_focus(self) -> QWidget | None:
        """Start where the pane begins."""
        return self._first

    def main_pressed(self) -> None:
        """Do what the pane's main button says."""
        self._next()

    def left(self) -> None:
        """Stop reading; half a look is not kept."""
        self._forget_work()

    def back_inside(self) -> bool:
        """Stop reading, then go to the pane before."""
        self._forget_work()
        return super().back_inside()

    def room_changed(self, *, compact: bool) -> None:
        """Stack the cards."""
        for card in self.cards:
            card.stack(stacked=compact)

    @property
    def is_reading(self) -> bool:
        """Whether a file is read now."""
        return self._work is not None

    @property
    def _statement(self) -> KnownStatement | None:
        known = list(self.desk.case.statements.values())
        return max(known, key=lambda one: one.looked_at) if known else None

    def _forget_work(self) -> None:
        if self._work is not None:
            self._work.forget()
            self._work = None

    # --- choose ---------------------------------------------------------------------------------------------------

    def _choose_pane(self) -> None:
        self._form, self.cards = None, []
        self.opening()
        if self._problem:
            self.note(self._problem)
        self.paragraphs(self.words.body)
        told = suggested(self.desk, self.step.from_records)
        if told:
            panel = SuggestionPanel(self.desk, told)
            panel.said.connect(self.said)
            self.column.place(panel, BLOCK)
        self.closing()
        self._next, self._first = self._ask_for_file, None
        self._footer = FooterWords(main=_("Choose a file"), skip=_("Skip for now"))

    def _ask_for_file(self) -> None:
        kinds = _("Statements ({pattern})").format(pattern=PATTERN)
        every = _("All files ({pattern})").format(pattern="*")
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose the file from your bank"), str(Path.home()), f"{kinds};;{every}"
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Open a file and guess how it is read; then show the guess."""

        def guess() -> tuple[StatementFile, Guess]:
            from recovery_assistant.services.statements import open_statement, usual_order

            country = self.desk.parts.country
            file = open_statement(path)
            return file, file.guess(usual_order(country), country.currency)

        self.show_pane(self._opening_pane, remember=False)
        self._work = self.desk.stream.call(guess, self._guessed, self._refused)

    def _opening_pane(self) -> None:
        self.title(self.words.title, before=self.progress_words())
        self._progress = WorkProgress(self.theme, _("Opening the file"))
        self._progress.stop.connect(self._stopped)
        self.column.place(self._progress, BLOCK)
        self._wait()

    def _wait(self) -> None:
        self._next, self._first = self._remind, None
        self._footer = FooterWords(main=_("Continue"))

    def _remind(self) -> None:
        words = _("We are still reading. You can wait, or press Stop.")
        if self._progress is not None:
            self._progress.remind(words)
        self.said.emit(words)

    def _stopped(self) -> None:
        self._forget_work()
        self._to_start()

    def _to_start(self) -> None:
        self._way.clear()
        self.show_pane(self._choose_pane)
        self.footer_changed.emit()

    def _guessed(self, read: tuple[StatementFile, Guess]) -> None:
        self._work = None
        self._file, self._guess = read
        self._way.clear()
        self._way.append(self._choose_pane)
        self.show_pane(self._guess_pane)
        self.footer_changed.emit()

    def _refused(self, error: AssistantError) -> None:
        """Say on this page why a file cannot be used; anything else has a page of its own."""
        self._work = None
        is_about_file = isinstance(error, InputError)
        if is_about_file:
            self._problem = f"{error.sentence}| {_('Code {code}.').format(code=error.code)}"
        self._to_start()
        self._problem = ""
        if is_about_file:
            self.said.emit(error.sentence)
        else:
            self.report(error)

    # --- how it is read -------------------------------------------------------------------------------------------

    def _guess_pane(self) -> None:
        guess, file = self._guess, self._file
        if guess is None or file is None:
            self._choose_pane()
            return
        self.title(_("How we read this file"), before=self.progress_words())
        self.text(_("File: {name}").format(name=shown_text(file.name)), 8)
        self._form = GuessForm(self.desk, guess)
        self._form.corrected.connect(self._correct)
        self.column.place(self._form, ADJACENT)
        self._next, self._first = self._look, first_control(self._form)
        self._footer = FooterWords(main=_("Look through it"), skip=_("Skip for now"))

    def _correct(self) -> None:
        """Read the first rows anew by what was chosen."""
        form, file, guess = self._form, self._file, self._guess
        columns = form.columns() if form is not None else None
        if file is None or guess is None or columns is None:
            return
        self._forget_work()
        currency = guess.currency
        self._work = self.desk.stream.call(
            lambda: file.with_columns(columns, currency), self._corrected, self._not_corrected
        )

    def _corrected(self, guess: Guess) -> None:
        self._work = None
        self._guess = guess
        if self._form is not None:
            self._form.show_first(guess)
            self.said.emit(self._form.sample.words)

    def _not_corrected(self, error: AssistantError) -> None:
        self._work = None
        if self._form is not None and self._guess is not None:
            self._guess = None
            self._form.tell(error.sentence)
        self.said.emit(error.sentence)

    # --- look -----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        file, guess, form = self._file, self._guess, self._form
        if self.is_reading:
            self._remind()
            return
        is_table = guess is not None and guess.columns is not None
        if file is None or guess is None or (is_table and guess.columns is not None and not guess.columns.are_enough):
            sentence = _("Please choose the column of the day and one of the sums.")
            if form is not None:
                form.tell(sentence)
            self.said.emit(sentence)
            return
        days = session_days(self.desk.case, teller_here(self.desk))
        self.show_pane(self._looking_pane)

        def look(stopped: Stopped) -> Iterator[object]:
            from recovery_assistant.services.statements import look_through

            yield from look_through(file, guess, days, stopped=stopped)

        self._found = None
        self._work = self.desk.stream.run(look, self._event, self._ended, self._refused)
        self.footer_changed.emit()

    def _looking_pane(self) -> None:
        self.title(_("We look through your statement"), before=self.progress_words())
        self._progress = WorkProgress(self.theme, _("Looking through the rows"), _("Nothing is kept then."))
        self._progress.stop.connect(self._stop_looking)
        self.column.place(self._progress, BLOCK)
        self._wait()

    def _stop_looking(self) -> None:
        if self._work is not None:
            self._work.stop()

    def _event(self, event: object) -> None:
        from recovery_assistant.services.statements import LookedSoFar, LookedThrough

        if isinstance(event, LookedThrough):
            self._found = event
        elif isinstance(event, LookedSoFar) and self._progress is not None:
            words = _("We learn whom you paid before: row {row}") if event.part == 1 else _("We compare: row {row}")
            said = words.format(row=event.rows)
            if event.total:
                self._progress.show_words(said, event.rows, event.total)
            else:
                self._progress.words.say(said)

    def _ended(self, _whole: bool) -> None:
        from recovery_assistant.services.statements import keep

        self._work = self._progress = None
        found, casebook = self._found, self.desk.casebook
        if found is None or casebook is None:
            self._to_start()
            self.said.emit(_("Stopped. Nothing of the file is kept."))
            return
        try:
            keep(casebook, found)
        except AssistantError as error:
            self.report(error)
            return
        self._shown = SHOWN
        self._way.clear()
        self.show_pane(self._rows_pane)
        self.footer_changed.emit()
        self.said.emit(" ".join(self._looked_words()))

    # --- the rows -------------------------------------------------------------------------------------------------

    def _looked_words(self) -> tuple[str, ...]:
        known = self._statement
        return looked_words(known.told.looked, known.told.left_out, teller_here(self.desk)) if known else ()

    def _rows_pane(self) -> None:
        known = self._statement
        self._form, self.cards = None, []
        if known is None:
            self._choose_pane()
            return
        self.title(_("Is this yours?"), before=self.progress_words())
        first, *more = self._looked_words()
        self.column.place(Label(first, "lead"), 10)
        self.column.place(BulletList(self.theme, tuple(more)), ADJACENT)
        self._unread()
        for marked in known.told.rows[: self._shown]:
            self._card(known, marked, len(self.cards))
        self._add_more(known)
        self.column.place(Heading(_("Another file?"), "h2"), GROUP)
        another = SecondButton(self.theme, _("Look through another file"))
        another.clicked.connect(self._to_start)
        self.column.place(another, ADJACENT)
        self.closing()
        self._next = self.complete
        self._first = self.cards[0].buttons["mine"] if self.cards else None
        self._footer = FooterWords(main=_("Continue"), skip=_("Skip for now"))

    def _unread(self) -> None:
        found = self._found
        if found is not None and found.unread:
            self.column.place(Label(_("Rows that we could not read"), "strong"), BLOCK)
            self.column.place(BulletList(self.theme, unread_words(found.unread, teller_here(self.desk))), 6)

    def _card(self, known: KnownStatement, marked: Marked, at: int) -> None:
        country, row = self.desk.parts.country, marked.row
        amount = phrases.money(abs(row.amount_minor), row.currency, country)
        way = _("{amount} went out") if row.amount_minor < 0 else _("{amount} came in")
        card = StatementRowCard(
            self.theme,
            phrases.day(row.day, country),
            way.format(amount=amount),
            row.payee,
            reasons(marked, teller_here(self.desk)),
            known.answers.get(row.number),
        )
        card.answered.connect(partial(self._answered, known.id, marked, card))
        card.add.connect(partial(self._add, marked, card))
        self._show_added(marked, card, known.answers.get(row.number))
        self.cards.append(card)
        self.column.place(card, BLOCK)
        card.setAccessibleName(_("Row {number}").format(number=at + 1))

    def _add_more(self, known: KnownStatement) -> None:
        left = len(known.told.rows) - len(self.cards)
        self._more = None
        if left > 0:
            words = ngettext("Show {count} more row", "Show {count} more rows", min(left, SHOWN))
            self._more = SecondButton(self.theme, words.format(count=min(left, SHOWN)))
            self._more.clicked.connect(self._show_more)
            self.column.place(self._more, BLOCK)

    def _show_more(self) -> None:
        """Show the next rows, with the focus on the first of them."""
        before = len(self.cards)
        self._shown += SHOWN
        self.show_pane(self._rows_pane, remember=False)
        if before < len(self.cards):
            self.cards[before].buttons["mine"].setFocus()
            bring_into_view(self.cards[before])

    def _answered(self, statement: str, marked: Marked, card: StatementRowCard, answer: str) -> None:
        given: RowAnswer | None = next((one for one in answer_words() if one == answer), None)
        event = StatementRowAnswered(statement_id=statement, row=marked.row.number, answer=given)
        if self.write(event):
            self._show_added(marked, card, given)

    def _show_added(self, marked: Marked, card: StatementRowCard, answer: RowAnswer | None) -> None:
        can = answer == "not-mine" and marked.row.amount_minor < 0
        card.show_added(can=can, is_added=can and is_added(self.desk.case, marked.row))

    def _add(self, marked: Marked, card: StatementRowCard) -> None:
        entries = self.desk.casebook.entries if self.desk.casebook else ()
        used = {entry.event.payment.id for entry in entries if isinstance(entry.event, PaymentRecorded)}
        if self.write(PaymentRecorded(payment=payment_of(marked.row, next_payment_id(used)))):
            card.show_added(can=True, is_added=True)
            card.buttons["not-mine"].setFocus()
            self.said.emit(_("It stands among your payments now. The page of payments asks the rest."))
