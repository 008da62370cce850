"""Every fact has a source, a day, and a place where it is used."""

from __future__ import annotations

from datetime import date

from recovery_assistant.content.sources import facts
from recovery_assistant.resources import resources_root

FACTS = {fact.id: fact for fact in facts(resources_root(), date(2026, 11, 22))}
UNUSED = {
    "AU/rule/epayments-who",
    "AU/rule/number-taken",
    "AU/rule/scamwatch-asks",
    "AU/rule/tricked-payment",
    "CA/rule/lender-must-ring",
    "CA/rule/no-law-for-tricked",
    "CA/rule/old-form-time-out",
    "CA/rule/police-look-into-it",
    "CA/rule/report-asks",
    "CA/rule/sin-watch",
    "CA/rule/transfers-unsettled",
    "GB/rule/credit-file-free",
    "GB/rule/no-credit-freeze",
    "GB/rule/police-24-hours",
    "GB/rule/report-asks",
    "GB/rule/report-scotland",
    "IE/rule/no-credit-freeze",
    "IE/rule/report-asks",
    "IE/rule/tricked-no-duty",
    "NZ/rule/code-allowed",
    "NZ/rule/credit-suppression-longer",
    "NZ/rule/licence-cancel",
    "NZ/rule/ncsc-does",
    "NZ/rule/no-chargeback-eftpos",
    "NZ/rule/number-taken",
    "NZ/rule/passport-alert",
    "US/rule/ftc-asks",
    "US/rule/ftc-never-asks",
    "US/rule/ic3-asks",
    "US/rule/ic3-keeps-nothing",
    "US/rule/ic3-never-calls",
    "US/rule/police-take",
    "US/rule/reg-e-not-covered",
}
"""Rules that a text, a form or a condition says in its own words, or that a letter must not quote against somebody."""


def test_facts_of_every_kind_are_listed_once() -> None:
    assert len(FACTS) == len(facts(resources_root(), date(2026, 11, 22)))
    kinds = {name.split("/")[1] for name in FACTS}
    assert {"contact", "rule", "prefix", "was-it-real"} <= kinds


def test_a_contact_says_where_it_is_shown() -> None:
    bank = FACTS["GB/contact/bank-159"]
    assert bank.value.startswith("Your bank’s fraud team · 159")
    assert {"help column", "2A", "3A"} <= set(bank.used_in)
    assert bank.evidence == "secondary"


def test_a_rule_says_which_text_and_which_way_rest_on_it() -> None:
    assert "11D" in FACTS["GB/rule/payment-complaint"].used_in
    assert "routes.app-reimbursement" in FACTS["GB/rule/app-excess"].used_in


def test_a_prefix_is_used_where_a_number_is_asked_for() -> None:
    assert FACTS["GB/prefix/0871"].used_in == ("5C",)


def test_every_contact_and_rule_is_used_somewhere() -> None:
    unused = {fact.id for fact in FACTS.values() if not fact.used_in}
    assert unused == UNUSED


def test_an_explanation_has_its_page() -> None:
    told = FACTS["en/was-it-real/event-viewer"]
    assert told.used_in == ("5D",)
    assert told.source.startswith("https://")


def test_every_fact_has_a_source_and_a_day_that_is_not_to_come() -> None:
    for fact in FACTS.values():
        assert fact.source.startswith("http"), fact.id
        assert fact.checked_on <= date(2026, 11, 22), fact.id


def test_old_facts_are_marked_and_stay() -> None:
    later = facts(resources_root(), date(2028, 1, 1))
    assert len(later) == len(FACTS)
    assert {fact.id for fact in later if fact.is_stale} >= {"GB/contact/cifas", "GB/rule/chargeback"}
    assert not any(fact.is_stale for fact in later if fact.id == "GB/contact/police-999")
