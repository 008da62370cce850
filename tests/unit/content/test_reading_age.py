"""The index is the published one, and counts what a person with a pencil counts."""

from __future__ import annotations

import pytest

from recovery_assistant.content.reading_age import measure, sentences, words


def test_the_index_is_the_published_formula() -> None:
    found = measure(["The cat sat on the mat. It was warm."])
    assert (found.letters, found.words, found.sentences) == (26, 9, 2)
    assert found.index == pytest.approx(4.71 * 26 / 9 + 0.5 * 9 / 2 - 21.43)


def test_the_age_is_the_school_year_and_five_years_before_it() -> None:
    # 5 letters a word and 4 words a sentence: 23.55 + 2 - 21.43 = 4.12, rounded up: year 5, ten years old.
    found = measure(["Ready water comes along."])
    assert found.letters == 20
    assert found.index == pytest.approx(4.12)
    assert found.age == 10


def test_hard_prose_needs_an_older_reader() -> None:
    hard = (
        "The aforementioned institution is obligated to reimburse unauthorised transactions notwithstanding negligence."
    )
    easy = "The bank must give the money back. It does not matter if you made a slip."
    assert measure([hard]).age > 16
    assert measure([easy]).age <= 7


def test_nothing_to_read() -> None:
    assert measure([]).age == 0
    assert measure(["", " – "]).age == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hang up. Then pull the cable out", ["Hang up.", "Then pull the cable out"]),
        ("In danger?|Ring now.", ["In danger?", "Ring now."]),
        ("Say: hello", ["Say:", "hello"]),
        ("“Hang up.” Then wait.", ["“Hang up.", "Then wait."]),
        ("one\ntwo", ["one", "two"]),
        ("It costs £1.50 at 10:30 a day.", ["It costs £1.50 at 10:30 a day."]),
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [("log-in", 1), ("You don’t, do you?", 4), ("£85,000", 1), ("reportfraud.police.uk/help", 1), ("– … –", 0)],
)
def test_what_a_word_is(text: str, count: int) -> None:
    assert len(words(text)) == count
