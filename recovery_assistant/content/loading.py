"""Put the resource files together: the plan, the words of a language, the pack of a country.

Each loader reads a whole folder, in the order of its file names, and refuses what could not work at all (two stages
with one id, a missing file). What is legal but wrong for readers is found by `lint.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from msgspec import Struct, structs

from recovery_assistant.content.payments import load_payments, load_reminders
from recovery_assistant.content.reading import NOT_WHOLE, UNKNOWN_COUNTRY, MisfitError, fit, read, read_raw, shown_name
from recovery_assistant.content.spelling import load_spelling, spelled
from recovery_assistant.domain.country import Contact, CountryPack, NumericDays, PremiumPrefix, Rule
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.plan import Plan, Stage, Step
from recovery_assistant.domain.record import visible
from recovery_assistant.domain.record_phrases import Phrases
from recovery_assistant.domain.region import Region
from recovery_assistant.domain.removal.phrases import RemovalPhrases
from recovery_assistant.domain.telling_phrases import TellingPhrases
from recovery_assistant.domain.words import RouteWords, StageWords, StepWords, Words

NOT_STAGES = frozenset({"adviser", "asides", "groups", "handouts", "record", "refund", "removing", "telling"})
"""Files beside the stages in a language's folder: reasons to keep a PC or to reset it, pages outside the plan, headings
of the task list, phrases of the handouts and of the printed record, the ways to ask for money back, how logs are told,
and how removals are told."""
NOT_STAGES_OF_A_COUNTRY = NOT_STAGES | {"facts", "forms"}
"""The same in a country's folder of a language, beside the words of its report forms and its facts in that language."""
EVERYWHERE = "zz"
"""The folder of contacts that every country has."""


Value = TypeVar("Value")
FactKind = TypeVar("FactKind", Contact, Rule)


class _Pack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """pack.toml of a country."""

    name: str
    currency: str
    paper: Literal["a4", "letter"]
    calling_code: str
    trunk: str
    regions: tuple[Region, ...]
    help_column: tuple[str, ...]
    spelling: Literal["uk", "us"] = "uk"
    numeric_days: NumericDays = "day-first"


class _PlanOfCountry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """plan.toml of a country: stages that it brings whole, and steps that stand for the common ones of their ids."""

    stages: tuple[Stage, ...] = ()
    steps: tuple[Step, ...] = ()


class _Contacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """contacts.toml of a country."""

    contacts: tuple[Contact, ...]


class _Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """rules.toml of a country."""

    rules: tuple[Rule, ...]


class _ContactWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The texts of one contact in another language."""

    name: str = ""
    covers: str = ""
    not_covers: str = ""
    hours: str = ""
    cost: str = ""
    note: str = ""
    otherwise: str = ""


class _RuleWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The texts of one rule in another language."""

    name: str = ""
    says: str = ""
    short: str = ""


class _FactWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """facts.toml of a country in a language: the texts of its contacts and rules by their ids."""

    name: str = ""
    contacts: dict[str, _ContactWords] = {}
    rules: dict[str, _RuleWords] = {}


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


