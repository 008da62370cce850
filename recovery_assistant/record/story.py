"""What happened, in the person's own answers; the calls that were made, and the reports."""

from __future__ import annotations

from datetime import timedelta

from recovery_assistant.domain import plan as p
from recovery_assistant.domain import record as r
from recovery_assistant.domain.case import Call, Case, MadePaper
from recovery_assistant.record.ground import Ground, pairs

STORY_STAGES = ("unplug", "still-connected", "evidence", "what-happened")
BANK_STAGE, REPORT_STAGE = "bank", "report"
PRIVATE_STEP, MAY_TELL_BANK = "about-you", "tell-bank"
LONG_ANSWER = "long-text"
LETTERS_TO_BANK = ("bank-unauthorised", "bank-authorised", "card-issuer")
SHORTEST_CALL = timedelta(seconds=15)
"""Nobody gets through to a bank in less."""


def story(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on what happened: short answers first, then what was told in own words."""
    phrases = ground.phrases.story
    rows: list[tuple[str, str]] = []
    tales: list[r.RecordBlock] = []
    for stage_id in STORY_STAGES:
        stage = ground.stage(stage_id)
        for step in stage.steps if stage else ():
            rows += [*_short_answers(ground, step), *note_of(ground, step)]
            tales += _tales(ground, step)
    told = [*pairs(rows), *tales, *_for_the_bank(ground)]
    heading = r.Heading(level=1, text=phrases.heading)
    return [heading, *told] if told else [heading, r.Text(text=phrases.nothing)]


def note_of(ground: Ground, step: p.Step) -> list[tuple[str, str]]:
    """Return the remark that was written beside a page, under the page's title; a page about health keeps its own."""
    note = "" if ground.audience != "me" and any(field.private for field in step.fields) else ground.note(step.id)
    return [(ground.wording.filled(ground.step_words(step.id).title), note)] if note else []


def _short_answers(ground: Ground, step: p.Step) -> list[tuple[str, str]]:
    words = ground.step_words(step.id).fields
    rows = []
    for field in step.fields:
        if field.kind != LONG_ANSWER and ground.shows(field):
            text = ground.wording.answer(field, words.get(field.id), ground.answer(step.id, field.id))
            rows.append((ground.wording.label(field.id, words.get(field.id)), text))
    return rows


def _tales(ground: Ground, step: p.Step) -> list[r.RecordBlock]:
    words = ground.step_words(step.id).fields
    blocks: list[r.RecordBlock] = []
    for field in step.fields:
        answer = ground.answer(step.id, field.id)
        if field.kind != LONG_ANSWER or not ground.shows(field) or ground.wording.hides:
            continue
        if isinstance(answer, str) and answer.strip():
            heading = r.Heading(level=2, text=ground.wording.label(field.id, words.get(field.id)))
            blocks += [heading, *(r.Text(text=line) for line in ground.wording.free(answer).split("\n"))]
    return blocks


def _for_the_bank(ground: Ground) -> list[r.RecordBlock]:
    """Return what makes a person vulnerable, on the bank's copy alone, and only where the person said yes."""
    if ground.audience != "bank" or ground.answer(PRIVATE_STEP, MAY_TELL_BANK) != "yes":
        return []
    try:
        step = ground.plan.step(PRIVATE_STEP)
    except KeyError:
        return []
    words = ground.step_words(step.id).fields
    rows = [
        (
            ground.wording.label(field.id, words.get(field.id)),
            ground.wording.answer(field, words.get(field.id), ground.answer(step.id, field.id)),
        )
        for field in step.fields
        if field.id != MAY_TELL_BANK
    ]
    told = pairs(rows)
    return [r.Heading(level=2, text=ground.phrases.story.about_you), *told] if told else []


def calls_and_reports(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on calls, their references, and what was reported where."""
    phrases = ground.phrases.calls
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=phrases.heading)]
    calls = real_calls(ground.case)
    for call in calls:
        blocks += _call(ground, call)
    if not calls:
        blocks.append(r.Text(text=phrases.none))
    bank, report = ground.stage(BANK_STAGE), ground.stage(REPORT_STAGE)
    blocks += pairs(row for step in (bank.steps if bank else ()) for row in note_of(ground, step))
    steps = report.steps if report else ()
    rows = [row for step in steps for row in (*ground.told(step), *note_of(ground, step))]
    ticks = tuple((label, True) for step in steps for label in _ticked(ground, step))
    if rows or ticks:
        blocks += [r.Heading(level=2, text=phrases.reports), *pairs(rows)]
    return [*blocks, *([r.Ticks(items=ticks)] if ticks else []), *_papers(ground)]


def _papers(ground: Ground) -> list[r.RecordBlock]:
    """Return which letters and report sheets were made, and on which day last; to a bank only what was made for one.

    Who else was written to (the ombudsman, a credit agency, another company) is not the bank's business.
    """
    phrases = ground.phrases.calls
    made: dict[str, str] = {}
    for one in ground.case.papers:
        if ground.audience == "bank" and not _is_for_bank(ground, one):
            continue
        made[_paper_name(ground, one)] = ground.wording.day(one.made_at.astimezone(ground.made_at.tzinfo))
    return [r.Heading(level=2, text=phrases.papers), r.Pairs(rows=tuple(made.items()))] if made else []


def _is_for_bank(ground: Ground, made: MadePaper) -> bool:
    if made.kind == "letter":
        return made.paper in LETTERS_TO_BANK
    steps = (step for stage in ground.plan.stages for step in stage.steps if step.form == made.paper)
    contacts = (ground.contact(name) for step in steps for name in step.contacts)
    return any(contact is not None and contact.role == "bank" for contact in contacts)


def _paper_name(ground: Ground, made: MadePaper) -> str:
    """Return how a paper is called; one of another edition by its id."""
    phrases, (name, _, about) = ground.phrases.calls, made.paper.partition(".")
    if made.kind == "sheet":
        steps = (step for stage in ground.plan.stages for step in stage.steps if step.form == made.paper)
        title = next((ground.wording.filled(ground.step_words(step.id).title) for step in steps), r.visible(name))
        return phrases.sheet.format(name=title)
    letter = phrases.letters.get(name, r.visible(name))
    tool = next((tool.name for tool in ground.catalogue.tools if tool.id == about), r.visible(about))
    return f"{letter}, {tool}" if about else letter


def real_calls(case: Case) -> list[Call]:
    """Return the calls without slips: a button pressed twice in a row, and nothing written down."""
    return [call for call in case.calls.values() if not _is_slip(call)]


def _is_slip(call: Call) -> bool:
    is_short = call.ended_at is not None and call.ended_at - call.started_at < SHORTEST_CALL
    return is_short and not (call.spoke_to or call.reference or call.said)


def _ticked(ground: Ground, step: p.Step) -> list[str]:
    words = ground.step_words(step.id).fields
    return [
        ground.wording.label(field.id, words.get(field.id))
        for field in step.fields
        if field.kind == "tick" and ground.shows(field) and ground.answer(step.id, field.id) is True
    ]


def _answered(ground: Ground, call: Call) -> str:
    """Return when somebody took a call, and how long it was held before; "" while nobody told."""
    if call.answered_at is None:
        return ""
    minutes = max(0, int((call.answered_at - call.started_at).total_seconds() // 60))
    time = call.answered_at.astimezone(ground.made_at.tzinfo)
    return ground.phrases.calls.held.format(time=f"{time:%H:%M}", minutes=minutes)


def _call(ground: Ground, call: Call) -> list[r.RecordBlock]:
    phrases, wording = ground.phrases.calls, ground.wording
    contact = ground.contact(call.contact)
    when = wording.moment(call.started_at)
    if call.ended_at is not None:
        end = call.ended_at.astimezone(ground.made_at.tzinfo)
        when = phrases.rang_until.format(start=when, end=f"{end:%H:%M}")
    rows = (
        (phrases.rang, when),
        (phrases.answered, _answered(ground, call)),
        (phrases.spoke_to, wording.free(call.spoke_to)),
        (phrases.reference, wording.free(call.reference)),
        (phrases.said, wording.free(call.said)),
    )
    return [r.Heading(level=2, text=contact.name if contact else r.visible(call.contact)), *pairs(rows)]
