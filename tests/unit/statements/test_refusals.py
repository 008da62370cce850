"""Every code has its sentence on screen, in docs/errors.md, and short words."""

from __future__ import annotations

import re
from pathlib import Path

from recovery_assistant.statements import refusals

TABLE = (Path(__file__).parents[3] / "docs" / "errors.md").read_text("utf-8")


def test_every_sentence_stands_in_the_table_of_codes() -> None:
    for code, sentence in refusals.SENTENCES.items():
        assert f"| {code} | {sentence} |" in TABLE


def test_sentences_are_short() -> None:
    for whole in refusals.SENTENCES.values():
        assert all(len(sentence.split()) <= 20 for sentence in re.split(r"(?<=[.?])\s", whole)), whole


def test_an_error_carries_its_code() -> None:
    assert refusals.refused("I-63").code == "I-63"