class _Adviser(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """adviser.toml of a language."""

    adviser: dict[str, str]


class _Groups(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """groups.toml of a language: the headings of the task list."""

    groups: dict[str, str]


def country_folder(resources: Path, code: str) -> Path:
    """Return where the facts of a country lie; its code comes out of a case file, so it may be anything.

    Raises ContentError T-05 for a country that this version does not have.
    """
    folder = resources / "countries" / code.lower()
    if not re.fullmatch("[A-Za-z]{2}", code) or not (folder / "pack.toml").is_file():
        told = f"This version has no guidance for the country {visible(code[:8])}. Nothing is lost."
        raise ContentError(UNKNOWN_COUNTRY, f"{told} A newer version may have it.")
    return folder


def load_guidance(resources: Path, language: str, code: str) -> Guidance:
    """Return everything for one country in one language. Raises ContentError."""
    country_folder(resources, code)
    return Guidance(
        plan=load_plan(resources, code),
        words=load_words(resources, language, code),
        country=load_country(resources, code, language),
    )


def load_plan(resources: Path, code: str) -> Plan:
    """Return the plan of a country: `plan/*.toml`, one file a stage, with `countries/<code>/plan.toml` put in.

    Raises ContentError.
    """
    folder, own_file = resources / "plan", resources / "countries" / code.lower() / "plan.toml"
    own = read(own_file, _PlanOfCountry) if own_file.exists() else _PlanOfCountry()
    common = [read(path, Stage) for path in _files(folder)]
    replaced = {step.id: step for step in own.steps}
    known = {step.id for stage in common for step in stage.steps}
    for name in replaced.keys() - known:
        raise ContentError(NOT_WHOLE, f"In {shown_name(own_file)}, the step {name} replaces none of the common plan.")
    mixed = [_with_steps(stage, replaced) for stage in common]
    stages = sorted((*mixed, *own.stages), key=lambda stage: stage.number)
    _refuse_doubles("stage id", (stage.id for stage in stages), folder)
    _refuse_doubles("stage number", (str(stage.number) for stage in stages), folder)
    _refuse_doubles("step id", (step.id for stage in stages for step in stage.steps), folder)
    return Plan(stages=tuple(stages))


def _with_steps(stage: Stage, replaced: Mapping[str, Step]) -> Stage:
    return structs.replace(stage, steps=tuple(replaced.get(step.id, step) for step in stage.steps))


def load_words(resources: Path, language: str, code: str) -> Words:
    """Return all prose of a language for one country: `words/<language>/*.toml` with the country's own put in.

    Raises ContentError.
    """
    prose = _Prose(resources, language, code)
    refund = prose.whole("refund", _Refund)
    stages = {name: prose.whole(name, StageWords) for name in prose.stages()}
    _refuse_doubles("step id", (step for stage in stages.values() for step in stage.steps), prose.folder)
    return Words(
        language=language,
        telling=prose.whole("telling", TellingPhrases),
        removing=prose.whole("removing", RemovalPhrases),
        stages=stages,
        groups=prose.whole("groups", _Groups).groups,
        asides=prose.whole("asides", _Asides).asides,
        adviser=prose.whole("adviser", _Adviser).adviser,
        routes=refund.routes,
        deadlines=refund.deadlines,
        remarks=refund.remarks,
        spelling=prose.spelling,
    )


def load_phrases(resources: Path, language: str, code: str) -> Phrases:
    """Return the fixed phrases of the record for one country. Raises ContentError."""
    return _Prose(resources, language, code).whole("record", Phrases)


class _Prose:
    """The files of a language, with those of a country laid over them, in the spelling of that country."""

    def __init__(self, resources: Path, language: str, code: str) -> None:
        self._code = code.lower()
        self.folder = resources / "words" / language
        self._own = self.folder / self._code
        self.spelling = spelling_of(resources, code)

    def stages(self) -> list[str]:
        """Return the ids of all stages that have words."""
        common = [path.stem for path in _files(self.folder) if path.stem not in NOT_STAGES]
        own = [path.stem for path in sorted(self._own.glob("*.toml")) if path.stem not in NOT_STAGES_OF_A_COUNTRY]
        return list(dict.fromkeys((*common, *own)))

    def whole(self, name: str, kind: type[Value]) -> Value:
        """Return a file as an object of type `kind`. Raises ContentError naming the file that is wrong."""
        common, own = self.folder / f"{name}.toml", self._own / f"{name}.toml"
        if not own.exists():
            return fit(spelled(read_raw(common), self.spelling), kind, shown_name(common))
        below = read_raw(common) if common.exists() else {}
        laid = spelled(laid_over(below, read_raw(own)), self.spelling)
        try:
            return fit(laid, kind, "/".join(own.parts[-4:]))
        except MisfitError:
            if below:
                fit(below, kind, shown_name(common))  # the mistake may stand there already
            raise


def laid_over(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return tables with the keys of `own` put in: tables are laid over each other, texts and lists are replaced."""
    mixed = dict(common)
    for key, value in own.items():
        below = mixed.get(key)
        mixed[key] = laid_over(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return mixed


def spelling_of(resources: Path, code: str) -> Mapping[str, str]:
    """Return which words a country writes otherwise than the files do. Raises ContentError."""
    pack = read(resources / "countries" / code.lower() / "pack.toml", _Pack)
    return load_spelling(resources, pack.spelling)


def load_country(resources: Path, code: str, language: str = "en") -> CountryPack:
    """Return the pack of a country from `countries/<code>/`; "GB" and "gb" are the same. Raises ContentError.

    The files there are English; `words/<language>/<code>/facts.toml` says the same in another language.
    """
    folder = resources / "countries" / code.lower()
    pack = read(folder / "pack.toml", _Pack)
    everywhere = resources / "countries" / EVERYWHERE / "contacts.toml"
    contacts = read(folder / "contacts.toml", _Contacts).contacts
    contacts += read(everywhere, _Contacts).contacts if everywhere.exists() else ()
    rules = read(folder / "rules.toml", _Rules).rules
    _refuse_doubles("contact id", (contact.id for contact in contacts), folder)
    _refuse_doubles("rule id", (rule.id for rule in rules), folder)
    translated = resources / "words" / language / code.lower() / "facts.toml"
    told = read(translated, _FactWords) if translated.exists() else _FactWords()
    contacts = tuple(_in_words(contact, told.contacts.get(contact.id)) for contact in contacts)
    rules = tuple(_in_words(rule, told.rules.get(rule.id)) for rule in rules)
    return CountryPack(
        code=code.upper(),
        name=told.name or pack.name,
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
        payments=load_payments(folder),
        reminders=load_reminders(folder),
        spelling=pack.spelling,
        numeric_days=pack.numeric_days,
    )


def _in_words(fact: FactKind, words: Struct | None) -> FactKind:
    """Return a contact or a rule with the texts that a language has for it; what it lacks stays as it is."""
    texts = {name: getattr(words, name) for name in words.__struct_fields__} if words is not None else {}
    return structs.replace(fact, **{name: text for name, text in texts.items() if text})


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
