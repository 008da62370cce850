"""No typed text of any event reaches the disk without passing the guard."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from msgspec import structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.journal import KnownEvent, TextGuarded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_marks import LookedAt, Marked
from recovery_assistant.services.guarding import TYPED_IN_PAYMENTS, TYPED_TEXTS, guard_event
from tests.unit.domain.events import BEGAN, events

CARD = "4111 1111 1111 1111"
TYPED = f"my card is {CARD} he said"

# Texts that no person typed: ids, choices, and what the program or the inspected machine wrote.
NOT_TYPED: dict[type, set[str]] = {
    j.CaseStarted: {"number", "country", "program_version"},
    j.StepAnswered: {"step"},
    j.AnswersKept: {"step"},
    j.StepCompleted: {"step"},
    j.StepSkipped: {"step"},
    j.PaymentWithdrawn: {"payment_id"},
    j.CallStarted: {"call_id", "contact"},
    j.CallNoted: {"call_id"},
    j.CallAnswered: {"call_id"},
    j.CallEnded: {"call_id"},
    j.ScanStarted: {"scan_id", "host", "system", "catalogue", "os_name"},
    j.ToolFound: {"scan_id"},
    j.LeftBehindFound: {"scan_id"},
    j.SourceMissed: {"scan_id"},
    j.ScanFinished: {"scan_id"},
    j.FindingMarked: {"finding_id", "contradiction"},
    j.RemovalStepTicked: {"finding_id", "step"},
    j.FindingLookedForAgain: {"finding_id"},
    j.RemovalAgreed: {"sha256"},
    j.RemovalReported: {"plan_id"},
    j.RemovalNotStarted: {"plan_id"},
    j.RemovalLookedAt: {"plan_id"},
    j.TracesRead: {"host", "zone"},
    j.StatementRowsMarked: {"statement_id"},
    j.StatementRowAnswered: {"statement_id"},
    j.ExhibitCopied: {
        "exhibit_id",
        "finding_id",
        "path",
        "sha256",
        "owner",
        "tool_id",
        "sha256_after",
        "host",
        "os_name",
        "zone",
        "program_version",
    },
    j.ExhibitMissed: {"finding_id", "path", "reason", "code", "tool_id", "host"},
    j.TextGuarded: {"step", "field", "kind"},
    j.CountryChosen: {"country"},
    j.PaperMade: {"paper", "sha256"},
    j.RecordMade: {"audience", "sha256"},
}


@pytest.mark.parametrize("kind", j.KnownEvent.__args__, ids=lambda kind: kind.__name__)
def test_every_text_of_every_event_is_either_guarded_or_known_not_to_be_typed(kind: type[msgspec.Struct]) -> None:
    texts = {field.name for field in structs.fields(kind) if field.type is str}
    assert texts == set(TYPED_TEXTS.get(kind, ())) | NOT_TYPED.get(kind, set())


def test_every_text_of_a_payment_is_guarded() -> None:
    texts = {field.name for field in structs.fields(Payment) if field.type is str}
    assert texts == {*TYPED_IN_PAYMENTS, "id", "account_ending"}


def taken(step: str, field: str, kind: str = "card-number") -> tuple[TextGuarded, ...]:
    return (TextGuarded(step=step, field=field, kind=kind),)


def test_answers_lose_their_secrets_and_nothing_else() -> None:
    others: dict[str, j.Answer] = {"seen": True, "hours": 3, "name": None, "who": "Kevin"}
    event = j.StepAnswered(step="story", answers={"said": TYPED, **others})
    clean, removed = guard_event(event)
    assert isinstance(clean, j.StepAnswered)
    assert "4111 1111" not in str(clean.answers["said"])
    assert str(clean.answers["said"]).startswith("my card is ")
    assert str(clean.answers["said"]).endswith(" he said")
    assert {key: clean.answers[key] for key in others} == others
    assert removed == taken("story", "said")


def test_answers_that_are_kept_while_typing_lose_their_secrets_too() -> None:
    clean, removed = guard_event(j.AnswersKept(step="story", answers={"said": TYPED}))
    assert isinstance(clean, j.AnswersKept)
    assert "4111 1111" not in str(clean.answers["said"])
    assert removed == taken("story", "said")


def test_several_choices_are_looked_at_one_by_one() -> None:
    clean, removed = guard_event(j.StepAnswered(step="story", answers={"numbers": ["0161 496 0000", TYPED]}))
    assert isinstance(clean, j.StepAnswered)
    numbers = clean.answers["numbers"]
    assert isinstance(numbers, list)
    assert numbers[0] == "0161 496 0000"
    assert CARD not in numbers[1]
    assert removed == taken("story", "numbers")


def test_a_tuple_of_choices_is_not_a_way_round() -> None:
    clean, removed = guard_event(j.StepAnswered(step="story", answers={"numbers": (TYPED,)}))  # type: ignore[dict-item]
    assert CARD not in repr(clean)
    assert removed == taken("story", "numbers")


@pytest.mark.parametrize("event", [j.StepCompleted(step="bank", note=TYPED), j.StepSkipped(step="bank", note=TYPED)])
def test_notes_are_guarded(event: j.StepCompleted | j.StepSkipped) -> None:
    clean, removed = guard_event(event)
    assert isinstance(clean, j.StepCompleted | j.StepSkipped)
    assert CARD not in clean.note
    assert removed == taken("bank", "note")


@pytest.mark.parametrize("field", ["spoke_to", "reference", "said"])
def test_calls_are_guarded(field: str) -> None:
    clean, removed = guard_event(structs.replace(j.CallNoted(call_id="c1"), **{field: TYPED}))
    assert CARD not in getattr(clean, field)
    assert removed == taken("call:c1", field)


@pytest.mark.parametrize("field", TYPED_IN_PAYMENTS)
def test_payments_are_guarded(field: str) -> None:
    payment = structs.replace(Payment(id="p1", amount_minor=25000), **{field: TYPED})
    clean, removed = guard_event(j.PaymentRecorded(payment=payment))
    assert isinstance(clean, j.PaymentRecorded)
    assert CARD not in getattr(clean.payment, field)
    assert clean.payment.amount_minor == 25000
    assert removed == taken("payment:p1", field)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1234", "1234"), ("", ""), ("4111 1111 1111 1111", "1111"), ("12-34-56 12345678", "5678"), ("GB29NWBK", "NWBK")],
)
def test_of_an_account_only_the_last_four_are_kept(typed: str, kept: str) -> None:
    clean, removed = guard_event(j.PaymentRecorded(payment=Payment(id="p1", account_ending=typed)))
    assert isinstance(clean, j.PaymentRecorded)
    assert clean.payment.account_ending == kept
    assert removed == (() if typed == kept else taken("payment:p1", "account_ending", "account-number"))


@given(events)
def test_guarding_again_takes_nothing_more(event: KnownEvent) -> None:
    clean, _ = guard_event(event)
    assert guard_event(clean) == (clean, ())
    assert type(clean) is type(event)


def test_what_the_machine_wrote_stays_exact() -> None:
    event = j.ExhibitCopied(
        exhibit_id="x1", finding_id="f", path=f"/home/ann/{CARD}.log", size=1, sha256="0", modified_at=BEGAN
    )
    assert guard_event(event) == (event, ())


def test_rows_of_a_statement_lose_card_numbers() -> None:
    row = StatementRow(
        number=4, day=date(2026, 11, 18), amount_minor=-100, currency="GBP", payee=f"SHOP {CARD}", reference=CARD
    )
    event = j.StatementRowsMarked(
        statement_id="s1", name=f"{CARD}.csv", looked=LookedAt(), rows=(Marked(row=row, marks=("in-session",)),)
    )
    kept, removed = guard_event(event)
    assert isinstance(kept, j.StatementRowsMarked)
    assert "4111" not in f"{kept.name}{kept.rows[0].row}"
    assert kept.rows[0].row.payee.startswith("SHOP [card ending 1111")
    assert removed == (*taken("statement:s1", "name"), *taken("statement:s1", "row 4") * 2)
