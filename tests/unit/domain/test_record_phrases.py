"""Every phrase of the record is printed somewhere, and every mark in it is one that the builder fills."""

from __future__ import annotations

import re
import string
from pathlib import Path

import msgspec
import pytest

from recovery_assistant.content.reading import read
from recovery_assistant.domain.record_phrases import Phrases

ROOT = Path(__file__).resolve().parents[3]
PATH = ROOT / "resources" / "words" / "en" / "record.toml"
BANNED = re.compile(r"\b(RAT|RMM|IOC|artefact|endpoint|infected|victim|hacker)\b", re.IGNORECASE)


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for part in parts for text in texts(part)]


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return read(PATH, Phrases)


def test_every_phrase_is_used(phrases: Phrases) -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "recovery_assistant" / "record").glob("*.py"))
    for group in phrases.__struct_fields__:
        fields = getattr(getattr(phrases, group), "__struct_fields__", ())
        for field in fields:
            assert re.search(rf"\.{field}\b", code), f"{group}.{field} is never printed"


def test_sentences_are_short_and_in_common_words(phrases: Phrases) -> None:
    for text in texts(msgspec.to_builtins(phrases)):
        assert not BANNED.search(text), text
        for sentence in re.split(r"[.!?:]\s", text):
            assert len(sentence.split()) <= 20, sentence


def test_marks_have_names(phrases: Phrases) -> None:
    for text in texts(msgspec.to_builtins(phrases)):
        for _, name, _, _ in string.Formatter().parse(text):
            assert name is None or name.isidentifier()
