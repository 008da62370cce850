"""A row of a form is a payment; what comes of a whole form stands in test_intake.py."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from recovery_assistant.domain.payment import Payment
from recovery_assistant.services.intake_form import PaymentRow, with_zone


def test_a_row_holds_what_a_payment_holds() -> None:
    assert {*PaymentRow.__struct_fields__} == {*Payment.__struct_fields__} - {"amount_minor"} | {"amount"}


def test_a_row_becomes_a_payment_in_the_currency_of_the_country() -> None:
    row = PaymentRow(amount=Decimal("12.5"), sent_on=date(2026, 11, 18), sent_time=time(11, 6), refused=True)
    payment = row.payment("EUR")
    assert (payment.amount_minor, payment.currency) == (1250, "EUR")
    assert (payment.sent_on, payment.sent_time, payment.refused) == ("2026-11-18", "11:06", True)
    assert PaymentRow(amount=90, currency="JPY").payment("EUR").amount_minor == 90
    assert PaymentRow().payment("EUR").amount_minor is None


def test_a_moment_without_an_offset_has_that_of_the_case() -> None:
    bare, zone = datetime(2026, 11, 18, 9, 0), timezone(timedelta(hours=2))  # noqa: DTZ001 — as a form has it
    assert with_zone(bare, zone) == datetime(2026, 11, 18, 7, 0, tzinfo=UTC)
    assert with_zone(bare.replace(tzinfo=UTC), zone) == datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    assert with_zone(bare, None).tzinfo is not None
