"""How long a pattern may take on a hostile text, said without trying it.

Texts are compared up to `traits.LONGEST_TEXT` characters. A run of any length ("wildcard") that fails has to be tried
from every place, so several of them one behind the other multiply, and one inside the repeat of another doubles with
every letter. A possessive run (`*+`) never gives back what it took and costs nothing of the kind.
"""

from __future__ import annotations

import re
from typing import Final

from recovery_assistant.domain.patterns import alternatives, closing

NESTED: Final = 99
"""Stands for a repeat inside a repeat: the time doubles with every letter."""

_OPENING: Final = re.compile(r"\(\?(?:P<\w+>|[:=!>]|<[=!])")
_REPEAT: Final = re.compile(r"(?:[*+]|\{\d+,\})(\+?)")


def wildcards(pattern: str) -> int:
    """Return how many runs of any length stand behind each other at most in a pattern; `NESTED` for one in another."""
    return max(_in_sequence(part) for part in alternatives(pattern))


def _in_sequence(part: str) -> int:
    count, place = 0, 0
    while place < len(part):
        inside, end = _next(part, place)
        repeat = _REPEAT.match(part, end)
        free = repeat is not None and not repeat[1]
        if free and inside:
            return NESTED
        count += inside or int(free)
        place = repeat.end() if repeat else end
    return count


def _next(part: str, place: int) -> tuple[int, int]:
    """Return (wildcards inside, end) of the one piece that starts here: a letter, a set or a group."""
    letter = part[place]
    if letter == "\\":
        return 0, place + 2
    if letter == "[":
        return 0, part.index("]", place + 2) + 1
    if letter == "(":
        opening = _OPENING.match(part, place)
        start = opening.end() if opening else place + 1
        end = closing(part, place)
        return wildcards(part[start:end]), end + 1
    return 0, place + 1
