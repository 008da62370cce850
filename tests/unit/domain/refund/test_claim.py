"""What goes the same way is one claim."""

from __future__ import annotations

from datetime import date

from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.refund.choosing import row_for
from recovery_assistant.domain.refund.claim import Claims
from tests.unit.domain.refund.rows import CLAIM, PACK, TODAY, paid

CODE = row_for(paid("zelle"), PACK, None)


def _claims(*payments: Payment) -> Claims:
    return Claims(payments, PACK, None, TODAY)


def test_the_last_day_is_that_of_all_payments_that_surely_go_this_way() -> None:
    first, last = paid("zelle", sent_on="2026-08-01"), paid("zelle", sent_on="2026-10-01")
    claims = _claims(
        first, last, paid("zelle", "them", sent_on="2026-11-01"), paid("zelle", None, sent_on="2026-11-02")
    )
    assert claims.last_day(CODE, first) == date(2026, 10, 1)
    assert claims.last_day(CODE, paid("zelle", sent_on="2026-11-20")) == date(2026, 11, 20)
    assert _claims().last_day(CODE, paid("zelle", sent_on="")) is None


def test_an_unsure_payment_may_make_it_longer() -> None:
    old = paid("zelle", sent_on="2026-07-02")
    assert not _claims(old).may_run_longer(CODE, CLAIM)
    assert _claims(old, paid("zelle", "unknown", sent_on="2026-11-01")).may_run_longer(CODE, CLAIM)
    assert _claims(old, paid("zelle", "unknown", sent_on="")).may_run_longer(CODE, CLAIM)
    assert not _claims(old, paid("zelle", "them", sent_on="2026-11-01")).may_run_longer(CODE, CLAIM)


def test_the_total_counts_what_is_known_in_the_own_currency() -> None:
    told = [paid("zelle", amount_minor=amount) for amount in (500, 700)]
    assert _claims(*told, paid("zelle"), paid("zelle", amount_minor=9, currency="USD")).total(CODE) == 1_200
