"""The phrases of letters and sheets: each of them can be filled with what the program fills them with."""

from __future__ import annotations

import string

from recovery_assistant.domain.letter_facts import MARKS
from recovery_assistant.domain.paper_phrases import ToldPhrases
from tests.unit.domain.paper_cases import COUNTRIES, papers

FILLED_WITH = {
    "day": {"day", "month", "year"},
    "from_screen": {"number"},
    "payment": {"number", "text"},
    "to": {"name"},
    "reference": {"text"},
    "account_ending": {"text"},
    "call": {"who", "rest"},
    "bank_told_on": {"day"},
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_phrase_holds_what_it_is_filled_with_and_nothing_else() -> None:
    for code in COUNTRIES:
        told = papers(code).told
        assert {name: fields(getattr(told, name)) for name in ToldPhrases.__struct_fields__} == {
            name: FILLED_WITH.get(name, set()) for name in ToldPhrases.__struct_fields__
        }


def test_every_mark_has_a_name_of_its_own() -> None:
    marks = papers("gb").marks
    assert marks.keys() == MARKS
    assert len(set(marks.values())) == len(marks)
