"""What is done, what is still to do and by when, and codes for the phone that does it."""

from __future__ import annotations

from recovery_assistant.domain import plan as p
from recovery_assistant.domain import record as r
from recovery_assistant.domain.country import Contact, serves
from recovery_assistant.domain.left_behind.groups import browsers_with_passwords
from recovery_assistant.record.findings import alarms, gone_by_removal, is_kept, names_of
from recovery_assistant.record.ground import Ground, pairs
from recovery_assistant.record.refunds import money_back, other_dates
from recovery_assistant.record.story import note_of, real_calls
from recovery_assistant.record.wording import together, web

TOLD_ELSEWHERE = frozenset({"start", "unplug", "still-connected", "bank", "evidence", "what-happened", "report"})
"""Stages whose answers stand in sections of their own."""
NOT_AN_ACT = frozenset({"start", "still-connected"})
"""Stages in which nothing is done: two doors, and a page that goes by itself."""
NEVER_OPEN = NOT_AN_ACT | {"they-will-ring-back"}
"""Stages that leave nothing to tick later."""
FOR_A_TECHNICIAN = frozenset({"remote-programs", "what-else", "back-online"})
"""Stages about the PC alone. The others would tell a stranger about money, fear or family."""
ACTS: frozenset[p.PageKind] = frozenset({"unplug", "call", "evidence", "removal"})
"""Pages that are something to do, and not a question or a list of boxes."""
SEES_WHAT_IS_OPEN: tuple[r.Audience, ...] = ("me", "technician")
"""Readers whose record has the section on what is still to do."""
PASSWORDS = "passwords"
REPORTS = "fraud-report"
"""The role of those whom everybody needs, beside the bank."""


