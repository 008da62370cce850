"""Everything on the screen can be translated: in a made-up language no English sentence of ours is left.

Each text of the guidance is accented and put between brackets, as a translator's files would replace it; buttons and
short messages go through the pseudo-translation. Then the window shows every page. What is not between brackets must
be a fact (a name, a number, an address), what the catalogue tells of a program, or what the case holds: what the
person wrote, and what the look at the PC said when it was recorded. Those three are written in English so far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct, structs

from recovery_assistant import translation
from recovery_assistant.content import whole
from recovery_assistant.content.prose import pack_prose
from recovery_assistant.content.reading import read_raw
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.words import Words
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.journeys.test_window_walk import full_case, walk
from tests.made_up_parts import guidance
from tests.window_parts import Bench, catalogue

pytestmark = [pytest.mark.journey, pytest.mark.slow]

ACCENTS = str.maketrans("aeiouyAEIOUYcnCN", "áéíóúýÁÉÍÓÚÝçñÇÑ")
MARK = re.compile(r"(\{[^{}]*\})")
WORD = re.compile(r"[a-z]{3,}")
NO_SENTENCE = re.compile(r"[\w.-]+\.\w+(/\S*)?|[A-Z]:[\\/].*|\d{1,2} \w+ \d{4}(, \d\d:\d\d)?|\w+ .*: not there")
"""Web addresses, paths, days, and what the runner saw."""
MADE_UP = frozenset(
    {
        "The disk is full. Please make room.",
        "Your account at the maker’s, if you have one.",
        "Recovery Assistant (removal)",
    }
)
"""What the parts of a test say, and the name that the system's own question shows."""
FEW = 8
"""Letters; a shorter text of the PC may stand in any sentence."""


NO_PROSE = frozenset({"source", "checked_on", "shown_for", "language", "spelling"})


NO_PROSE_OF_LETTERS = NO_PROSE | {"when", "rows", "table", "before_source", "before_checked_on"}


def pseudo(value: object, no_prose: frozenset[str] = NO_PROSE) -> object:
    """Return plain values with every text in the made-up language; marks stay as they are."""
    if isinstance(value, str):
        pieces = MARK.split(value)
        told = "".join(piece if place % 2 else piece.translate(ACCENTS) for place, piece in enumerate(pieces))
        return f"[{told}]" if value else value
    if isinstance(value, list | tuple):
        return [pseudo(one, no_prose) for one in value]
    if isinstance(value, dict):
        return {
            key: inner if key in no_prose and not isinstance(inner, dict) else pseudo(inner, no_prose)
            for key, inner in value.items()
        }
    return value


def strange_words(words: Words) -> Words:
    """Return all prose in the made-up language."""
    return msgspec.convert(pseudo(msgspec.to_builtins(words)), Words)


@pytest.fixture(scope="module")
def strange() -> Guidance:
    """Return the guidance of the United Kingdom in the made-up language."""
    told = guidance("gb")
    return structs.replace(told, words=strange_words(told.words))


def facts_of(guidance: Guidance) -> frozenset[str]:
    """Return texts that are facts, and so are no prose of a language."""
    told = {text.text for text in pack_prose(guidance.country)}
    told |= {str(value) for contact in guidance.country.contacts for value in structs.astuple(contact)}
    return frozenset(told | {guidance.country.name})


def texts_of(value: object) -> frozenset[str]:
    """Return every text in something: what the catalogue tells of tools, what the case holds of this PC."""
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, Struct):
        return texts_of([getattr(value, name) for name in value.__struct_fields__])
    if isinstance(value, Mapping):
        return texts_of(list(value.values()))
    if isinstance(value, list | tuple | frozenset):
        return frozenset().union(*(texts_of(one) for one in value))
    return frozenset()


@pytest.fixture
def _letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let letters and report forms, which are read when they are asked for, be files of the made-up language too."""

    def read_strange(path: Path) -> dict[str, Any]:
        told = pseudo(read_raw(path), NO_PROSE_OF_LETTERS)
        assert isinstance(told, dict)
        return told

    monkeypatch.setattr(whole, "read_raw", read_strange)


@pytest.fixture
def _speaking() -> Iterator[None]:
    translation.use(translation.PSEUDO)
    yield
    translation.use("en")


@pytest.mark.usefixtures("_speaking", "_letters")
def test_no_english_sentence_is_left_on_any_page(bench: Bench, strange: Guidance) -> None:
    bench.parts = replace(bench.parts, guidance=strange, guidance_for=lambda _code: strange)
    window = full_case(bench)
    kept = facts_of(strange) | texts_of(catalogue().tools) | texts_of(catalogue().left_behind)

    def english(window: Window) -> list[str]:
        said = kept | texts_of(window.desk.case) | MADE_UP
        left = []
        for label in window._ground.findChildren(Label):
            words = label.words
            if not label.isVisible() or "[" in words or words in said or NO_SENTENCE.fullmatch(words):
                continue
            if WORD.search(words) and not any(len(one) > FEW and one in words for one in said):
                left.append(f"“{words[:80]}”")
        return left

    wrong = walk(bench, window, english)
    assert not wrong, "\n".join(dict.fromkeys(wrong))
