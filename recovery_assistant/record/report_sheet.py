"""A report sheet as a document for paper: the answers to copy or to read out, with lines for what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r

if TYPE_CHECKING:
    from datetime import datetime

    from recovery_assistant.domain.case_told import CaseTold
    from recovery_assistant.domain.journal import Seal
    from recovery_assistant.domain.report_sheet import Row, Sheet


def sheet_document(sheet: Sheet, told: CaseTold, made_at: datetime, seal: Seal) -> r.RecordDocument:
    """Return a report sheet as a document."""
    phrases, everywhere = told.papers.sheet, told.record.everywhere
    number = r.visible(told.case.number)
    blocks: list[r.RecordBlock] = [
        r.Heading(level=1, text=sheet.name),
        r.Text(text=f"{phrases.ways[sheet.way]} {phrases.lead}"),
    ]
    if sheet.before:
        blocks += [r.Heading(level=2, text=phrases.before), r.Items(items=sheet.before)]
    if not any(row.part for row in sheet.rows[:1]):
        blocks.append(r.Heading(level=2, text=phrases.answers))
    for row in sheet.rows:
        blocks += [r.Heading(level=2, text=row.part)] if row.part else []
        blocks += _row(row, told)
    if sheet.after:
        blocks += [r.Heading(level=2, text=phrases.after), r.Items(items=sheet.after)]
    blocks.append(r.Text(text=phrases.checked.format(day=told.date(sheet.checked_on)), with_above=True))
    return r.RecordDocument(
        title=phrases.title.format(name=sheet.name, number=number),
        language=told.record.language,
        case_number=number,
        audience="me",
        made_at=made_at,
        seal=seal,
        promise=phrases.promise,
        page_words=r.PageWords(
            head=phrases.head.format(number=number),
            page=everywhere.page,
            of=everywhere.of,
            seal="",
            ticked=everywhere.ticked,
            empty=everywhere.empty,
            to_write=everywhere.to_write,
            code=everywhere.code,
        ),
        blocks=tuple(blocks),
    )


def _row(row: Row, told: CaseTold) -> list[r.RecordBlock]:
    phrases = told.papers.sheet
    said: list[str] = []
    if row.over:
        said.append(phrases.too_long.format(over=row.over, longest=row.longest))
    if row.from_records:
        said.append(phrases.from_records)
    if (row.gaps or not row.value) and row.page:
        missing = f"{', '.join(row.gaps)}: " if row.gaps else ""
        said.append(missing + phrases.fill_in.format(page=row.page))
    blocks: list[r.RecordBlock] = [r.Pairs(rows=((row.label, row.value),))]
    return [*blocks, r.Note(text=" ".join(said), with_above=True)] if said else blocks
