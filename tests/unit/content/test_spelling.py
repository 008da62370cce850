"""British words shown in American spelling: whole words, their capitals, and nothing inside marks or addresses."""

from __future__ import annotations

import pytest

from recovery_assistant.content.spelling import load_spelling, spelled, spelled_text
from recovery_assistant.resources import resources_root

WORDS = {"cheque": "check", "ring": "call", "ring back": "call back", "organisation": "organization"}


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("Ring the bank.", "Call the bank."),
        ("They will ring back.", "They will call back."),
        ("RING NOW", "CALL NOW"),
        ("Your cheque", "Your check"),
        ("bring it", "bring it"),
        ("Ring {contact:ring} or see www.ring.example.", "Call {contact:ring} or see www.ring.example."),
        ("See https://example.org/cheque now", "See https://example.org/cheque now"),
        ("A cheque-book", "A check-book"),
    ],
)
def test_words_are_changed_and_nothing_else(british: str, american: str) -> None:
    assert spelled_text(british, tuple(WORDS.items())) == american


def test_tables_and_lists_are_gone_through_and_keys_stay() -> None:
    raw = {"cheque": ["A cheque", {"ring": "ring", "count": 3}]}
    assert spelled(raw, WORDS) == {"cheque": ["A check", {"ring": "call", "count": 3}]}


def test_british_english_is_what_the_files_hold() -> None:
    assert load_spelling(resources_root(), "uk") == {}


def test_no_american_word_is_changed_again() -> None:
    words = load_spelling(resources_root(), "us")
    once = {british: spelled_text(american, tuple(words.items())) for british, american in words.items()}
    assert once == dict(words)
