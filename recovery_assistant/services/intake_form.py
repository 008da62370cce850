"""The shape of an intake form, and every mistake in one: in its shape first, then against the plan.

docs/intake.md is its description; `services/intake.py` brings it into a case.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any, Final, Literal

from msgspec import Struct

from recovery_assistant.content.reading import MisfitError, fit
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.guard import guard
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.payment import Payment, Rail, WhoSent, minor_units
from recovery_assistant.domain.plan import Field, Plan

CANNOT_READ: Final = "I-10"
DOES_NOT_FIT: Final = "I-11"

FORMAT: Final = 1

_EARLIEST, _LATEST = 1990, 2100  # years; anything else is a slip of the pen
_TOO_MUCH: Final = 10**12


class IntakeError(InputError):
    """An intake form that cannot be used. `problems` has one line for each mistake: place and reason."""

    def __init__(self, code: str, name: str, problems: tuple[str, ...]) -> None:
        more = f" There are {len(problems)} mistakes." if len(problems) > 1 else ""
        super().__init__(code, f"The form {name} was not used, and the case is as it was. {problems[0]}.{more}")
        self.problems = problems


class _UnfitError(Exception):
    """An answer that its field cannot hold; the message says what is expected."""


class PaymentRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of [[payments]]; every part may be missing."""

    id: str = ""
    amount: int | Decimal | None = None
    currency: str = ""
    rail: Rail | None = None
    who_sent: WhoSent | None = None
    sent_on: date | None = None
    sent_time: time | None = None
    noticed_on: date | None = None
    bank_told_on: date | None = None
    account_ending: str = ""
    to_whom: str = ""
    reference: str = ""
    bank_said: str = ""
    bank_reference: str = ""
    statement_on: date | None = None
    to_own_account: bool | None = None
    sent_abroad: bool | None = None
    refused: bool | None = None
    complained_on: date | None = None
    final_letter_on: date | None = None

    def payment(self, own_currency: str) -> Payment:
        """Return the payment that the row tells of; its id is "" where the form gives none."""
        currency = self.currency or own_currency
        return Payment(
            id=self.id,
            amount_minor=None if self.amount is None else int(self.amount * minor_units(currency)),
            currency=currency,
            rail=self.rail,
            who_sent=self.who_sent,
            sent_time="" if self.sent_time is None else self.sent_time.isoformat("minutes"),
            account_ending=self.account_ending,
            to_whom=self.to_whom,
            reference=self.reference,
            bank_said=self.bank_said,
            bank_reference=self.bank_reference,
            to_own_account=self.to_own_account,
            sent_abroad=self.sent_abroad,
            refused=self.refused,
            sent_on=_iso(self.sent_on),
            noticed_on=_iso(self.noticed_on),
            bank_told_on=_iso(self.bank_told_on),
            statement_on=_iso(self.statement_on),
            complained_on=_iso(self.complained_on),
            final_letter_on=_iso(self.final_letter_on),
        )


DAYS_OF_A_PAYMENT: Final = (
    "sent_on", "noticed_on", "bank_told_on", "statement_on", "complained_on", "final_letter_on",
)  # fmt: skip


class CallRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of [[calls]]."""

    contact: str
    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    id: str = ""
    spoke_to: str = ""
    reference: str = ""
    said: str = ""


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole form."""

    format: Literal[1]
    steps: dict[str, dict[str, Any]] = {}
    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    payments: tuple[PaymentRow, ...] = ()
    calls: tuple[CallRow, ...] = ()


