"""How the guidance reads: long sentences, words that frighten, spelling, numbers that were typed."""

from __future__ import annotations

import msgspec
import pytest

from recovery_assistant.content.lint_parts import Library
from recovery_assistant.content.lint_wording import reads_well
from recovery_assistant.content.prose import Prose
from tests.made_up_parts import guidance


def rules(text: str, *, code: str = "gb") -> set[str]:
    """Return which rules one sentence breaks on a page of a country."""
    told = guidance(code)
    page = {"key": "steps.bank-call.lead", "page": "steps.bank-call", "sort": "sentence"}
    prose = msgspec.convert({"file": "words/en/test.toml", "text": text, **page}, Prose)
    library = Library(plan=told.plan, words=told.words, pack=told.country, texts=(prose,))
    return {finding.rule for finding in reads_well(library) if finding.file.startswith("words/en/test.toml")}


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Ring the bank now.", set()),
        ("Find the RAT.", {"banned-word"}),
        ("A rat is an animal.", set()),
        ("Your neighbor helps.", {"spelling"}),
        ("Ring 0300 123 2040 now.", {"number-in-prose"}),
        ("Go → there.", {"character"}),
        (
            "Go to it and go to it and go to it and go to it and go to it and go to it and go to it.",
            {"long-sentence"},
        ),
    ],
)
def test_a_sentence_breaks_the_rules_that_it_breaks(text: str, broken: set[str]) -> None:
    assert rules(text) == broken


@pytest.mark.parametrize("code", ["gb", "ie", "us", "ca", "au", "nz"])
@pytest.mark.parametrize("number", ["159", "101", "999", "911", "000", "131 444", "7726"])
def test_a_short_number_of_any_country_is_not_typed_into_words(code: str, number: str) -> None:
    assert rules(f"Ring {number} now.", code=code) == {"number-in-prose"}
    assert rules(f"Ring the bank on {number}.", code=code) == {"number-in-prose"}


@pytest.mark.parametrize("text", ["It paid back £85,000.", "It is 1,101 days.", "About 1,000 yen.", "It costs €105."])
def test_a_sum_is_no_short_number(text: str) -> None:
    assert rules(text) == set()


def test_americans_write_as_they_do() -> None:
    assert rules("Your neighbor helps.", code="us") == set()
