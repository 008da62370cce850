"""The report forms as they ship, and what the lint finds in wrong ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from recovery_assistant.content.forms import forms_lint, is_known, load_forms
from recovery_assistant.domain.report_sheet import Form, FormWords, KnownForm, Question, QuestionWords
from tests.unit.domain.paper_cases import COUNTRIES, RESOURCES, guidance

RIGHT = KnownForm(
    form=Form(
        id="x",
        contact="police",
        way="online",
        source="https://example.org",
        checked_on=date(2026, 11, 22),
        evidence="official",
        questions=(Question(id="a", answer="the-call.day"),),
    ),
    words=FormWords(name="X", questions={"a": QuestionWords(label="A?")}),
)


def wrong(**changed: object) -> KnownForm:
    return msgspec.structs.replace(RIGHT, form=msgspec.structs.replace(RIGHT.form, **changed))


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_forms_that_ship_fit_plan_words_and_contacts(code: str) -> None:
    known = guidance(code)
    forms = load_forms(RESOURCES, "en", code)
    assert forms
    assert forms_lint(forms, known.plan, frozenset(one.id for one in known.country.contacts)) == []
    used = {step.form for stage in known.plan.stages for step in stage.steps if step.form}
    assert used <= {one.form.id for one in forms}


def test_a_country_without_forms_has_none(tmp_path: Path) -> None:
    assert load_forms(tmp_path, "en", "gb") == ()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (wrong(contact="nobody"), "no contact nobody"),
        (wrong(source="a friend"), "source is no page"),
        (wrong(questions=(Question(id="b"),)), "question and words do not fit"),
        (wrong(questions=(Question(id="a", part="p"),)), "part and words do not fit"),
        (wrong(questions=(Question(id="a", answer="the-call.moon"),)), "nothing is called the-call.moon"),
        (wrong(questions=(Question(id="a", also=("nothing",)),)), "nothing is called nothing"),
    ],
)
def test_what_is_wrong_is_said(form: KnownForm, said: str) -> None:
    plan = guidance("gb").plan
    assert forms_lint([RIGHT], plan, frozenset({"police"})) == []
    assert any(said in reason for reason in forms_lint([form], plan, frozenset({"police"})))


def test_names_are_wholes_questions_or_the_person_alone() -> None:
    plan = guidance("gb").plan
    assert all(is_known(name, plan) for name in ("payments.total", "the-call.day", "person-born"))
    assert not any(is_known(name, plan) for name in ("moon", "the-call.moon", "no-step.day"))
