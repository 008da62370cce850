"""Facts of a country: a number that must not expire, one that nobody can reach, a region that lacks somebody."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs

from recovery_assistant.content.lint_facts import facts, has_contact, stale, unused
from recovery_assistant.content.lint_parts import Library
from recovery_assistant.domain.country import Contact
from tests.made_up_parts import guidance

TODAY = date(2026, 11, 22)


def library(**changes: object) -> Library:
    """Return the guidance of Ireland with one contact changed."""
    told = guidance("ie")
    contacts = tuple(
        structs.replace(contact, **changes) if contact.role == "emergency" else contact
        for contact in told.country.contacts
    )
    pack = structs.replace(told.country, contacts=contacts)
    return Library(plan=told.plan, words=told.words, pack=pack, texts=())


def rules(changed: Library) -> set[str]:
    return {finding.rule for finding in facts(changed)}


def test_what_ships_has_nothing_to_mend() -> None:
    assert rules(library()) == set()


def test_an_emergency_number_does_not_expire_and_is_not_dialled_from_a_code() -> None:
    assert rules(library(expires=True)) == {"shelf-life"}
    assert "address" in rules(library(dial="112"))


def test_somebody_must_be_in_reach_under_a_source() -> None:
    assert "address" in rules(library(phone="", url="", email="", note=""))
    assert "no-source" in rules(library(source="a leaflet"))
    assert "region-without-contact" in rules(library(role="advice"))


@pytest.mark.parametrize("missing", [0, 1])
def test_the_emergency_number_and_the_bank_stand_beside_every_page(missing: int) -> None:
    told = library()
    column = tuple(name for place, name in enumerate(told.pack.help_column) if place != missing)
    assert rules(structs.replace(told, pack=structs.replace(told.pack, help_column=column))) == {"help-column"}


def _with_rule(**changes: object) -> Library:
    told = guidance("ie")
    first, *others = told.country.rules
    pack = structs.replace(told.country, rules=(structs.replace(first, **changes), *others))
    return Library(plan=told.plan, words=told.words, pack=pack, texts=())


def test_what_is_not_in_force_yet_gives_nobody_a_right() -> None:
    assert rules(_with_rule(in_force_from=date(2027, 7, 1))) == {"not-in-force"}
    assert rules(_with_rule(in_force_from=date(2024, 7, 1))) == set()


@pytest.mark.parametrize(
    ("says", "values", "is_said"),
    [
        ("Within 13 months.", {"tell_within_months": 13}, True),
        ("Within 13 months.", {"tell_within_months": 31}, False),
        ("Up to £85,000.", {"limit_minor": 8_500_000}, True),
        ("Up to £85,000.", {"limit_minor": 850_000}, False),
        ("It lasts six years.", {"lasts_months": 72}, True),
        ("It lasts nine days.", {"lasts_days": 9}, True),
        ("By the end of the next business day.", {"refund_within_business_days": 1}, True),
        ("It lasts 21 days.", {"lasts_days": 21, "ask_after_days": 16}, True),
    ],
)
def test_a_figure_is_the_one_that_the_words_say(says: str, values: dict[str, int], is_said: bool) -> None:
    found = rules(_with_rule(says=says, short="", values=values))
    assert found == (set() if is_said else {"figure-not-said"})


def test_a_contact_is_known_by_its_id_or_its_role() -> None:
    pack = guidance("ie").country
    first: Contact = pack.contacts[0]
    assert has_contact(pack, first.id)
    assert has_contact(pack, first.role)
    assert not has_contact(pack, "nobody")


def test_facts_grow_old_but_for_emergency_numbers() -> None:
    later = [finding.file for finding in stale(library(), date(2030, 1, 1))]
    assert later
    emergency = guidance("ie").country.contact("emergency").id
    assert not any(file.endswith(f":{emergency}") for file in later)
    assert list(stale(library(), TODAY)) == []


def test_a_contact_that_no_page_shows_is_named() -> None:
    told = library()
    silent = structs.replace(told, plan=structs.replace(told.plan, stages=()))
    assert {finding.rule for finding in unused(silent)} == {"unused"}
