"""Ways to ask for money back stand on my own copy, with the dates that the rules give."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.payment import Payment
from recovery_assistant.record.refunds import money_back, other_dates
from tests.unit.record.records import MADE_AT, press, rich_events, started, texts_of


def test_without_a_payment_there_is_nothing_to_ask_for() -> None:
    assert money_back(press().ground([started()])) == []


def test_each_payment_has_its_way_words_and_dates() -> None:
    blocks = money_back(press().ground(rich_events()))
    text = "\n".join(texts_of(blocks))
    assert "Payment 1: £1,850.00, Bank transfer, 18 November 2026" in text
    assert "A gift card" in text
    assert len([block for block in blocks if isinstance(block, r.ReadOut)]) == 2


@pytest.mark.parametrize(("told_on", "shown"), [("", True), ("2026-11-18", False)])
def test_the_day_to_tell_the_bank_by_stands_until_the_bank_was_told(told_on: str, shown: bool) -> None:
    paid = Payment(id="p1", rail="bank-transfer", who_sent="them", sent_on="2026-11-18", bank_told_on=told_on)
    events = [started(), j.PaymentRecorded(payment=paid)]
    text = "\n".join(texts_of(money_back(press().ground(events))))
    assert ("Tell the bank by" in text) == shown
    assert ("18 December 2027" in text) == shown
    assert any(date.id == "tell-by" for date in press().record(events).facts.dates) == shown


def test_payments_of_one_kind_share_their_steps() -> None:
    twice = [Payment(id=name, rail="bank-transfer", who_sent="them", sent_on="2026-11-18") for name in ("p1", "p2")]
    blocks = money_back(press().ground([started(), *(j.PaymentRecorded(payment=one) for one in twice)]))
    assert len([block for block in blocks if isinstance(block, r.ReadOut)]) == 1
    assert "Payment 2" in "\n".join(texts_of(blocks))


def test_a_day_that_is_not_known_leaves_no_false_date() -> None:
    events = [started(), j.PaymentRecorded(payment=Payment(id="p1", rail="bank-transfer", who_sent="them"))]
    text = "\n".join(texts_of(money_back(press().ground(events))))
    assert "Not known yet" in text
    assert "page 5F" in text


def test_the_end_of_a_cifas_registration_is_a_date() -> None:
    assert "20 November 2028" in "\n".join(texts_of(other_dates(press().ground(rich_events()))))


def test_old_rules_stay_and_say_when_they_were_checked() -> None:
    fresh = "\n".join(texts_of(money_back(press().ground(rich_events()))))
    old = "\n".join(texts_of(money_back(press().ground(rich_events(), "me", MADE_AT.replace(year=2028)))))
    assert "We last checked these rules" not in fresh
    assert "We last checked these rules on" in old
    assert "Please refund it today" in old


def test_there_are_always_days_to_look_at_statements_again() -> None:
    text = "\n".join(texts_of(other_dates(press().ground([started()]))))
    assert "Each week: look at your statements" in text
    assert "until 18 February 2027" in text


def test_a_complaint_has_the_dates_of_the_bank() -> None:
    complained = j.StepAnswered(step="bank-says-no", answers={"complained-on": "2026-11-20"})
    text = "\n".join(texts_of(other_dates(press().ground([started(), complained]))))
    assert "The bank should answer your complaint by" in text
