"""What is known about one payment: fields that are read kindly, each of which may stay empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import structs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.journal import TextGuarded
from recovery_assistant.domain.payment import Payment, Rail, minor_units
from recovery_assistant.domain.refund import Part, parts_asked
from recovery_assistant.domain.words import FieldWords
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.questions import guarded_words, shown_day
from recovery_assistant.ui.widgets.answers import Option, Question
from recovery_assistant.ui.widgets.fields import LabeledField, Width, show_told
from recovery_assistant.ui.widgets.layouts import GROUP, Block, Line, column

DAYS = ("sent_on", "noticed_on", "bank_told_on", "statement_on", "complained_on", "final_letter_on")
TEXTS = ("account_ending", "to_whom", "reference", "bank_said", "bank_reference")
YES_NO = ("to_own_account", "sent_abroad", "refused")
PARTS: Final[Mapping[str, Part]] = {
    "to_own_account": "to-own-account",
    "sent_abroad": "sent-abroad",
    "statement_on": "statement",
    "refused": "refused",
    "complained_on": "complained",
    "final_letter_on": "final-letter",
}
"""Fields that are there only where a rule of the country needs them for this way of paying."""
AFTER_TELLING = ("refused", "complained_on", "final_letter_on", "bank_reference")
"""Fields that mean nothing before the bank was told."""
AFTER_A_NO = ("complained_on", "final_letter_on")
_TRUTH = {"yes": True, "no": False}


def rail_words() -> dict[Rail, str]:
    """Return the ways of paying, for a language whose content has none."""
    return {
        "bank-transfer": _("Bank transfer"),
        "wire": _("Wire transfer"),
        "zelle": _("Zelle"),
        "e-transfer": _("e-Transfer"),
        "pay-id": _("PayID"),
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


def rail_name(desk: Desk, rail: Rail) -> str:
    """Return what a way of paying is called where the person lives."""
    plan, words = desk.parts.plan, desk.parts.words
    steps = (step for stage in plan.stages for step in stage.steps if step.kind == "payments")
    asked = next((words.step(step.id).fields.get("rail") for step in steps), None)
    option = asked.options.get(rail) if asked else None
    return desk.fill(option.label) if option else rail_words()[rail]


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
        "bank_reference": (_("Reference that the bank gave you"), ""),
        "statement_on": (_("Which day is the first statement that shows it from?"), ""),
        "refused": (_("Did the bank or company say no?"), ""),
        "complained_on": (_("Which day did you complain?"), ""),
        "final_letter_on": (_("Which day is the last letter about your complaint from?"), ""),
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
        self._rules = desk.parts.country.payments
        self.fields: dict[str, LabeledField] = {}
        self.sides: dict[str, Question] = {}
        self.blocks: dict[str, Block] = {}
        self._lines: Line = column(desk.theme)
        self._field("amount", self._amount(), "short")
        self.rail = self._question("rail", [(rail, rail_name(desk, rail)) for rail in self._rails()], payment.rail)
        self._side("to_own_account")
        self._side("sent_abroad")
        self._day("sent_on")
        self._field("sent_time", payment.sent_time, "short")
        for name in ("statement_on", "noticed_on", "bank_told_on"):
            self._day(name)
        for name in TEXTS:
            self._field(name, getattr(payment, name), "short" if name == "account_ending" else "full")
        self._side("refused")
        for name in AFTER_A_NO:
            self._day(name)
        self.setLayout(self._lines)
        self._show_parts()
        for field in self.fields.values():
            field.edited.connect(self.edited)
            field.left.connect(self.changed)
        self.fields["bank_told_on"].edited.connect(self._show_parts)
        for question in (self.rail, *self.sides.values()):
            question.answered.connect(self._show_parts)
            question.answered.connect(self.changed)

    def _amount(self) -> str:
        """Return the amount as it is known, with its currency where that is not the country's."""
        if self._payment.amount_minor is None:
            return ""
        currency = self._payment.currency
        units = minor_units(currency)
        amount = f"{self._payment.amount_minor / units:,.{2 if units > 1 else 0}f}"
        return amount if currency == self._desk.parts.country.currency else f"{amount} {currency}"

    def _rails(self) -> list[Rail]:
        """Return the ways of paying of the country in its order, and that of the payment, whatever it is."""
        rails = list(self._rules.rails or rail_words())
        own = self._payment.rail
        return rails if own is None or own in rails else [*rails, own]

    def _text(self, name: str) -> FieldWords:
        label, hint = own_words()[name]
        return self._words.get(name) or FieldWords(label=label, hint=hint)

    def _field(self, name: str, value: str, width: Width) -> None:
        words, fill = self._text(name), self._desk.fill
        field = LabeledField(self._desk.theme, fill(words.label), hint=fill(words.hint), value=value, width=width)
        self.fields[name] = field
        self._place(name, field)

    def _day(self, name: str) -> None:
        self._field(name, shown_day(getattr(self._payment, name), self._desk), "half")

    def _side(self, name: str) -> None:
        truth = getattr(self._payment, name)
        chosen = None if truth is None else "yes" if truth else "no"
        choices = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I don’t know"))]
        self.sides[name] = self._question(name, choices, chosen)

    def _question(self, name: str, choices: Sequence[tuple[str, str]], chosen: str | None) -> Question:
        words, fill = self._text(name), self._desk.fill
        options = []
        for choice, label in choices:
            told = words.options.get(choice)
            options.append(Option(choice, fill(told.label) if told else label, fill(told.hint) if told else ""))
        question = Question(
            self._desk.theme, fill(words.label), options, hint=fill(words.hint), chosen=(chosen,) if chosen else ()
        )
        self._place(name, question)
        return question

    def _place(self, name: str, widget: QWidget) -> None:
        """Add a field; one that may be left out brings its gap along."""
        if name not in PARTS and name not in AFTER_TELLING:
            self._lines.place(widget, GROUP)
            return
        block = Block()
        lines = column(self._desk.theme, margins=(0, GROUP, 0, 0))
        lines.addWidget(widget)
        block.setLayout(lines)
        self.blocks[name] = block
        self._lines.addWidget(block)

    def _show_parts(self) -> None:
        for name, block in self.blocks.items():
            block.setVisible(self._is_asked(name))

    def _is_asked(self, name: str) -> bool:
        """Return whether a field decides something for this payment, as far as it is told now."""
        is_told = getattr(self._payment, name) not in ("", None)
        rail = self._chosen_rail()
        if name in PARTS and rail is not None and PARTS[name] not in parts_asked(self._rules, rail):
            return False
        if is_told:
            return True
        if name in AFTER_TELLING:
            was_refused = name not in AFTER_A_NO or self.sides["refused"].chosen == "yes"
            return bool(self.fields["bank_told_on"].text) and was_refused
        return rail is not None

    def _chosen_rail(self) -> Rail | None:
        return next((rail for rail in rail_words() if rail == self.rail.chosen), None)

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
        amount = self._read_amount()
        if amount is None and self.fields["amount"].text:
            self._unreadable("amount", _("We could not read this amount. Write it like 1,850.00."))
            return None
        today: date = self._desk.parts.clock().date()
        days = {name: phrases.parsed_day(self.fields[name].text, today, self._desk.parts.country) for name in DAYS}
        for name, day in days.items():
            if day is None:
                like = phrases.day_example(self._desk.parts.country, year=True)
                self._unreadable(name, _("We could not read this day. Write it like {day}.").format(day=like))
                return None
        time = phrases.parsed_time(self.fields["sent_time"].text)
        if time is None:
            self._unreadable("sent_time", _("We could not read this time. Write it like 11:06."))
            return None
        return self._with(amount, days, time)

    def legible(self) -> tuple[Payment, bool]:
        """Return what can be read of the payment, silently, and whether a field cannot be read."""
        amount = self._read_amount()
        is_odd = amount is None and bool(self.fields["amount"].text)
        today: date = self._desk.parts.clock().date()
        read = {name: phrases.parsed_day(self.fields[name].text, today, self._desk.parts.country) for name in DAYS}
        time = phrases.parsed_time(self.fields["sent_time"].text)
        waits = is_odd or time is None or None in read.values()
        days = {name: getattr(self._payment, name) if day is None else day for name, day in read.items()}
        payment = self._with(amount, days, self._payment.sent_time if time is None else time)
        if is_odd:
            payment = structs.replace(payment, amount_minor=self._payment.amount_minor)
        return payment, waits

    def _read_amount(self) -> tuple[int, str] | None:
        """Return the amount in the smallest unit and its currency; None when there is none, or it cannot be read."""
        return phrases.parsed_money(self.fields["amount"].text, self._desk.parts.country.currency)

    def _with(self, amount: tuple[int, str] | None, days: Mapping[str, str | None], time: str) -> Payment:
        """Return the payment with what stands here. What is not asked about it (any more) is not kept."""
        sides = {
            name: _TRUTH.get(question.chosen or "") if self._is_asked(name) else None
            for name, question in self.sides.items()
        }
        left_out = {name for name in (*DAYS, *TEXTS) if name in self.blocks and not self._is_asked(name)}
        texts = {name: self.fields[name].text for name in TEXTS}
        return structs.replace(
            self._payment,
            amount_minor=amount[0] if amount else None,
            currency=amount[1] if amount else self._payment.currency,
            rail=self._chosen_rail(),
            sent_time=time,
            **{name: "" if name in left_out else day for name, day in days.items()},
            **sides,
            **{name: "" if name in left_out else text for name, text in texts.items()},
        )

    def _unreadable(self, name: str, words: str) -> None:
        self.fields[name].tell(words)
        self.fields[name].control.setFocus()
        self.problem.emit(words)
