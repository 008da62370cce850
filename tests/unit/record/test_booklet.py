"""The booklet: every page with its code and words, in every country, and nobody is led to an answer."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import plan as p
from recovery_assistant.domain import record as r
from recovery_assistant.record import html, text
from recovery_assistant.record.booklet import asked, booklet, condition_words, page, pages_of
from tests.unit.record.handout_press import COUNTRIES, press_of
from tests.unit.record.records import said, texts_of


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_page_of_the_plan_stands_in_it_in_order_with_its_code_title_and_lead(code: str) -> None:
    press = press_of(code)
    plan, words = press.guidance.plan, press.guidance.words
    paper = booklet(press)
    codes = [block.page_code for block in paper.blocks if isinstance(block, r.Heading) and block.page_code]
    steps = [step for stage in plan.stages for step in pages_of(press, stage)]
    assert codes == [*(plan.code(step.id) for step in steps), "X", "Y"]
    whole = said(paper)
    for step in steps:
        assert press.fill(words.step(step.id).title) in whole
        assert press.fill(words.step(step.id).lead) in whole


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_question_and_every_answer_stands_in_it(code: str) -> None:
    press = press_of(code)
    whole = said(booklet(press))
    for step in (step for stage in press.guidance.plan.stages for step in pages_of(press, stage)):
        for field in asked(press, step):
            told = press.guidance.words.step(step.id).fields[field.id]
            assert press.fill(told.label) in whole
            for option in field.options:
                assert press.fill(told.options[option].label) in whole


@pytest.mark.parametrize("code", COUNTRIES)
def test_numbers_stand_with_the_day_on_which_they_were_checked(code: str) -> None:
    press = press_of(code)
    for stage in press.guidance.plan.stages:
        for step in stage.steps:
            told = "\n".join(texts_of(tuple(page(press, step))))
            for contact in press.contacts(step.contacts):
                assert press.reached(contact) in told
                if contact.expires:
                    assert press.wording.day(contact.checked_on) in told


def test_what_an_answer_means_stands_behind_all_questions() -> None:
    press = press_of("gb")
    paper = booklet(press)
    last = [block.page_code for block in paper.blocks if isinstance(block, r.Heading) and block.page_code][-1]
    at = next(n for n, block in enumerate(paper.blocks) if isinstance(block, r.Heading) and block.page_code == last)
    before = "\n".join(texts_of(paper.blocks[:at]))
    for option in press.guidance.words.step("payments").fields["who_sent"].options.values():
        assert option.then
        assert press.fill(option.then) not in before
        assert press.fill(option.then) in "\n".join(texts_of(paper.blocks[at:]))


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (
            p.Answered(step="what-unlocks-what", field="have", one_of=("google",)),
            "Only if on page 8D you chose “Google account”.",
        ),
        (p.InRegion(regions=("scotland",)), "Only for: Scotland"),
        (p.ToolsFound(), "Leave this page out if it does not fit you."),
        (
            p.AnyOf(conditions=(p.ToolsFound(), p.SessionsFound())),
            "Leave this page out if it does not fit you.",
        ),
    ],
)
def test_for_whom_a_page_is(condition: p.Condition, says: str) -> None:
    assert condition_words(press_of("gb"), condition) == says


def test_a_country_of_one_region_is_not_asked_which() -> None:
    assert "Where do you live?" in said(booklet(press_of("gb")))
    assert "Where do you live?" not in said(booklet(press_of("nz")))


def test_it_is_html_and_text_too() -> None:
    paper = booklet(press_of("us"))
    assert "8C: Your e-mail comes first" in html.write(paper)
    assert max(len(line) for line in text.write(paper).splitlines()) <= 80
