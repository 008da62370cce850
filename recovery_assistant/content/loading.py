"""Put the resource files together: the plan, the words of a language, the pack of a country.

Each loader reads a whole folder, in the order of its file names, and refuses what could not work at all (two stages
with one id, a missing file). What is legal but wrong for readers is found by `lint.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from recovery_assistant.content.reading import NOT_WHOLE, read, shown_name
from recovery_assistant.domain.country import Contact, CountryPack, PremiumPrefix, Rule
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.plan import Plan, Region, Stage
from recovery_assistant.domain.removal.phrases import RemovalPhrases
from recovery_assistant.domain.telling_phrases import TellingPhrases
from recovery_assistant.domain.words import RouteWords, StageWords, StepWords, Words

NOT_STAGES = frozenset({"asides", "groups", "record", "refund", "removing", "telling"})
"""Files beside the stages in a language's folder: pages outside the plan, headings of the task list, fixed phrases of
the printed record (read by whoever builds the record), the ways to ask for money back, how logs are told, and how
removals are told."""


class _Pack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """pack.toml of a country."""

    name: str
    currency: str
    paper: Literal["a4", "letter"]
    calling_code: str
    trunk: str
    regions: tuple[Region, ...]
    help_column: tuple[str, ...]


class _Contacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """contacts.toml of a country."""

    contacts: tuple[Contact, ...]


class _Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """rules.toml of a country."""

    rules: tuple[Rule, ...]


class _Premium(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """premium.toml of a country."""

    prefixes: tuple[PremiumPrefix, ...]


class _ClosedDays(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """closed_days.toml of a country: days without bank business, beside Saturdays and Sundays."""

    source: str
    checked_on: date
    days: dict[Region, frozenset[date]]


class _Asides(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """asides.toml of a language."""

    asides: dict[str, StepWords]


class _Refund(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """refund.toml of a language."""

    routes: dict[str, RouteWords]
    deadlines: dict[str, str]
    remarks: dict[str, str]


class _Groups(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """groups.toml of a language: the headings of the task list."""

    groups: dict[str, str]


def load_plan(resources: Path) -> Plan:
    """Return the plan graph from `plan/*.toml`, one file a stage. Raises ContentError."""
    folder = resources / "plan"
    stages = sorted((read(path, Stage) for path in _files(folder)), key=lambda stage: stage.number)
    _refuse_doubles("stage id", (stage.id for stage in stages), folder)
    _refuse_doubles("stage number", (str(stage.number) for stage in stages), folder)
    _refuse_doubles("step id", (step.id for stage in stages for step in stage.steps), folder)
    return Plan(stages=tuple(stages))


def load_words(resources: Path, language: str = "en") -> Words:
    """Return all prose of a language from `words/<language>/*.toml`, one file a stage. Raises ContentError."""
    folder = resources / "words" / language
    stages = {path.stem: read(path, StageWords) for path in _files(folder) if path.stem not in NOT_STAGES}
    _refuse_doubles("step id", (step for stage in stages.values() for step in stage.steps), folder)
    refund = read(folder / "refund.toml", _Refund)
    return Words(
        language=language,
        telling=read(folder / "telling.toml", TellingPhrases),
        removing=read(folder / "removing.toml", RemovalPhrases),
        stages=stages,
        groups=read(folder / "groups.toml", _Groups).groups,
        asides=read(folder / "asides.toml", _Asides).asides,
        routes=refund.routes,
        deadlines=refund.deadlines,
        remarks=refund.remarks,
    )


def load_country(resources: Path, code: str) -> CountryPack:
    """Return the pack of a country from `countries/<code>/`; "GB" and "gb" are the same. Raises ContentError."""
    folder = resources / "countries" / code.lower()
    pack = read(folder / "pack.toml", _Pack)
    contacts = read(folder / "contacts.toml", _Contacts).contacts
    rules = read(folder / "rules.toml", _Rules).rules
    _refuse_doubles("contact id", (contact.id for contact in contacts), folder)
    _refuse_doubles("rule id", (rule.id for rule in rules), folder)
    return CountryPack(
        code=code.upper(),
        name=pack.name,
        currency=pack.currency,
        paper=pack.paper,
        regions=pack.regions,
        help_column=pack.help_column,
        contacts=contacts,
        rules=rules,
        premium_prefixes=read(folder / "premium.toml", _Premium).prefixes,
        calling_code=pack.calling_code,
        trunk=pack.trunk,
        closed_days=read(folder / "closed_days.toml", _ClosedDays).days,
    )


def _files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ContentError(NOT_WHOLE, f"There is no content in {shown_name(folder)}.")
    return paths


def _refuse_doubles(what: str, names: Iterable[str], folder: Path) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ContentError(NOT_WHOLE, f"In {shown_name(folder)}, the {what} {name} stands twice.")
        seen.add(name)
