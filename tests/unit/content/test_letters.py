"""The letters as they ship: whole, right and easy to read; and what the reader refuses."""

from __future__ import annotations

import msgspec
import pytest

from recovery_assistant.content import reading_age
from recovery_assistant.content.letters import LETTER_IDS, letter_lint, letters_prose, load_letters
from recovery_assistant.content.lint_wording import MOST_WORDS, READER_AGE
from recovery_assistant.domain.letters import Letter, Part
from recovery_assistant.domain.words import MARK
from tests.unit.domain.paper_cases import COUNTRIES, RESOURCES


@pytest.mark.parametrize("code", COUNTRIES)
def test_letters_are_read_by_anybody(code: str) -> None:
    pages: dict[str, list[str]] = {}
    for text in letters_prose(load_letters(RESOURCES, "en", code), "words/en"):
        bare = MARK.sub("one", text.text)
        for sentence in reading_age.sentences(bare):
            assert len(reading_age.words(sentence)) <= MOST_WORDS, sentence
        if text.sort == "sentence":
            pages.setdefault(text.page, []).append(bare)
    ages = {page: reading_age.measure(texts).age for page, texts in pages.items()}
    assert {page: age for page, age in ages.items() if age > READER_AGE} == {}
    assert pages.keys() == set(LETTER_IDS)


def lettered(part: Part, **more: object) -> list[str]:
    right = Letter(name="n", reason="r", subject="s", to_blank="b", parts={"one": part})
    return letter_lint(msgspec.structs.replace(right, **more))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Part(text="On {call.moon}."), "no mark call.moon"),
        (Part(items=("Of {x}.",)), "no mark x"),
        (Part(text="A { brace."), "brace that is no mark"),
        (Part(rows=("payments.number",)), "no mark payments.number"),
        (Part(text="On {call.day}.", without="Not {call.day}."), "holds no marks"),
        (Part(text="Always.", without="Never."), "no mark that could be missing"),
        (Part(), "says nothing"),
    ],
)
def test_what_could_leave_a_hole_is_refused(part: Part, said: str) -> None:
    assert any(said in reason for reason in lettered(part))


def test_a_right_part_is_not_refused_and_a_source_needs_its_day() -> None:
    right = Part(text="On {call.day}, {name:ombudsman}.", without="Once.")
    assert lettered(right) == []
    assert lettered(right, source="https://example.org") == ["A source and its day belong together."]
    assert lettered(right, reason_without="On {call.day}.") != []
    assert lettered(right, marks={"no.mark": "x"}) == ["marks: there is no mark no.mark."]
