"""The list of accounts to change: in the order of what unlocks what, with boxes, squares for a phone, room for days.

It holds no secrets and says so: no question on it asks for one, and no answer but ticks is printed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec.structs import replace

from recovery_assistant.domain import plan as p
from recovery_assistant.domain import record as r
from recovery_assistant.domain.case import Case
from recovery_assistant.record.handout import Press

STAGE: Final = "passwords"
WHICH_STEP, WHICH_FIELD = "what-unlocks-what", "have"
NOT_ACCOUNTS: Final = ("clean-device", WHICH_STEP)


def worksheet(press: Press, case: Case, now: datetime) -> r.RecordDocument:
    """Return the list for a case; with every account, as long as it does not say which ones there are."""
    phrases = press.phrases.worksheet
    number = r.visible(case.number)
    title = phrases.title_of_case.format(number=number) if number else phrases.title
    blocks: list[r.RecordBlock] = [
        r.Heading(level=1, text=phrases.heading),
        r.Text(text=phrases.lead),
        r.Text(text=phrases.why),
        r.Note(text=phrases.no_secrets, strong=True),
    ]
    for step in accounts(press.guidance.plan, case, now):
        blocks += _account(press, step, case)
    return press.document(title, phrases.promise, (*blocks, r.Text(text=phrases.last)), number)


def accounts(plan: p.Plan, case: Case, now: datetime) -> tuple[p.Step, ...]:
    """Return the pages of the accounts to change, in order."""
    stage = plan.stage(STAGE)
    steps = p.shown_steps(stage, case, plan, now) if case.answer(WHICH_STEP, WHICH_FIELD) else stage.steps
    return tuple(step for step in steps if step.id not in NOT_ACCOUNTS)


def _account(press: Press, step: p.Step, case: Case) -> list[r.RecordBlock]:
    words, phrases = press.guidance.words.step(step.id), press.phrases.worksheet
    ticks = tuple(
        (press.fill(words.fields[field.id].label), case.answer(step.id, field.id) is True)
        for field in step.fields
        if field.kind == "tick"
    )
    named = dict.fromkeys((*step.contacts, *(name for field in step.fields for name in field.contacts)))
    contacts = press.contacts(tuple(named), p.region_of(case))
    squares = [press.code(contact) for contact in contacts if not contact.phone]
    drawn = [square for square in squares if square is not None]
    codes: list[r.RecordBlock] = [replace(one, with_above=not number) for number, one in enumerate(drawn)]
    numbers = tuple((contact.name, press.reached(contact)) for contact in contacts if contact.phone)
    waits = [r.Note(text=press.fill(words.cannot_start), strong=True)] if step.opens_when is not None else []
    return [
        press.page_heading(step.id),
        *waits,
        r.WriteLines(labels=phrases.notes),
        r.Ticks(items=ticks),
        *([r.Pairs(rows=numbers)] if numbers else []),
        *([r.Text(text=phrases.code), *codes] if codes else []),
    ]
