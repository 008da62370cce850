"""The facts of a payment: side questions only where they decide something, days read kindly."""

from __future__ import annotations

from typing import get_args

from recovery_assistant.domain.payment import Payment, Rail
from recovery_assistant.ui.pages.payment_facts import PaymentFacts, own_words, rail_words
from tests.window_parts import Bench, words


def facts(bench: Bench, payment: Payment) -> PaymentFacts:
    made = PaymentFacts(bench.window().desk, words().step("payments").fields, payment)
    bench.qtbot.addWidget(made)
    return made


def test_only_a_bank_transfer_asks_where_it_went(bench: Bench) -> None:
    made = facts(bench, Payment(id="p1"))
    assert made.blocks["sent_abroad"].isHidden()
    made.rail.choices[0].click()
    assert not made.blocks["sent_abroad"].isHidden()
    made.sides["sent_abroad"].choices[0].click()
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
    assert set(rail_words()) == set(get_args(Rail))
    assert "rail" in own_words()


def test_a_complaint_is_asked_about_only_once_the_bank_was_told_and_said_no(bench: Bench) -> None:
    made = facts(bench, Payment(id="p1", rail="bank-transfer"))
    assert made.blocks["refused"].isHidden()
    assert made.blocks["bank_reference"].isHidden()
    made.fields["bank_told_on"].write("18 November 2026")
    made.fields["bank_told_on"].edited.emit()
    assert not made.blocks["refused"].isHidden()
    assert made.blocks["complained_on"].isHidden()
    made.sides["refused"].choices[0].click()
    made.fields["complained_on"].write("19 November 2026")
    read = made.read()
    assert read is not None
    assert (read.refused, read.complained_on) == (True, "2026-11-19")
    made.sides["refused"].choices[1].click()
    again = made.read()
    assert again is not None
    assert (again.refused, again.complained_on) == (False, "")


def test_what_a_form_brought_in_stays_although_it_would_not_be_asked(bench: Bench) -> None:
    known = Payment(id="p1", final_letter_on="2026-11-19", statement_on="2026-11-01", bank_reference="77-1")
    assert facts(bench, known).read() == known


def test_a_statement_is_asked_for_only_where_a_rule_counts_from_it(bench: Bench) -> None:
    made = facts(bench, Payment(id="p1", rail="debit-card"))
    assert made.blocks["statement_on"].isHidden()  # the rules of the United Kingdom do not


def test_only_the_ways_of_paying_of_the_country_are_offered_in_its_order(bench: Bench) -> None:
    made = facts(bench, Payment(id="p1", rail="zelle"))
    rails = [choice.option.id for choice in made.rail.choices]
    assert rails == [*bench.window().desk.parts.country.payments.rails, "zelle"]


def test_yen_have_no_smaller_coins(bench: Bench) -> None:
    known = Payment(id="p1", amount_minor=185000, currency="JPY")
    made = facts(bench, known)
    assert made.fields["amount"].text == "185,000 JPY"
    assert made.read() == known
