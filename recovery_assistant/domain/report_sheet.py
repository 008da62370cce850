"""A report sheet: the answers of a case in the order in which the form or the phone script of a body asks for them.

Which body asks what is data of a country (`countries/<cc>/forms.toml`); its words stand apart (`words/…/forms.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.case_told import CaseTold
from recovery_assistant.domain.country import EvidenceLevel
from recovery_assistant.domain.region import Region
from recovery_assistant.domain.report_fields import CHASE_AFTER
from recovery_assistant.domain.words import filled

Way = Literal["online", "phone", "in-person", "post"]
WHEN = ("the-call.day", "the-call.began-at", "the-call.ended-at")
"""A day alone is no answer to what happened or what was seen; it only stands below one."""


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of a form.

    Attributes:
        answer: a name that `CaseTold` knows, or "" for what only the person can fill in.
        also: more such names; their answers stand below, line by line.
        longest: letters that the box of the form takes; 0 when no limit is known.
        part: starts a part of the form; its heading is in the words.
    """

    id: str
    answer: str = ""
    also: tuple[str, ...] = ()
    longest: int = 0
    part: str = ""


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a body asks, in its order.

    Attributes:
        contact: id of the body in the country's contacts.
        source, checked_on: where the order of the questions was read, and when.
        evidence: "secondary" where only a description of the form was found.
        regions: empty means the whole country.
        reminder_days: after how many days to ask what became of the report.
    """

    id: str
    contact: str
    way: Way
    source: str
    checked_on: date
    evidence: EvidenceLevel
    questions: tuple[Question, ...]
    regions: tuple[Region, ...] = ()
    reminder_days: int = CHASE_AFTER


class QuestionWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a form asks a question."""

    label: str
    hint: str = ""


class FormWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of a form.

    Attributes:
        before: what is known of limits and time-outs, and what to have ready; its source stands beside it.
        after: what comes once it is sent.
        parts: headings inside the form.
    """

    name: str
    before: tuple[str, ...] = ()
    before_source: str = ""
    before_checked_on: date | None = None
    after: tuple[str, ...] = ()
    parts: Mapping[str, str] = {}
    questions: Mapping[str, QuestionWords] = {}


class KnownForm(Struct, frozen=True, kw_only=True):
    """A form with its words."""

    form: Form
    words: FormWords


class Row(Struct, frozen=True, kw_only=True):
    """One question with its answer.

    Attributes:
        part: a heading above it, or "".
        value: "" is a line to write on.
        step, page: where the answer can be given: id of the page and its code; "" where none asks for it.
        gaps: what is missing inside the answer.
        over: letters by which the answer is too long for the box of the form.
        from_records: the answer holds what the records of the PC say.
    """

    id: str
    label: str
    value: str
    hint: str = ""
    part: str = ""
    step: str = ""
    page: str = ""
    gaps: tuple[str, ...] = ()
    longest: int = 0
    over: int = 0
    from_records: bool = False


class Sheet(Struct, frozen=True, kw_only=True):
    """A filled sheet, for the screen and for paper."""

    id: str
    name: str
    contact: str
    way: Way
    before: tuple[str, ...]
    rows: tuple[Row, ...]
    after: tuple[str, ...]
    source: str
    checked_on: date


def sheet_of(known: KnownForm, told: CaseTold) -> Sheet:
    """Return the sheet of a form, filled with what the case tells."""
    form, words = known.form, known.words
    return Sheet(
        id=form.id,
        name=filled(words.name, told.pack),
        contact=form.contact,
        way=form.way,
        before=tuple(filled(text, told.pack) for text in words.before),
        rows=tuple(_row(question, words, told) for question in form.questions),
        after=tuple(filled(text, told.pack) for text in words.after),
        source=form.source,
        checked_on=form.checked_on,
    )


def _row(question: Question, words: FormWords, told: CaseTold) -> Row:
    asked = words.questions.get(question.id, QuestionWords(label=question.id))
    found = [told.told(name) for name in _names(question, told)]
    value = "\n".join(dict.fromkeys(one.text for one in found if one.text))
    step = next((one.step for one in found if one.step and not one.text), "") or next(
        (one.step for one in found if one.step), ""
    )
    return Row(
        id=question.id,
        label=filled(asked.label, told.pack),
        value=value,
        hint=filled(asked.hint, told.pack),
        part=filled(words.parts.get(question.part, ""), told.pack),
        step=step,
        page=told.plan.code(step) if step else "",
        gaps=tuple(dict.fromkeys(gap for one in found for gap in one.gaps)),
        longest=question.longest,
        over=max(0, len(value) - question.longest) if question.longest else 0,
        from_records=any(one.from_records for one in found),
    )


def _names(question: Question, told: CaseTold) -> list[str]:
    """Return under which names a question is answered; no day where what it is the day of is not known."""
    answered = question.answer in WHEN or bool(question.answer and told.text(question.answer))
    others = (name for name in question.also if answered or name not in WHEN)
    return [name for name in (question.answer, *others) if name]


def copied(sheet: Sheet) -> str:
    """Return the whole sheet as text to copy: questions with their answers, without what is missing."""
    return "\n\n".join(f"{row.label}\n{row.value}" for row in sheet.rows if row.value) + "\n"


def chase_day(reported_on: str, days: int) -> date | None:
    """Return the day on which to ask what became of a report made on an ISO day; None while that is not known."""
    try:
        return date.fromisoformat(reported_on) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def forms_of(known: Iterable[KnownForm], region: Region | None) -> tuple[KnownForm, ...]:
    """Return the forms of a region, in order; all of them while the region is not known."""
    return tuple(one for one in known if not one.form.regions or region is None or region in one.form.regions)
