"""A small country pack with the figures of the United Kingdom, so that tests of rules do not move with the content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from recovery_assistant.content.payments import load_payments
from recovery_assistant.domain.country import Contact, CountryPack, PremiumPrefix, Rule
from recovery_assistant.domain.reminder_rules import ReminderRule

READ = date(2026, 11, 22)


def _rule(name: str, values: Mapping[str, int], *, short: str = "", begins: date | None = None) -> Rule:
    return Rule(
        id=name,
        name=name,
        says=f"What {name} says.",
        source=f"https://example.org/{name}",
        checked_on=READ,
        evidence="official",
        short=short,
        values=dict(values),
        in_force_from=begins,
    )


def _prefix(prefix: str) -> PremiumPrefix:
    return PremiumPrefix(prefix=prefix, says=f"{prefix} costs extra.", source="https://example.org", checked_on=READ)


RULES = (
    _rule("unauthorised-payment", {"tell_within_months": 13, "refund_within_business_days": 1}),
    _rule(
        "app-reimbursement",
        {"claim_within_months": 13, "answer_within_business_days": 5, "answer_at_latest_business_days": 35},
        begins=date(2024, 10, 7),
    ),
    _rule("app-limit", {"limit_minor": 8_500_000}, short="up to £85,000"),
    _rule("app-start", {}),
    _rule("app-excess", {}),
    _rule("app-not-covered", {}),
    _rule("section-75", {"above_minor": 10_000, "up_to_minor": 3_000_000}),
    _rule("chargeback", {"within_days": 120}),
    _rule("direct-debit-guarantee", {}),
    _rule("stop-card-payments", {}),
    _rule("paypal-report", {}),
    _rule("money-transfer-stop", {}),
    _rule("gift-card-ask", {}),
    _rule("payment-complaint", {"answer_within_business_days": 15, "answer_at_latest_business_days": 35}),
    _rule("other-complaint", {"answer_within_weeks": 8}),
    _rule("ombudsman-time", {"within_months": 6}),
    _rule("cifas-cost", {"lasts_months": 24}),
)

ENGLAND = {
    date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25),
    date(2026, 12, 28), date(2027, 1, 1),
}  # fmt: skip
SCOTLAND = (ENGLAND - {date(2026, 4, 6), date(2026, 8, 31)}) | {
    date(2026, 6, 15), date(2026, 8, 3), date(2026, 11, 30), date(2027, 1, 4),
}  # fmt: skip
NORTHERN_IRELAND = ENGLAND | {date(2026, 3, 17), date(2026, 7, 13)}

GB = CountryPack(
    code="GB",
    name="United Kingdom",
    currency="GBP",
    paper="a4",
    regions=("england", "wales", "northern-ireland", "scotland"),
    help_column=("bank-159",),
    contacts=(
        Contact(
            id="bank-159",
            name="Your bank’s fraud team",
            role="bank",
            phone="159",
            url="https://www.example.org/159/",
            source="https://example.org",
            checked_on=READ,
            evidence="official",
            expires=False,
        ),
        Contact(
            id="mail",
            name="Scam e-mails",
            role="scam-message",
            email="report@example.org",
            source="https://example.org",
            checked_on=READ,
            evidence="official",
        ),
        Contact(
            id="web",
            name="Web only",
            role="advice",
            url="https://www.example.org/help/",
            regions=("scotland",),
            source="https://example.org",
            checked_on=READ,
            evidence="secondary",
        ),
    ),
    rules=RULES,
    premium_prefixes=(_prefix("09"), _prefix("0871"), _prefix("118"), _prefix("070")),
    calling_code="44",
    trunk="0",
    payments=load_payments(Path(__file__).parent),
    reminders=(
        ReminderRule(id="cifas-ends", counted_from="cifas.registered-on", rule="cifas-cost", value="lasts_months"),
    ),
    closed_days={
        "england": frozenset(ENGLAND),
        "wales": frozenset(ENGLAND),
        "northern-ireland": frozenset(NORTHERN_IRELAND),
        "scotland": frozenset(SCOTLAND),
    },
)
