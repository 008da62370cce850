"""A record as text on the screen: real headings, lists and pairs, and a large sheet to copy by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QWidget

from recovery_assistant.domain import record as r
from recovery_assistant.translation import _
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Pairs
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, NoteBar, Role, WordsToSay

Shown = tuple[QWidget, float]


def first_part(document: r.RecordDocument) -> tuple[r.RecordBlock, ...]:
    """Return the sheet to read out on the phone: everything before the next page begins."""
    blocks = document.blocks
    later = (at for at, block in enumerate(blocks) if at and isinstance(block, r.Heading) and block.starts_page)
    return blocks[: next(later, len(blocks))]


def shown_blocks(theme: Theme, blocks: Sequence[r.RecordBlock], *, large: bool) -> Iterator[Shown]:
    """Yield a widget and the gap before it for every block. `large` is for copying by hand, from a distance."""
    body: Role = "lead" if large else "body"
    for block in blocks:
        if isinstance(block, r.LetterHead):
            yield _pairs(theme, _addressed(block), body), ADJACENT
            yield Label(block.dated, body), ADJACENT
        else:
            yield from _shown(theme, block, body)


def _shown(theme: Theme, block: r.RecordBlock, body: Role) -> Iterator[Shown]:
    match block:
        case r.Heading():
            yield Heading(block.text, "h2" if block.level < 3 else "strong"), GROUP
        case r.Text():
            yield Label(block.text, "strong" if block.strong else body), ADJACENT
        case r.ReadOut():
            yield WordsToSay(theme, _("Words you can read out"), block.text), BLOCK
        case r.Items():
            yield BulletList(theme, block.items, numbered=block.numbered), ADJACENT
        case r.Ticks():
            ticks = tuple(f"{_('Done') if done else _('To do')}: {text}" for text, done in block.items)
            yield BulletList(theme, ticks), ADJACENT
        case r.Pairs():
            yield _pairs(theme, block.rows, body), ADJACENT
        case r.Table():
            yield Label(block.caption, "strong"), BLOCK
            for cells in block.rows:
                yield _pairs(theme, tuple(zip(block.header, cells, strict=False)), body), ADJACENT
        case r.WriteLines():
            yield _pairs(theme, tuple((label, "") for label in block.labels), body), ADJACENT
        case r.Code():
            yield Label(f"{block.label}: {block.shown}", body), ADJACENT
        case r.Note():
            yield NoteBar(theme, block.text), BLOCK


def _addressed(block: r.LetterHead) -> tuple[tuple[str, str], ...]:
    """Return sender and address of a letter as pairs."""
    sender = tuple((label, "") for label in block.sender if label)
    return (*sender, (block.to_label, "\n".join(block.to)), (block.to_blank, ""))


def _pairs(theme: Theme, rows: Sequence[tuple[str, ...]], body: Role) -> QWidget:
    block = QWidget()
    pairs = Pairs(theme, label_width=200)
    pairs.setContentsMargins(0, 0, 0, 0)
    for label, value in rows:
        pairs.add_pair(Label(label, "caption"), Label(value or "…", body))
    block.setLayout(pairs)
    return block
