"""Amounts are counted in the smallest unit of their currency."""

from __future__ import annotations

from recovery_assistant.domain.payment import Payment, minor_units


def test_most_currencies_have_hundredths_and_some_have_nothing_smaller() -> None:
    assert [minor_units(code) for code in ("GBP", "EUR", "USD", "CAD", "AUD", "NZD", "JPY", "KRW")] == [100] * 6 + [
        1
    ] * 2


def test_everything_about_a_payment_may_be_unknown() -> None:
    told = Payment(id="p1")
    assert (told.amount_minor, told.rail, told.who_sent, told.refused) == (None, None, None, None)
