"""Australia and New Zealand: bans and freezes that end soon, whom to tell, and what is not law is not a right."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from recovery_assistant.content.forms import load_forms
from recovery_assistant.content.letters import load_letters
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import serves
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.plan import shown_steps
from recovery_assistant.domain.reminders import reminders
from recovery_assistant.domain.words import MARK, filled
from recovery_assistant.resources import resources_root

AU, NZ = (load_guidance(resources_root(), "en", code) for code in ("au", "nz"))
BOTH = pytest.mark.parametrize("guidance", [AU, NZ], ids=["au", "nz"])
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
OF_OTHER_COUNTRIES = (
    "159",
    "Cifas",
    "Report Fraud",
    "Action Fraud",
    "Section 75",
    "Scotland",
    "£",
    "pounds",
    "FTC",
    "IC3",
)
OLD_NUMBERS = ("1300 432 273", "0800 201 415", "0800 432 273", "ACORN")
"""Numbers of IDCARE that are no longer right, or are of the other country; and a report page that is gone."""


def _texts(guidance: Guidance) -> list[str]:
    pages = [step for stage in guidance.words.stages.values() for step in stage.steps.values()]
    texts = [text for page in pages for text in (page.title, page.lead, page.why, page.say, page.note, page.next)]
    texts += [part for page in pages for paragraph in page.body for part in (paragraph.text, *paragraph.items)]
    texts += [field.label + field.hint for page in pages for field in page.fields.values()]
    texts += [one.then for page in pages for field in page.fields.values() for one in field.options.values()]
    ways = [guidance.words.routes[row.id] for row in guidance.country.payments.routes]
    texts += [text for way in ways for text in (way.reason, way.say, way.note, *way.steps)]
    return [
        filled(MARK.sub(lambda mark: "" if mark[1] == "name" else mark[0], text), guidance.country) for text in texts
    ]


def _shown(guidance: Guidance, **answers: dict[str, Answer]) -> set[str]:
    told = {step.replace("_", "-"): dict(said) for step, said in answers.items()}
    case = Case(country=guidance.country.code, answers=told)
    return {step.id for stage in guidance.plan.stages for step in shown_steps(stage, case, guidance.plan, NOW)}


def _days(guidance: Guidance, step: str, answers: dict[str, Answer], today: date = TODAY) -> dict[str, date]:
    case = Case(country=guidance.country.code, started_at=NOW, answers={step: answers})
    return {one.id: one.on for one in reminders(case, guidance.country, today)}


@BOTH
def test_no_word_is_about_another_country(guidance: Guidance) -> None:
    for text in _texts(guidance):
        assert not [name for name in OF_OTHER_COUNTRIES if name in text], text


@BOTH
def test_numbers_that_are_gone_stand_nowhere(guidance: Guidance) -> None:
    told = [contact.phone for contact in guidance.country.contacts] + _texts(guidance)
    assert not [text for text in told for old in OLD_NUMBERS if old in text]


def test_each_country_has_its_own_number_of_idcare() -> None:
    assert AU.country.contact("idcare").phone == "1800 595 160"
    assert NZ.country.contact("idcare").phone == "0800 121 068"


@BOTH
def test_nobody_is_asked_where_in_the_country_they_live(guidance: Guidance) -> None:
    assert "where-you-live" not in _shown(guidance)


@BOTH
def test_where_a_number_would_stand_there_are_words(guidance: Guidance) -> None:
    assert filled("Ring {contact:bank}.", guidance.country) == "Ring the number on your card."


def test_the_report_goes_to_the_right_place() -> None:
    assert {"report-cyber", "report-scamwatch", "police-station"} <= _shown(AU)
    assert {"report-police", "report-ncsc", "report-netsafe"} <= _shown(NZ)


@BOTH
def test_the_ombudsman_comes_after_a_no(guidance: Guidance) -> None:
    assert "to-the-ombudsman" not in _shown(guidance, bank_says_no={"answer": "waiting"})
    assert "to-the-ombudsman" in _shown(guidance, bank_says_no={"answer": "refused"})


@BOTH
def test_what_is_not_in_force_gives_no_right(guidance: Guidance) -> None:
    later = [rule.id for rule in guidance.country.rules if rule.in_force_from and rule.in_force_from > TODAY]
    assert not later


def test_a_tricked_payment_has_a_right_in_new_zealand_only() -> None:
    assert {row.covered for row in AU.country.payments.routes if row.id == "tricked"} == {False}
    assert {row.covered for row in NZ.country.payments.routes if row.id == "code-compensation"} == {True}


@BOTH
def test_a_letter_quotes_no_rule_against_the_person_who_sends_it(guidance: Guidance) -> None:
    against = {"epayments-who", "tricked-payment", "code-allowed"}
    assert not [row.id for row in guidance.country.payments.routes if against & set(row.rules)]


def test_a_credit_ban_of_21_days_is_asked_for_again_five_days_before_it_ends() -> None:
    days = _days(AU, "credit-ban", {"placed": "done", "placed-on": "2026-11-10"})
    assert days["credit-ban-ask"] == date(2026, 11, 26)
    assert days["credit-ban-ends"] == date(2026, 12, 1)


def test_a_longer_credit_ban_ends_too() -> None:
    days = _days(AU, "credit-ban", {"made-longer": "done", "made-longer-on": "2026-11-20"})
    assert days["credit-ban-longer-ends"] == date(2027, 11, 20)


def test_a_credit_freeze_of_ten_working_days_is_asked_for_again_two_days_before() -> None:
    days = _days(NZ, "credit-suppression", {"placed": "done", "placed-on": "2026-11-13"})
    assert days["suppression-ask"] == date(2026, 11, 25)
    assert days["suppression-ends"] == date(2026, 11, 27)


def test_a_credit_freeze_takes_longer_over_christmas() -> None:
    """From Friday, 18 December 2026: no bank works on 25 and 28 December, and on 1 and 4 January."""
    days = _days(NZ, "credit-suppression", {"placed": "done", "placed-on": "2026-12-18"}, date(2026, 12, 20))
    assert days["suppression-ask"] == date(2027, 1, 5)
    assert days["suppression-ends"] == date(2027, 1, 7)


def test_where_sources_disagree_the_page_says_so() -> None:
    note = NZ.words.step("credit-suppression").note
    assert filled(note, NZ.country).startswith("It lasts at least 10 working days.")
    assert "20 or 21 days" in note


@BOTH
def test_every_report_page_has_its_form(guidance: Guidance) -> None:
    forms = {known.form.id for known in load_forms(resources_root(), "en", guidance.country.code.lower())}
    asked = [step.form for stage in guidance.plan.stages for step in stage.steps if step.form]
    assert len(asked) == 4
    assert set(asked) == forms


@BOTH
def test_the_letter_to_a_credit_agency_asks_for_what_there_is(guidance: Guidance) -> None:
    letter = load_letters(resources_root(), "en", guidance.country.code.lower())["credit-agency"]
    assert ("ban" if guidance is AU else "freeze") in letter.name
    assert not [item for item in letter.parts["ask"].items if "Mark my file" in item]


@BOTH
def test_everybody_on_the_page_of_support_serves_the_country(guidance: Guidance) -> None:
    names = guidance.plan.step("support").contacts
    assert len(names) == 5
    assert all(serves(guidance.country.contact(name), guidance.country.regions[0]) for name in names)


@BOTH
def test_nobody_says_i_did_it_who_did_not_tell_us_so(guidance: Guidance) -> None:
    for row in guidance.country.payments.routes:
        if tuple(row.who) != ("me",) and row.id not in ("cash", "own-account", "abroad"):
            words = guidance.words.routes[row.id]
            for said in ("I was tricked", "I was lied to", "I withdraw", "I bought", "I sent", "I paid"):
                assert said not in words.say, row.id
