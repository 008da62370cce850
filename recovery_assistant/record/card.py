"""The card for beside the phone: one page, large letters, the real numbers, and what to do when they ring again."""

from __future__ import annotations

from recovery_assistant.domain import record as r
from recovery_assistant.domain.country import Contact
from recovery_assistant.domain.region import Region
from recovery_assistant.record.handout import Press

TO_WRITE = r.TOGETHER * 36
"""A cell to write in by hand, as wide as a number in handwriting; an empty one would get a dash."""


def card(press: Press, region: Region | None) -> r.RecordDocument:
    """Return the card for somebody who lives in a region."""
    phrases = press.phrases.card
    contacts = on_card(press, region)
    checked = min((one.checked_on for one in contacts if one.expires), default=None)
    lines: list[r.RecordBlock] = [
        r.Heading(level=1, text=phrases.heading),
        r.Text(text=phrases.lead, strong=True),
        r.Items(items=phrases.steps, numbered=True),
        r.Note(text=phrases.never, strong=True),
        r.Table(
            caption=phrases.numbers,
            header=phrases.columns,
            rows=(*((one.name, press.reached(one)) for one in contacts), *((own, TO_WRITE) for own in phrases.own)),
        ),
        r.Text(text=phrases.family),
    ]
    if checked is not None:
        lines.append(r.Text(text=phrases.checked.format(day=press.wording.day(checked))))
    return press.document(phrases.title, phrases.promise, tuple(lines))


def on_card(press: Press, region: Region | None) -> list[Contact]:
    """Return whose numbers stand on the card: those of the help column, so that paper and screen say the same."""
    return press.contacts(press.guidance.country.help_column, region)
