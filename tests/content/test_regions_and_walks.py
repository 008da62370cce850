"""England, Wales, Northern Ireland and Scotland each get their own pages and numbers; the walk leads through all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from msgspec import structs

from recovery_assistant.content.loading import load_country, load_plan, load_words
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import serves
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Step, next_step, shown_fields, shown_steps, stage_status
from recovery_assistant.domain.region import Region
from recovery_assistant.domain.words import MARK, StepWords
from recovery_assistant.resources import resources_root

PLAN = load_plan(resources_root(), "gb")
WORDS = load_words(resources_root(), "en", "gb")
PACK = load_country(resources_root(), "gb")
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
REGIONS: tuple[Region, ...] = ("england", "wales", "northern-ireland", "scotland")


def _case(region: Region | None = None, **answers: dict[str, Answer]) -> Case:
    given = {step.replace("_", "-"): dict(told) for step, told in answers.items()}
    return Case(answers={**given, "where-you-live": {"region": region}})


def _pages(case: Case) -> list[Step]:
    return [step for stage in PLAN.stages for step in shown_steps(stage, case, PLAN, NOW)]


def _texts(words: StepWords, region: Region) -> Iterator[str]:
    yield from (words.lead, words.why, words.say, words.next, words.now_safe, words.note, *words.ask)
    for paragraph in words.body:
        if not paragraph.shown_for or region in paragraph.shown_for:
            yield from (paragraph.text, *paragraph.items)
    for field in words.fields.values():
        yield from (field.label, field.hint)
        if field is not WORDS.step("where-you-live").fields["region"]:
            yield from (option.then for option in field.options.values())


@pytest.mark.parametrize("region", REGIONS)
def test_no_text_sends_anybody_to_the_wrong_country(region: Region) -> None:
    case = _case(region, other_money={"last-day": "yes"})
    for step in _pages(case):
        for text in _texts(WORDS.step(step.id), region):
            for what, name in MARK.findall(text):
                if what != "rule":
                    assert serves(PACK.contact(name), region), f"{PLAN.code(step.id)} shows {name} in {region}"


@pytest.mark.parametrize(
    ("region", "pages"),
    [
        ("england", {"report-fraud"}),
        ("wales", {"report-fraud"}),
        ("northern-ireland", {"report-fraud"}),
        ("scotland", {"report-scotland"}),
        (None, {"report-fraud"}),
    ],
)
def test_there_is_one_place_to_report(region: Region | None, pages: set[str]) -> None:
    shown = {step.id for step in _pages(_case(region))}
    assert shown & {"report-fraud", "report-scotland"} == pages


@pytest.mark.parametrize(
    ("region", "advice", "support"),
    [
        ("england", {"citizens-advice"}, {"samaritans", "victim-support"}),
        ("wales", {"citizens-advice", "citizens-advice-welsh"}, {"samaritans", "victim-support"}),
        ("northern-ireland", {"consumerline"}, {"samaritans", "victim-support-ni"}),
        (
            "scotland",
            {"advice-scotland", "citizens-advice-scotland"},
            {"samaritans", "victim-support-scotland", "fraud-hub-scotland"},
        ),
    ],
)
def test_advice_and_support_by_region(region: Region, advice: set[str], support: set[str]) -> None:
    older = {"hourglass"} if region == "scotland" else {"hourglass", "age-uk"}  # Scotland has a charity of its own
    for role, expected in (("advice", advice), ("support", support), ("older-people", older)):
        found = {contact.id for contact in PACK.contacts if contact.role == role and serves(contact, region)}
        assert found == expected
    support_page = PLAN.step("support")
    shown = {name for name in support_page.contacts if serves(PACK.contact(name), region)}
    assert shown == support | older


def test_numbers_that_the_facts_do_not_vouch_for_are_not_printed() -> None:
    unsure = (
        "experian",
        "equifax",
        "transunion",
        "hourglass",
        "age-uk",
        "victim-support-ni",
        "passport-office",
        "hmrc",
    )
    for name in unsure:
        contact = PACK.contact(name)
        assert (contact.phone, contact.dial) == ("", ""), name
        assert contact.url, name


@pytest.mark.parametrize(
    ("answer", "sent_on", "sent_time", "shown"),
    [
        ("yes", "", "", True),
        ("no", "", "", False),
        ("no", "2026-11-22", "09:00", True),
        ("no", "2026-11-20", "09:00", False),
    ],
)
def test_the_police_at_once_where_money_went_in_the_last_day(
    answer: str, sent_on: str, sent_time: str, shown: bool
) -> None:
    payment = Payment(id="p1", sent_on=sent_on, sent_time=sent_time)
    case = structs.replace(_case("england", other_money={"last-day": answer}), payments={"p1": payment})
    assert ("police-at-once" in {step.id for step in _pages(case)}) is shown


def test_who_would_rather_ring_gets_the_words_for_the_phone() -> None:
    for answer, shown in (("rather-ring", True), ("online", False), ("not-yet", False)):
        case = _case("wales", report_fraud={"reported": answer})
        assert ("report-fraud-phone" in {step.id for step in _pages(case)}) is shown


def test_a_number_that_is_locked_already_is_not_asked_about_again() -> None:
    assert "phone-number" in {step.id for step in _pages(_case("wales"))}
    assert "phone-number" not in {step.id for step in _pages(_case("wales", phone_company={"number-lock": True}))}


@pytest.mark.parametrize(("answer", "shown"), [("refused", True), ("part-back", True), ("waiting", False)])
def test_the_ombudsman_comes_after_a_no(answer: str, shown: bool) -> None:
    case = _case("wales", bank_says_no={"answer": answer})
    assert ("to-the-ombudsman" in {step.id for step in _pages(case)}) is shown


def test_papers_are_asked_for_one_by_one() -> None:
    case = _case("wales", what_they_did={"papers": ["passport", "bill"]})
    page = next(step for step in _pages(case) if step.id == "papers-seen")
    assert [field.id for field in shown_fields(page, case, PLAN, NOW)] == ["passport", "other"]
    assert "papers-seen" not in {step.id for step in _pages(_case("wales", what_they_did={"papers": ["none"]}))}


def _walk(case: Case, state: str) -> list[str]:
    seen: list[str] = []
    after: str | None = None
    while (step := next_step(case, PLAN, NOW, after)) is not None:
        seen.append(PLAN.code(step.id))
        after = step.id
        case = structs.replace(case, steps={**case.steps, step.id: state})
    return seen


ALWAYS = (
    "0A 1A 2A 3A 3B 4A 4B 5A 5B 5C 5D 5E 5F 5G 5H 6A 6B 7A 7B 7C 8A 8C 8D 8E 8F 8Q 9A 9B 9D 10B 10C 10F 10G 10I "
    "11A 11B 11C 11D 11E 11F 11G 12A 12C 12D 13A 13B 13C 14A"
)


def test_the_walk_leads_from_the_start_to_the_record() -> None:
    assert " ".join(_walk(_case("england"), "completed")) == ALWAYS


def test_who_skips_everything_still_comes_to_the_record() -> None:
    waiting = {"8E", "12C", "12D"}
    assert _walk(_case("england"), "skipped") == [code for code in ALWAYS.split() if code not in waiting]


def test_only_this_pc_waits_for_the_programs() -> None:
    for stage in PLAN.stages:
        assert stage_status(stage, Case(), PLAN, NOW) != "cannot-start-yet", stage.id
    waiting = {step.id for stage in PLAN.stages for step in stage.steps if step.opens_when is not None}
    assert waiting == {"this-pc", "plug-back-in", "scan-for-harm"}


def test_nobody_must_look_at_the_times_before_this_pc_gets_its_passwords() -> None:
    stage = PLAN.stage("remote-programs")
    seen = {"programs-found": "completed", "remove-programs": "completed"}
    for state, status in (("skipped", "completed"), ("completed", "completed"), (None, "in-progress")):
        case = structs.replace(_case("england"), steps={**seen, **({"when-connected": state} if state else {})})
        assert stage_status(stage, case, PLAN, NOW) == status


def test_what_may_not_be_done_here_is_marked_for_another_device() -> None:
    elsewhere = {step.id for stage in PLAN.stages for step in stage.steps if step.clean_device}
    assert {"e-mail-first", "credit-files", "cifas", "report-fraud", "to-the-ombudsman"} <= elsewhere
    assert "this-pc" not in elsewhere


def test_nothing_is_typed_about_passwords() -> None:
    for step in PLAN.stage("passwords").steps:
        assert {field.kind for field in step.fields} <= {"tick", "one-of", "some-of", "date"}, step.id


def test_hard_times_are_private_and_nothing_else_is() -> None:
    private = {f"{step.id}.{field.id}" for stage in PLAN.stages for step in stage.steps for field in step.fields
               if field.private}  # fmt: skip
    assert private == {"about-you.harder-for-me", "about-you.tell-bank", "about-you.own-words"}
