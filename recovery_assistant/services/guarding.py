"""Takes secrets out of every text that a person typed, event by event, before it reaches the disk.

Here and not in a front end, so that no page and no command can forget it. What the program or the inspected machine
wrote (ids, paths, hashes, evidence) is not typed by the person and stays exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.guard import guard
from recovery_assistant.domain.journal import Answer, KnownEvent, TextGuarded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.statement import StatementRow

ACCOUNT_NUMBER: Final = "account-number"
_ENDING_LETTERS = 4

TYPED_TEXTS: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        j.StepCompleted: ("note",),
        j.StepSkipped: ("note",),
        j.CallNoted: ("spoke_to", "reference", "said"),
        j.StatementRowsMarked: ("name",),
    }
)
"""Fields of events that hold what a person typed. Answers and payments have more than one shape; see below."""

TYPED_IN_PAYMENTS: Final = (
    "currency", "sent_on", "sent_time", "noticed_on", "bank_told_on", "to_whom", "reference", "bank_said",
    "bank_reference", "statement_on", "complained_on", "final_letter_on",
)  # fmt: skip


class _Sweep:
    """Guards texts of one place and remembers what was taken out."""

    def __init__(self, step: str) -> None:
        self._step = step
        self.removed: list[TextGuarded] = []

    def text(self, field: str, text: str) -> str:
        guarded = guard(text)
        self.removed += [TextGuarded(step=self._step, field=field, kind=kind) for kind in guarded.removed]
        return guarded.text

    def answer(self, field: str, answer: Answer) -> Answer:
        if isinstance(answer, str):
            return self.text(field, answer)
        if answer is None or isinstance(answer, int):
            return answer
        return [self.text(field, one) for one in answer]  # whatever else holds texts, a tuple too

    def ending(self, field: str, typed: str) -> str:
        """Keep at most the last four digits or letters of an account or card."""
        letters = [letter for letter in typed if letter.isalnum()]
        if len(letters) <= _ENDING_LETTERS:
            return typed
        self.removed.append(TextGuarded(step=self._step, field=field, kind=ACCOUNT_NUMBER))
        return "".join(letters[-_ENDING_LETTERS:])


def guard_event(event: KnownEvent) -> tuple[KnownEvent, tuple[TextGuarded, ...]]:
    """Return the event without secrets, and one `TextGuarded` for each that was taken out.

    `TextGuarded.step` is the page's id, "call:<id>", "payment:<id>" or "statement:<id>".
    """
    if isinstance(event, j.StepAnswered | j.AnswersKept):
        sweep = _Sweep(event.step)
        kept = {field: sweep.answer(field, answer) for field, answer in event.answers.items()}
        return structs.replace(event, answers=kept), tuple(sweep.removed)
    if isinstance(event, j.PaymentRecorded):
        sweep = _Sweep(f"payment:{event.payment.id}")
        return structs.replace(event, payment=_payment(event.payment, sweep)), tuple(sweep.removed)
    if isinstance(event, j.StatementRowsMarked):
        sweep = _Sweep(f"statement:{event.statement_id}")
        name = sweep.text("name", event.name)
        rows = tuple(structs.replace(one, row=_statement_row(one.row, sweep)) for one in event.rows)
        return structs.replace(event, name=name, rows=rows), tuple(sweep.removed)
    fields = TYPED_TEXTS.get(type(event))
    if fields is None:
        return event, ()
    sweep = _Sweep(f"call:{event.call_id}" if isinstance(event, j.CallNoted) else getattr(event, "step", ""))
    texts = {field: sweep.text(field, getattr(event, field)) for field in fields}
    return structs.replace(event, **texts), tuple(sweep.removed)


def _statement_row(row: StatementRow, sweep: _Sweep) -> StatementRow:
    """Guard what a bank wrote: card numbers stand in it now and then."""
    texts = {
        field: sweep.text(f"row {row.number}", getattr(row, field))
        for field in ("payee", "reference", "kind", "foreign")
    }
    return structs.replace(row, **texts)


def _payment(payment: Payment, sweep: _Sweep) -> Payment:
    texts = {field: sweep.text(field, getattr(payment, field)) for field in TYPED_IN_PAYMENTS}
    ending = sweep.ending("account_ending", payment.account_ending)
    return structs.replace(payment, account_ending=ending, **texts)
