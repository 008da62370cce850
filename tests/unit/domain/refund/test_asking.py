"""Nobody is asked for what changes nothing."""

from __future__ import annotations

from recovery_assistant.domain.payment_rules import PaymentRules
from recovery_assistant.domain.refund.asking import parts_asked
from tests.unit.domain.refund.rows import PAYMENTS

ALWAYS = {"refused", "complained", "final-letter"}


def test_only_what_a_rule_of_this_way_of_paying_needs() -> None:
    assert parts_asked(PAYMENTS, "zelle") == {"sent-abroad", "statement", *ALWAYS}
    assert parts_asked(PAYMENTS, "wire") == {"sent-abroad", *ALWAYS}
    assert parts_asked(PAYMENTS, "cash") == ALWAYS


def test_everything_while_the_way_is_not_known() -> None:
    assert parts_asked(PAYMENTS, None) == {"sent-abroad", "statement", *ALWAYS}


def test_a_country_without_rules_asks_nothing() -> None:
    assert parts_asked(PaymentRules(), "zelle") == set()
