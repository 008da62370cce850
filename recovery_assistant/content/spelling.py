"""One text, two spellings: the files hold British English; where people write American English, that is shown.

Only whole words are changed, each by one line of `words/spelling/us.toml`; capitals stay as they are. What stands
inside a mark such as `{contact:police}`, or in a web address, is no word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from recovery_assistant.content.reading import read

_NO_WORDS = re.compile(r"\{[^{}]*\}|https?://\S+|\S+@\S+|\b\w+(?:\.\w+)+\b")
"""Marks, addresses, names of web pages."""


class _Spelling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """us.toml: British word to American word, both in small letters; one of several words may be a phrase."""

    words: dict[str, str]


def load_spelling(resources: Path, spelling: Literal["uk", "us"]) -> Mapping[str, str]:
    """Return which words are written otherwise; nothing for British English. Raises ContentError."""
    return {} if spelling == "uk" else read(resources / "words" / "spelling" / f"{spelling}.toml", _Spelling).words


def spelled(raw: object, words: Mapping[str, str]) -> object:
    """Return plain values of TOML with every text in another spelling; keys stay as they are."""
    if not words:
        return raw
    if isinstance(raw, str):
        return spelled_text(raw, tuple(words.items()))
    if isinstance(raw, list):
        return [spelled(one, words) for one in raw]
    if isinstance(raw, dict):
        return {key: spelled(value, words) for key, value in raw.items()}
    return raw


def spelled_text(text: str, words: tuple[tuple[str, str], ...]) -> str:
    """Return one text in another spelling."""
    pattern, table = _compiled(words)
    pieces, at = [], 0
    for kept in _NO_WORDS.finditer(text):
        pieces += [pattern.sub(lambda found: _as(found[0], table), text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join((*pieces, pattern.sub(lambda found: _as(found[0], table), text[at:])))


@lru_cache(maxsize=4)
def _compiled(words: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    longest_first = sorted((word for word, _ in words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE), dict(words)


def _as(found: str, table: Mapping[str, str]) -> str:
    """Return the other word with the capitals of the one that was found."""
    other = table[found.lower()]
    if found.isupper() and len(found) > 1:
        return other.upper()
    return other[:1].upper() + other[1:] if found[:1].isupper() else other
