"""Phrases of the handouts: whole, short enough to read, and without a name of any country's body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from recovery_assistant.content import reading_age
from recovery_assistant.content.lint_wording import BANNED, LETTERS, MOST_WORDS
from recovery_assistant.content.reading import read
from recovery_assistant.domain.handout_phrases import HandoutPhrases

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
MARKS = {
    "number", "country", "emergency", "day", "code", "count", "label", "then", "question", "answers", "first", "last",
    "what", "regions",
}  # fmt: skip


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def test_they_read_well() -> None:
    every = list(texts(msgspec.to_builtins(read(RESOURCES / "words" / "en" / "handouts.toml", HandoutPhrases))))
    for text in every:
        assert all(len(reading_age.words(one)) <= MOST_WORDS for one in reading_age.sentences(text)), text
        assert not BANNED & set(text.lower().split()), text
        assert set(text) <= LETTERS, text
        assert set(re.findall(r"\{(\w+)\}", text)) <= MARKS, text
        assert not re.search(r"\d{3}", text), text
    assert reading_age.measure(every).age <= 9
