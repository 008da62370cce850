"""The facts of a payment: side questions only where they decide something, days read kindly."""

from __future__ import annotations

from recovery_assistant.domain.payment import Payment
from recovery_assistant.ui.pages.payment_facts import PaymentFacts, own_words, rail_words
from tests.window_parts import Bench, words


def facts(bench: Bench, payment: Payment) -> PaymentFacts:
    made = PaymentFacts(bench.window().desk, words().step("payments").fields, payment)
    bench.qtbot.addWidget(made)
    return made


def test_only_a_bank_transfer_asks_where_it_went(bench: Bench) -> None:
    made = facts(bench, Payment(id="p1"))
    assert made._side_block.isHidden()
    made.rail.choices[0].click()
    assert not made._side_block.isHidden()
    made._sides["sent_abroad"].choices[0].click()
    read = made.read()
    assert read is not None
    assert (read.rail, read.sent_abroad, read.to_own_account) == ("bank-transfer", True, None)
    made.rail.choices[1].click()
    card = made.read()
    assert card is not None
    assert card.sent_abroad is None


def test_what_is_known_comes_back_in_words(bench: Bench) -> None:
    known = Payment(id="p1", amount_minor=185000, rail="paypal", sent_on="2026-11-18", bank_told_on="2026-11-19")
    made = facts(bench, known)
    assert made.fields["amount"].text == "1,850.00"
    assert made.fields["sent_on"].text == "18 November 2026"
    assert made.read() == known


def test_a_day_that_cannot_be_read_is_asked_again(bench: Bench) -> None:
    made = facts(bench, Payment(id="p1"))
    made.fields["bank_told_on"].write("some day")
    assert made.read() is None
    assert "could not read this day" in made.fields["bank_told_on"]._message.words


def test_every_rail_has_words() -> None:
    assert len(rail_words()) == 12
    assert "rail" in own_words()
