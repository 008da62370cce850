"""Payments: one row each, and what the bank needs to find them."""

from __future__ import annotations

from typing import get_args

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.payment import Payment, Rail, WhoSent
from recovery_assistant.record.money import payments
from tests.unit.record.records import press, rich_events, started, texts_of


def test_no_payment_is_said_in_words() -> None:
    blocks = payments(press().ground([started()]))
    assert r.Text(text="No payment is written down.") in blocks


def test_each_payment_has_one_row_with_who_pressed_send() -> None:
    (table,) = [block for block in payments(press().ground(rich_events())) if isinstance(block, r.Table)]
    assert table.rows == (
        ("18 November 2026, 11:06", "£1,850.00", "Bank transfer", "They did, while they controlled the PC"),
        ("18 November 2026, 11:30", "£200.00", "Gift card", "I did, because they told me to"),
    )


def test_every_way_and_every_sender_has_words() -> None:
    phrases = press().phrases.payments
    assert set(phrases.rails) == set(get_args(Rail))
    assert set(phrases.who_sent) == set(get_args(WhoSent))


def test_a_long_account_number_is_cut_to_its_last_four() -> None:
    events = [started(), j.PaymentRecorded(payment=Payment(id="p1", account_ending="12345678"))]
    text = "\n".join(texts_of(payments(press().ground(events))))
    assert "5678" in text
    assert "12345678" not in text


def test_what_was_not_told_is_left_out_but_the_row_stays() -> None:
    blocks = payments(press().ground([started(), j.PaymentRecorded(payment=Payment(id="p1"))]))
    (table,) = [block for block in blocks if isinstance(block, r.Table)]
    assert table.rows == (("", "", "", ""),)
    assert not [block for block in blocks if isinstance(block, r.Pairs)]