def done(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on what is done, by task."""
    phrases = ground.phrases.done
    stages = [stage for stage in _stages(ground) if stage.id not in NOT_AN_ACT]
    steps = tuple((text, True) for stage in stages for text in _steps_done(ground, stage))
    blocks: list[r.RecordBlock] = [r.Heading(level=2, text=phrases.steps), r.Ticks(items=steps)] if steps else []
    for stage in _stages(ground):
        told = _done_of(ground, stage) if stage.id not in TOLD_ELSEWHERE else []
        blocks += [r.Heading(level=2, text=_name(ground, stage)), *told] if told else []
    if ground.case.guarded and ground.audience == "me":
        blocks.append(r.Note(text=phrases.removed_secrets.format(count=len(ground.case.guarded))))
    lead = r.Text(text=phrases.lead if blocks else phrases.nothing)
    return [r.Heading(level=1, text=phrases.heading), lead, *blocks]


def _stages(ground: Ground) -> list[p.Stage]:
    """Return the stages that this audience may see, without that of the record itself."""
    stages = [stage for stage in ground.plan.stages if all(step.kind != "record" for step in stage.steps)]
    if ground.audience == "technician":
        return [stage for stage in stages if stage.id in FOR_A_TECHNICIAN]
    return stages


def _name(ground: Ground, stage: p.Stage) -> str:
    words = ground.words.stages.get(stage.id)
    return words.name if words else stage.id


def _title(ground: Ground, step: p.Step) -> str:
    return ground.wording.filled(ground.step_words(step.id).title)


def _steps_done(ground: Ground, stage: p.Stage) -> list[str]:
    """Return what is done of a stage: its name when it is whole, otherwise the titles of its acts that are done."""
    if _looks_for_programs(stage) and _open_findings(ground, stage):
        return []  # somebody may have clicked through; what is still there is not done
    acts = [step for step in ground.shown_steps(stage) if _is_done(ground, step)]
    if acts and p.stage_status(stage, ground.case, ground.plan, ground.made_at) == "completed":
        return [_name(ground, stage)]
    return [_title(ground, step) for step in acts if step.kind in ACTS]


def _is_done(ground: Ground, step: p.Step) -> bool:
    if step.kind == "unplug" and ground.answer(step.id, "how") in (None, "could-not"):
        return False
    return ground.case.steps.get(step.id) in ("answered", "completed") or _was_rung(ground, step)


def _was_rung(ground: Ground, step: p.Step) -> bool:
    return step.kind == "call" and any(call.contact in step.contacts for call in real_calls(ground.case))


def _done_of(ground: Ground, stage: p.Stage) -> list[r.RecordBlock]:
    ticks: list[tuple[str, bool]] = []
    rows: list[tuple[str, str]] = []
    for step in stage.steps:
        ticks += [(label, True) for label in _labels(ground, step, step.fields, ticked=True)]
        rows += [*ground.told(step), *([] if _is_told_as_open(ground, step) else note_of(ground, step))]
    blocks: list[r.RecordBlock] = [r.Ticks(items=tuple(ticks))] if ticks else []
    return [*blocks, *pairs(rows)]


def _is_told_as_open(ground: Ground, step: p.Step) -> bool:
    """Return whether a page was skipped and the reader is shown what is open: a note on it is told there."""
    return ground.audience in SEES_WHAT_IS_OPEN and ground.case.steps.get(step.id) == "skipped"


def _labels(ground: Ground, step: p.Step, fields: tuple[p.Field, ...], *, ticked: bool) -> list[str]:
    words = ground.step_words(step.id).fields
    return [
        ground.wording.label(field.id, words.get(field.id))
        for field in fields
        if field.kind == "tick" and ground.shows(field) and (ground.answer(step.id, field.id) is True) == ticked
    ]


def still_to_do(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on what is open: dates first, then a box for each thing, with the page where it stands."""
    phrases = ground.phrases.to_do
    blocks = [*money_back(ground), *other_dates(ground)] if ground.audience == "me" else []
    for stage in _stages(ground):
        boxes = tuple((text, False) for text in _open_of(ground, stage)) if stage.id not in NEVER_OPEN else ()
        skipped = [step for step in stage.steps if _is_told_as_open(ground, step)] if _tells_notes(stage) else []
        notes = [row for step in skipped for row in note_of(ground, step)]
        if boxes or notes:
            blocks += [
                r.Heading(level=2, text=_name(ground, stage)),
                *_said_before(ground, stage),
                *([r.Ticks(items=boxes)] if boxes else []),
                *pairs(notes),
            ]
    lead = r.Text(text=phrases.lead if blocks else phrases.nothing)
    return [r.Heading(level=1, text=phrases.heading), lead, *blocks]


def _tells_notes(stage: p.Stage) -> bool:
    return stage.id not in TOLD_ELSEWHERE


def _said_before(ground: Ground, stage: p.Stage) -> list[r.RecordBlock]:
    """Return which browsers keep passwords, above the passwords to change. Only names of browsers, never more."""
    left = ground.case.left_behind_now if stage.id == PASSWORDS else ()
    names = [r.visible(name) for name in browsers_with_passwords(left)]
    said = ground.phrases.findings.browsers_with_passwords.format(names=", ".join(names))
    return [r.Text(text=said)] if names else []


def _open_of(ground: Ground, stage: p.Stage) -> list[str]:
    """Return what is open in a stage. One that is untouched and has no boxes of its own is one thing to do."""
    if _looks_for_programs(stage) and ground.case.newest_scan is not None:
        return _open_findings(ground, stage)
    steps = ground.shown_steps(stage)
    if p.stage_status(stage, ground.case, ground.plan, ground.made_at) == "completed":
        return []
    is_untouched = all(ground.case.steps.get(step.id) is None and not _was_rung(ground, step) for step in steps)
    if is_untouched and not any(field.kind == "tick" for step in steps for field in step.asked):
        return [_with_code(ground, _name(ground, stage), steps[0])] if steps else []
    return [text for step in steps for text in _open(ground, step)]


def _looks_for_programs(stage: p.Stage) -> bool:
    return any(step.kind == "findings" for step in stage.steps)


def _open_findings(ground: Ground, stage: p.Stage) -> list[str]:
    """Return every program that is not known to be kept and not known to be gone, whatever was clicked on its page."""
    pages = {step.kind: step for step in stage.steps}
    look, remove = pages["findings"], pages.get("removal", pages["findings"])
    phrases, names = ground.phrases.to_do, names_of(ground)
    boxes = []
    for known in alarms(ground.case):
        name = names[known.finding.id]
        if is_kept(known) or known.still_there is False or gone_by_removal(ground.case, known):
            continue
        if known.mark == "not-mine":
            boxes.append(_with_code(ground, phrases.remove.format(name=name), remove))
        else:
            boxes.append(_with_code(ground, phrases.decide.format(name=name), look))
    return boxes


def _open(ground: Ground, step: p.Step) -> list[str]:
    """Return what is open on a page: its boxes, or the page itself when it has none."""
    state = ground.case.steps.get(step.id)
    if _was_rung(ground, step):
        return []
    if any(field.kind == "tick" for field in step.asked):
        boxes = _labels(ground, step, ground.shown_fields(step), ticked=False)
        return [_with_code(ground, text, step) for text in boxes] if state != "completed" else []
    return [] if state in ("answered", "completed") else [_with_code(ground, _title(ground, step), step)]


def _with_code(ground: Ground, text: str, step: p.Step) -> str:
    return ground.phrases.everywhere.on_page.format(text=text, code=ground.plan.code(step.id))


def for_the_phone(ground: Ground) -> list[r.RecordBlock]:
    """Return codes for what a phone should dial or open, each with the same number or address beside it."""
    phrases = ground.phrases.phone
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=phrases.heading), r.Text(text=phrases.lead)]
    return [*blocks, *(code for contact in contacts_for(ground) for code in _codes(ground, contact))]


def contacts_for(ground: Ground) -> list[Contact]:
    """Return who is still needed: first who always is, then the contacts of every page with something open."""
    region = p.region_of(ground.case)
    steps = [step for stage in ground.plan.stages for step in ground.shown_steps(stage)]
    first = [ground.country.first("bank", region), *(one for one in ground.country.contacts if one.role == REPORTS)]
    named = [ground.contact(name) for step in steps if _open(ground, step) for name in step.contacts]
    by_id = {contact.id: contact for contact in (*first, *named) if contact is not None}
    return [contact for contact in by_id.values() if serves(contact, region)]


def _codes(ground: Ground, contact: Contact) -> list[r.RecordBlock]:
    """Return the code to dial, and the one to open where there is nothing to dial or a form to fill in."""
    covers = [contact.covers] if contact.role == "fraud-report" else []  # people still look for its old name
    label = "\n".join([contact.name, *covers, ground.wording.checked(contact)])
    codes: list[r.RecordBlock] = []
    if contact.dial:
        codes.append(r.Code(target=f"tel:{contact.dial}", label=label, shown=together(contact.phone)))
    if contact.url and (not contact.dial or contact.role == "fraud-report"):
        codes.append(r.Code(target=contact.url, label=label, shown=web(contact)))
    return codes
