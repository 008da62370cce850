"""What can be said about a pattern of the catalogue without trying it: its alternatives, and what it cannot do without.

With that, a thousand patterns are compared with a thousand processes mostly by looking up plain texts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

MORE: Final = "{more}"
"""Stands in a pattern for what makers add behind the name of a product: versions, editions, words like "Agent".

Not for other words: "Supremo Suite Recorder" is not Supremo, and a viewer only looks at other PCs.
"""

MORE_WORDS: Final = (
    "access|admin|agent|app|applet|attended|beta|business|client|communication|connect|control|core|corporate|customer"
    "|desktop|edition|enterprise|for|free|host|jump|module|msi|one|personal|plugin|portable|pro|remote|rmm|server"
    "|service|setup|software|standalone|streamer|support|unattended|updater|user|version|windows|x64|x86"
)
# Possessive throughout: a hostile name of thousands of digits must not be tried in every possible division.
_MORE: Final = rf"(?:[ _-]*+(?:{MORE_WORDS}|v?\d[\w.]*+(?:-bit)?|\(.*+|\[.*+))*+"

_ESCAPED: Final = re.compile(r"\\(\W)")
_CHOICE: Final = re.compile(r"[.^$*+?{}\[\]|()\\]")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: of a thousand, a scan needs a handful."""
    return re.compile(pattern, re.IGNORECASE)


def expanded(pattern: str) -> str:
    """Return a pattern of the catalogue as a regular expression."""
    return pattern.replace(MORE, _MORE)


def alternatives(pattern: str) -> list[str]:
    """Return the parts of a pattern between the "|" that stand outside of every bracket."""
    parts, depth, start, place = [], 0, 0, 0
    while place < len(pattern):
        letter = pattern[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = pattern.index("]", place + 2)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*parts, pattern[start:]]


def literal_of(pattern: str) -> str | None:
    """Return the one text that a pattern without any choice stands for, else None."""
    if _CHOICE.search(_ESCAPED.sub("", pattern)):
        return None
    return _ESCAPED.sub(lambda found: str(found[1]), pattern).lower()


def needle_of(pattern: str) -> str:
    """Return the longest text that every value fitting this alternative must hold; "" when that is not easily said."""
    best, run, depth, place = "", "", 0, 0
    while place < len(pattern):
        letter = pattern[place]
        escaped = letter == "\\"
        if escaped:
            place += 1
            letter = pattern[place]
        following = pattern[place + 1 : place + 2]
        plain_letter = not letter.isalnum() if escaped else not _CHOICE.match(letter)
        if depth == 0 and plain_letter and following not in ("?", "*", "{"):
            run += letter
        else:
            run = ""
            if letter in "[{" and not escaped:
                place = pattern.index({"[": "]", "{": "}"}[letter], place + 2)
            elif letter in "()" and not escaped:
                depth += 1 if letter == "(" else -1
        best = max(best, run, key=len)
        place += 1
    return best.lower()


def least_letters(pattern: str) -> int:
    """Return how many fixed letters every fitting value holds at least: a measure of how much a pattern says."""
    return min(_least_in(part) for part in alternatives(pattern))


def _least_in(part: str) -> int:
    count, place = 0, 0
    while place < len(part):
        letter, end = part[place], place
        gain = 0
        if letter == "\\":
            end = place + 1
            gain = 0 if part[end].isalnum() else 1
        elif letter == "[":
            end = part.index("]", place + 2)
        elif letter == "{":
            end = part.index("}", place)
        elif letter == "(":
            end = _closing(part, place)
            opening = _OPENING.match(part, place)
            gain = least_letters(part[opening.end() : end]) if opening else 0  # None: it only looks ahead
        elif not _CHOICE.match(letter):
            gain = 1
        place = end + 1
        if part[place : place + 1] not in ("?", "*"):
            count += gain
    return count


_OPENING: Final = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")


def _closing(part: str, place: int) -> int:
    depth = 0
    while True:
        letter = part[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = part.index("]", place + 2)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return place
        place += 1
