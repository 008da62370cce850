"""What a schema cannot say: references that lead nowhere, sentences that are too hard, facts without a source.

An error is something that a reader would trip over, or that is not true to the promises. A warning is something that
somebody should look at. Nothing here needs the internet or a clock: the day is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import get_args

from recovery_assistant.content import lint_facts, lint_wording, payments_lint
from recovery_assistant.content.lint_facts import has_contact
from recovery_assistant.content.lint_parts import LANGUAGE, Library, LintFinding, an_error, words_file
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.content.papers_lint import papers_lint
from recovery_assistant.content.prose import FILLED, placed, prose
from recovery_assistant.content.reading import NOT_WHOLE
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
from recovery_assistant.domain.words import MARK, FieldWords, StepWords

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
    Field(id="bank_reference", kind="reference"),
    Field(id="statement_on", kind="date"),
    Field(id="to_own_account", kind="one-of", options=YES_NO),
    Field(id="sent_abroad", kind="one-of", options=YES_NO),
    Field(id="refused", kind="one-of", options=YES_NO),
    Field(id="complained_on", kind="date"),
    Field(id="final_letter_on", kind="date"),
    Field(id="who_sent", kind="one-of", options=get_args(WhoSent)),
)
"""What a page of payments asks about each one, by the parts of `domain.payment.Payment`."""

_SECRET = re.compile(r"\b(passwords?|pass ?codes?|PINs?|CVV|security codes?|log-?in|card numbers?|sort codes?)\b", re.I)
_FILLED = re.compile(r"\{[a-z]+\}")
_PAGE = re.compile(r"\bpage (\d+[A-Z]?)\b", re.IGNORECASE)
_TYPED = ("text", "long-text", "phone", "reference")


def lint(resources: Path, on: date | None = None) -> list[LintFinding]:
    """Return what is wrong with plan, words and countries, errors first. What all countries share is told once.

    Arguments:
        on: the day on which facts must be fresh; None leaves their age alone.
    """
    try:
        libraries = [_load(resources, code) for code in countries(resources)]
    except ContentError as error:
        return [an_error("", "loads", error.sentence, "Mend the file and run this again.")]
    found = [finding for library in libraries for check in _CHECKS for finding in check(library)]
    found += [finding for library in libraries for finding in papers_lint(resources, LANGUAGE, library)]
    if on is not None:
        found += [finding for library in libraries for finding in lint_facts.stale(library, on)]
    return sorted(dict.fromkeys(found), key=lambda finding: (finding.level, finding.file, finding.rule))


def countries(resources: Path) -> list[str]:
    """Return the codes of all countries, in small letters. Raises ContentError when there are none."""
    folders = sorted(path.parent.name for path in (resources / "countries").glob("*/pack.toml"))
    if not folders:
        raise ContentError(NOT_WHOLE, "There is no content in resources/countries.")
    return folders


def _load(resources: Path, code: str) -> Library:
    guidance = load_guidance(resources, LANGUAGE, code)
    texts = placed(prose(guidance.words), resources, LANGUAGE, code)
    return Library(plan=guidance.plan, words=guidance.words, pack=guidance.country, texts=tuple(texts))


# --- plan and words fit together --------------------------------------------------------------------------------------


def _pages_and_words(library: Library) -> Iterator[LintFinding]:
    planned = {stage.id: stage for stage in library.plan.stages}
    for stage_id in sorted(planned.keys() ^ library.words.stages.keys()):
        yield _missing("stage", stage_id, words_file(stage_id), has_words=stage_id in library.words.stages)
    for stage_id in planned.keys() & library.words.stages.keys():
        steps = {step.id: step for step in planned[stage_id].steps}
        written = library.words.stages[stage_id].steps
        for step_id in sorted(steps.keys() ^ written.keys()):
            yield _missing("step", step_id, words_file(stage_id), has_words=step_id in written)
        for step_id in steps.keys() & written.keys():
            yield from _step_and_words(steps[step_id], written[step_id], f"{words_file(stage_id)}:steps.{step_id}")


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
            yield an_error(place, "page-is-whole", f"The page has no “{name}”.", f"Write {name}.")
    if (step.opens_when is None) != (words.cannot_start == ""):
        reason = "The page waits, or says why it waits, but not both."
        yield an_error(
            place, "page-is-whole", reason, "Write cannot_start where the plan has opens_when, and only there."
        )
    if step.picture and not words.picture_text:
        yield an_error(place, "page-is-whole", "The picture has no sentence.", "Write picture_text.")


def _field_and_words(field: Field, words: FieldWords, place: str) -> Iterator[LintFinding]:
    for option in sorted(set(field.options) ^ words.options.keys()):
        yield _missing("option", option, place, has_words=option in words.options)
    if field.kind in _TYPED and _SECRET.search(words.label):
        reason = f"“{words.label}” can be read as a question for a secret."
        yield an_error(place, "no-secrets", reason, "Ask with a tick (“I changed …”), never for the secret itself.")


def _missing(what: str, name: str, place: str, *, has_words: bool) -> LintFinding:
    if has_words:
        reason, suggestion = f"There are words for the {what} “{name}”, but the plan has none.", "Remove them."
    else:
        reason, suggestion = f"The {what} “{name}” of the plan has no words.", "Write them."
    return an_error(place, "plan-and-words", reason, suggestion)


# --- references -------------------------------------------------------------------------------------------------------


def _references(library: Library) -> Iterator[LintFinding]:
    plan = library.plan
    for stage in plan.stages:
        place = f"plan/{stage.number:02}-{stage.id}.toml"
        conditions = [stage.opens_when]
        for step in stage.steps:
            conditions += [step.shown_when, step.opens_when, *(field.shown_when for field in step.fields)]
            for name in (*step.contacts, *(name for field in step.fields for name in field.contacts)):
                if not has_contact(library.pack, name):
                    yield an_error(
                        place, "unknown-contact", f"{library.pack.name} has no contact “{name}”.", "Check the id."
                    )
        for condition in conditions:
            yield from _condition(condition, plan, place)
    if not _question(plan, REGION_STEP, REGION_FIELD):
        yield an_error(
            "plan", "unknown-field", "No page asks where the person lives.", f"Add {REGION_STEP}.{REGION_FIELD}."
        )


def _condition(condition: Condition | None, plan: Plan, place: str) -> Iterator[LintFinding]:
    match condition:
        case Answered():
            field = _question(plan, condition.step, condition.field)
            allowed = set(field.options) | ({"true", "false"} if field.kind == "tick" else set()) if field else set()
            if field is None:
                asked = f"{condition.step}.{condition.field}"
                yield an_error(place, "unknown-field", f"No page asks {asked}.", "Check both ids.")
            elif unknown := [option for option in condition.one_of if option not in allowed]:
                yield an_error(
                    place, "unknown-option", f"{field.id} has no answer {', '.join(unknown)}.", "Check the id."
                )
        case StageDone():
            if condition.stage not in {stage.id for stage in plan.stages}:
                yield an_error(place, "unknown-stage", f"There is no stage “{condition.stage}”.", "Check the id.")
        case AllOf() | AnyOf():
            for part in condition.conditions:
                yield from _condition(part, plan, place)
        case Not():
            yield from _condition(condition.condition, plan, place)
        case _:
            return


def _question(plan: Plan, step_id: str, field_id: str) -> Field | None:
    fields = (field for stage in plan.stages for step in stage.steps if step.id == step_id for field in step.fields)
    return next((field for field in fields if field.id == field_id), None)


def _marks(library: Library) -> Iterator[LintFinding]:
    for text in library.texts:
        place = f"{text.file}:{text.key}"
        for what, name in MARK.findall(text.text):
            if what == "rule":
                if not any(rule.id == name and rule.short for rule in library.pack.rules):
                    yield an_error(
                        place,
                        "unknown-rule",
                        f"{library.pack.name} has no rule “{name}” with a short text.",
                        "Check it.",
                    )
            elif not has_contact(library.pack, name):
                yield an_error(
                    place, "unknown-contact", f"{library.pack.name} has no contact “{name}”.", "Check the id."
                )
        told = _FILLED.sub("", text.text) if text.file.rpartition("/")[2] in FILLED else text.text
        if re.search(r"[{}]", MARK.sub("", told)):
            yield an_error(
                place, "unknown-mark", "A brace that is no mark.", "Write {contact:ID}, {web:ID} or {rule:ID}."
            )


def _page_codes(library: Library) -> Iterator[LintFinding]:
    codes = {library.plan.code(step.id) for stage in library.plan.stages for step in stage.steps}
    for text in library.texts:
        for code in _PAGE.findall(text.text):
            if code not in codes and not (code.isdigit() and int(code) < len(library.plan.stages)):
                yield an_error(
                    f"{text.file}:{text.key}", "unknown-page", f"There is no page {code}.", "Check the code."
                )


_CHECKS: tuple[Callable[[Library], Iterator[LintFinding]], ...] = (
    _pages_and_words,
    _references,
    _marks,
    _page_codes,
    payments_lint.payments,
    lint_wording.reads_well,
    lint_facts.facts,
    lint_facts.unused,
)
