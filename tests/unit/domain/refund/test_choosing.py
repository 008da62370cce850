"""The first row whose every condition holds is the row of a payment."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.refund.choosing import LAST_RESORT, in_own_currency, row_for, rows_behind
from tests.unit.domain.refund.rows import PACK, paid


@pytest.mark.parametrize(
    ("payment", "row"),
    [
        (paid("zelle", "them"), "electronic"),
        (paid("zelle", "unseen"), "electronic"),
        (paid("zelle"), "code"),
        (paid("zelle", sent_on=""), "code"),
        (paid("zelle", sent_on="2026-06-30"), "old"),
        (paid("zelle", sent_abroad=True), "abroad"),
        (paid("zelle", sent_abroad=False), "code"),
        (paid("zelle", None), "either"),
        (paid("wire", sent_abroad=True), "abroad"),
        (paid("wire"), "recall"),
        (paid("credit-card", amount_minor=1_000), "ask-anyway"),
        (paid("credit-card", amount_minor=1_001), "between"),
        (paid("credit-card", amount_minor=5_000), "between"),
        (paid("credit-card", amount_minor=5_001), "ask-anyway"),
        (paid("credit-card"), "between"),
        (paid("credit-card", amount_minor=9_000, currency="USD"), "between"),
        (paid("cash"), "ask-anyway"),
        (paid("crypto", sent_on="2026-06-30"), "ask-anyway"),
        (paid("crypto", sent_on="2026-07-01"), "newer"),
        (paid("crypto", sent_on=""), "newer"),
        (Payment(id="p1"), "ask-anyway"),
    ],
)
def test_each_condition_decides(payment: Payment, row: str) -> None:
    assert row_for(payment, PACK, None).id == row


def test_a_row_of_a_region_is_for_those_who_live_there() -> None:
    assert row_for(paid("cash"), PACK, "ontario").id == "northern"
    assert row_for(paid("cash"), PACK, "quebec").id == "ask-anyway"


def test_a_payment_that_is_not_sure_may_turn_out_to_be_either() -> None:
    unsure = paid("zelle", "unknown", sent_abroad=True)
    assert [row.id for row in rows_behind(row_for(unsure, PACK, None), unsure, PACK, None)] == ["electronic", "abroad"]
    sure = paid("zelle")
    assert [row.id for row in rows_behind(row_for(sure, PACK, None), sure, PACK, None)] == ["code"]


def test_amounts_are_compared_in_the_own_currency_only() -> None:
    assert in_own_currency(paid("zelle", amount_minor=5), PACK) == 5
    assert in_own_currency(paid("zelle", amount_minor=5, currency="USD"), PACK) is None


def test_the_last_resort_has_no_conditions() -> None:
    assert type(LAST_RESORT)(id="ask-anyway") == LAST_RESORT
