"""What the shape of the words on left-behind things cannot say: sentences that are too hard, a system without steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from recovery_assistant.content import reading_age
from recovery_assistant.content.left_behind import FOLDER, load_left_behind
from recovery_assistant.content.lint_parts import Level, LintFinding
from recovery_assistant.content.lint_wording import BANNED, BANNED_NAMES, LETTERS, LONGEST_TITLE, MOST_WORDS, READER_AGE
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.left_behind.kinds import LeftBehindKind

SHELF_LIFE_DAYS: Final = 2 * 366
MOST_STEPS: Final = 6


def lint_left_behind(resources: Path, on: date | None = None) -> list[LintFinding]:
    """Return what is wrong with the words on left-behind things, errors first.

    `on` is the day against which checked-on days are compared; None leaves that out.
    """
    try:
        kinds = load_left_behind(resources)
    except ContentError as error:
        return [_found("error", "", "loads", error.sentence, "Mend the file and run this again.")]
    found = [finding for kind in kinds for finding in _check(kind, on)]
    return sorted(found, key=lambda finding: (finding.level, finding.file, finding.rule))


def _check(kind: LeftBehindKind, on: date | None) -> Iterator[LintFinding]:
    yield from _ways(kind)
    yield from _reads_well(kind)
    if on is not None and (on - kind.checked_on).days > SHELF_LIFE_DAYS:
        yield _found("warning", kind.id, "fresh", f"It was checked on {kind.checked_on}.", "Compare it once more.")


def _ways(kind: LeftBehindKind) -> Iterator[LintFinding]:
    told = [way.system for way in kind.put_right]
    if sorted(told) != sorted(set(kind.systems)):
        yield _found(
            "error",
            kind.id,
            "steps",
            "The steps are not for the systems of this kind.",
            "One put_right for each system.",
        )
    for way in kind.put_right:
        if not 1 <= len(way.steps) <= MOST_STEPS:
            yield _found(
                "error", kind.id, "steps", f"There are {len(way.steps)} steps for {way.system}.", "One to six steps."
            )
        if bool(way.sources) == way.general_knowledge:
            reason = f"Nobody can tell what the steps for {way.system} rest on."
            yield _found("error", kind.id, "sources", reason, "Give a source, or say general_knowledge = true.")
    if not kind.sources:
        yield _found("error", kind.id, "sources", "It has no source.", "Say where it is explained.")


def _reads_well(kind: LeftBehindKind) -> Iterator[LintFinding]:
    steps = [step for way in kind.put_right for step in way.steps]
    texts = (kind.title, kind.says, kind.why, *steps)
    if len(kind.title) > LONGEST_TITLE:
        yield _found("error", kind.id, "title", f"The title has {len(kind.title)} letters.", "Make it shorter.")
    for text in texts:
        odd = sorted(set(text) - LETTERS)
        if odd:
            yield _found("error", kind.id, "letters", f"No font has {odd}: {text}", "Write it with ordinary letters.")
        for sentence in reading_age.sentences(text):
            count = len(reading_age.words(sentence))
            if count > MOST_WORDS:
                reason = f"A sentence has {count} words: {sentence}"
                yield _found("error", kind.id, "sentence", reason, f"At most {MOST_WORDS} words.")
        for word in reading_age.words(text):
            if word in BANNED_NAMES or word.lower() in BANNED:
                yield _found("error", kind.id, "banned", f"The word {word} is banned.", "Say it in plain words.")
    age = reading_age.measure(texts).age
    if age > READER_AGE:
        yield _found("error", kind.id, "reading-age", f"It can be read from age {age} on.", "Shorter words, please.")


def _found(level: Level, kind: str, rule: str, reason: str, suggestion: str) -> LintFinding:
    file = f"{FOLDER}/{kind}.toml" if kind else FOLDER
    return LintFinding(level=level, file=file, rule=rule, reason=reason, suggestion=suggestion)
