"""A pattern of the catalogue taken apart, so that it can be said in the language of another engine.

Two things can be asked of it. `needs`: texts of which at least one stands in every value that fits, for engines that
only compare plain texts. `portable`: a regular expression that every engine knows. Both are never narrower than the
pattern: what cannot be said exactly is said wider.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from recovery_assistant.domain.catalogue import AnyIndicator
from recovery_assistant.domain.matching import patterns_of
from recovery_assistant.domain.patterns import MORE, MORE_WORDS

MOST_TEXTS: Final = 40
"""Texts for one pattern. Beyond that a shorter common part serves better."""

TELLING: Final = 5
"""Letters with which a text tells enough."""

_PORTABLE_MORE: Final = rf"(?:[ _-]*(?:{MORE_WORDS}))*(?:[ _-]*(?:v?\d|\(|\[).*)?"
"""`{more}` for engines that try every division of a text: there is only one, so a hostile name costs nothing."""


class Need(NamedTuple):
    """A text in small letters. With `at_start`, the value begins with it."""

    text: str
    at_start: bool


class Portable(NamedTuple):
    """A regular expression without look-around, named groups and possessive quantifiers.

    Attributes:
        is_exact: it fits the same values as the pattern; otherwise it fits more.
    """

    text: str
    is_exact: bool


class _Piece(NamedTuple):
    """One step of a pattern: a plain letter, a choice between parts, or something else that is only copied.

    Attributes:
        letter: the plain letter, or "".
        choice: the parts of a group, else empty.
        copied: how anything else is written; "" for a look-around, which is left out.
        quantifier: "", or one of ?, *, +, {m,n}, without the mark for possessive or lazy.
        is_sure: it stands there at least once.
    """

    letter: str
    choice: tuple[tuple[_Piece, ...], ...]
    copied: str
    quantifier: str
    is_sure: bool


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0
        self.is_exact = True

    def choice(self) -> tuple[tuple[_Piece, ...], ...]:
        parts: list[tuple[_Piece, ...]] = []
        part: list[_Piece] = []
        while self._place < len(self._pattern) and self._next() != ")":
            if self._next() == "|":
                self._place += 1
                parts.append(tuple(part))
                part = []
            else:
                part.append(self._piece())
        return (*parts, tuple(part))

    def _next(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _piece(self) -> _Piece:
        letter, copied = "", ""
        choice: tuple[tuple[_Piece, ...], ...] = ()
        start = self._place
        if self._pattern.startswith(MORE, start):
            self._place += len(MORE)
            self.is_exact = False
            return _Piece("", (), _PORTABLE_MORE, "", is_sure=False)
        self._place += 1
        match self._pattern[start]:
            case "\\":
                self._place += 1
                letter, copied = self._escaped(self._pattern[start + 1 : start + 2])
            case "[":
                self._place = self._pattern.index("]", start + 2 + (self._pattern[start + 1] == "^")) + 1
                copied = self._pattern[start : self._place]
            case "(":
                choice, copied = self._group()
            case "." | "^" | "$" as sign:
                copied = sign
            case plain:
                letter = plain
        quantifier = self._quantifier()
        is_sure = not quantifier or (quantifier[0] not in "?*" and not quantifier.startswith(("{0", "{,")))
        return _Piece(letter, choice, copied, quantifier, is_sure)

    def _escaped(self, sign: str) -> tuple[str, str]:
        if not sign.isalnum():
            return sign, ""
        if sign in "dDwWsSb":
            return "", f"\\{sign}"
        raise ValueError(sign)

    def _group(self) -> tuple[tuple[tuple[_Piece, ...], ...], str]:
        looks_around = False
        if self._next() == "?":
            end = self._place + 2
            opening = self._pattern[self._place : end]
            if opening == "?P":
                end = self._pattern.index(">", end) + 1
            elif opening in ("?=", "?!"):
                looks_around = True
            elif opening != "?:":
                raise ValueError(opening)
            self._place = end
        choice = self.choice()
        if self._next() != ")":
            raise ValueError(self._pattern)
        self._place += 1
        if looks_around:
            self.is_exact = False
            return (), ""
        return choice, ""

    def _quantifier(self) -> str:
        start = self._place
        if self._next() and self._next() in "?*+":
            self._place += 1
        elif self._next() == "{" and not self._pattern.startswith(MORE, start):
            self._place = self._pattern.index("}", start) + 1
        found = self._pattern[start : self._place]
        if found and self._next() in ("+", "?"):
            self.is_exact = self.is_exact and self._next() == "?"
            self._place += 1
        return found


@lru_cache(maxsize=8192)
def _parsed(pattern: str) -> tuple[tuple[tuple[_Piece, ...], ...], bool] | None:
    """Return the parts of a pattern and whether they say all of it; None for a form that is not known here."""
    parser = _Parser(pattern)
    try:
        return parser.choice(), parser.is_exact
    except (ValueError, IndexError, RecursionError):
        return None


def patterns_in(indicator: AnyIndicator) -> tuple[tuple[str, str], ...]:
    """Return (field, pattern) for every pattern of an indicator as the catalogue has it, with `{more}` unexpanded."""
    return tuple((field, str(getattr(indicator, field))) for field, _ in patterns_of(indicator))


# --- plain texts ------------------------------------------------------------------------------------------------


def needs(pattern: str, *, breaks: str = "") -> tuple[Need, ...]:
    """Return texts of which at least one stands in every fitting value; empty when nothing can be said.

    Args:
        breaks: letters that never stand in a text, such as the "/" of a path that may lean either way.
    """
    parsed = _parsed(pattern)
    if parsed is None:
        return ()
    found = _of_choice(parsed[0], breaks, begins=True)
    if any(not need.text for need in found):
        return ()
    return tuple(sorted(_without_longer(found)))


def _without_longer(found: frozenset[Need]) -> frozenset[Need]:
    """Leave out a text that another one already stands in."""
    return frozenset(
        need
        for need in found
        if not any(
            other != need
            and (need.text.startswith(other.text) and need.at_start if other.at_start else other.text in need.text)
            for other in found
        )
    )


_NOTHING: Final = frozenset({Need("", at_start=False)})


def _of_choice(choice: tuple[tuple[_Piece, ...], ...], breaks: str, *, begins: bool) -> frozenset[Need]:
    found = frozenset(need for part in choice for need in _of_part(part, breaks, begins=begins))
    return found if len(found) <= MOST_TEXTS else _NOTHING


def _of_part(part: tuple[_Piece, ...], breaks: str, *, begins: bool) -> frozenset[Need]:
    offers = list(_offers(part, breaks, begins=begins))
    return max(reversed(offers), key=_telling)  # of equals the last: the end of a path tells more than its beginning


def _offers(part: tuple[_Piece, ...], breaks: str, *, begins: bool) -> Iterator[frozenset[Need]]:
    """Yield sets of texts of which one stands in every fit: runs of letters, with short choices spelt out or not."""
    run = {""}
    begun = begins
    letters = ""
    yield _NOTHING
    for index, piece in enumerate(part):
        exact = _exact(piece, breaks)
        letters = letters + next(iter(exact)) if exact is not None and len(exact) == 1 else ""
        yield frozenset({Need(letters, at_start=False)})
        if exact is not None and len(run) * len(exact) <= MOST_TEXTS:
            run = {before + text for before in run for text in exact}
        else:
            run, begun = exact or {""}, False
        yield frozenset(Need(text, begun) for text in run)
        if piece.choice and piece.is_sure:
            yield _of_choice(piece.choice, breaks, begins=begins and index == 0)


def _telling(found: frozenset[Need]) -> tuple[int, int, int]:
    """Return how much a set of texts says: it is as weak as its shortest one; of telling ones, fewer are better."""
    shortest = min(len(need.text) for need in found)
    return min(shortest, TELLING), -len(found), sum(need.at_start for need in found)


def _exact(piece: _Piece, breaks: str) -> set[str] | None:
    """Return all texts that a piece stands for, or None when they are not few and plain."""
    if piece.copied or not (piece.choice or piece.letter):
        return None
    if piece.quantifier not in ("", "?"):
        return None
    texts: set[str] = set()
    if piece.letter:
        if not _is_compared_alike(piece.letter) or piece.letter in breaks:
            return None
        texts = {piece.letter.lower()}
    for part in piece.choice:
        run = {""}
        for inner in part:
            exact = _exact(inner, breaks)
            if exact is None or len(run) * len(exact) > MOST_TEXTS:
                return None
            run = {before + text for before in run for text in exact}
        texts |= run
    return texts if piece.quantifier == "" else texts | {""}


def _is_compared_alike(letter: str) -> bool:
    """Return whether every engine takes a letter for the same one: "A" and "a" are one everywhere, "Ä" and "ä" not."""
    return letter.isascii() or letter.lower() == letter.upper()


# --- regular expressions ----------------------------------------------------------------------------------------

_SLASH: Final = "[\\\\/]"


def portable(pattern: str, *, any_slash: bool = False) -> Portable:
    """Return a pattern as every engine knows it; it fits the whole value, so the caller adds the ends.

    Args:
        any_slash: a slash in the pattern stands for one leaning either way, as it does in our own comparison.
    """
    parsed = _parsed(pattern)
    if parsed is None:
        return Portable(".*", is_exact=False)
    choice, is_exact = parsed
    return Portable(_written(choice, any_slash=any_slash), is_exact)


def _written(choice: tuple[tuple[_Piece, ...], ...], *, any_slash: bool) -> str:
    return "|".join("".join(_piece_written(piece, any_slash=any_slash) for piece in part) for part in choice)


def _piece_written(piece: _Piece, *, any_slash: bool) -> str:
    if piece.letter:
        if piece.letter == "/":
            written = _SLASH if any_slash else "/"
        else:
            written = f"\\{piece.letter}" if piece.letter in ".^$*+?{}[]|()\\" else piece.letter
    elif piece.choice:
        written = f"(?:{_written(piece.choice, any_slash=any_slash)})"
    elif piece.copied.startswith("[") and "/" in piece.copied and any_slash:
        written = piece.copied.replace("/", "\\\\/")
    else:
        written = piece.copied
    return written + piece.quantifier if written else ""
