"""What a case tells under a name."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.case_told import ONLY_THE_PERSON, WHOLES
from recovery_assistant.domain.payment import Payment, Rail
from tests.unit.domain.paper_cases import COUNTRIES, case_of, empty, forms, full, told


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_full_case_tells_something_under_every_name_and_an_empty_one_under_none(code: str) -> None:
    known, nothing = told(code, full(code)), told(code, empty(code))
    without_region = {"region"}  # a country of one region never asks for it
    assert [name for name in WHOLES if name not in without_region and not known.text(name)] == []
    assert [name for name in WHOLES if nothing.text(name)] == []


def test_what_is_missing_stands_with_the_page_that_asks_for_it() -> None:
    nothing = told("gb", empty("gb"))
    assert nothing.told("the-call.day").step == "the-call"
    assert nothing.told("payments").step == "payments"
    assert nothing.told("sessions").step == "when-connected"


@pytest.mark.parametrize("name", [*ONLY_THE_PERSON, "", "no-such-step.field", "the-call.no-such-field"])
def test_what_nobody_asks_is_never_told(name: str) -> None:
    assert told("gb", full("gb")).text(name) == ""


def test_times_from_the_records_are_said_to_be_so() -> None:
    known = told("gb", full("gb"))
    assert known.told("sessions").from_records
    assert known.told("remote-ids").from_records
    assert not known.told("the-call.day").from_records
    assert "602" in known.text("remote-ids")
    assert "418" in known.text("remote-ids")


def test_payments_stand_in_order_with_what_is_missing_of_them() -> None:
    known = told("gb", full("gb")).told("payments")
    assert known.text.startswith("1. £100.00, Bank transfer, 18 November 2026, 11:01, to J Brown, reference REF 1")
    assert known.gaps == ()


def test_no_payment_is_an_answer_once_the_page_was_passed() -> None:
    from recovery_assistant.domain.journal import CaseStarted, StepCompleted
    from tests.unit.domain.paper_cases import case_of

    started = CaseStarted(number="x", country="GB", mode="person", program_version="1")
    assert told("gb", case_of([started, StepCompleted(step="payments")])).text("payments") == "None"


def test_hostile_texts_are_shown_as_lines_in_which_nothing_hides() -> None:
    known = told("gb", full("gb", lambda _text: "\x1b[31m\u202egpj"))
    for name in WHOLES:
        assert "\x1b" not in known.text(name), name
        assert "\u202e" not in known.text(name), name


def test_the_shop_of_a_gift_card_is_no_account_and_a_transfer_to_nobody_known_is_a_gap() -> None:
    started = j.CaseStarted(number="x", country="GB", mode="person", program_version="1")
    card = j.PaymentRecorded(payment=Payment(id="card", rail="gift-card", to_whom="Amazon"))
    unknown = j.PaymentRecorded(payment=Payment(id="a", rail="bank-transfer"))
    known = j.PaymentRecorded(payment=Payment(id="b", rail="bank-transfer", to_whom="J Brown"))
    assert told("gb", case_of([started, card])).text("payments.accounts") == "None"
    assert told("gb", case_of([started, card, unknown])).text("payments.accounts") == ""
    several = told("gb", case_of([started, card, unknown, known])).told("payments.accounts")
    assert several.text == "J Brown"
    assert several.gaps != ()


def test_a_bank_is_asked_only_for_what_went_through_a_bank() -> None:
    rails: tuple[Rail, ...] = ("bank-transfer", "debit-card", "gift-card", "crypto", "cash", "paypal", "money-transfer")
    paid = [
        j.PaymentRecorded(payment=Payment(id=f"p{at}", amount_minor=10**at, currency="GBP", rail=rail, who_sent="me"))
        for at, rail in enumerate(rails, 2)
    ]
    facts = told("gb", case_of([*paid]))
    assert facts.text("payments.asked-of-bank") == "£11.00"
    assert facts.text("payments.total") == "£1,111,111.00"
    assert told("gb", case_of([*paid[2:]])).text("payments.asked-of-bank") == ""
    questions = [question for known in forms("gb") for question in known.form.questions]
    asked = {question.answer for question in questions if question.id == "put-right"}
    assert asked == {"payments.asked-of-bank"}
