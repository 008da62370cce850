"""Refunds: the way, the words and the days of each payment; nothing where nothing was paid."""

from __future__ import annotations

from recovery_assistant.domain.journal import PaymentRecorded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.ui.pages.refund import RefundPage
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


def test_without_a_payment_it_says_where_to_write_one_down(bench: Bench) -> None:
    page = bench.page("ask-for-money-back")
    assert any("page 5F" in label.words for label in page.findChildren(Label))
