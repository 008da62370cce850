"""What a schema cannot say: references that lead nowhere, sentences that are too hard, facts without a source.

An error is something that a reader would trip over, or that is not true to the promises. A warning is something that
somebody should look at. Nothing here needs the internet or a clock: the day is given.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from recovery_assistant.content import reading_age
from recovery_assistant.content.loading import load_country, load_plan, load_words
from recovery_assistant.content.prose import FILLED, Prose, pack_prose, prose
from recovery_assistant.content.reading import NOT_WHOLE
from recovery_assistant.domain.country import CountryPack, Role
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.payment import Rail, WhoSent
from recovery_assistant.domain.plan import (
    REGION_FIELD,
    REGION_STEP,
    AllOf,
    Answered,
    AnyOf,
    Condition,
    Field,
    Not,
    Plan,
    StageDone,
    Step,
)
from recovery_assistant.domain.refund import DeadlineId, Remark, RouteId
from recovery_assistant.domain.reminders import HabitId
from recovery_assistant.domain.words import MARK, FieldWords, StepWords, Words

Level = Literal["error", "warning"]
LANGUAGE = "en"
MOST_WORDS = 20
READER_AGE = 9
HARD_TEXT_AGE = 12
"""From this age on, a single text is worth a second look even if its page as a whole is easy."""
ENOUGH_WORDS = 12
"""Fewer words do not make a measure."""
LONGEST_TITLE = 60
YES_NO = ("yes", "no", "unknown")
PAYMENT_QUESTIONS = (
    Field(id="amount", kind="text"),
    Field(id="rail", kind="one-of", options=get_args(Rail)),
    Field(id="sent_on", kind="date"),
    Field(id="sent_time", kind="time"),
    Field(id="noticed_on", kind="date"),
    Field(id="bank_told_on", kind="date"),
    Field(id="account_ending", kind="reference"),
    Field(id="to_whom", kind="text"),
    Field(id="reference", kind="reference"),
    Field(id="bank_said", kind="text"),
    Field(id="to_own_account", kind="one-of", options=YES_NO),
    Field(id="sent_abroad", kind="one-of", options=YES_NO),
    Field(id="who_sent", kind="one-of", options=get_args(WhoSent)),
)
"""What a page of payments asks about each one, by the parts of `domain.payment.Payment`."""
RECAP_WORDS = frozenset({"payments", "calls", "findings", "sessions"})

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
NEEDED_ROLES: tuple[Role, ...] = ("emergency", "bank", "police", "fraud-report", "advice", "support", "ombudsman")
"""Whoever lives somewhere needs at least one contact of each."""
LETTERS = frozenset(" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?|-–/()%&@+£’‘“”éèïô…_{}")
"""Characters that the fonts of window and paper are known to have. Ticks, arrows and boxes are drawn, never typed."""
_SECRET = re.compile(r"\b(passwords?|pass ?codes?|PINs?|CVV|security codes?|log-?in|card numbers?|sort codes?)\b", re.I)
_PHONE_LIKE = re.compile(r"(?<![\w£/-])\+?\d(?:[\d\s()-]*\d){4,}(?![\w/-])")
_FILLED = re.compile(r"\{[a-z]+\}")
_PAGE = re.compile(r"\bpage (\d+[A-Z]?)\b", re.IGNORECASE)
_TYPED = ("text", "long-text", "phone", "reference")


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


class _Library(Struct, frozen=True, kw_only=True):
    plan: Plan
    words: Words
    packs: tuple[CountryPack, ...]
    texts: tuple[Prose, ...]


def lint(resources: Path, on: date | None = None) -> list[LintFinding]:
    """Return what is wrong with plan, words and countries, errors first.

    Arguments:
        on: the day on which facts must be fresh; None leaves their age alone.
    """
    try:
        library = _load(resources)
    except ContentError as error:
        return [_error("", "loads", error.sentence, "Mend the file and run this again.")]
    found = [finding for check in _CHECKS for finding in check(library)]
    if on is not None:
        found.extend(_stale(library, on))
    return sorted(found, key=lambda finding: (finding.level, finding.file, finding.rule))


def _load(resources: Path) -> _Library:
    folders = sorted(path for path in (resources / "countries").glob("*") if path.is_dir())
    if not folders:
        raise ContentError(NOT_WHOLE, "There is no content in resources/countries.")
    packs = tuple(load_country(resources, folder.name) for folder in folders)
    words = load_words(resources, LANGUAGE)
    return _Library(plan=load_plan(resources), words=words, packs=packs, texts=tuple(prose(words)))


def _error(file: str, rule: str, reason: str, suggestion: str) -> LintFinding:
    return LintFinding(level="error", file=file, rule=rule, reason=reason, suggestion=suggestion)


def _warning(file: str, rule: str, reason: str, suggestion: str) -> LintFinding:
    return LintFinding(level="warning", file=file, rule=rule, reason=reason, suggestion=suggestion)


def _words_file(stage_id: str) -> str:
    return f"words/{LANGUAGE}/{stage_id}.toml"


# --- plan and words fit together --------------------------------------------------------------------------------------


def _pages_and_words(library: _Library) -> Iterator[LintFinding]:
    planned = {stage.id: stage for stage in library.plan.stages}
    for stage_id in sorted(planned.keys() ^ library.words.stages.keys()):
        yield _missing("stage", stage_id, _words_file(stage_id), has_words=stage_id in library.words.stages)
    for stage_id in planned.keys() & library.words.stages.keys():
        steps = {step.id: step for step in planned[stage_id].steps}
        written = library.words.stages[stage_id].steps
        for step_id in sorted(steps.keys() ^ written.keys()):
            yield _missing("step", step_id, _words_file(stage_id), has_words=step_id in written)
        for step_id in steps.keys() & written.keys():
            yield from _step_and_words(steps[step_id], written[step_id], f"{_words_file(stage_id)}:steps.{step_id}")


def asked_fields(step: Step) -> tuple[Field, ...]:
    """Return the questions of a page. The parts of a payment are the questions of a page of payments."""
    return (*step.fields, *PAYMENT_QUESTIONS) if step.kind == "payments" else step.fields


def _step_and_words(step: Step, words: StepWords, place: str) -> Iterator[LintFinding]:
    fields = {field.id: field for field in asked_fields(step)}
    for field_id in sorted(fields.keys() ^ words.fields.keys()):
        yield _missing("field", field_id, place, has_words=field_id in words.fields)
    for field_id in fields.keys() & words.fields.keys():
        yield from _field_and_words(fields[field_id], words.fields[field_id], f"{place}.fields.{field_id}")
    for name in ("lead", "why", "next"):
        if not getattr(words, name):
            yield _error(place, "page-is-whole", f"The page has no “{name}”.", f"Write {name}.")
    if (step.opens_when is None) != (words.cannot_start == ""):
        reason = "The page waits, or says why it waits, but not both."
        yield _error(
            place, "page-is-whole", reason, "Write cannot_start where the plan has opens_when, and only there."
        )
    if step.picture and not words.picture_text:
        yield _error(place, "page-is-whole", "The picture has no sentence.", "Write picture_text.")


def _field_and_words(field: Field, words: FieldWords, place: str) -> Iterator[LintFinding]:
    for option in sorted(set(field.options) ^ words.options.keys()):
        yield _missing("option", option, place, has_words=option in words.options)
    if field.kind in _TYPED and _SECRET.search(words.label):
        reason = f"“{words.label}” can be read as a question for a secret."
        yield _error(place, "no-secrets", reason, "Ask with a tick (“I changed …”), never for the secret itself.")


def _missing(what: str, name: str, place: str, *, has_words: bool) -> LintFinding:
    if has_words:
        reason, suggestion = f"There are words for the {what} “{name}”, but the plan has none.", "Remove them."
    else:
        reason, suggestion = f"The {what} “{name}” of the plan has no words.", "Write them."
    return _error(place, "plan-and-words", reason, suggestion)


# --- references -------------------------------------------------------------------------------------------------------


def _references(library: _Library) -> Iterator[LintFinding]:
    plan = library.plan
    for stage in plan.stages:
        place = f"plan/{stage.number:02}-{stage.id}.toml"
        conditions = [stage.opens_when]
        for step in stage.steps:
            conditions += [step.shown_when, step.opens_when, *(field.shown_when for field in step.fields)]
            yield from _recap(step, plan, place)
            for name in (*step.contacts, *(name for field in step.fields for name in field.contacts)):
                if not any(_has_contact(pack, name) for pack in library.packs):
                    yield _error(place, "unknown-contact", f"No country has a contact “{name}”.", "Check the id.")
        for condition in conditions:
            yield from _condition(condition, plan, place)
    if not _question(plan, REGION_STEP, REGION_FIELD):
        yield _error(
            "plan", "unknown-field", "No page asks where the person lives.", f"Add {REGION_STEP}.{REGION_FIELD}."
        )


def _condition(condition: Condition | None, plan: Plan, place: str) -> Iterator[LintFinding]:
    match condition:
        case Answered():
            field = _question(plan, condition.step, condition.field)
            allowed = set(field.options) | ({"true", "false"} if field.kind == "tick" else set()) if field else set()
            if field is None:
                asked = f"{condition.step}.{condition.field}"
                yield _error(place, "unknown-field", f"No page asks {asked}.", "Check both ids.")
            elif unknown := [option for option in condition.one_of if option not in allowed]:
                yield _error(
                    place, "unknown-option", f"{field.id} has no answer {', '.join(unknown)}.", "Check the id."
                )
        case StageDone():
            if condition.stage not in {stage.id for stage in plan.stages}:
                yield _error(place, "unknown-stage", f"There is no stage “{condition.stage}”.", "Check the id.")
        case AllOf() | AnyOf():
            for part in condition.conditions:
                yield from _condition(part, plan, place)
        case Not():
            yield from _condition(condition.condition, plan, place)
        case _:
            return


def _recap(step: Step, plan: Plan, place: str) -> Iterator[LintFinding]:
    for name in step.recap:
        asked_step, _, asked_field = name.partition(".")
        if name not in RECAP_WORDS and not _question(plan, asked_step, asked_field):
            yield _error(place, "unknown-field", f"{step.id} repeats {name}, but no page asks it.", "Check both ids.")


def _question(plan: Plan, step_id: str, field_id: str) -> Field | None:
    fields = (field for stage in plan.stages for step in stage.steps if step.id == step_id for field in step.fields)
    return next((field for field in fields if field.id == field_id), None)


def _marks(library: _Library) -> Iterator[LintFinding]:
    for text in library.texts:
        place = f"{text.file}:{text.key}"
        for what, name in MARK.findall(text.text):
            if what == "rule":
                if not any(rule.id == name and rule.short for pack in library.packs for rule in pack.rules):
                    yield _error(
                        place, "unknown-rule", f"No country has a rule “{name}” with a short text.", "Check it."
                    )
            elif not any(_has_contact(pack, name) for pack in library.packs):
                yield _error(place, "unknown-contact", f"No country has a contact “{name}”.", "Check the id.")
        told = _FILLED.sub("", text.text) if text.file.rpartition("/")[2] in FILLED else text.text
        if re.search(r"[{}]", MARK.sub("", told)):
            yield _error(
                place, "unknown-mark", "A brace that is no mark.", "Write {contact:ID}, {web:ID} or {rule:ID}."
            )


def _page_codes(library: _Library) -> Iterator[LintFinding]:
    codes = {library.plan.code(step.id) for stage in library.plan.stages for step in stage.steps}
    for text in library.texts:
        for code in _PAGE.findall(text.text):
            if code not in codes and not (code.isdigit() and int(code) < len(library.plan.stages)):
                yield _error(f"{text.file}:{text.key}", "unknown-page", f"There is no page {code}.", "Check the code.")


def _has_contact(pack: CountryPack, name: str) -> bool:
    return any(contact.id == name for contact in pack.contacts)


def _routes(library: _Library) -> Iterator[LintFinding]:
    file = f"words/{LANGUAGE}/refund.toml"
    words = library.words
    for what, ids, written in (
        ("routes", get_args(RouteId), words.routes.keys()),
        ("deadlines", (*get_args(DeadlineId), *get_args(HabitId)), words.deadlines.keys()),
        ("remarks", get_args(Remark), words.remarks.keys()),
    ):
        for name in sorted(set(ids) ^ set(written)):
            yield _missing(what.removesuffix("s"), name, f"{file}:{what}", has_words=name in written)


# --- how it reads -----------------------------------------------------------------------------------------------------


def _reads_well(library: _Library) -> Iterator[LintFinding]:
    names = {contact.name for pack in library.packs for contact in pack.contacts}
    own_names = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    phones = {contact.phone for pack in library.packs for contact in pack.contacts if contact.phone}
    numbers = re.compile(rf"(?<!\d)(?:{'|'.join(re.escape(phone) for phone in sorted(phones))})(?!\d)")
    pages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in (*library.texts, *(text for pack in library.packs for text in pack_prose(pack))):
        place = f"{text.file}:{text.key}"
        bare = MARK.sub("one", text.text)
        yield from _sentences(text, bare, place)
        yield from _wording(own_names.sub("", bare), place)
        yield from _numbers(text, bare, numbers, place)
        if text.sort == "sentence":
            pages[text.file, text.page].append(bare)
    for (file, page), texts in pages.items():
        measure = reading_age.measure(texts)
        if measure.words >= ENOUGH_WORDS and measure.age > READER_AGE:
            reason = f"The page needs a reader of {measure.age} years (index {measure.index:.1f})."
            yield _error(f"{file}:{page}", "reading-age", reason, "Take shorter words and shorter sentences.")


def _sentences(text: Prose, bare: str, place: str) -> Iterator[LintFinding]:
    for sentence in reading_age.sentences(bare):
        count = len(reading_age.words(sentence))
        if count > MOST_WORDS:
            yield _error(place, "long-sentence", f"{count} words: “{sentence}”.", "Make two sentences of it.")
    measure = reading_age.measure([bare])
    if measure.words >= ENOUGH_WORDS and measure.age > HARD_TEXT_AGE:
        yield _warning(place, "hard-text", f"Needs a reader of {measure.age} years.", "Take shorter words.")
    if text.sort == "title" and len(bare) > LONGEST_TITLE:
        yield _warning(place, "long-title", f"{len(bare)} letters; it may need three lines.", "Shorten it.")


def _wording(text: str, place: str) -> Iterator[LintFinding]:
    for word in reading_age.words(text):
        if word in BANNED_NAMES or word.lower() in BANNED:
            yield _error(
                place, "banned-word", f"“{word}” frightens or is not understood.", "See docs/content-guide.md."
            )
        if better := AMERICAN.get(word.lower(), ""):
            yield _error(place, "spelling", f"“{word}” is American.", f"Write “{better}”.")
    for letter in sorted(set(text) - LETTERS):
        yield _error(place, "character", f"The fonts may not have {letter!r}.", "Draw it as an icon, or write a word.")


def _numbers(text: Prose, bare: str, numbers: re.Pattern[str], place: str) -> Iterator[LintFinding]:
    typed = {match[0] for pattern in (_PHONE_LIKE, numbers) for match in pattern.finditer(bare)}
    for number in sorted(typed):
        reason = f"The number {number} is typed into {text.sort} text."
        yield _error(place, "number-in-prose", reason, "Write {contact:ID}.")


# --- facts ------------------------------------------------------------------------------------------------------------


def _facts(library: _Library) -> Iterator[LintFinding]:
    for pack in library.packs:
        folder = f"countries/{pack.code.lower()}"
        for contact in pack.contacts:
            place = f"{folder}/contacts.toml:{contact.id}"
            yield from _sourced(contact.source, place)
            if contact.url and not contact.url.startswith("https://"):
                yield _error(place, "address", "The web address is not a safe one.", "Write https:// in front.")
            if contact.dial and _digits(contact.dial) != _digits(contact.phone):
                yield _error(place, "address", "The code dials another number than the one shown.", "Make them equal.")
            if contact.role == "emergency" and contact.dial:
                yield _error(place, "address", "An emergency number must not be dialled from a code.", "Remove dial.")
            if not (contact.phone or contact.url or contact.email or contact.note):
                yield _error(place, "address", "Nobody can be reached by this.", "Add a number, an address or a note.")
        for rule in pack.rules:
            yield from _sourced(rule.source, f"{folder}/rules.toml:{rule.id}")
        for prefix in pack.premium_prefixes:
            yield from _sourced(prefix.source, f"{folder}/premium.toml:{prefix.prefix}")
        for name in pack.help_column:
            if not _has_contact(pack, name):
                yield _error(
                    f"{folder}/pack.toml", "unknown-contact", f"There is no contact “{name}”.", "Check the id."
                )
        yield from _regions(pack, folder)
    yield from _told_facts(library.words)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _sourced(source: str, place: str) -> Iterator[LintFinding]:
    if not source.startswith(("https://", "http://")):
        yield _error(place, "no-source", "There is no page where this can be read.", "Read one and write its address.")


def _regions(pack: CountryPack, folder: str) -> Iterator[LintFinding]:
    for region in pack.regions:
        for role in NEEDED_ROLES:
            if not any(
                contact.role == role and (not contact.regions or region in contact.regions) for contact in pack.contacts
            ):
                reason = f"Nobody in {region} has a contact for “{role}”."
                yield _error(f"{folder}/contacts.toml", "region-without-contact", reason, "Add one.")
        if not pack.closed_days.get(region):
            reason = f"There are no bank holidays for {region}."
            yield _error(f"{folder}/closed_days.toml", "region-without-contact", reason, "Add them.")


def _told_facts(words: Words) -> Iterator[LintFinding]:
    for stage_id, stage in words.stages.items():
        for step_id, step in stage.steps.items():
            for field_id, field in step.fields.items():
                for option_id, option in field.options.items():
                    place = f"{_words_file(stage_id)}:steps.{step_id}.fields.{field_id}.options.{option_id}"
                    if (option.source == "") != (option.checked_on is None):
                        yield _error(place, "no-source", "A source and its day belong together.", "Write both.")
                    if option.source:
                        yield from _sourced(option.source, place)


def _stale(library: _Library, on: date) -> Iterator[LintFinding]:
    for pack in library.packs:
        folder = f"countries/{pack.code.lower()}"
        for contact in pack.contacts:
            yield from _age(contact.checked_on, on, f"{folder}/contacts.toml:{contact.id}", stale=contact.is_stale(on))
        for rule in pack.rules:
            yield from _age(rule.checked_on, on, f"{folder}/rules.toml:{rule.id}", stale=rule.is_stale(on))


def _age(checked_on: date, on: date, place: str, *, stale: bool) -> Iterator[LintFinding]:
    if checked_on > on:
        yield _error(place, "day-to-come", f"It was checked on {checked_on}, which is still to come.", "Mend the day.")
    elif stale:
        reason = f"It was last checked on {checked_on}."
        yield _warning(place, "stale", reason, "Read the source again, then change the fact or its day.")


def _unused(library: _Library) -> Iterator[LintFinding]:
    used = {name for text in library.texts for _, name in MARK.findall(text.text)}
    for stage in library.plan.stages:
        for step in stage.steps:
            used.update(step.contacts, *(field.contacts for field in step.fields))
    for pack in library.packs:
        used.update(pack.help_column)
        for contact in pack.contacts:
            if contact.id not in used:
                place = f"countries/{pack.code.lower()}/contacts.toml:{contact.id}"
                yield _warning(place, "unused", "No page shows this contact.", "Show it, or remove it.")


_CHECKS: tuple[Callable[[_Library], Iterator[LintFinding]], ...] = (
    _pages_and_words,
    _references,
    _marks,
    _page_codes,
    _routes,
    _reads_well,
    _facts,
    _unused,
)
