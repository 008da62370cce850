"""The booklet: every page of the plan on paper, with its code, words, boxes and numbers, usable with no PC at all.

It is made from the same content as the window, so that two people on the phone see the same words under the same code.
What an answer means stands at the end, not beside the question: nobody is to be led to an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain import plan as p
from recovery_assistant.domain import record as r
from recovery_assistant.domain.country import Contact
from recovery_assistant.domain.region import Region, region_named
from recovery_assistant.domain.words import FieldWords, Paragraph, StepWords
from recovery_assistant.record.handout import Press

NEEDS_PROGRAM: Final[frozenset[p.PageKind]] = frozenset(
    {"evidence", "findings", "removal", "left-behind", "timeline", "statement-file", "record"}
)
"""Pages on which the program looks at something; their words are printed all the same."""
ROUTES, MEANINGS = "X", "Y"
"""Codes of what stands behind the pages of the plan."""


def booklet(press: Press) -> r.RecordDocument:
    """Return the booklet of a country."""
    phrases, country = press.phrases.booklet, press.guidance.country
    blocks: list[r.RecordBlock] = [*_cover(press), *_contents(press), *_numbers(press)]
    for stage in press.guidance.plan.stages:
        for step in pages_of(press, stage):
            blocks += page(press, step)
    blocks += [*_routes(press), *_meanings(press)]
    return press.document(phrases.title.format(country=country.name), phrases.promise, tuple(blocks))


def pages_of(press: Press, stage: p.Stage) -> tuple[p.Step, ...]:
    """Return the pages of a stage that somebody in this country may meet: one region alone needs no question."""
    regions = press.guidance.country.regions

    def is_met(step: p.Step) -> bool:
        asked_for = step.shown_when
        return not isinstance(asked_for, p.InRegion) or not set(regions).isdisjoint(asked_for.regions)

    return tuple(step for step in stage.steps if is_met(step))


def _cover(press: Press) -> list[r.RecordBlock]:
    phrases = press.phrases.booklet
    emergency = press.guidance.country.first("emergency", None)
    number = press.reached(emergency) if emergency is not None else ""
    how = tuple(press.fill(one.format(emergency=number)) for one in phrases.how_steps)
    return [
        r.Heading(level=1, text=phrases.heading),
        r.Text(text=phrases.lead, strong=True),
        r.Heading(level=2, text=phrases.how),
        r.Items(items=how, numbered=True),
        r.Heading(level=2, text=phrases.for_helpers),
        r.Items(items=phrases.helper_steps),
    ]


def _contents(press: Press) -> list[r.RecordBlock]:
    plan, words = press.guidance.plan, press.guidance.words
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=press.phrases.booklet.contents, starts_page=True)]
    for stage in plan.stages:
        rows = tuple((plan.code(step.id), press.fill(words.step(step.id).title)) for step in pages_of(press, stage))
        blocks += [r.Heading(level=2, text=f"{stage.number}. {words.stages[stage.id].name}"), r.Pairs(rows=rows)]
    at_the_end = ((ROUTES, press.phrases.booklet.routes), (MEANINGS, press.phrases.booklet.meanings))
    return [*blocks, r.Heading(level=2, text=press.phrases.booklet.at_the_end), r.Pairs(rows=at_the_end)]


def _numbers(press: Press) -> list[r.RecordBlock]:
    """Return the page of numbers: those of the help column, for every region."""
    contacts = press.contacts(press.guidance.country.help_column)
    return [r.Heading(level=1, text=press.phrases.booklet.numbers, starts_page=True), *contact_blocks(press, contacts)]


def page(press: Press, step: p.Step) -> list[r.RecordBlock]:
    """Return one page of the plan."""
    phrases, words = press.phrases.booklet, press.guidance.words.step(step.id)
    blocks: list[r.RecordBlock] = [
        press.page_heading(step.id, starts_page=step is press.guidance.plan.stages[0].steps[0]),
        *_when(press, step),
        *([r.Text(text=press.fill(words.lead), strong=True)] if words.lead else []),
        *([r.Text(text=phrases.minutes.format(count=step.minutes))] if step.minutes > 1 else []),
        *([r.Text(text=phrases.clean_device)] if step.clean_device else []),
        *_body(press, (*words.body, *phrases.on_paper.get(step.id, ()))),
    ]
    if words.note:
        blocks.append(r.Note(text=press.fill(words.note).replace("|", " "), strong=True))
    if words.say:
        blocks += [r.Heading(level=2, text=phrases.say), r.ReadOut(text=press.fill(words.say))]
    blocks += contact_blocks(press, press.contacts(step.contacts))
    if words.ask:
        blocks += [r.Heading(level=2, text=phrases.ask)]
        blocks += [r.Ticks(items=tuple((press.fill(one), False) for one in words.ask))]
    if step.kind in NEEDS_PROGRAM:
        blocks.append(r.Note(text=phrases.needs_program))
    blocks += [*_form(press, step), *_questions(press, step, words)]
    return [*blocks, *([r.Text(text=press.fill(words.why))] if words.why else [])]


def _when(press: Press, step: p.Step) -> list[r.RecordBlock]:
    """Return for whom the page is, where it is not for everybody, and what must be done before it."""
    told = [condition_words(press, step.shown_when)] if step.shown_when is not None else []
    waits = [press.fill(press.guidance.words.step(step.id).cannot_start)] if step.opens_when is not None else []
    return [r.Text(text=text) for text in (*told, *waits) if text]


def condition_words(press: Press, condition: p.Condition) -> str:
    """Return when a page fits, in words; of a condition that cannot be said shortly, that it may not fit."""
    phrases = press.phrases.booklet
    match condition:
        case p.Answered():
            labels = _labels(press, condition)
            if labels:
                answers = _listed(press, [f"“{label}”" for label in labels])
                return phrases.only_if.format(code=press.guidance.plan.code(condition.step), answers=answers)
        case p.InRegion():
            return phrases.only_in.format(regions=_regions(press, condition.regions))
        case p.AnyOf():
            parts = {condition_words(press, one) for one in condition.conditions}
            if len(parts) == 1:
                return parts.pop()
        case _:
            pass
    return phrases.may_not_fit


def _labels(press: Press, condition: p.Answered) -> list[str]:
    """Return the answers that a condition names, as they stand on the page that asks."""
    words = press.guidance.words.step(condition.step).fields.get(condition.field)
    if words is None:
        return []
    return [press.fill(words.options[one].label) for one in condition.one_of if one in words.options]


def _listed(press: Press, parts: list[str]) -> str:
    *others, last = parts
    return press.phrases.booklet.or_word.format(first=", ".join(others), last=last) if others else last


def _regions(press: Press, regions: tuple[Region, ...]) -> str:
    words = press.guidance.words.step(p.REGION_STEP).fields[p.REGION_FIELD]
    return ", ".join(words.options[one].label if one in words.options else one for one in regions)


def _body(press: Press, body: tuple[Paragraph, ...]) -> Iterator[r.RecordBlock]:
    for part in body:
        if part.heading:
            yield r.Heading(level=2, text=press.fill(part.heading))
        if part.shown_for:
            yield r.Text(text=press.phrases.booklet.only_in.format(regions=_regions(press, _known(part.shown_for))))
        if part.text:
            yield r.Text(text=press.fill(part.text))
        if part.items:
            yield r.Items(items=tuple(press.fill(item) for item in part.items), numbered=part.numbered)


def _known(names: tuple[str, ...]) -> tuple[Region, ...]:
    return tuple(region for name in names if (region := region_named(name, "")) is not None)


def contact_blocks(press: Press, contacts: list[Contact]) -> list[r.RecordBlock]:
    """Return contacts with all that is known of them, and the day on which each was last checked."""
    blocks: list[r.RecordBlock] = []
    rows: list[tuple[str, str]] = []
    for one in contacts:
        rows.append((_name(press, one), "\n".join(_lines(press, one))))
    if rows:
        blocks.append(r.Pairs(rows=tuple(rows)))
    squares = [press.code(one) for one in contacts if one.role == "account"]
    return [*blocks, *(square for square in squares if square is not None)]


def _name(press: Press, contact: Contact) -> str:
    return f"{contact.name} ({_regions(press, contact.regions)})" if contact.regions else contact.name


def _lines(press: Press, contact: Contact) -> Iterator[str]:
    phrases = press.phrases.booklet
    reached = press.reached(contact)
    yield reached
    web = press.wording.filled(f"{{web:{contact.id}}}")
    if web and web != reached.replace(r.TOGETHER, " "):
        yield web
    for text in (contact.covers, phrases.not_for.format(what=contact.not_covers) if contact.not_covers else ""):
        if text:
            yield press.fill(text)
    yield from (press.fill(text) for text in (contact.hours, contact.cost, contact.note) if text)
    if contact.expires:
        stale = contact.is_stale(press.made_at.date())
        phrase = phrases.last_checked if stale else phrases.checked
        yield phrase.format(day=press.wording.day(contact.checked_on))


# --- questions --------------------------------------------------------------------------------------------------------


def asked(press: Press, step: p.Step) -> tuple[p.Field, ...]:
    """Return the questions of a page; those about a payment are known from their words alone."""
    if step.kind != "payments":
        return step.asked
    rails = press.guidance.country.payments.rails
    return tuple(
        p.Field(
            id=name,
            kind="one-of" if told.options else "text",
            options=tuple(one for one in (rails if name == "rail" else told.options) if one in told.options),
        )
        for name, told in press.guidance.words.step(step.id).fields.items()
    )


def _questions(press: Press, step: p.Step, words: StepWords) -> Iterator[r.RecordBlock]:
    fields = asked(press, step)
    if step.kind == "payments":
        yield r.Text(text=press.phrases.booklet.each_payment, strong=True)
    ticks: list[tuple[str, bool]] = []
    for field in fields:
        told = words.fields[field.id]
        if field.kind == "tick":
            ticks.append((_with_hint(press, told), False))
            continue
        if ticks:
            yield r.Ticks(items=tuple(ticks))
            ticks = []
        yield from _question(press, field, told)
    if ticks:
        yield r.Ticks(items=tuple(ticks))
    named = dict.fromkeys(name for field in step.fields for name in field.contacts if name not in step.contacts)
    yield from contact_blocks(press, press.contacts(tuple(named)))


def _form(press: Press, step: p.Step) -> Iterator[r.RecordBlock]:
    """Yield what a body asks, in its order, with room for each answer."""
    known = press.forms.get(step.form)
    if known is None:
        return
    yield r.Heading(level=2, text=press.phrases.booklet.form)
    if known.words.before:
        yield r.Items(items=tuple(press.fill(one) for one in known.words.before))
    labels = (known.words.questions[question.id].label for question in known.form.questions)
    yield r.WriteLines(labels=tuple(press.fill(label) for label in labels))


def _question(press: Press, field: p.Field, words: FieldWords) -> Iterator[r.RecordBlock]:
    label, phrases = press.fill(words.label), press.phrases.booklet
    if field.options:
        yield r.Text(text=_with_hint(press, words), strong=True)
        yield r.Ticks(items=tuple((press.fill(words.options[one].label), False) for one in field.options))
        return
    kinds = {"date": phrases.write_day, "time": phrases.write_time}
    yield r.WriteLines(labels=(kinds.get(field.kind, "{label}").format(label=label),))


def _with_hint(press: Press, words: FieldWords) -> str:
    label = press.fill(words.label)
    hint = press.fill(words.hint)
    return f"{label}\n{hint}" if hint else label


# --- at the end -------------------------------------------------------------------------------------------------------


def _routes(press: Press) -> Iterator[r.RecordBlock]:
    """Yield the ways to ask for money back: those that the country has, in its order."""
    phrases, words = press.phrases.booklet, press.guidance.words.routes
    used = dict.fromkeys(route.id for route in press.guidance.country.payments.routes)
    yield r.Heading(level=1, text=f"{ROUTES}: {phrases.routes}", page_code=ROUTES, starts_page=True)
    yield r.Text(text=phrases.routes_lead)
    for name in used:
        if name in words:
            route = words[name]
            yield r.Heading(level=2, text=press.fill(route.name))
            yield r.Text(text=press.fill(route.reason))
            yield r.ReadOut(text=press.fill(route.say))
            if route.steps:
                yield r.Items(items=tuple(press.fill(one) for one in route.steps), numbered=True)
            if route.note:
                yield r.Note(text=press.fill(route.note))


def _meanings(press: Press) -> Iterator[r.RecordBlock]:
    """Yield what is said after an answer was chosen, page by page."""
    phrases, plan = press.phrases.booklet, press.guidance.plan
    yield r.Heading(level=1, text=f"{MEANINGS}: {phrases.meanings}", page_code=MEANINGS, starts_page=True)
    yield r.Note(text=phrases.meanings_lead, strong=True)
    for step in (step for stage in plan.stages for step in pages_of(press, stage)):
        words = press.guidance.words.step(step.id)
        for field in asked(press, step):
            told = words.fields[field.id]
            says = tuple(
                phrases.answer.format(label=press.fill(option.label), then=press.fill(option.then))
                for option in (told.options[one] for one in field.options)
                if option.then
            )
            if says:
                question = press.fill(told.label)
                heading = phrases.meaning_of.format(code=plan.code(step.id), question=question)
                yield r.Heading(level=2, text=heading)
                yield r.Items(items=says)
