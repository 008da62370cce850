"""What all papers to hand out share: the frame of the document, and how a contact stands on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r
from recovery_assistant.domain.country import Contact, serves
from recovery_assistant.domain.journal import GENESIS, seal_of
from recovery_assistant.record.wording import Wording, together, web

if TYPE_CHECKING:
    from datetime import datetime

    from recovery_assistant.domain.guidance import Guidance
    from recovery_assistant.domain.handout_phrases import HandoutPhrases
    from recovery_assistant.domain.record_phrases import Phrases
    from recovery_assistant.domain.region import Region
    from recovery_assistant.domain.report_sheet import KnownForm


@dataclass(frozen=True)
class Press:
    """What a paper to hand out is made from.

    Attributes:
        phrases: what the papers say by themselves.
        frame: words around the blocks, those of the record.
        forms: what the bodies of the country ask, by id.
    """

    guidance: Guidance
    phrases: HandoutPhrases
    frame: Phrases
    made_at: datetime
    forms: Mapping[str, KnownForm] = field(default_factory=dict)

    @property
    def wording(self) -> Wording:
        """How days and numbers are said."""
        return Wording(self.frame, self.guidance.country, "me", self.made_at)

    def fill(self, text: str) -> str:
        """Return one of our texts with numbers and addresses put in."""
        return self.wording.filled(text)

    def document(
        self, title: str, promise: str, blocks: tuple[r.RecordBlock, ...], number: str = ""
    ) -> r.RecordDocument:
        """Return the whole paper. It carries no seal: nothing of a journal stands on it."""
        everywhere = self.frame.everywhere
        return r.RecordDocument(
            title=title,
            language=self.frame.language,
            case_number=number,
            audience="me",
            made_at=self.made_at,
            seal=seal_of(GENESIS, 0),
            promise=promise,
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
            blocks=blocks,
        )

    def page_heading(self, step_id: str, *, starts_page: bool = False) -> r.Heading:
        """Return the heading of a page of the plan, with its code in front: people say it on the phone."""
        code = self.guidance.plan.code(step_id)
        title = self.fill(self.guidance.words.step(step_id).title)
        return r.Heading(level=1, text=f"{code}: {title}", page_code=code, starts_page=starts_page)

    def contacts(self, names: tuple[str, ...], region: Region | None = None) -> list[Contact]:
        """Return the contacts of these ids or roles that serve a region, each once."""
        found = {one.id: one for one in map(self.guidance.country.contact, names)}
        return [one for one in found.values() if serves(one, region)]

    def reached(self, contact: Contact) -> str:
        """Return how a contact is reached, kept on one line: its number, or what stands for it."""
        return together(contact.phone or contact.otherwise or contact.email or web(contact))

    def code(self, contact: Contact, label: str = "") -> r.Code | None:
        """Return the square that opens the page of a contact or dials its number; None where there is neither."""
        if contact.url:
            return r.Code(target=contact.url, label=label or contact.name, shown=together(web(contact)))
        if contact.dial:
            return r.Code(target=f"tel:{contact.dial}", label=label or contact.name, shown=together(contact.phone))
        return None
