"""A record on the screen: every kind of block, and the part to copy by hand."""

from __future__ import annotations

from recovery_assistant.domain import record as r
from recovery_assistant.ui.pages.reading import first_part, shown_blocks
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench

BLOCKS: tuple[r.RecordBlock, ...] = (
    r.Heading(level=1, text="Read this out", starts_page=True),
    r.Text(text="Ring your bank first."),
    r.ReadOut(text="Please stop all payments."),
    r.Pairs(rows=(("They rang", "18 November"), ("Reference", ""))),
    r.Ticks(items=(("Email", True), ("Bank", False))),
    r.Items(items=("one", "two"), numbered=True),
    r.WriteLines(labels=("Who I spoke to",)),
    r.Heading(level=1, text="Payments", starts_page=True),
    r.Table(caption="Payments", header=("Amount", "Day"), rows=(("£1", "today"),)),
    r.Code(target="tel:159", label="Ring", shown="159"),
    r.Note(text="Please know"),
)


def test_every_block_is_shown_as_text(bench: Bench) -> None:
    words = []
    for widget, _gap in shown_blocks(bench.theme, BLOCKS, large=False):
        bench.qtbot.addWidget(widget)
        own = [widget] if isinstance(widget, Label) else []
        words += [label.words for label in (*own, *widget.findChildren(Label))]
    for wanted in ("Read this out", "18 November", "Done: Email", "To do: Bank", "£1", "Ring: 159", "Please know"):
        assert wanted in words


def test_the_first_part_ends_where_the_next_page_begins(bench: Bench) -> None:
    document = bench.parts.exporter(bench.cases.new("GB", "person")).document("me")
    part = first_part(document)
    assert 3 < len(part) < len(document.blocks)
    assert not any(isinstance(block, r.Heading) and block.starts_page for block in part[1:])
