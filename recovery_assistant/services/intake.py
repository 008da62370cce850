"""Bring an intake form, filled in at a counter or on the phone, into a case: all of it, or nothing.

The form is TOML. Its tables are the step ids of the plan, its keys the field ids, its values the answers; payments and
calls are lists. Everything is checked against the plan first, then what is not in the case yet is written at once. So
a form with a mistake changes nothing, and the same form twice adds nothing. docs/intake.md is its description.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from datetime import date, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar, cast

import msgspec
from msgspec import Struct, structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.journal import TextGuarded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Plan
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.guarding import guard_event
from recovery_assistant.services.intake_form import (
    CANNOT_READ,
    DAYS_OF_A_PAYMENT,
    DOES_NOT_FIT,
    CallRow,
    Check,
    Form,
    IntakeError,
    answer_of,
    with_zone,
)

LARGEST_FORM: Final = 2**20
"""Bytes. A full form has some kilobytes."""


ALWAYS_TO_COME: Final = frozenset({"chase-on"})
"""Questions whose day lies ahead: when to ask what became of a report."""


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
    check = Check(path.name, text, plan, country)
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


class Intake:
    """A form that fits the plan."""

    def __init__(self, form: Form, plan: Plan, country: CountryPack) -> None:
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
                if field.id in ALWAYS_TO_COME:
                    continue
                day = answer_of(field, given[field.id]) if field.kind == "date" and field.id in given else None
                if day is not None and date.fromisoformat(str(day)) > today:
                    yield f"steps.{step_id}.{field.id}"
        for index, row in enumerate(self._form.payments):
            for name in DAYS_OF_A_PAYMENT:
                moved = getattr(row, name)
                if moved is not None and moved > today:
                    yield f"payments[{index}].{name}"
        for index, call in enumerate(self._form.calls):
            if call.started_at.date() > today:
                yield f"calls[{index}].started_at"

    def _answers(self, case: Case) -> Iterator[j.StepAnswered]:
        for step_id, given in self._form.steps.items():
            fields = {field.id: field for field in self._plan.step(step_id).fields}
            answers = {field_id: answer_of(fields[field_id], answer) for field_id, answer in given.items()}
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
            payment = row.payment(self._country.currency)
            if not payment.id:
                nameless = _guarded(j.PaymentRecorded(payment=payment)).payment
                payment = structs.replace(payment, id=_id_of("p", _told(nameless), seen.count(nameless)))
                seen.append(nameless)
            if case.payments.get(payment.id) != _guarded(j.PaymentRecorded(payment=payment)).payment:
                yield j.PaymentRecorded(payment=payment)


_CallEvent = j.CallStarted | j.CallNoted | j.CallAnswered | j.CallEnded


def _call_events(row: CallRow, case: Case, zone: tzinfo | None) -> Iterator[_CallEvent]:
    call_id = row.id or _id_of("call", (row.contact, row.started_at))
    known = case.calls.get(call_id)
    started_at = with_zone(row.started_at, zone)
    if known is None or (known.contact, known.started_at) != (row.contact, started_at):
        known = None
        yield j.CallStarted(call_id=call_id, contact=row.contact, started_at=started_at)
    noted = j.CallNoted(call_id=call_id, spoke_to=row.spoke_to, reference=row.reference, said=row.said)
    kept = _guarded(noted)
    before = (known.spoke_to, known.reference, known.said) if known else ("", "", "")
    if before != (kept.spoke_to, kept.reference, kept.said):
        yield noted
    if row.answered_at is not None:
        answered_at = with_zone(row.answered_at, zone)
        if known is None or known.answered_at != answered_at:
            yield j.CallAnswered(call_id=call_id, answered_at=answered_at)
    if row.ended_at is not None:
        ended_at = with_zone(row.ended_at, zone)
        if known is None or known.ended_at != ended_at:
            yield j.CallEnded(call_id=call_id, ended_at=ended_at)


Event = TypeVar("Event", j.StepAnswered, j.PaymentRecorded, j.CallNoted)


def _guarded(event: Event) -> Event:
    """Return the event as the casebook will write it."""
    clean, _removed = guard_event(event)
    return cast(Event, clean)


LATER_PARTS: Final = frozenset({"bank_reference", "statement_on", "refused", "complained_on", "final_letter_on"})
"""Parts of a payment that came after the first forms; where they are empty, a payment keeps the id that it had."""


def _told(payment: Payment) -> dict[str, object]:
    told = structs.asdict(payment)
    return {name: value for name, value in told.items() if name not in LATER_PARTS or value not in ("", None)}


def _id_of(kind: str, content: object, alike: int = 0) -> str:
    """Return an id that the same content always gets, so that a form that is brought in twice adds nothing.

    `alike` tells rows of one form apart that do not differ: two payments of the same amount on the same day.
    """
    digest = hashlib.sha256(msgspec.json.encode((content, alike)))
    return f"{kind}-{digest.hexdigest()[:8]}"
