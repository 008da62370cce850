"""The lint of letters and forms finds what is wrong, and nothing in what ships."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import structs

from recovery_assistant.content.lint_parts import Library, LintFinding
from recovery_assistant.content.papers_lint import papers_lint
from recovery_assistant.domain.plan import Plan, Step
from tests.unit.domain.paper_cases import COUNTRIES, RESOURCES, guidance


def library(code: str, **steps: Step) -> Library:
    known = guidance(code)
    stages = tuple(
        structs.replace(stage, steps=(*stage.steps, *steps.values())) if stage.id == "report" else stage
        for stage in known.plan.stages
    )
    return Library(plan=Plan(stages=stages), words=known.words, pack=known.country, texts=())


def found(resources: Path, one: Library) -> list[LintFinding]:
    return [finding for finding in papers_lint(resources, "en", one) if finding.level == "error"]


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    for name in ("words", "countries"):
        shutil.copytree(RESOURCES / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("code", COUNTRIES)
def test_what_ships_is_clean(code: str) -> None:
    assert found(RESOURCES, library(code)) == []


@pytest.mark.parametrize(
    ("step", "rule"),
    [
        (Step(id="x", kind="form", letters=("to-my-aunt",)), "unknown-letter"),
        (Step(id="x", kind="report", form="no-form"), "unknown-form"),
        (Step(id="x", kind="report", form="report-fraud"), "report-page"),
    ],
)
def test_pages_that_offer_what_there_is_not(step: Step, rule: str) -> None:
    assert rule in {finding.rule for finding in found(RESOURCES, library("gb", x=step))}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("{payments.count}", "{payments.moon}", "loads"),
        ("It was a fraud.", "It was a " + "very " * 20 + "bad fraud.", "long-sentence"),
        ("It was a fraud.", "My endpoint was infected.", "banned-word"),
    ],
)
def test_a_letter_that_is_wrong_or_hard(resources: Path, old: str, new: str, rule: str) -> None:
    path = resources / "words" / "en" / "letters" / "bank-unauthorised.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert rule in {finding.rule for finding in found(resources, library("gb"))}


def test_a_form_that_asks_for_what_no_page_asks(resources: Path) -> None:
    path = resources / "countries" / "gb" / "forms.toml"
    path.write_text(path.read_text("utf-8").replace('"the-call.day"', '"the-call.moon"', 1), "utf-8")
    assert "forms" in {finding.rule for finding in found(resources, library("gb"))}


def test_content_without_letters_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, library("gb")) == []
