"""Facts of a country: each with a source, in reach of everybody who lives there, and not too old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from recovery_assistant.content.lint_parts import Library, LintFinding, a_warning, an_error, words_file
from recovery_assistant.domain.country import CountryPack, Role, Rule
from recovery_assistant.domain.words import MARK, Words

DERIVED: tuple[str, ...] = ("ask_after_", "last_day_after_")
"""Beginnings of the names of figures that are reckoned from others of the rule, and stand in no sentence."""

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

NEEDED_ROLES: tuple[Role, ...] = ("emergency", "bank", "police", "fraud-report", "advice", "support", "ombudsman")
"""Whoever lives somewhere needs at least one contact of each."""


def facts(library: Library) -> Iterator[LintFinding]:
    """Yield facts without a source, addresses that cannot be used, and regions that lack somebody to ring."""
    pack = library.pack
    folder = f"countries/{pack.code.lower()}"
    for contact in pack.contacts:
        place = f"{folder}/contacts.toml:{contact.id}"
        yield from _sourced(contact.source, place)
        if contact.url and not contact.url.startswith("https://"):
            yield an_error(place, "address", "The web address is not a safe one.", "Write https:// in front.")
        if contact.dial and _digits(contact.dial) != _digits(contact.phone):
            yield an_error(place, "address", "The code dials another number than the one shown.", "Make them equal.")
        if contact.role == "emergency" and contact.expires:
            yield an_error(place, "shelf-life", "An emergency number does not expire.", "Write expires = false.")
        if contact.role == "emergency" and contact.dial:
            yield an_error(place, "address", "An emergency number must not be dialled from a code.", "Remove dial.")
        if not (contact.phone or contact.url or contact.email or contact.note):
            yield an_error(place, "address", "Nobody can be reached by this.", "Add a number, an address or a note.")
    for rule in pack.rules:
        place = f"{folder}/rules.toml:{rule.id}"
        yield from _sourced(rule.source, place)
        yield from _figures(rule, place)
        if rule.in_force_from is not None and rule.in_force_from > rule.checked_on:
            reason = f"It is not in force before {rule.in_force_from.isoformat()}, so that it gives nobody a right."
            yield an_error(place, "not-in-force", reason, "Take it out until that day has come.")
    for prefix in pack.premium_prefixes:
        yield from _sourced(prefix.source, f"{folder}/premium.toml:{prefix.prefix}")
    yield from _help_column(pack, f"{folder}/pack.toml")
    yield from _regions(pack, folder)
    yield from _told_facts(library.words)


def has_contact(pack: CountryPack, name: str) -> bool:
    """Return whether a country has a contact of that id, or one of that role."""
    return any(name in (contact.id, contact.role) for contact in pack.contacts)


def _help_column(pack: CountryPack, place: str) -> Iterator[LintFinding]:
    for name in pack.help_column:
        if not has_contact(pack, name):
            yield an_error(place, "unknown-contact", f"There is no contact “{name}”.", "Check the id.")
    shown = {contact.role for contact in pack.contacts if contact.id in pack.help_column}
    for role in sorted({"emergency", "bank"} - shown):
        yield an_error(place, "help-column", f"Beside the pages stands nobody of role “{role}”.", "Add it.")


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _sourced(source: str, place: str) -> Iterator[LintFinding]:
    if not source.startswith(("https://", "http://")):
        yield an_error(
            place, "no-source", "There is no page where this can be read.", "Read one and write its address."
        )


def _figures(rule: Rule, place: str) -> Iterator[LintFinding]:
    """Yield figures that dates are reckoned with and that the words of their rule do not say: one of both is a slip."""
    said = set(re.findall(r"[a-z]+|\d+", f"{rule.says} {rule.short}".lower().replace(",", "")))
    for name, figure in rule.values.items():
        if not name.startswith(DERIVED) and not said & _said_as(name, figure):
            reason = f"The words do not say the figure of “{name}”, {figure}."
            yield an_error(place, "figure-not-said", reason, "Make words and figure equal.")


def _said_as(name: str, figure: int) -> set[str]:
    """Return every way in which a figure may be said: as money, as a number or a word, months as years."""
    if name.endswith("_minor"):
        return {str(figure // 100)}
    counts = [figure, figure // 12] if name.endswith("_months") and figure % 12 == 0 else [figure]
    spelled = {_NUMBERS[count - 1] for count in counts if 0 < count <= len(_NUMBERS)}
    return {*map(str, counts), *spelled} | ({"next"} if figure == 1 else set())


def _regions(pack: CountryPack, folder: str) -> Iterator[LintFinding]:
    for region in pack.regions:
        for role in NEEDED_ROLES:
            if not any(
                contact.role == role and (not contact.regions or region in contact.regions) for contact in pack.contacts
            ):
                reason = f"Nobody in {region} has a contact for “{role}”."
                yield an_error(f"{folder}/contacts.toml", "region-without-contact", reason, "Add one.")
        if not pack.closed_days.get(region):
            reason = f"There are no bank holidays for {region}."
            yield an_error(f"{folder}/closed_days.toml", "region-without-contact", reason, "Add them.")


def _told_facts(words: Words) -> Iterator[LintFinding]:
    for stage_id, stage in words.stages.items():
        for step_id, step in stage.steps.items():
            for field_id, field in step.fields.items():
                for option_id, option in field.options.items():
                    place = f"{words_file(stage_id)}:steps.{step_id}.fields.{field_id}.options.{option_id}"
                    if (option.source == "") != (option.checked_on is None):
                        yield an_error(place, "no-source", "A source and its day belong together.", "Write both.")
                    if option.source:
                        yield from _sourced(option.source, place)


def stale(library: Library, on: date) -> Iterator[LintFinding]:
    """Yield facts past their shelf life on a day, and those checked on a day to come."""
    pack = library.pack
    folder = f"countries/{pack.code.lower()}"
    for contact in pack.contacts:
        yield from _age(contact.checked_on, on, f"{folder}/contacts.toml:{contact.id}", stale=contact.is_stale(on))
    for rule in pack.rules:
        yield from _age(rule.checked_on, on, f"{folder}/rules.toml:{rule.id}", stale=rule.is_stale(on))


def _age(checked_on: date, on: date, place: str, *, stale: bool) -> Iterator[LintFinding]:
    if checked_on > on:
        yield an_error(
            place, "day-to-come", f"It was checked on {checked_on}, which is still to come.", "Mend the day."
        )
    elif stale:
        reason = f"It was last checked on {checked_on}."
        yield a_warning(place, "stale", reason, "Read the source again, then change the fact or its day.")


def unused(library: Library) -> Iterator[LintFinding]:
    """Yield contacts that no page shows."""
    used = {name for text in library.texts for _, name in MARK.findall(text.text)}
    for stage in library.plan.stages:
        for step in stage.steps:
            used.update(step.contacts, *(field.contacts for field in step.fields))
    pack = library.pack
    used.update(pack.help_column)
    shown = {pack.contact(name).id for name in used if has_contact(pack, name)}
    for contact in pack.contacts:
        if contact.id not in shown:
            place = f"countries/{pack.code.lower()}/contacts.toml:{contact.id}"
            yield a_warning(place, "unused", "No page shows this contact.", "Show it, or remove it.")
