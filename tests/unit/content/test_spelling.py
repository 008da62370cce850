"""The table of American words, and a file of words written by it."""

from __future__ import annotations

from recovery_assistant.content.spelling import load_spelling, spelled
from recovery_assistant.domain.spelling import spelled_text
from recovery_assistant.resources import resources_root

WORDS = {"cheque": "check", "ring": "call", "ring back": "call back", "organisation": "organization"}


def test_tables_and_lists_are_gone_through_and_keys_stay() -> None:
    raw = {"cheque": ["A cheque", {"ring": "ring", "count": 3}]}
    assert spelled(raw, WORDS) == {"cheque": ["A check", {"ring": "call", "count": 3}]}


def test_british_english_is_what_the_files_hold() -> None:
    assert load_spelling(resources_root(), "uk") == {}


def test_no_american_word_is_changed_again() -> None:
    words = load_spelling(resources_root(), "us")
    once = {british: spelled_text(american, words) for british, american in words.items()}
    assert once == dict(words)
