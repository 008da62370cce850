"""Marks in a text become what the country pack knows."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.words import StageWords, StepWords, Words, filled
from tests.unit.domain.gb_pack import GB
from tests.unit.domain.removal_words import REMOVING
from tests.unit.domain.telling_words import TELLING


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ring {contact:bank-159}.", "Ring 159."),
        ("{contact:web}", "example.org/help"),
        ("{contact:mail}", "report@example.org"),
        ("{web:bank-159} {mail:mail} {name:web}", "example.org/159 report@example.org Web only"),
        ("{rule:app-limit}", "up to £85,000"),
        ("No marks {at all}", "No marks {at all}"),
        ("{contact:bank-159}{contact:bank-159}", "159159"),
    ],
)
def test_marks_are_filled(text: str, shown: str) -> None:
    assert filled(text, GB) == shown


@pytest.mark.parametrize("text", ["{contact:nobody}", "{rule:none}"])
def test_an_unknown_mark_is_an_error(text: str) -> None:
    with pytest.raises(KeyError):
        filled(text, GB)


def test_a_page_is_found_by_its_step() -> None:
    page = StepWords(title="Ring")
    stages = {"bank": StageWords(name="Bank", steps={"call": page})}
    words = Words(language="en", telling=TELLING, removing=REMOVING, stages=stages, groups={})
    assert words.step("call") is page
    with pytest.raises(KeyError):
        words.step("other")
