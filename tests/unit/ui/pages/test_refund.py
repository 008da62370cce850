"""Refunds: the way, the words and the days of each payment; nothing where nothing was paid."""

from __future__ import annotations

import pytest
from msgspec import structs

from recovery_assistant.domain.journal import PaymentRecorded
from recovery_assistant.domain.payment import Payment, Rail
from recovery_assistant.domain.refund import routes
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.refund import RefundPage
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench, words


def test_the_way_the_words_and_the_days_of_a_payment(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    payment = Payment(
        id="p1",
        amount_minor=185000,
        rail="bank-transfer",
        who_sent="them",
        sent_on="2026-11-18",
        bank_told_on="2026-11-20",
    )
    window.casebook.record(PaymentRecorded(payment=payment))
    page = bench.page("ask-for-money-back", window)
    assert isinstance(page, RefundPage)
    said = [label.words for label in page.findChildren(Label)]
    assert words().routes["unauthorised"].name in said
    assert f"“{words().routes['unauthorised'].say}”" in said
    assert any(line.startswith(words().deadlines["tell-by"]) for line in said)
    page.main_pressed()
    assert window.desk.case.steps["ask-for-money-back"] == "completed"


def test_a_passed_day_says_so_and_the_rules_say_when_they_were_checked(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    paid = Payment(id="p1", rail="bank-transfer", who_sent="them", sent_on="2024-11-18")
    window.casebook.record(PaymentRecorded(payment=paid))
    page = bench.page("ask-for-money-back", window)
    said = [label.words for label in page.findChildren(Label)]
    assert f"{words().deadlines['tell-by']} 18 December 2025. This day has passed." in said
    assert any(line.startswith("The rules were checked on") for line in said)


@pytest.mark.parametrize("rail", ["bank-transfer", "credit-card", "paypal", "direct-debit"])
def test_nothing_about_who_sent_it_is_said_before_it_was_answered(bench: Bench, rail: Rail) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.record(PaymentRecorded(payment=Payment(id="p1", rail=rail)))
    page = bench.page("ask-for-money-back", window)
    said = " ".join(label.words for label in page.findChildren(Label))
    for claim in ("You told us that", "did not agree", "did not make", "did not set up", "because they told you"):
        assert claim not in said
    link = next(one for one in page.findChildren(SecondButton) if "5F" in one.accessibleName())
    link.click()
    bench.settle()
    assert window.journey.here == At("payments")


def test_without_a_payment_it_shows_the_way_to_write_one_down(bench: Bench) -> None:
    page = bench.page("ask-for-money-back")
    assert any("page 5F" in one.accessibleName() for one in page.findChildren(SecondButton))


def test_payments_that_go_the_same_way_share_its_words_and_keep_their_days(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    for name, day in (("p1", "2026-11-18"), ("p2", "2026-11-20")):
        paid = Payment(id=name, amount_minor=100, rail="bank-transfer", who_sent="them", sent_on=day)
        window.casebook.record(PaymentRecorded(payment=paid))
    page = bench.page("ask-for-money-back", window)
    said = [label.words for label in page.findChildren(Label)]
    assert said.count(words().routes["unauthorised"].name) == 1
    assert "£1.00, Bank transfer, 18 November 2026: Tell the bank by 18 December 2027." in said
    assert "£1.00, Bank transfer, 20 November 2026: Tell the bank by 20 December 2027." in said


def test_somebody_above_can_be_asked_once_the_bank_said_no(bench: Bench) -> None:
    window = bench.window()
    casebook = window.casebook
    assert casebook is not None
    paid = Payment(id="p1", rail="bank-transfer", who_sent="me", sent_on="2026-11-18")
    casebook.record(PaymentRecorded(payment=paid))
    page = bench.page("ask-for-money-back", window)
    assert isinstance(page, RefundPage)
    found = routes([paid], page.desk.parts.country, None, page._today)
    assert page._whom_to_ask(found) == [*page.step.contacts]
    refused = routes([structs.replace(paid, refused=True)], page.desk.parts.country, None, page._today)
    assert page._whom_to_ask(refused) == [*dict.fromkeys((*page.step.contacts, "ombudsman"))]