class Check:
    """Gathers every mistake of one form."""

    def __init__(self, name: str, text: str, plan: Plan, country: CountryPack) -> None:
        self._name = name
        self._lines = _lines_of_keys(text)
        self._plan = plan
        self._contacts = {contact.id for contact in country.contacts}
        self._currency, self._rails = country.currency, country.payments.rails
        self.problems: list[str] = []

    def shape(self, raw: dict[str, Any]) -> Form:
        """Return the form as far as its own shape goes. Raises IntakeError at the first thing that does not fit."""
        try:
            return fit(raw, Form, self._name)
        except MisfitError as error:
            place, reason = error.place, error.reason
            if error.unknown_key:
                above = "" if place == "its top level" else place + "."
                place, reason = above + error.unknown_key, "there is no such key"
            self._problem(place, reason)
            raise IntakeError(DOES_NOT_FIT, self._name, tuple(self.problems)) from error

    def against_plan(self, form: Form) -> None:
        """Note down what the plan and the country do not know."""
        steps = {step.id: step for stage in self._plan.stages for step in stage.steps}
        for step_id, answers in form.steps.items():
            step = steps.get(step_id)
            if step is None:
                self._problem(f"steps.{step_id}", f"the plan has no step {step_id}{_meant(step_id, steps)}")
                continue
            fields = {field.id: field for field in step.fields}
            for field_id, answer in answers.items():
                self._answer(f"steps.{step_id}.{field_id}", fields, field_id, answer)
        for key, names in (("done", form.done), ("skipped", form.skipped)):
            for step_id in names:
                if step_id not in steps:
                    self._problem(key, f"the plan has no step {step_id}{_meant(step_id, steps)}")
        for step_id in sorted(set(form.done) & set(form.skipped)):
            self._problem("skipped", f"the step {step_id} is both done and skipped")
        for index, payment in enumerate(form.payments):
            self._payment(f"payments[{index}]", payment)
        for index, call in enumerate(form.calls):
            self._call(f"calls[{index}]", call)
        self._no_doubles("payments", [payment.id for payment in form.payments])
        self._no_doubles("calls", [call.id for call in form.calls])

    def _answer(self, place: str, fields: Mapping[str, Field], field_id: str, answer: object) -> None:
        field = fields.get(field_id)
        if field is None:
            self._problem(place, f"this step has no field {field_id}{_meant(field_id, fields)}")
            return
        try:
            read = answer_of(field, answer)
        except _UnfitError as error:
            self._problem(place, str(error))
            return
        if field.kind == "date":
            self._sane(place, date.fromisoformat(str(read)))

    def _id(self, place: str, own: str) -> None:
        if own and not _is_id(own):  # the problem does not repeat it: it may be a card number or a PIN
            self._problem(f"{place}.id", 'an id is at most 40 letters, digits and "-", and no number of a card')

    def _payment(self, place: str, payment: PaymentRow) -> None:
        self._id(place, payment.id)
        for name in DAYS_OF_A_PAYMENT:
            self._sane(f"{place}.{name}", getattr(payment, name))
        amount, currency = payment.amount, payment.currency or self._currency
        if amount is not None and not _is_money(Decimal(amount), currency):
            whole = "1250 or 1250.50" if minor_units(currency) > 1 else "1250"
            self._problem(f"{place}.amount", f"an amount is a number such as {whole}")
        if payment.rail is not None and payment.rail not in (self._rails or (payment.rail,)):
            self._problem(f"{place}.rail", f"one of these is expected here: {', '.join(self._rails)}")
        if payment.currency and not re.fullmatch("[A-Z]{3}", payment.currency):
            self._problem(f"{place}.currency", 'a currency is three capital letters, such as "GBP"')

    def _sane(self, place: str, day: date | None) -> None:
        if day is not None and not _EARLIEST <= day.year <= _LATEST:
            self._problem(place, f"nobody can mean the year {day.year}")

    def _call(self, place: str, call: CallRow) -> None:
        self._id(place, call.id)
        self._sane(f"{place}.started_at", call.started_at)
        self._sane(f"{place}.answered_at", call.answered_at)
        self._sane(f"{place}.ended_at", call.ended_at)
        if call.contact not in self._contacts:
            known = _meant(call.contact, self._contacts)
            self._problem(f"{place}.contact", f"there is no contact {call.contact}{known}")
        began = with_zone(call.started_at, None)
        if call.ended_at is not None and with_zone(call.ended_at, None) < began:
            self._problem(f"{place}.ended_at", "a call cannot end before it began")
        if call.answered_at is not None and with_zone(call.answered_at, None) < began:
            self._problem(f"{place}.answered_at", "nobody can take a call before it began")

    def _no_doubles(self, table: str, ids: list[str]) -> None:
        for one in sorted({one for one in ids if _is_id(one) and ids.count(one) > 1}):
            self._problem(table, f"the id {one} stands twice")

    def _problem(self, place: str, reason: str) -> None:
        line = self._line(place)
        self.problems.append(f"{self._name}{f', line {line}' if line else ''}, at {place}: {reason}")

    def _line(self, place: str) -> int | None:
        while place:
            if place in self._lines:
                return self._lines[place]
            place = place.rpartition(".")[0]
        return None


