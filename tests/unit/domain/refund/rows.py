"""A made-up country whose payment rules have everything that rules can have, and payments to ask about."""

from __future__ import annotations

from datetime import date

import msgspec

from recovery_assistant.domain.country import Contact, CountryPack, Rule
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.payment_rules import ComplaintRule, PaymentRules, RouteDate, RouteRule

TODAY = date(2026, 11, 22)
READ = date(2026, 11, 1)


def rule(name: str, begins: date | None = None, **values: int) -> Rule:
    """Return a rule with figures."""
    return Rule(
        id=name,
        name=name,
        says=f"What {name} says.",
        source=f"https://example.org/{name}",
        checked_on=READ,
        evidence="official",
        values=values,
        in_force_from=begins,
    )


RULES = (
    rule("notice", few_business_days=2, many_days=60),
    rule("claim", claim_within_months=3, limit_minor=100_000),
    rule("bounds", above_minor=1_000, up_to_minor=5_000),
    rule("quick", within_hours=72, within_weeks=2),
    rule("begins", date(2026, 7, 1)),
    rule("complaint", answer_within_days=30, ombudsman_within_months=6),
)

STATEMENT = RouteDate(id="dispute-by", rule="notice", value="many_days", counted_from="statement", mine=True)
LITTLE = RouteDate(
    id="tell-by", rule="notice", value="few_business_days", counted_from="noticed", mine=True, missed="limit-500"
)
CLAIM = RouteDate(id="claim-by", rule="claim", value="claim_within_months", counted_from="last-of-claim", mine=True)

PAYMENTS = PaymentRules(
    rails=("zelle", "wire", "credit-card", "bank-transfer", "cash", "crypto", "other"),
    routes=(
        RouteRule(id="electronic", rails=("zelle",), who=("them", "unseen"), rules=("notice",),
                  dates=(LITTLE, STATEMENT), letter="bank-unauthorised", contacts=("regulator",)),
        RouteRule(id="abroad", rails=("zelle", "wire"), who=("me",), sent_abroad=("yes",), covered=False),
        RouteRule(id="old", rails=("zelle",), who=("me",), sent_before=date(2026, 7, 1), rules=("begins",)),
        RouteRule(id="code", rails=("zelle",), who=("me",), rules=("claim",), dates=(CLAIM,), limit_rule="claim",
                  remarks=("ask-kindly",)),
        RouteRule(id="either", rails=("zelle",), who=("unknown", "none"), as_if=("them", "me")),
        RouteRule(id="between", rails=("credit-card",), amount_above_minor=1_000, amount_up_to_minor=5_000,
                  rules=("bounds",)),
        RouteRule(id="recall", rails=("wire",), rules=("quick",), dates=(
            RouteDate(id="recall-by", rule="quick", value="within_hours", counted_from="sent", mine=True),)),
        RouteRule(id="northern", rails=("cash",), regions=("ontario",)),
        RouteRule(id="newer", rails=("crypto",), sent_from=date(2026, 7, 1), rules=("begins",)),
        RouteRule(id="ask-anyway"),
    ),
    complaint=ComplaintRule(
        rules=("complaint",),
        letter="ombudsman",
        contacts=("ombudsman",),
        dates=(
            RouteDate(id="complaint-answer", rule="complaint", value="answer_within_days", counted_from="complained"),
            RouteDate(id="ombudsman-by", rule="complaint", value="ombudsman_within_months",
                      counted_from="final-letter", mine=True),
        ),
    ),
)  # fmt: skip

PACK = CountryPack(
    code="CA",
    name="Somewhere",
    currency="CAD",
    paper="letter",
    regions=("ontario", "quebec"),
    help_column=(),
    contacts=(
        Contact(
            id="regulator",
            name="The regulator",
            role="ombudsman",
            source="https://example.org",
            checked_on=READ,
            evidence="official",
        ),
    ),
    rules=RULES,
    closed_days={"ontario": frozenset({date(2026, 11, 20)}), "quebec": frozenset()},
    payments=PAYMENTS,
)


def paid(rail: str, who: str | None = "me", **told: object) -> Payment:
    """Return a payment of the made-up country."""
    raw = {"id": "p1", "rail": rail, "who_sent": who, "currency": "CAD", "sent_on": "2026-11-16"}
    return msgspec.convert(raw | told, Payment)
