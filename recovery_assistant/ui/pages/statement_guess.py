"""How a table will be read: what was guessed, three rows as they would come out, and lists to correct each part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import structs
from PySide6.QtCore import Signal

from recovery_assistant.domain.statement import Columns, DateOrder, Guess, Letters
from recovery_assistant.domain.statement_telling import doubt_words
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.from_records import teller_here
from recovery_assistant.ui.widgets.choice_list import ChoiceList
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Block, column
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, Panel

NONE = ""
_MOST_COLUMNS = 64

Option = tuple[str, str]


class GuessForm(Block):
    """The guess and its corrections.

    Signals:
        corrected: something was chosen; `columns()` says what.
    """

    corrected = Signal()

    def __init__(self, desk: Desk, guess: Guess) -> None:
        super().__init__()
        self._desk = desk
        self._columns = guess.columns
        self.lists: dict[str, ChoiceList] = {}
        lines = column(desk.theme)
        doubts = doubt_words(guess.doubts, teller_here(desk))
        if doubts:
            lines.place(BulletList(desk.theme, doubts), ADJACENT)
        lines.place(Heading(_("The first rows would read like this"), "h2"), GROUP)
        panel = Panel(desk.theme)
        self.sample = Label("")
        panel.column.place(self.sample)
        lines.place(panel, ADJACENT)
        if guess.columns is not None:
            lines.place(Heading(_("Is that right? If not, choose here"), "h2"), GROUP)
            for name, label, options, chosen in _choices(guess.columns):
                choice = ChoiceList(desk.theme, label, options, chosen)
                choice.chose.connect(self.corrected)
                self.lists[name] = choice
                lines.place(choice, BLOCK)
        self.setLayout(lines)
        self.show_first(guess)

    def show_first(self, guess: Guess) -> None:
        """Show how the first rows come out."""
        told = [self._row_words(guess, at) for at in range(len(guess.first))]
        self.sample.say("\n".join(told) or _("No row can be read like this."))

    def tell(self, sentence: str) -> None:
        """Show why nothing can be read by what was chosen."""
        self.sample.say(sentence)

    def _row_words(self, guess: Guess, at: int) -> str:
        row = guess.first[at]
        country = self._desk.parts.country
        amount = phrases.money(abs(row.amount_minor), row.currency, country)
        way = _("{amount} went out") if row.amount_minor < 0 else _("{amount} came in")
        name = shown_text(row.payee) or _("no name")
        return f"{phrases.day(row.day, country)}: {way.format(amount=amount)}, {name}"

    def columns(self) -> Columns | None:
        """Return the columns as they are chosen now; None for a file that is no table."""
        columns = self._columns
        if columns is None:
            return None
        amount = self._place("amount")
        payee = self._place("payee")
        was_payee = str(columns.payee[0]) if columns.payee else NONE
        return structs.replace(
            columns,
            day=self._place("day"),
            amount=amount,
            debit=None if amount is not None else self._place("debit"),
            credit=None if amount is not None else self._place("credit"),
            payee=columns.payee if self.lists["payee"].chosen == was_payee else () if payee is None else (payee,),
            date_order=_order(self.lists["order"].chosen),
            decimal=_decimal(self.lists["decimal"].chosen),
            plus_is="out" if self.lists["plus"].chosen == "out" else "in",
            letters=_letters(self.lists["letters"].chosen),
        )

    def _place(self, name: str) -> int | None:
        chosen = self.lists[name].chosen
        return int(chosen) if chosen else None


def _choices(columns: Columns) -> Sequence[tuple[str, str, Sequence[Option], str]]:
    """Return each list: its id, its label, its entries, and what was guessed."""
    names: list[Option] = [
        (str(at), _("Column {number}: {name}").format(number=at + 1, name=shown_text(name)))
        for at, name in enumerate(columns.names[:_MOST_COLUMNS])
    ]
    none: Option = (NONE, _("There is none"))
    orders = [
        ("day-month", _("Day, then month (18/11)")),
        ("month-day", _("Month, then day (11/18)")),
        ("year-month", _("Year first, or the month in words")),
    ]
    letters = [
        ("utf-8", _("As most programs write them (UTF-8)")),
        ("cp1252", _("As older Windows programs write them")),
        ("utf-16", _("As some spreadsheets write them (UTF-16)")),
        ("mac-roman", _("As older Macs write them")),
    ]
    payee = str(columns.payee[0]) if columns.payee else NONE
    return (
        ("day", _("Which column is the day?"), [none, *names], _at(columns.day)),
        ("order", _("How are days written?"), orders, columns.date_order),
        ("amount", _("Which column is the sum?"), [none, *names], _at(columns.amount)),
        ("debit", _("Or: which column is money that went out?"), [none, *names], _at(columns.debit)),
        ("credit", _("And which is money that came in?"), [none, *names], _at(columns.credit)),
        (
            "plus",
            _("A sum without a minus means"),
            [("in", _("Money that came in")), ("out", _("Money that went out"))],
            columns.plus_is,
        ),
        (
            "decimal",
            _("Pence or cents stand behind"),
            [(".", _("A point, as in 1,850.00")), (",", _("A comma, as in 1.850,00"))],
            columns.decimal,
        ),
        ("payee", _("Which column says to whom?"), [none, *names], payee),
        ("letters", _("Are there odd letters in the names? How they are written"), letters, columns.letters),
    )


def _at(place: int | None) -> str:
    return NONE if place is None else str(place)


def _order(chosen: str) -> DateOrder:
    orders: dict[str, DateOrder] = {"month-day": "month-day", "year-month": "year-month"}
    return orders.get(chosen, "day-month")


def _decimal(chosen: str) -> Literal[".", ","]:
    return "," if chosen == "," else "."


def _letters(chosen: str) -> Letters:
    known: dict[str, Letters] = {"cp1252": "cp1252", "utf-16": "utf-16", "mac-roman": "mac-roman"}
    return known.get(chosen, "utf-8")
