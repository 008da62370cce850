"""What every check of the guidance works with: one country's guidance, its texts, and how a finding is told."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from recovery_assistant.content.prose import Prose
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.words import Words

Level = Literal["error", "warning"]
LANGUAGE = "en"


class LintFinding(Struct, frozen=True, kw_only=True):
    """One thing to look at.

    Attributes:
        file: below the resources folder, with the key path behind a colon where there is one.
        rule: stable name of the check.
        reason: what is wrong.
        suggestion: what to do about it.
    """

    level: Level
    file: str
    rule: str
    reason: str
    suggestion: str


class Library(Struct, frozen=True, kw_only=True):
    """The guidance of one country, with every text of it that a person may read."""

    plan: Plan
    words: Words
    pack: CountryPack
    texts: tuple[Prose, ...]


def an_error(file: str, rule: str, reason: str, suggestion: str) -> LintFinding:
    """Return something that a reader would trip over, or that is not true to the promises."""
    return LintFinding(level="error", file=file, rule=rule, reason=reason, suggestion=suggestion)


def a_warning(file: str, rule: str, reason: str, suggestion: str) -> LintFinding:
    """Return something that somebody should look at."""
    return LintFinding(level="warning", file=file, rule=rule, reason=reason, suggestion=suggestion)


def words_file(stage_id: str) -> str:
    """Return the file of a stage's words, below the resources folder."""
    return f"words/{LANGUAGE}/{stage_id}.toml"
