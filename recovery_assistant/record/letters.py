"""A letter as a document for paper: who writes, to whom, the day, the subject, what is said, and a place to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r

if TYPE_CHECKING:
    from datetime import datetime

    from recovery_assistant.domain.case_told import CaseTold
    from recovery_assistant.domain.journal import Seal
    from recovery_assistant.domain.letters import FilledLetter, Need


def letter_document(
    need: Need, letter: FilledLetter, told: CaseTold, made_at: datetime, seal: Seal
) -> r.RecordDocument:
    """Return a filled letter as a document. It carries the case number, and no seal: a letter may be changed."""
    phrases, everywhere = told.papers.letter, told.record.everywhere
    number = r.visible(told.case.number)
    return r.RecordDocument(
        title=phrases.title.format(name=need.name, number=number),
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
        blocks=(
            r.LetterHead(
                sender=(phrases.from_name, phrases.from_address, "", phrases.from_phone),
                to=letter.to,
                to_label=phrases.to,
                to_blank=letter.to_blank,
                dated=phrases.dated.format(day=told.date(made_at.date())),
            ),
            r.Heading(level=1, text=letter.subject),
            r.Text(text=phrases.greeting),
            *letter.blocks,
            r.Text(text=phrases.closing, with_above=True),
            r.WriteLines(labels=(phrases.signature, phrases.name_again), with_above=True),
            *_enclosed(letter, phrases.enclosed),
        ),
    )


def _enclosed(letter: FilledLetter, heading: str) -> tuple[r.RecordBlock, ...]:
    if not letter.enclosed:
        return ()
    return (r.Text(text=f"{heading}: {'; '.join(letter.enclosed)}.", with_above=True),)
