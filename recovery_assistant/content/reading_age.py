"""How old a reader must be: the Automated Readability Index, and the length of sentences.

The index (E. A. Smith and R. J. Senter, Automated Readability Index, AMRL-TR-66-220, 1967) is

    4.71 * letters per word + 0.5 * words per sentence - 21.43

Rounded up, it is a school year: 4 means nine to ten years old. It was chosen over Flesch-Kincaid because it counts
letters, not syllables: every machine and every reader with a pencil gets the same figure, where syllable counters
guess. No library is used: the whole of it is one line of arithmetic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from msgspec import Struct

YEARS_BEFORE_SCHOOL = 5
"""Somebody in school year 4 is at least nine years old."""

_WORD = re.compile(r"[A-Za-z0-9£$€](?:[A-Za-z0-9£$€'’\-/@.:]|,(?=\d))*")
_END = re.compile(r"(?<=[.!?:])[”’\"')]*\s+|\n+|\|")


class Measure(Struct, frozen=True, kw_only=True):
    """Counts of a text. `age` is 0 for a text without words."""

    letters: int
    words: int
    sentences: int

    @property
    def index(self) -> float:
        """The Automated Readability Index."""
        if not self.words:
            return -math.inf
        return 4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43

    @property
    def age(self) -> int:
        """Years of age from which a text can be read."""
        return max(0, math.ceil(self.index) + YEARS_BEFORE_SCHOOL) if self.words else 0


def sentences(text: str) -> list[str]:
    """Return the sentences of a text. A line, and what a colon or "|" sets apart, counts as a sentence."""
    return [part.strip() for part in _END.split(text) if _WORD.search(part)]


def words(text: str) -> list[str]:
    """Return the words of a text, without the signs around them. A web address or a number is one word."""
    return [word.rstrip(".:'’-") for word in _WORD.findall(text)]


def measure(texts: Iterable[str]) -> Measure:
    """Return the counts of some texts together, such as all texts of one page."""
    parts = [sentence for text in texts for sentence in sentences(text)]
    found = [word for part in parts for word in words(part)]
    return Measure(
        letters=sum(sum(letter.isalnum() for letter in word) for word in found),
        words=len(found),
        sentences=len(parts),
    )