_ID = re.compile("[A-Za-z0-9-]{1,40}")


def _is_id(own: str) -> bool:
    """Return whether a name of the form's own may go into the journal as it is: ids are told and kept unguarded."""
    return _ID.fullmatch(own) is not None and not guard(own).removed


def _is_money(amount: Decimal, currency: str) -> bool:
    """Return whether an amount can be counted in the smallest unit of its currency."""
    smallest = Decimal(1) / minor_units(currency)
    return amount.is_finite() and 0 <= amount < _TOO_MUCH and amount == amount.quantize(smallest)


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-.\"']+)\s*=")


def _lines_of_keys(text: str) -> dict[str, int]:
    """Return the line of each key path, as a person would count. Keys within inline tables are not followed."""
    lines: dict[str, int] = {}
    rows: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = header[2].replace('"', "").replace("'", "")
            if header[1] == "[[":
                rows[table] = rows.get(table, -1) + 1
                table = f"{table}[{rows[table]}]"
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            name = key[1].replace('"', "").replace("'", "")
            lines.setdefault(f"{table}.{name}" if table else name, number)
    return lines


def _meant(name: str, known: Collection[str]) -> str:
    """Return a hint when a known name is nearly the one that was written."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f' (did you mean "{near[0]}"?)' if near else ""


def answer_of(field: Field, answer: object) -> Answer:
    """Return what the journal holds for an answer of the form. Raises _UnfitError that says what was expected."""
    return _READERS[field.kind](field, answer)


def _text(_field: Field, answer: object) -> Answer:
    if not isinstance(answer, str):
        raise _UnfitError('a text stands in quotation marks, such as "…"')
    return answer


def _one_of(field: Field, answer: object) -> Answer:
    if not isinstance(answer, str) or answer not in field.options:
        raise _UnfitError(f"one of these is expected: {', '.join(field.options)}")
    return answer


def _some_of(field: Field, answer: object) -> Answer:
    chosen = answer if isinstance(answer, list) else []
    if (
        not isinstance(answer, list)
        or any(one not in field.options for one in chosen)
        or len(set(chosen)) < len(chosen)
    ):
        raise _UnfitError(f"a list is expected, of any of these: {', '.join(field.options)}")
    return [option for option in field.options if option in chosen]


def _day(_field: Field, answer: object) -> Answer:
    if isinstance(answer, date) and not isinstance(answer, datetime):
        return answer.isoformat()
    if isinstance(answer, str):
        try:
            return date.fromisoformat(answer).isoformat()
        except ValueError:
            pass
    raise _UnfitError("a day is expected, such as 2026-11-18")


def _time_of_day(_field: Field, answer: object) -> Answer:
    if isinstance(answer, time):
        return answer.isoformat("minutes")
    if isinstance(answer, str) and re.fullmatch("(?:[01][0-9]|2[0-3]):[0-5][0-9]", answer):
        return answer
    raise _UnfitError('a time is expected, such as "14:05"')


def _tick(_field: Field, answer: object) -> Answer:
    if not isinstance(answer, bool):
        raise _UnfitError("true or false is expected")
    return answer


_READERS: Final[Mapping[str, Callable[[Field, object], Answer]]] = {
    "text": _text,
    "long-text": _text,
    "phone": _text,
    "reference": _text,
    "one-of": _one_of,
    "some-of": _some_of,
    "date": _day,
    "time": _time_of_day,
    "tick": _tick,
}


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def with_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment with its offset; without one in the form, it is that of the case."""
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone) if zone else moment.astimezone()
