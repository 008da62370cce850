"""One text, two spellings: written in British English, shown in American English where people write so.

Only whole words are changed; capitals stay as they are. What stands inside a mark such as `{contact:police}`, or in a
web address, is no word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_NO_WORDS = re.compile(r"\{[^{}]*\}|https?://\S+|\S+@\S+|\b\w+(?:\.\w+)+\b")
"""Marks, addresses, names of web pages."""


def spelled_text(text: str, words: Mapping[str, str]) -> str:
    """Return one text in another spelling. `words` leads from words in small letters to how they are written there."""
    return _spelled(text, tuple(words.items())) if words else text


def _spelled(text: str, words: tuple[tuple[str, str], ...]) -> str:
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
