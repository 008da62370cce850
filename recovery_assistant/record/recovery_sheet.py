"""The sheet with the recovery code: one page to keep at home. It belongs to no record, and no record ever holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r
from recovery_assistant.record.wording import Wording

if TYPE_CHECKING:
    from datetime import datetime

    from recovery_assistant.domain.country import CountryPack
    from recovery_assistant.domain.journal import Seal
    from recovery_assistant.domain.record_phrases import Phrases


def recovery_sheet(
    number: str, file_name: str, code: str, phrases: Phrases, country: CountryPack, made_at: datetime, seal: Seal
) -> r.RecordDocument:
    """Return the sheet for a case. `code` is in groups, parted by hyphens or spaces."""
    words, everywhere = phrases.sheet, phrases.everywhere
    title = words.title.format(number=number)
    return r.RecordDocument(
        title=title,
        language=phrases.language,
        case_number=number,
        audience="me",
        made_at=made_at,
        seal=seal,
        promise=words.promise,
        page_words=r.PageWords(
            head=title,
            page=everywhere.page,
            of=everywhere.of,
            seal="",
            ticked=everywhere.ticked,
            empty=everywhere.empty,
            to_write=everywhere.to_write,
            code=everywhere.code,
        ),
        blocks=(
            r.Heading(level=1, text=words.heading),
            r.Note(text=words.lead, strong=True),
            r.Heading(level=2, text=words.code),
            r.LargeCode(groups=tuple(code.replace("-", " ").split())),
            r.Heading(level=2, text=words.opens),
            r.Text(text=words.opens_text),
            r.Pairs(
                rows=(
                    (words.case, r.visible(number)),
                    (words.file, r.visible(file_name)),
                    (words.made_on, Wording(phrases, country, "me", made_at).day(made_at)),
                )
            ),
            r.Heading(level=2, text=words.how),
            r.Items(items=words.steps, numbered=True),
            r.Note(text=words.warning),
        ),
    )
