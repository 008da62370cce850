"""What is known about one payment: fields that are read kindly, each of which may stay empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import structs
from PySide6.QtCore import Signal

from recovery_assistant.domain.journal import TextGuarded
from recovery_assistant.domain.payment import Payment, Rail
from recovery_assistant.domain.words import FieldWords
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.questions import guarded_words, shown_day
from recovery_assistant.ui.widgets.answers import Option, Question
from recovery_assistant.ui.widgets.fields import LabeledField, Width, show_told
from recovery_assistant.ui.widgets.layouts import GROUP, Block, Line, column

DAYS = ("sent_on", "noticed_on", "bank_told_on")
TEXTS = ("account_ending", "to_whom", "reference", "bank_said")
SIDE_FACTS = ("to_own_account", "sent_abroad")
"""Asked of bank transfers only: they decide which rules apply."""
_TRUTH = {"yes": True, "no": False}


def rail_words() -> dict[Rail, str]:
    """Return the ways of paying, in the order in which they are asked."""
    return {
        "bank-transfer": _("Bank transfer"),
        "debit-card": _("Debit card"),
        "credit-card": _("Credit card"),
        "paypal": _("PayPal"),
        "gift-card": _("Gift card or voucher"),
        "money-transfer": _("Money transfer, such as at a shop counter"),
        "crypto": _("Crypto money, such as Bitcoin"),
        "direct-debit": _("Direct debit"),
        "subscription": _("A subscription that goes on"),
        "cash": _("Cash"),
        "cheque": _("Cheque"),
        "other": _("Another way"),
    }


def own_words() -> dict[str, tuple[str, str]]:
    """Return label and hint of every field, for a language whose content has none."""
    return {
        "amount": (_("How much?"), _("For example 1,850 or 1850.00")),
        "rail": (_("How was it paid?"), ""),
        "sent_on": (_("Which day did it go?"), _("For example 18 November, or yesterday")),
        "sent_time": (_("At what time?"), _("For example 11:06. A guess is fine.")),
        "noticed_on": (_("Which day did you notice it?"), ""),
        "bank_told_on": (_("Which day did you tell the bank?"), ""),
        "account_ending": (_("Your account or card ends in"), _("Only the last four numbers")),
        "to_whom": (_("Who did it go to?"), ""),
        "reference": (_("Reference of the payment"), ""),
        "bank_said": (_("What did the bank or company say?"), ""),
        "to_own_account": (_("Did it go to an account in your own name?"), ""),
        "sent_abroad": (_("Did it go to another country?"), ""),
    }


class PaymentFacts(Block):
    """The fields of one payment.

    Signals:
        problem: a field cannot be read, in words.
        changed: an answer was given, or a field was left.
        edited: a text is another one.
    """

    problem = Signal(str)
    changed = Signal()
    edited = Signal()

    def __init__(self, desk: Desk, words: Mapping[str, FieldWords], payment: Payment) -> None:
        super().__init__()
        self._desk, self._words, self._payment = desk, words, payment
        self.fields: dict[str, LabeledField] = {}
        self._sides: dict[str, Question] = {}
        self._lines: Line = column(desk.theme)
        amount = f"{payment.amount_minor / 100:,.2f}" if payment.amount_minor is not None else ""
        self._field("amount", amount, "short")
        self.rail = self._question("rail", list(rail_words().items()), payment.rail, self._lines)
        self.rail.answered.connect(self._rail_chosen)
        self._side_block = Block()
        side_lines = column(desk.theme, margins=(0, GROUP, 0, 0))  # the gap goes with the block
        for name in SIDE_FACTS:
            truth = getattr(payment, name)
            chosen = None if truth is None else "yes" if truth else "no"
            choices = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I don’t know"))]
            self._sides[name] = self._question(name, choices, chosen, side_lines)
        self._side_block.setLayout(side_lines)
        self._lines.addWidget(self._side_block)
        self._field("sent_on", shown_day(payment.sent_on, desk), "half")
        self._field("sent_time", payment.sent_time, "short")
        for name in ("noticed_on", "bank_told_on"):
            self._field(name, shown_day(getattr(payment, name), desk), "half")
        for name in TEXTS:
            self._field(name, getattr(payment, name), "short" if name == "account_ending" else "full")
        self.setLayout(self._lines)
        self._rail_chosen()
        for field in self.fields.values():
            field.edited.connect(self.edited)
            field.left.connect(self.changed)
        for question in (self.rail, *self._sides.values()):
            question.answered.connect(self.changed)

    def _text(self, name: str) -> FieldWords:
        label, hint = own_words()[name]
        return self._words.get(name) or FieldWords(label=label, hint=hint)

    def _field(self, name: str, value: str, width: Width) -> None:
        words, fill = self._text(name), self._desk.fill
        field = LabeledField(self._desk.theme, fill(words.label), hint=fill(words.hint), value=value, width=width)
        self.fields[name] = field
        self._lines.place(field, GROUP)

    def _question(self, name: str, choices: Sequence[tuple[str, str]], chosen: str | None, lines: Line) -> Question:
        words, fill = self._text(name), self._desk.fill
        options = []
        for choice, label in choices:
            told = words.options.get(choice)
            options.append(Option(choice, fill(told.label) if told else label, fill(told.hint) if told else ""))
        question = Question(
            self._desk.theme, fill(words.label), options, hint=fill(words.hint), chosen=(chosen,) if chosen else ()
        )
        lines.place(question, GROUP)
        return question

    def _rail_chosen(self) -> None:
        self._side_block.setVisible(self.rail.chosen == "bank-transfer")

    def tell_guarded(self, removed: Sequence[TextGuarded], kept: Payment) -> None:
        """Show what was kept instead of what was typed, and say why."""
        for one in removed:
            field = self.fields.get(one.field)
            if field is not None:
                field.write(str(getattr(kept, one.field)))
                field.tell(guarded_words(one.kind))
                show_told(field)

    def read(self) -> Payment | None:
        """Return the payment as it is written here; None when a field cannot be read, which then says so itself."""
        for field in self.fields.values():
            field.tell("")
        amount = phrases.parsed_amount(self.fields["amount"].text)
        if amount is None and self.fields["amount"].text:
            self._unreadable("amount", _("We could not read this amount. Write it like 1,850.00."))
            return None
        today: date = self._desk.parts.clock().date()
        days = {name: phrases.parsed_day(self.fields[name].text, today) for name in DAYS}
        for name, day in days.items():
            if day is None:
                self._unreadable(name, _("We could not read this day. Write it like 18 November 2026."))
                return None
        time = phrases.parsed_time(self.fields["sent_time"].text)
        if time is None:
            self._unreadable("sent_time", _("We could not read this time. Write it like 11:06."))
            return None
        return self._with(amount, days, time)

    def legible(self) -> tuple[Payment, bool]:
        """Return what can be read of the payment, silently, and whether a field cannot be read."""
        amount = phrases.parsed_amount(self.fields["amount"].text)
        is_odd = amount is None and bool(self.fields["amount"].text)
        today: date = self._desk.parts.clock().date()
        read = {name: phrases.parsed_day(self.fields[name].text, today) for name in DAYS}
        time = phrases.parsed_time(self.fields["sent_time"].text)
        waits = is_odd or time is None or None in read.values()
        days = {name: getattr(self._payment, name) if day is None else day for name, day in read.items()}
        payment = self._with(
            self._payment.amount_minor if is_odd else amount, days, self._payment.sent_time if time is None else time
        )
        return payment, waits

    def _with(self, amount: int | None, days: Mapping[str, str | None], time: str) -> Payment:
        chosen = self.rail.chosen
        transfer = chosen == "bank-transfer"
        sides = {
            name: _TRUTH.get(question.chosen or "") if transfer else None for name, question in self._sides.items()
        }
        return structs.replace(
            self._payment,
            amount_minor=amount,
            rail=next((rail for rail in rail_words() if rail == chosen), None),
            sent_time=time,
            **days,
            **sides,
            **{name: self.fields[name].text for name in TEXTS},
        )

    def _unreadable(self, name: str, words: str) -> None:
        self.fields[name].tell(words)
        self.fields[name].control.setFocus()
        self.problem.emit(words)
