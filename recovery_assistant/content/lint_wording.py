"""How the guidance reads: reading age, long sentences, words that frighten, spelling, numbers typed into prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from recovery_assistant.content import reading_age
from recovery_assistant.content.lint_parts import Library, LintFinding, a_warning, an_error
from recovery_assistant.content.prose import Prose, pack_prose
from recovery_assistant.domain.words import MARK

MOST_WORDS = 20
READER_AGE = 9
HARD_TEXT_AGE = 12
"""From this age on, a single text is worth a second look even if its page as a whole is easy."""
ENOUGH_WORDS = 12
"""Fewer words do not make a measure."""
LONGEST_TITLE = 60
BANNED_NAMES = frozenset({"RAT", "RATs", "RMM", "IOC", "IOCs"})
"""Banned as they stand; "rat" in small letters is an animal."""
BANNED = frozenset(
    {"artefact", "artefacts", "artifact", "artifacts", "endpoint", "endpoints", "infected", "victim", "victims"}
)
AMERICAN = {
    "center": "centre",
    "color": "colour",
    "behavior": "behaviour",
    "favorite": "favourite",
    "license": "licence",
    "canceled": "cancelled",
    "organization": "organisation",
    "organize": "organise",
    "recognize": "recognise",
    "realize": "realise",
    "apologize": "apologise",
    "authorize": "authorise",
    "authorized": "authorised",
    "toward": "towards",
    "math": "maths",
    "mom": "mum",
    "neighbor": "neighbour",
}
"""American spelling, and what is written instead."""
LETTERS = frozenset(
    " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?|-–/()%&@+£$€’‘“”áéèíïóôú…_{}"
)
"""Characters that the fonts of window and paper are known to have. Ticks, arrows and boxes are drawn, never typed."""
_PHONE_LIKE = re.compile(r"(?<![\w£$€/-])\+?\d(?:[\d\s()-]*\d){4,}(?![\w/-])")
_SHORT_NUMBERS = ("000", "101", "105", "111", "112", "131 444", "159", "1737", "7226", "7726", "911", "988", "999")
"""Short numbers of the six countries: typed into words, one of them sooner or later stands before the wrong people."""
_SHORT = re.compile(rf"(?<![\d,.£$€])(?:{'|'.join(_SHORT_NUMBERS)})(?![\d,]|\.\d)")


def reads_well(library: Library) -> Iterator[LintFinding]:
    """Yield sentences that are too long, pages that are too hard, words that nobody should meet, typed numbers."""
    pack = library.pack
    names = {contact.name for contact in pack.contacts}
    own_names = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    phones = {contact.phone for contact in pack.contacts if contact.phone}
    numbers = re.compile(rf"(?<![\d,.£$€])(?:{'|'.join(re.escape(phone) for phone in sorted(phones))})(?!\d)")
    pages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in (*library.texts, *pack_prose(pack)):
        place = f"{text.file}:{text.key}"
        bare = MARK.sub("one", text.text)
        yield from _sentences(text, bare, place)
        yield from _wording(own_names.sub("", bare), place, is_american=pack.spelling == "us")
        yield from _numbers(text, bare, numbers, place)
        if text.sort == "sentence":
            pages[text.file, text.page].append(bare)
    for (file, page), texts in pages.items():
        measure = reading_age.measure(texts)
        if measure.words >= ENOUGH_WORDS and measure.age > READER_AGE:
            reason = f"The page needs a reader of {measure.age} years (index {measure.index:.1f})."
            yield an_error(f"{file}:{page}", "reading-age", reason, "Take shorter words and shorter sentences.")


def _sentences(text: Prose, bare: str, place: str) -> Iterator[LintFinding]:
    for sentence in reading_age.sentences(bare):
        count = len(reading_age.words(sentence))
        if count > MOST_WORDS:
            yield an_error(place, "long-sentence", f"{count} words: “{sentence}”.", "Make two sentences of it.")
    measure = reading_age.measure([bare])
    if measure.words >= ENOUGH_WORDS and measure.age > HARD_TEXT_AGE:
        yield a_warning(place, "hard-text", f"Needs a reader of {measure.age} years.", "Take shorter words.")
    if text.sort == "title" and len(bare) > LONGEST_TITLE:
        yield a_warning(place, "long-title", f"{len(bare)} letters; it may need three lines.", "Shorten it.")


def _wording(text: str, place: str, *, is_american: bool) -> Iterator[LintFinding]:
    for word in reading_age.words(text):
        if word in BANNED_NAMES or word.lower() in BANNED:
            yield an_error(
                place, "banned-word", f"“{word}” frightens or is not understood.", "See docs/content-guide.md."
            )
        if not is_american and (better := AMERICAN.get(word.lower(), "")):
            yield an_error(place, "spelling", f"“{word}” is American.", f"Write “{better}”.")
    for letter in sorted(set(text) - LETTERS):
        yield an_error(
            place, "character", f"The fonts may not have {letter!r}.", "Draw it as an icon, or write a word."
        )


def _numbers(text: Prose, bare: str, numbers: re.Pattern[str], place: str) -> Iterator[LintFinding]:
    typed = {match[0] for pattern in (_PHONE_LIKE, _SHORT, numbers) for match in pattern.finditer(bare)}
    for number in sorted(typed):
        reason = f"The number {number} is typed into {text.sort} text."
        yield an_error(place, "number-in-prose", reason, "Write {contact:ID}.")
