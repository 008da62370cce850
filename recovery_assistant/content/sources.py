"""Every fact that the program shows, with its source, the day it was checked, and where it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, structs

from recovery_assistant.content.forms import load_forms
from recovery_assistant.content.lint import countries
from recovery_assistant.content.lint_parts import LANGUAGE
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.content.prose import prose
from recovery_assistant.domain.country import CONTACT_SHELF_LIFE, CountryPack
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.words import MARK, Words


class Fact(Struct, frozen=True, kw_only=True):
    """One fact.

    Attributes:
        id: "GB/contact/police-101", "GB/rule/section-75", "GB/prefix/0871", or "en/PAGE/ANSWER" for one told in prose.
        value: what is shown.
        evidence: "official", "secondary", or "" where nobody has graded it.
        used_in: page codes and texts that rest on it, such as "3A" or "routes.crypto".
        is_stale: its shelf life has passed on the day that was asked for.
    """

    id: str
    value: str
    source: str
    checked_on: date
    evidence: str = ""
    used_in: tuple[str, ...] = ()
    is_stale: bool = False


def facts(resources: Path, on: date) -> list[Fact]:
    """Return every fact of plan, words and countries as it stands on a day, in the order of their ids.

    A fact that several countries show, such as the web page of a maker, is there once, with the places of all.
    """
    found: dict[str, Fact] = {}
    for code in countries(resources):
        for fact in facts_of(resources, load_guidance(resources, LANGUAGE, code), on):
            known = found.get(fact.id)
            used_in = tuple(dict.fromkeys((*(known.used_in if known else ()), *fact.used_in)))
            found[fact.id] = structs.replace(fact, used_in=used_in)
    return sorted(found.values(), key=lambda fact: fact.id)


def facts_of(resources: Path, guidance: Guidance, on: date) -> list[Fact]:
    """Return every fact that one country shows, in the order of their ids."""
    told = (*_of_country(guidance.country, _places(guidance), on), *_told(guidance.plan, guidance.words))
    return sorted((*told, *_of_forms(resources, guidance, on)), key=lambda fact: fact.id)


def _of_country(pack: CountryPack, places: Mapping[str, tuple[str, ...]], on: date) -> Iterator[Fact]:
    for contact in pack.contacts:
        parts = (contact.phone, contact.url, contact.email, contact.hours, contact.cost)
        yield Fact(
            id=f"{pack.code}/contact/{contact.id}",
            value=" · ".join((contact.name, *filter(None, parts))),
            source=contact.source,
            checked_on=contact.checked_on,
            evidence=contact.evidence,
            used_in=(*(["help column"] if contact.id in pack.help_column else []), *places.get(contact.id, ())),
            is_stale=contact.is_stale(on),
        )
    for rule in pack.rules:
        yield Fact(
            id=f"{pack.code}/rule/{rule.id}",
            value=rule.says,
            source=rule.source,
            checked_on=rule.checked_on,
            evidence=rule.evidence,
            used_in=places.get(f"rule:{rule.id}", ()),
            is_stale=rule.is_stale(on),
        )
    for prefix in pack.premium_prefixes:
        yield Fact(
            id=f"{pack.code}/prefix/{prefix.prefix}",
            value=prefix.says,
            source=prefix.source,
            checked_on=prefix.checked_on,
            used_in=places.get("prefixes", ()),
        )


def _of_forms(resources: Path, guidance: Guidance, on: date) -> Iterator[Fact]:
    """Yield what was read about the forms of a country: the order of the questions, and limits known before."""
    code, plan = guidance.country.code, guidance.plan
    pages = {step.form: plan.code(step.id) for stage in plan.stages for step in stage.steps if step.form}
    for known in load_forms(resources, LANGUAGE, code):
        form, words = known.form, known.words
        used_in = (pages[form.id],) if form.id in pages else ()
        yield Fact(
            id=f"{code}/form/{form.id}",
            value=f"{len(form.questions)} questions in their order: {words.name}",
            source=form.source,
            checked_on=form.checked_on,
            evidence=form.evidence,
            used_in=used_in,
            is_stale=on > form.checked_on + CONTACT_SHELF_LIFE,
        )
        if words.before_checked_on is not None:
            yield Fact(
                id=f"{code}/form/{form.id}/before",
                value=" ".join(words.before),
                source=words.before_source,
                checked_on=words.before_checked_on,
                used_in=used_in,
                is_stale=on > words.before_checked_on + CONTACT_SHELF_LIFE,
            )


def _told(plan: Plan, words: Words) -> Iterator[Fact]:
    for stage in words.stages.values():
        for step_id, step in stage.steps.items():
            for field in step.fields.values():
                for option_id, option in field.options.items():
                    if option.checked_on is not None:
                        yield Fact(
                            id=f"{words.language}/{step_id}/{option_id}",
                            value=option.then,
                            source=option.source,
                            checked_on=option.checked_on,
                            used_in=(plan.code(step_id),),
                        )


def _places(guidance: Guidance) -> Mapping[str, tuple[str, ...]]:
    """Return where each contact (by id), each rule (by "rule:" and id) and the "prefixes" are used."""
    plan, words, rules = guidance.plan, guidance.words, guidance.country.payments
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for stage in plan.stages:
        for step in stage.steps:
            for name in (*step.contacts, *(name for field in step.fields for name in field.contacts)):
                places[name][plan.code(step.id)] = None
            if any(field.kind == "phone" for field in step.fields):
                places["prefixes"][plan.code(step.id)] = None
    for text in prose(words):
        page = text.page.removeprefix("steps.")
        shown = plan.code(page) if text.page.startswith("steps.") else text.page
        for what, name in MARK.findall(text.text):
            places[f"rule:{name}" if what == "rule" else name][shown] = None
    for row in rules.routes:
        for name in (*row.rules, *(counted.rule for counted in row.dates)):
            places[f"rule:{name}"][f"routes.{row.id}"] = None
        for name in row.contacts:
            places[name][f"routes.{row.id}"] = None
    for name in rules.complaint.rules:
        places[f"rule:{name}"]["complaint"] = None
    for reminder in guidance.country.reminders:
        places[f"rule:{reminder.rule}"]["reminders"] = None
    return {name: tuple(found) for name, found in places.items()}


def markdown_tables(found: Iterable[Fact]) -> str:
    """Return all facts as Markdown for a reviewer: one table for each country or language, in the order given."""
    parts: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        parts[fact.id.partition("/")[0]].append(fact)
    blocks = ["# Every fact, with its source\n\nMade by `recovery-assistant content sources --markdown`.\n"]
    for name, ones in parts.items():
        rows = [
            f"| {_cell(one.id)} | {_cell(one.value)} | {one.checked_on} | {one.evidence} "
            f"| {_cell(', '.join(one.used_in))} | {_cell(one.source)} |"
            for one in ones
        ]
        head = "| fact | says | checked on | evidence | used in | source |\n|---|---|---|---|---|---|"
        blocks.append(f"## {name}\n\n{len(ones)} facts.\n\n{head}\n" + "\n".join(rows) + "\n")
    return "\n".join(blocks)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
