"""The check of leads before a report."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.journal import CaseStarted, PaymentRecorded, StepCompleted
from recovery_assistant.domain.leads import LEADS, leads
from recovery_assistant.domain.payment import Payment
from tests.unit.domain.paper_cases import COUNTRIES, case_of, empty, full, told


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_full_case_misses_nothing_and_an_empty_one_everything(code: str) -> None:
    assert [one.id for one in leads(told(code, full(code))) if one.is_missing] == []
    missing = leads(told(code, empty(code)))
    assert [one.id for one in missing if one.is_missing] == list(LEADS)
    assert all(one.find and one.name and "{" not in " ".join(one.find) for one in missing)


def test_each_lead_names_the_page_on_which_it_can_be_added() -> None:
    pages = {one.id: one.step for one in leads(told("gb", empty("gb")))}
    assert pages["caller-numbers"] == "the-caller"
    assert pages["remote-id"] == "photo-of-screen"
    assert pages["amounts"] == "payments"


def test_who_paid_nothing_misses_no_account() -> None:
    started = CaseStarted(number="x", country="GB", mode="person", program_version="1")
    by_id = {one.id: one for one in leads(told("gb", case_of([started, StepCompleted(step="payments")])))}
    assert not by_id["accounts-paid"].is_missing
    assert by_id["amounts"].value == "None"


def test_a_payment_without_its_time_is_a_gap() -> None:
    started = CaseStarted(number="x", country="GB", mode="person", program_version="1")
    paid = PaymentRecorded(payment=Payment(id="p1", amount_minor=100, rail="cash", sent_on="2026-11-18", to_whom="X"))
    by_id = {one.id: one for one in leads(told("gb", case_of([started, paid])))}
    assert by_id["amounts"].gaps == ("Time of a payment",)
