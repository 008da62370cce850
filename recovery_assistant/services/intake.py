"""Bring an intake form, filled in at a counter or on the phone, into a case: all of it, or nothing.

The form is TOML. Its tables are the step ids of the plan, its keys the field ids, its values the answers; payments and
calls are lists. Everything is checked against the plan first, then what is not in the case yet is written at once. So
a form with a mistake changes nothing, and the same form twice adds nothing. docs/intake.md is its description.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, cast

import msgspec
from msgspec import Struct, structs

from recovery_assistant.content.reading import MisfitError, fit
from recovery_assistant.domain import journal as j
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.journal import Answer, TextGuarded
from recovery_assistant.domain.payment import Payment, Rail, WhoSent
from recovery_assistant.domain.plan import Field, Plan
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.guarding import guard_event

CANNOT_READ: Final = "I-10"
DOES_NOT_FIT: Final = "I-11"

FORMAT: Final = 1
LARGEST_FORM: Final = 2**20
"""Bytes. A full form has some kilobytes."""

_MINOR: Final = 100
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


class _PaymentRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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
    to_own_account: bool | None = None
    sent_abroad: bool | None = None


class _CallRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of [[calls]]."""

    contact: str
    started_at: datetime
    ended_at: datetime | None = None
    id: str = ""
    spoke_to: str = ""
    reference: str = ""
    said: str = ""


class _Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole form."""

    format: Literal[1]
    steps: dict[str, dict[str, Any]] = {}
    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    payments: tuple[_PaymentRow, ...] = ()
    calls: tuple[_CallRow, ...] = ()


class Imported(Struct, frozen=True, kw_only=True):
    """What an import wrote: how many entries of each sort, and what was taken out of their texts.

    `still_to_come` names the places of days after the newest entry of the case: most likely slips of the pen.
    """

    answers: int = 0
    steps: int = 0
    payments: int = 0
    calls: int = 0
    taken_out: tuple[TextGuarded, ...] = ()
    still_to_come: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether all of it stood in the case before."""
        return not (self.answers or self.steps or self.payments or self.calls)


def read_intake(path: Path, plan: Plan, country: CountryPack) -> Intake:
    """Return a checked form.

    Raises:
        IntakeError: I-10 the file cannot be read or is not TOML, I-11 something in it does not fit; each problem
            names the file, the key path and, where it can be told, the line.
    """
    text = _read(path)
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is no TOMLDecodeError
        raise IntakeError(CANNOT_READ, path.name, (f"{path.name} is not right TOML: {error}",)) from error
    check = _Check(path.name, text, plan, country)
    form = check.shape(raw)
    check.against_plan(form)
    if check.problems:
        raise IntakeError(DOES_NOT_FIT, path.name, tuple(check.problems))
    return Intake(form, plan, country)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FORM + 1)
        if len(content) > LARGEST_FORM:
            raise IntakeError(CANNOT_READ, path.name, (f"{path.name} is larger than 1 MiB",))
        return content.decode("utf-8-sig")
    except OSError as error:
        reason = f"{path.name} cannot be read: {error.strerror}"
        raise IntakeError(CANNOT_READ, path.name, (reason,)) from error
    except UnicodeDecodeError as error:
        reason = f"{path.name} is not UTF-8 text, at byte {error.start}"
        raise IntakeError(CANNOT_READ, path.name, (reason,)) from error


# --- checking ------------------------------------------------------------------------------------------------------


