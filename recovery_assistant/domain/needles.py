"""Texts that must stand in an observation before an indicator can fit: so thousands of indicators cost next to nothing.

For each alternative of a pattern there is a needle: a text that every fitting value begins with or at least holds. All
values of one field of a batch of observations are put into one text, and one pass finds every needle in it. Only
where one stands is anything compared. Needles may let through what does not fit; they never hide what fits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from msgspec import Struct

from recovery_assistant.domain.patterns import alternatives, beginnings, needles_in, rarity
from recovery_assistant.domain.traits import LONGEST_TEXT, small

SHORTEST_INSIDE: Final = 3
"""Letters of a needle that may stand anywhere. A shorter one stands nearly everywhere, so it would save nothing."""

_LEADING_IS_WORTH: Final = 3
"""A needle that leads a value or a name lets as little through as one with so many letters more."""

MOST_IN_TABLE: Final = 32
"""Needles for which the quickest automaton is built; for more, building it takes longer than one scan saves."""

_BETWEEN: Final = "/"
_LONGEST_ON_AVERAGE: Final = 512
"""Characters of a value in an ordinary batch; only a batch with more is looked through for overlong ones."""


def _table(also_between: bytes = b"") -> bytes:
    """Return how bytes are folded: small letters, one kind of blank, and everything that a name can follow as "/"."""
    folded = bytearray(bytes(range(256)).lower())
    for blank in b"\t\n\v\f\r\x1c\x1d\x1e\x1f":
        folded[blank] = ord(" ")
    for letter in b"\\" + also_between:
        folded[letter] = ord(_BETWEEN)
    return bytes(folded)


_FOLDS: Final = {
    "plain": _table(),
    # A program's name can follow a quote, a blank or a mark, as in a command line.
    "command": _table(b" \t\n\v\f\r\x1c\x1d\x1e\x1f\"'-@:+!|=,;"),
}


class Needle(NamedTuple):
    """What must stand in a field before the indicator number `rule` of a catalogue can fit.

    Attributes:
        field: field of the indicator; "contains" where there is no pattern at all.
        text: small ASCII letters, "" where nothing can be said: then all values are compared.
        leads: the value, or the name after its last slash, begins with it.
        whole: nothing but an ending follows that is no letter.
        rule: number of the indicator, counted through all tools.
    """

    field: str
    text: str
    leads: bool
    whole: bool
    rule: int


def needles_of(rule: int, patterns: Sequence[tuple[str, str]]) -> tuple[Needle, ...]:
    """Return the needles of one indicator: those of the field whose needles let least through.

    Args:
        patterns: (field, regular expression), the most telling field first. All must fit, so one field is enough.
    """
    known = [needles for field, pattern in patterns if (needles := _of(rule, field, pattern))]
    if known:
        return max(known, key=_least)
    return (Needle(patterns[0][0] if patterns else "contains", "", False, False, rule),)


def _least(needles: tuple[Needle, ...]) -> int:
    """Return how rare the commonest of some needles is."""
    return min((rarity(one.text) + (_LEADING_IS_WORTH if one.leads else 0) for one in needles), default=0)


def _of(rule: int, field: str, pattern: str) -> tuple[Needle, ...]:
    """Return the needles of one pattern, or () when an alternative has none."""
    needles: dict[Needle, None] = {}
    for branch in alternatives(pattern):
        heads, complete = beginnings(branch)
        leading = tuple(Needle(field, head, True, complete, rule) for head in sorted(heads) if all(heads))
        inside = tuple(Needle(field, text, False, False, rule) for text in sorted(needles_in(branch)))
        best = max(leading, inside if _least(inside) >= SHORTEST_INSIDE else (), key=_least)
        if not best:
            return ()
        needles.update(dict.fromkeys(best))
    return tuple(needles)


class Sought(Struct, frozen=True, array_like=True, gc=False):
    """The needles of one field, ready to be searched, and what it means when one is met.

    Attributes:
        fold: "command" or "plain": how texts are folded before.
        texts: all needles, folded; those that begin with a slash first.
        slashes: how many begin with a slash.
        meanings: for each needle, twice the number of each of its rules, and one more if no letter may follow.
        always: numbers of the rules that are compared with every text.
    """

    fold: Literal["command", "plain"]
    texts: tuple[bytes, ...]
    slashes: int
    meanings: tuple[tuple[int, ...], ...]
    always: tuple[int, ...]


def sought(needles: Iterable[Needle], fold: Literal["command", "plain"] = "plain") -> Sought:
    """Return needles made ready for a search."""
    meanings: dict[bytes, list[int]] = {}
    always: list[int] = []
    for needle in needles:
        if not needle.text:
            always.append(needle.rule)
            continue
        text = f"{_BETWEEN}{needle.text}" if needle.leads else needle.text
        meanings.setdefault(text.encode("ascii").translate(_FOLDS[fold]), []).append(2 * needle.rule + needle.whole)
    # Needles that all begin with one letter are looked for much faster, so they stand together.
    texts = sorted(meanings, key=lambda text: not text.startswith(b"/"))
    slashes = sum(text.startswith(b"/") for text in texts)
    return Sought(fold, tuple(texts), slashes, tuple(tuple(meanings[text]) for text in texts), tuple(always))


class Search:
    """Looks for the needles of one field in many values at once."""

    def __init__(self, what: Sought) -> None:
        self._what = what
        self._fold = _FOLDS[what.fold]

    @cached_property
    def _automata(self) -> list[tuple[BytesAhoCorasick, tuple[tuple[int, ...], ...]]]:
        """Built when there is a text to search: many fields are empty on most PCs."""
        what, cut = self._what, self._what.slashes
        halves = (what.texts[:cut], what.meanings[:cut]), (what.texts[cut:], what.meanings[cut:])
        return [(_automaton(texts), meanings) for texts, meanings in halves if texts]

    def candidates(self, values: list[str]) -> Iterator[tuple[int, int]]:
        """Yield (place of a value, number of a rule) for everything that has to be compared; a pair may come twice."""
        if not any(values):
            return
        if self._what.always:
            yield from ((place, rule) for place, value in enumerate(values) if value for rule in self._what.always)
        values, hay = _folded(values, self._fold)
        lengths: list[int] = []
        for automaton, meanings in self._automata:
            for number, begin, end in automaton.find_matches_as_indexes(hay, overlapping=True):
                lengths = lengths or list(accumulate(map(len, values), initial=0))
                place = _place(lengths, begin)
                goes_on = _is_letter(hay[end : end + 1]) and len(values[place]) < LONGEST_TEXT
                for meaning in meanings[number]:
                    if not (meaning & 1 and goes_on):
                        yield place, meaning >> 1


def _place(lengths: list[int], begin: int) -> int:
    """Return which value stands at a place of the folded text, by the lengths of all values before each."""
    return bisect_right(range(len(lengths)), begin, key=lambda number: lengths[number] + number) - 1


def _automaton(texts: tuple[bytes, ...]) -> BytesAhoCorasick:
    few = len(texts) <= MOST_IN_TABLE
    return BytesAhoCorasick(texts, implementation=Implementation.DFA if few else Implementation.ContiguousNFA)


def _folded(values: list[str], fold: bytes) -> tuple[list[str], bytes]:
    """Return the values, each as long as in the folded text, and that text: every value after a "/"."""
    joined = _BETWEEN.join(("", *values))
    if len(joined) > _LONGEST_ON_AVERAGE * (len(values) + 64):
        values = [value[:LONGEST_TEXT] for value in values]
        joined = _BETWEEN.join(("", *values))
    if not joined.isascii():
        values = [value if value.isascii() else _in_ascii(value) for value in values]
        joined = _BETWEEN.join(("", *values))
    hay = joined.encode("ascii").translate(fold)
    if b"/ " in hay:
        values = [value.strip() for value in values]
        hay = _BETWEEN.join(("", *values)).encode("ascii").translate(fold)
    return values, hay


def _in_ascii(value: str) -> str:
    return small(value[:LONGEST_TEXT]).strip().encode("ascii", "replace").decode("ascii")


def _is_letter(following: bytes) -> bool:
    """Return whether a name goes on. A "v" may begin a version, which is taken off before a name is compared."""
    return following.isalpha() and following != b"v"


class Marks:
    """Texts that may stand anywhere inside a program file, in its own letters: what a new name does not hide."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        encoded = [text.encode() for text in self._texts]
        self._overlap = max(map(len, encoded), default=1) - 1
        # Only this kind of match lets the library look for a few texts at many bytes at once.
        self._automaton = BytesAhoCorasick(encoded, matchkind=MatchKind.LeftmostFirst)

    def inside(self, content: bytes) -> tuple[str, ...]:
        """Return those that stand in a content; nearly always none, and that is found out quickest."""
        view = memoryview(content)
        parts = (view[at : at + _PART + self._overlap] for at in range(0, len(view), _PART))
        if not any(self._automaton.find_matches_as_indexes(part) for part in parts):
            return ()
        return tuple(text for text in self._texts if text.encode() in content)


_PART: Final = 2**20
"""Bytes that are searched at once: a hostile file that holds nothing but marks must not make a list of them all."""
