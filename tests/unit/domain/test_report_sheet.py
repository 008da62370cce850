"""Report sheets: answers in the order of a form."""

from __future__ import annotations

from datetime import date

import pytest

from recovery_assistant.domain.report_sheet import (
    WHEN,
    Form,
    FormWords,
    KnownForm,
    Question,
    QuestionWords,
    chase_day,
    copied,
    forms_of,
    sheet_of,
)
from tests.unit.domain.paper_cases import COUNTRIES, TODAY, empty, forms, full, told


def made_up(*questions: Question) -> KnownForm:
    form = Form(
        id="x",
        contact="police",
        way="phone",
        source="https://example.org",
        checked_on=TODAY,
        evidence="official",
        questions=questions,
        regions=("scotland",),
    )
    words = FormWords(name="X", questions={one.id: QuestionWords(label=f"{one.id}?") for one in questions})
    return KnownForm(form=form, words=words)


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_form_of_every_country_is_filled_in_its_order(code: str) -> None:
    for known in forms(code):
        filled, bare = sheet_of(known, told(code, full(code))), sheet_of(known, told(code, empty(code)))
        assert [row.id for row in filled.rows] == [question.id for question in known.form.questions]
        assert any(row.value for row in filled.rows)
        assert not [row for row in bare.rows if row.value]
        for row in (*filled.rows, *bare.rows):
            assert "{" not in row.label + row.hint + row.value + row.part


def test_an_answer_that_is_too_long_for_the_box_is_said_to_be_so() -> None:
    known = made_up(Question(id="a", answer="the-caller.caller-name", longest=3))
    row = sheet_of(known, told("gb", full("gb"))).rows[0]
    assert (row.over, row.longest) == (len("Kevin Smith") - 3, 3)


def test_several_answers_stand_below_each_other_and_what_is_missing_has_its_page() -> None:
    known = made_up(Question(id="a", answer="the-call.day", also=("the-call.began-at", "the-call.other-calls")))
    row = sheet_of(known, told("gb", full("gb"))).rows[0]
    assert row.value == "18 November 2026\n10:31"
    assert (row.step, row.page) == ("the-call", told("gb", full("gb")).plan.code("the-call"))
    only_you = sheet_of(made_up(Question(id="b", answer="person-name")), told("gb", full("gb"))).rows[0]
    assert (only_you.value, only_you.page) == ("", "")


def test_what_is_copied_leaves_out_what_is_missing() -> None:
    known = made_up(Question(id="a", answer="the-caller.caller-name"), Question(id="b", answer="person-name"))
    assert copied(sheet_of(known, told("gb", full("gb")))) == "a?\nKevin Smith\n"


def test_the_day_to_ask_again_is_counted_from_the_report() -> None:
    assert chase_day("2026-11-18", 14) == date(2026, 12, 2)
    assert chase_day("", 14) is None
    assert chase_day("9999-12-31", 14) is None


def test_forms_of_another_region_are_not_shown() -> None:
    known = made_up()
    assert forms_of([known], "scotland") == (known,)
    assert forms_of([known], None) == (known,)
    assert forms_of([known], "england") == ()


def test_a_day_alone_is_no_answer_to_what_happened() -> None:
    from recovery_assistant.domain.journal import CaseStarted, StepAnswered
    from tests.unit.domain.paper_cases import case_of

    started = CaseStarted(number="x", country="GB", mode="person", program_version="1")
    day = StepAnswered(step="the-call", answers={"day": "2026-11-18"})
    said = StepAnswered(step="the-caller", answers={"said": "A virus."})
    asked = made_up(Question(id="what", answer="story", also=("the-call.day",)), Question(id="when", answer=WHEN[0]))
    rows = sheet_of(asked, told("gb", case_of([started, day]))).rows
    assert [row.value for row in rows] == ["", "18 November 2026"]
    assert rows[0].step != ""
    assert sheet_of(asked, told("gb", case_of([started, day, said]))).rows[0].value == "A virus.\n18 November 2026"
