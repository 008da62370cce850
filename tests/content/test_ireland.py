"""Ireland: the Garda station takes the report, one register knows all loans, and what is not law is not a right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import serves
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.plan import shown_steps
from recovery_assistant.domain.reminders import reminders
from recovery_assistant.domain.words import MARK, filled
from recovery_assistant.resources import resources_root

GUIDANCE = load_guidance(resources_root(), "en", "ie")
PLAN, WORDS, PACK = GUIDANCE.plan, GUIDANCE.words, GUIDANCE.country
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
OF_THE_UNITED_KINGDOM = (
    "159",
    "Cifas",
    "Report Fraud",
    "Action Fraud",
    "Section 75",
    "Scotland",
    "£",
    "pounds",
    "HMRC",
)


def _shown(**answers: dict[str, Answer]) -> set[str]:
    case = Case(country="IE", answers={step.replace("_", "-"): dict(told) for step, told in answers.items()})
    return {step.id for stage in PLAN.stages for step in shown_steps(stage, case, PLAN, NOW)}


def test_nobody_is_asked_where_in_ireland_they_live() -> None:
    assert "where-you-live" not in _shown()


def test_the_garda_station_takes_the_report() -> None:
    shown = _shown()
    assert "report-garda" in shown
    assert not {"report-fraud", "report-scotland", "cifas"} & {step.id for stage in PLAN.stages for step in stage.steps}


def test_a_complaint_and_the_ombudsman_come_after_a_no() -> None:
    both = {"complain-to-the-bank", "to-the-ombudsman"}
    assert not both & _shown(bank_says_no={"answer": "waiting"})
    assert both <= _shown(bank_says_no={"answer": "refused"})


def test_numbers_that_nobody_vouches_for_are_not_printed() -> None:
    for name in (
        "your-bank",
        "garda-station",
        "garda-police",
        "ccpc",
        "credit-register",
        "passport-office",
        "safeguarding",
    ):
        contact = PACK.contact(name)
        assert (contact.phone, contact.dial) == ("", ""), name
        assert contact.url or contact.otherwise, name


def test_where_a_number_would_stand_there_are_words() -> None:
    assert filled("Ring {contact:bank}.", PACK) == "Ring the number on your card."
    assert filled("Ring or visit {contact:police} today.", PACK) == "Ring or visit your local Garda station today."


def test_no_word_is_about_the_united_kingdom() -> None:
    pages = [step for stage in WORDS.stages.values() for step in stage.steps.values()]
    texts = [text for page in pages for text in (page.title, page.lead, page.why, page.say, page.note, page.next)]
    texts += [paragraph.text for page in pages for paragraph in page.body]
    texts += [field.label + field.hint for page in pages for field in page.fields.values()]
    ways = [WORDS.routes[row.id] for row in PACK.payments.routes]
    texts += [text for way in ways for text in (way.reason, way.say, way.note, *way.steps)]
    for text in texts:
        shown = filled(MARK.sub(lambda mark: mark[0] if mark[1] != "name" else "", text), PACK)
        assert not [name for name in OF_THE_UNITED_KINGDOM if name in shown], shown


def test_rules_that_do_not_apply_yet_give_no_right() -> None:
    assert not [rule.id for rule in PACK.rules if rule.in_force_from is not None and rule.in_force_from > NOW.date()]
    assert {row.covered for row in PACK.payments.routes if row.id in ("tricked", "own-account")} == {False}
    assert not [row.id for row in PACK.payments.routes if row.id == "tricked" and row.dates]


def test_the_notice_of_90_days_is_asked_for_again_on_its_last_day() -> None:
    placed = date(2026, 11, 9)
    case = Case(
        country="IE",
        started_at=NOW,
        answers={"impersonation-notice": {"placed": "done", "placed-on": placed.isoformat()}},
    )
    (found,) = (one for one in reminders(case, PACK, NOW.date()) if one.id == "impersonation-notice-ends")
    assert found.on == date(2027, 2, 6)
    days = (found.on - placed + timedelta(days=1)).days
    assert days == PACK.rule("impersonation-notice").values["lasts_days"]


def test_everybody_on_the_page_of_support_serves_ireland() -> None:
    names = PLAN.step("support").contacts
    assert {"samaritans", "crime-victims-helpline", "alone", "safeguarding"} == set(names)
    assert all(serves(PACK.contact(name), "ireland") for name in names)
