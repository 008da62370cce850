"""What can be said about a pattern of the catalogue without trying it: its alternatives, and what it cannot do without.

With that, a thousand patterns are compared with a thousand processes mostly by looking up plain texts.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
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


MOST_BEGINNINGS: Final = 64
"""Beginnings that are told apart for one alternative; what follows is then left open."""

_ALSO_ASCII: Final = frozenset("\u212a\u017f\u0130\u0131")
"""Kelvin sign, long s, I with dot, i without: letters that fit an ASCII letter when case does not count."""

NOT_ASCII: Final = "?"
"""Stands in a needle for any letter that is not ASCII."""


_EVERYWHERE: Final = frozenset(
    [
        *("applications", "appdata", "bin", "common files", "contents", "etc", "home", "lib", "library", "local"),
        *("locallow", "macos", "opt", "program files", "program files (x86)", "programdata", "programs", "roaming"),
        *("sbin", "share", "system32", "syswow64", "temp", "users", "usr", "var", "windows"),
    ]
)
"""Folders that every PC has: a needle does not find less because they stand in it."""


def rarity(text: str) -> int:
    """Return how many letters of a needle make it rare. A slash in front counts: it is quick to look for."""
    return sum(len(name) for name in text.split("/") if name not in _EVERYWHERE) + text.startswith("/")


def needles_in(part: str) -> frozenset[str]:
    """Return texts of which every value fitting this alternative holds at least one; empty when nothing is known.

    Of all places in the alternative, one is taken at which even the commonest text is as rare as can be.
    """
    best, most, place = frozenset[str](), 0, 0
    is_within = False
    while place < len(part):
        if not is_within:
            texts, _ = beginnings(part[place:])
            least = min(map(rarity, texts))
            if least > most or (least == most > 0 and len(texts) < len(best)):
                best, most = texts, least
        is_within = part[place].isalnum()
        _, _, place = _piece(part, place)
        _, place = _times(part, place)
    return best


@lru_cache(maxsize=8192)
def beginnings(part: str) -> tuple[frozenset[str], bool]:
    """Return the texts with which a value fitting this alternative begins, and whether they are the whole value.

    Small letters, `NOT_ASCII` for any that is not ASCII. ({""}, False) means that anything may come first.
    """
    heads, place = frozenset({""}), 0
    while place < len(part):
        texts, complete, place = _piece(part, place)
        times, place = _times(part, place)
        if not texts or times in ("*", "{"):
            return heads, False
        if times == "?":
            texts |= {""}
        if len(heads) * len(texts) > MOST_BEGINNINGS:
            return heads, False
        heads = frozenset(head + text for head in heads for text in texts)
        if not complete or times == "+":
            return heads, False
    return heads, True


def _times(part: str, place: int) -> tuple[str, int]:
    """Return how often a piece may stand, as "", "?", "*", "+" or "{", and where the next piece begins."""
    times = part[place : place + 1]
    if times not in ("?", "*", "+", "{") or not times:
        return "", place
    place = part.index("}", place) + 1 if times == "{" else place + 1
    return times, place + 1 if part[place : place + 1] in ("?", "+") else place


def _piece(part: str, place: int) -> tuple[frozenset[str], bool, int]:
    """Return the texts that one piece of a pattern stands for (none: too many), whether wholly, and where it ends."""
    letter = part[place]
    if letter == "\\":
        letter, place = part[place + 1], place + 1
        return frozenset() if letter.isalnum() else _letter(letter), True, place + 1
    if letter == "[":
        end = part.index("]", place + 2)
        letters = part[place + 1 : end]
        is_plain = not set(letters.strip("-")) & (set("^-\\[") | _ALSO_ASCII)
        return frozenset().union(*map(_letter, letters)) if is_plain else frozenset(), True, end + 1
    if letter == "(":
        return _bracket(part, place)
    return frozenset() if _CHOICE.match(letter) else _letter(letter), True, place + 1


def _letter(letter: str) -> frozenset[str]:
    if letter in _ALSO_ASCII:
        return frozenset()
    return frozenset({letter.lower() if letter.isascii() else NOT_ASCII})


def _bracket(part: str, place: int) -> tuple[frozenset[str], bool, int]:
    end = closing(part, place)
    if part.startswith(("(?=", "(?!", "(?<"), place):  # it only looks; what follows still comes first
        return frozenset({""}), True, end + 1
    opening = _OPENING.match(part, place)
    if opening is None:
        return frozenset(), False, end + 1
    inside = [beginnings(branch) for branch in alternatives(part[opening.end() : end])]
    return frozenset().union(*(heads for heads, _ in inside)), all(whole for _, whole in inside), end + 1


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
            end = closing(part, place)
            opening = _OPENING.match(part, place)
            gain = least_letters(part[opening.end() : end]) if opening else 0  # None: it only looks ahead
        elif not _CHOICE.match(letter):
            gain = 1
        place = end + 1
        if part[place : place + 1] not in ("?", "*"):
            count += gain
    return count


_OPENING: Final = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")


def closing(part: str, place: int) -> int:
    """Return the place of the bracket that closes the one at `place`."""
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
