"""Rows of statements that the person called not theirs, and those of which they are not sure: the list to dispute."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from recovery_assistant.domain import record as r
from recovery_assistant.domain.statement_case import disputed_rows, unsure_rows
from recovery_assistant.domain.statement_marks import Marked
from recovery_assistant.domain.statement_telling import looked_words
from recovery_assistant.record.ground import Ground
from recovery_assistant.record.timeline import teller_for
from recovery_assistant.record.wording import together

MOST_PRINTED = 200
"""Rows of one table; how many more there are is said."""


def disputed(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on rows to dispute."""
    phrases, case = ground.phrases.disputes, ground.case
    mine, unsure = disputed_rows(case), unsure_rows(case)
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=phrases.heading)]
    if not mine and not unsure:
        blocks.append(r.Text(text=phrases.nothing))
    if mine:
        blocks += _table(ground, phrases.not_mine, mine)
    if unsure:
        blocks += _table(ground, phrases.unsure, unsure)
    return [*blocks, *_looked(ground)]


def _table(ground: Ground, caption: str, rows: Sequence[Marked]) -> list[r.RecordBlock]:
    phrases = ground.phrases.disputes
    header = (phrases.when, together(phrases.how_much), phrases.name, phrases.reference)
    told = tuple(_row(ground, one) for one in rows[:MOST_PRINTED])
    blocks: list[r.RecordBlock] = [r.Table(caption=caption, header=header, rows=told)]
    more = len(rows) - MOST_PRINTED
    return [*blocks, r.Text(text=phrases.more.format(count=more))] if more > 0 else blocks


def _row(ground: Ground, marked: Marked) -> tuple[str, ...]:
    phrases, wording, row = ground.phrases.disputes, ground.wording, marked.row
    amount = wording.money(abs(row.amount_minor), row.currency)
    way = phrases.out if row.amount_minor < 0 else phrases.came
    return (wording.day(row.day), way.format(amount=amount), wording.raw(row.payee), wording.raw(row.reference))


def _looked(ground: Ground) -> list[r.RecordBlock]:
    """Return which files were looked through, and what could not be told; the person's own copy only."""
    if ground.audience != "me":
        return []
    blocks: list[r.RecordBlock] = []
    for known in ground.case.statements.values():
        said = looked_words(known.told.looked, known.told.left_out, teller_for(ground))
        blocks += [r.Heading(level=2, text=ground.wording.raw(known.told.name)), r.Items(items=said)]
    return blocks


def disputed_facts(ground: Ground) -> tuple[Marked, ...]:
    """Return the same rows for programs, masked like the table."""
    rows = disputed_rows(ground.case)
    if not ground.wording.hides:
        return rows
    hidden = {"payee": "", "reference": "", "kind": "", "foreign": ""}
    return tuple(structs.replace(one, row=structs.replace(one.row, **hidden)) for one in rows)
