"""The only place that decides what a record says, and to whom. The four writers decide nothing.

Each audience has its own list of sections, and within them only what it needs:

    me          everything
    bank        the sheet to read out, the session, payments, calls; health only where the person allowed it
    police      all facts; no health, no support lines
    share       as for the police in outline, with names, numbers, addresses, references and free texts hidden
    technician  programs and actions; no payments, no story, no people: the person beside them may be the danger
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from recovery_assistant.domain.record import Audience, Heading, PageWords, RecordBlock, RecordDocument, visible
from recovery_assistant.record import (
    adviser,
    custody,
    findings,
    first_page,
    ground,
    money,
    progress,
    removal,
    statements,
    story,
    timeline,
)
from recovery_assistant.record.facts import facts
from recovery_assistant.record.ground import Ground
from recovery_assistant.record.wording import Wording, together

if TYPE_CHECKING:
    from datetime import datetime

    from recovery_assistant.domain.case import Case
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.domain.country import CountryPack
    from recovery_assistant.domain.journal import Entry, Seal
    from recovery_assistant.domain.plan import Plan
    from recovery_assistant.domain.record_phrases import Phrases
    from recovery_assistant.domain.words import Words

Section = Callable[[Ground], list[RecordBlock]]

# The letter of a section never moves, whatever the case holds: "look at page 14D" must mean one thing.
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "A": first_page.read_out,
        "B": story.story,
        "C": money.payments,
        "D": lambda base: [*findings.found(base), *custody.copied(base)],
        "E": story.calls_and_reports,
        "F": progress.done,
        "G": progress.still_to_do,
        "H": progress.for_the_phone,
        "I": timeline.connected,
        "J": removal.removed,
        "K": statements.disputed,
        "L": adviser.keep_or_reset,
    }
)
FOR_WHOM: Mapping[Audience, str] = MappingProxyType(
    {
        "me": "ABCDEFGHIJKL",
        "bank": "ABCDEIJK",
        "police": "ABCDEIJK",
        "share": "ABCDEFIJK",
        "technician": "ADFGIJL",
    }
)


def build(
    case: Case,
    entries: tuple[Entry, ...],
    plan: Plan,
    words: Words,
    country: CountryPack,
    catalogue: Catalogue,
    phrases: Phrases,
    audience: Audience,
    made_at: datetime,
    seal: Seal,
) -> RecordDocument:
    """Return the record of a case for one audience.

    `made_at` carries the UTC offset of this PC; `seal` is the journal's before this record. Pure: the same arguments
    give the same document.
    """
    wording = Wording(phrases, country, audience, made_at)
    base = Ground(case, entries, plan, words, country, catalogue, phrases, audience, made_at, wording)
    blocks: list[RecordBlock] = []
    alone = 0  # blocks of page 1, which stands by itself: people tear it off
    for letter in FOR_WHOM[audience]:
        section = SECTIONS[letter](base)
        first, *rest = section if blocks else first_page.with_what_is_lost(base, section)
        if isinstance(first, Heading):
            code = ground.page_code(plan, letter)
            first = Heading(level=1, text=first.text, page_code=code, starts_page=len(blocks) in (0, alone))
        blocks += [first, *rest]
        alone = alone or len(blocks)
    everywhere, number = phrases.everywhere, visible(case.number)
    sealed = everywhere.seal if seal.count != 1 else everywhere.seal_of_one
    return RecordDocument(
        title=phrases.titles[audience].format(number=number),
        language=phrases.language,
        case_number=number,
        audience=audience,
        made_at=made_at,
        seal=seal,
        promise=everywhere.promise,
        page_words=PageWords(
            head=everywhere.head.format(number=number),
            page=everywhere.page,
            of=everywhere.of,
            seal=sealed.format(day=wording.day(made_at), letters=together(str(seal)), count=seal.count),
            ticked=everywhere.ticked,
            empty=everywhere.empty,
            to_write=everywhere.to_write,
            code=everywhere.code,
        ),
        facts=facts(base, FOR_WHOM[audience]),
        blocks=tuple(blocks),
    )
