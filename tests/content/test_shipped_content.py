"""Every resource file that ships is a case: it loads, and what it refers to exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.content.lint import asked_fields
from recovery_assistant.content.loading import load_country, load_plan, load_words
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.plan import Plan, Stage, Step
from recovery_assistant.domain.words import MARK, Words, filled
from recovery_assistant.resources import resources_root

RESOURCES = resources_root()
PLAN = load_plan(RESOURCES, "gb")
WORDS = load_words(RESOURCES, "en", "gb")
PACK = load_country(RESOURCES, "gb")
STEPS = [step for stage in PLAN.stages for step in stage.steps]
PROSE = [path for path in sorted((RESOURCES / "words" / "en").glob("*.toml")) if path.stem != "record"]


def _name(value: Stage | Step | Path) -> str:
    return value.stem if isinstance(value, Path) else value.id


def test_there_are_the_fourteen_stages_and_the_start_page() -> None:
    assert [stage.number for stage in PLAN.stages] == list(range(15))
    assert [stage.group for stage in PLAN.stages[:5]] == ["right-now"] * 5


@pytest.mark.parametrize("step", STEPS, ids=_name)
def test_every_page_says_what_a_page_must_say(step: Step) -> None:
    words = WORDS.step(step.id)
    assert words.title
    assert words.lead
    assert words.why
    assert words.next
    fields = asked_fields(step)
    assert set(words.fields) == {field.id for field in fields}
    for field in fields:
        assert words.fields[field.id].label
        assert set(words.fields[field.id].options) == set(field.options)


@pytest.mark.parametrize("stage", PLAN.stages, ids=_name)
def test_every_row_of_the_task_list_has_its_words(stage: Stage) -> None:
    words = WORDS.stages[stage.id]
    assert words.name
    assert set(words.steps) == {step.id for step in stage.steps}
    if stage.number:
        assert words.now_safe
        assert words.button


@pytest.mark.parametrize("path", PROSE, ids=_name)
def test_every_mark_in_a_text_is_known(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for mark in MARK.finditer(text):
        assert filled(mark[0], PACK)


def test_help_column_and_regions_of_the_pack() -> None:
    assert isinstance(PACK, CountryPack)
    assert [PACK.contact(name).phone for name in PACK.help_column] == ["999", "159", "101", "0300 123 2040"]
    assert set(PACK.regions) == {"england", "wales", "northern-ireland", "scotland"}


def test_nothing_is_left_over() -> None:
    assert isinstance(PLAN, Plan)
    assert isinstance(WORDS, Words)
    assert set(WORDS.stages) == {stage.id for stage in PLAN.stages}
    assert set(WORDS.groups) == {stage.group for stage in PLAN.stages}
