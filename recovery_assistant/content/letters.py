"""Read the letters of a language for one country, and find what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from recovery_assistant.content.prose import Prose, Sort
from recovery_assistant.content.reading import NOT_WHOLE
from recovery_assistant.content.whole import whole
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.letter_facts import MARKS
from recovery_assistant.domain.letters import MARK, Letter, LetterId, Part
from recovery_assistant.domain.paper_phrases import PaperPhrases

LETTER_IDS: tuple[str, ...] = get_args(LetterId)
_OF_THE_PACK = re.compile(r"\{(?:contact|web|mail|name|rule):[a-z0-9-]+\}")


def load_letters(resources: Path, language: str, code: str) -> dict[str, Letter]:
    """Return all letters by their ids, as a country writes them. Raises ContentError."""
    letters = {name: whole(resources, language, code, f"letters/{name}", Letter) for name in LETTER_IDS}
    wrong = [f"{name}: {reason}" for name, letter in letters.items() for reason in letter_lint(letter)]
    if wrong:
        raise ContentError(NOT_WHOLE, f"A letter is wrong. {wrong[0]}")
    return letters


def load_paper_phrases(resources: Path, language: str, code: str) -> PaperPhrases:
    """Return the fixed phrases of letters and report sheets. Raises ContentError."""
    phrases = whole(resources, language, code, "papers/phrases", PaperPhrases)
    if phrases.marks.keys() != MARKS:
        names = ", ".join(sorted(phrases.marks.keys() ^ MARKS))
        raise ContentError(NOT_WHOLE, f"In papers/phrases.toml, marks and names do not fit: {names}.")
    return phrases


def letter_lint(letter: Letter) -> list[str]:
    """Return what is wrong with a letter, a sentence each."""
    found: list[str] = []
    for key, text in _texts(letter):
        found += [f"{key}: there is no mark {mark}." for mark in MARK.findall(text) if mark not in MARKS]
        if re.search(r"[{}]", MARK.sub("", _OF_THE_PACK.sub("", text))):
            found.append(f"{key}: a brace that is no mark.")
    for name, part in letter.parts.items():
        found += [f"parts.{name}.rows: there is no mark {mark}." for mark in part.rows if mark not in MARKS]
        if MARK.search(part.without):
            found.append(f"parts.{name}.without: it stands where facts are missing, so it holds no marks.")
        if part.without and not MARK.search(part.text):
            found.append(f"parts.{name}.without: its text has no mark that could be missing.")
        if not (part.text or part.items or part.rows or part.table or part.note):
            found.append(f"parts.{name}: it says nothing.")
    if MARK.search(letter.reason_without):
        found.append("reason_without: it stands where facts are missing, so it holds no marks.")
    found += [f"marks: there is no mark {mark}." for mark in letter.marks if mark not in MARKS]
    if (letter.source == "") != (letter.checked_on is None):
        found.append("A source and its day belong together.")
    return found


def _texts(letter: Letter) -> Iterator[tuple[str, str]]:
    yield from (("name", letter.name), ("reason", letter.reason), ("subject", letter.subject))
    yield ("reason_without", letter.reason_without)
    if letter.unsure is not None:
        yield from (
            ("unsure.name", letter.unsure.name),
            ("unsure.reason", letter.unsure.reason),
            ("unsure.subject", letter.unsure.subject),
        )
    for name, texts in (("to", letter.to), ("how", letter.how), ("enclosed", letter.enclosed)):
        yield from ((f"{name}[{number}]", text) for number, text in enumerate(texts))
    for name, part in letter.parts.items():
        yield from ((f"parts.{name}.{key}", text) for key, text in _of_part(part))


def _of_part(part: Part) -> Iterator[tuple[str, str]]:
    yield from (("heading", part.heading), ("text", part.text), ("without", part.without), ("note", part.note))
    yield from ((f"items[{number}]", item) for number, item in enumerate(part.items))


def letters_prose(letters: Mapping[str, Letter], folder: str) -> Iterator[Prose]:
    """Yield every text of letters, with marks as the single word that they become, for the measures of readability."""
    for name, letter in letters.items():
        for key, text in _texts(letter):
            if text:
                sort: Sort = "title" if key.endswith(("heading", "name", "subject")) else "sentence"
                told = MARK.sub("one", text)
                yield Prose(file=f"{folder}/letters/{name}.toml", key=key, page=name, sort=sort, text=told)