class _Check:
    """Gathers every mistake of one form."""

    def __init__(self, name: str, text: str, plan: Plan, country: CountryPack) -> None:
        self._name = name
        self._lines = _lines_of_keys(text)
        self._plan = plan
        self._contacts = {contact.id for contact in country.contacts}
        self.problems: list[str] = []

    def shape(self, raw: dict[str, Any]) -> _Form:
        """Return the form as far as its own shape goes. Raises IntakeError at the first thing that does not fit."""
        try:
            return fit(raw, _Form, self._name)
        except MisfitError as error:
            place, reason = error.place, error.reason
            if error.unknown_key:
                above = "" if place == "its top level" else place + "."
                place, reason = above + error.unknown_key, "there is no such key"
            self._problem(place, reason)
            raise IntakeError(DOES_NOT_FIT, self._name, tuple(self.problems)) from error

    def against_plan(self, form: _Form) -> None:
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
            read = _answer_of(field, answer)
        except _UnfitError as error:
            self._problem(place, str(error))
            return
        if field.kind == "date":
            self._sane(place, date.fromisoformat(str(read)))

    def _payment(self, place: str, payment: _PaymentRow) -> None:
        for name in ("sent_on", "noticed_on", "bank_told_on"):
            self._sane(f"{place}.{name}", getattr(payment, name))
        amount = payment.amount
        if amount is not None and not _is_money(Decimal(amount)):
            self._problem(f"{place}.amount", "an amount is pounds and pence, such as 1250 or 1250.50")
        if payment.currency and not re.fullmatch("[A-Z]{3}", payment.currency):
            self._problem(f"{place}.currency", 'a currency is three capital letters, such as "GBP"')

    def _sane(self, place: str, day: date | None) -> None:
        if day is not None and not _EARLIEST <= day.year <= _LATEST:
            self._problem(place, f"nobody can mean the year {day.year}")

    def _call(self, place: str, call: _CallRow) -> None:
        self._sane(f"{place}.started_at", call.started_at)
        self._sane(f"{place}.ended_at", call.ended_at)
        if call.contact not in self._contacts:
            known = _meant(call.contact, self._contacts)
            self._problem(f"{place}.contact", f"there is no contact {call.contact}{known}")
        if call.ended_at is not None and _with_zone(call.ended_at, None) < _with_zone(call.started_at, None):
            self._problem(f"{place}.ended_at", "a call cannot end before it began")

    def _no_doubles(self, table: str, ids: list[str]) -> None:
        for one in sorted({one for one in ids if one and ids.count(one) > 1}):
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


