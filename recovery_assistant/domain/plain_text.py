"""Text as a reader takes it: one plain character for every way of writing it, and where each one came from.

A card number typed in full-width digits, with invisible characters or odd dashes in it, is a card number all the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

PLACE = "\ue000"
"""Stands for a stretch that is not to be searched: no letter, no digit, no separator, so nothing reaches over it."""


class Folded(NamedTuple):
    """The text to search in, and for each of its characters where it came from."""

    text: str
    starts: list[int] | range
    ends: list[int] | range


_IGNORED = frozenset(("Cf", "Mn", "Me"))  # zero-width characters, direction marks, combining marks (keycap digits)


def fold(text: str, opaque: re.Pattern[str]) -> Folded:
    """Return the text to search in; each stretch that matches `opaque` (it starts with "[") becomes one `PLACE`."""
    if text.isascii() and "[" not in text:
        return Folded(text, range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    known: dict[str, str] = {}
    at = 0
    for marker in (*((found.start(), found.end()) for found in opaque.finditer(text)), (len(text), len(text))):
        for position in range(at, marker[0]):
            character = text[position]
            plain = known.get(character)
            if plain is None:
                plain = known[character] = _plain(character)
            if plain:
                letters.append(plain)
                starts.append(position)
                ends.append(position + 1)
        if marker[0] < marker[1]:
            letters.append(PLACE)
            starts.append(marker[0])
            ends.append(marker[1])
        at = marker[1]
    return Folded("".join(letters), starts, ends)


def _plain(character: str) -> str:
    """Return the one ASCII character that this one reads as, "" for an invisible one, or itself."""
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in _IGNORED:
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category == "Pd" or character in "−﹣":
        return "-"
    if character in "·•∙⋅・":
        return "."
    if category in ("Pi", "Pf"):
        return "'" if character in "‘’‚‹›" else '"'
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def is_day(groups: list[str]) -> bool:
    """Return whether three groups of two, two and four digits (or four first) are a day of our times."""
    year, month, day = groups if len(groups[0]) == 4 else groups[::-1]
    return 1900 <= int(year) <= 2099 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