def _is_money(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount < _TOO_MUCH and amount == amount.quantize(Decimal("0.01"))


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


def _answer_of(field: Field, answer: object) -> Answer:
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


# --- recording -----------------------------------------------------------------------------------------------------


class Intake:
    """A form that fits the plan."""

    def __init__(self, form: _Form, plan: Plan, country: CountryPack) -> None:
        self._form = form
        self._plan = plan
        self._country = country

    def record_into(self, casebook: Casebook) -> Imported:
        """Write what the case does not hold yet, in one go.

        Raises:
            CaseError: as for `Casebook.record`; then nothing was written.
        """
        zone = casebook.case.started_at.tzinfo if casebook.case.started_at else None
        answers = list(self._answers(casebook.case))
        steps = list(self._steps(casebook.case, {event.step for event in answers}))
        payments = list(self._payments(casebook.case))
        calls = [event for row in self._form.calls for event in _call_events(row, casebook.case, zone)]
        taken_out = casebook.record_all([*answers, *payments, *calls, *steps])
        return Imported(
            answers=sum(len(event.answers) for event in answers),
            steps=len(steps),
            payments=len(payments),
            calls=len({event.call_id for event in calls}),
            taken_out=taken_out,
            still_to_come=tuple(self._still_to_come(casebook.entries[-1].at.date())),
        )

    def _still_to_come(self, today: date) -> Iterator[str]:
        for step_id, given in self._form.steps.items():
            for field in self._plan.step(step_id).fields:
                day = _answer_of(field, given[field.id]) if field.kind == "date" and field.id in given else None
                if day is not None and date.fromisoformat(str(day)) > today:
                    yield f"steps.{step_id}.{field.id}"
        for index, row in enumerate(self._form.payments):
            for name in ("sent_on", "noticed_on", "bank_told_on"):
                moved = getattr(row, name)
                if moved is not None and moved > today:
                    yield f"payments[{index}].{name}"
        for index, call in enumerate(self._form.calls):
            if call.started_at.date() > today:
                yield f"calls[{index}].started_at"

    def _answers(self, case: Case) -> Iterator[j.StepAnswered]:
        for step_id, given in self._form.steps.items():
            fields = {field.id: field for field in self._plan.step(step_id).fields}
            answers = {field_id: _answer_of(fields[field_id], answer) for field_id, answer in given.items()}
            known = case.answers.get(step_id, {})
            kept = _guarded(j.StepAnswered(step=step_id, answers=answers)).answers
            fresh = {field_id: answers[field_id] for field_id in answers if known.get(field_id) != kept[field_id]}
            if fresh:
                yield j.StepAnswered(step=step_id, answers=fresh)

    def _steps(self, case: Case, answered: set[str]) -> Iterator[j.StepCompleted | j.StepSkipped]:
        for step_id in dict.fromkeys(self._form.done):
            if case.steps.get(step_id) != "completed" or step_id in answered:
                yield j.StepCompleted(step=step_id)
        for step_id in dict.fromkeys(self._form.skipped):
            if case.steps.get(step_id) is None and step_id not in answered:
                yield j.StepSkipped(step=step_id)

    def _payments(self, case: Case) -> Iterator[j.PaymentRecorded]:
        seen: list[Payment] = []
        for row in self._form.payments:
            payment = self._payment(row)
            if not payment.id:
                nameless = _guarded(j.PaymentRecorded(payment=payment)).payment
                payment = structs.replace(payment, id=_id_of("p", nameless, seen.count(nameless)))
                seen.append(nameless)
            if case.payments.get(payment.id) != _guarded(j.PaymentRecorded(payment=payment)).payment:
                yield j.PaymentRecorded(payment=payment)

    def _payment(self, row: _PaymentRow) -> Payment:
        return Payment(
            id=row.id,
            amount_minor=None if row.amount is None else int(row.amount * _MINOR),
            currency=row.currency or self._country.currency,
            rail=row.rail,
            who_sent=row.who_sent,
            sent_on=_iso(row.sent_on),
            sent_time="" if row.sent_time is None else row.sent_time.isoformat("minutes"),
            noticed_on=_iso(row.noticed_on),
            bank_told_on=_iso(row.bank_told_on),
            account_ending=row.account_ending,
            to_whom=row.to_whom,
            reference=row.reference,
            bank_said=row.bank_said,
            to_own_account=row.to_own_account,
            sent_abroad=row.sent_abroad,
        )


def _call_events(row: _CallRow, case: Case, zone: tzinfo | None) -> Iterator[j.CallStarted | j.CallNoted | j.CallEnded]:
    call_id = row.id or _id_of("call", (row.contact, row.started_at))
    known = case.calls.get(call_id)
    started_at = _with_zone(row.started_at, zone)
    if known is None or (known.contact, known.started_at) != (row.contact, started_at):
        known = None
        yield j.CallStarted(call_id=call_id, contact=row.contact, started_at=started_at)
    noted = j.CallNoted(call_id=call_id, spoke_to=row.spoke_to, reference=row.reference, said=row.said)
    kept = _guarded(noted)
    before = (known.spoke_to, known.reference, known.said) if known else ("", "", "")
    if before != (kept.spoke_to, kept.reference, kept.said):
        yield noted
    if row.ended_at is not None:
        ended_at = _with_zone(row.ended_at, zone)
        if known is None or known.ended_at != ended_at:
            yield j.CallEnded(call_id=call_id, ended_at=ended_at)


Event = TypeVar("Event", j.StepAnswered, j.PaymentRecorded, j.CallNoted)


def _guarded(event: Event) -> Event:
    """Return the event as the casebook will write it."""
    clean, _removed = guard_event(event)
    return cast(Event, clean)


def _id_of(kind: str, content: object, alike: int = 0) -> str:
    """Return an id that the same content always gets, so that a form that is brought in twice adds nothing.

    `alike` tells rows of one form apart that do not differ: two payments of the same amount on the same day.
    """
    digest = hashlib.sha256(msgspec.json.encode((content, alike)))
    return f"{kind}-{digest.hexdigest()[:8]}"


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _with_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment with its offset; without one in the form, it is that of the case."""
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone) if zone else moment.astimezone()
