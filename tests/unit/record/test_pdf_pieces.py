"""What a block looks like: sizes that people can tick, write on and read."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import record as r
from recovery_assistant.record.pdf_pieces import MARGIN, PAPERS, Measure, Piece, Typesetter
from recovery_assistant.record.pdf_tags import Node
from recovery_assistant.record.pdf_type import faces
from tests.unit.record.records import RESOURCES, press, started


def typesetter(size: r.TextSize = 14, paper: r.PaperSize = "a4") -> tuple[Typesetter, Node]:
    root = Node("Document")
    words = press().record([started()]).page_words
    return Typesetter(Measure(size, paper), faces(RESOURCES / "fonts"), words, root, 650), root


def pieces(block: r.RecordBlock, size: r.TextSize = 14) -> list[Piece]:
    return typesetter(size)[0].pieces(block)


@pytest.mark.parametrize("paper", PAPERS)
def test_lines_to_write_on_are_far_enough_apart_and_long_enough(paper: r.PaperSize) -> None:
    for size in (14, 18, 24):
        measure = Measure(size, paper)
        assert measure.width - measure.label >= 280
        lines = typesetter(size, paper)[0].pieces(r.WriteLines(labels=("Who", "When")))
        assert all(line.height + line.before >= 32 for line in lines)
    assert Measure(14, "a4").width == pytest.approx(595.276 - 2 * MARGIN)


def test_a_pair_is_one_piece_however_many_lines_it_has() -> None:
    (pair,) = pieces(r.Pairs(rows=(("Label", "word " * 60),)))
    assert pair.lines > 5


def test_only_a_pair_that_no_page_holds_is_split() -> None:
    assert len(pieces(r.Pairs(rows=(("Label", "word " * 2000),)))) > 50


def test_large_type_puts_the_value_below_its_label() -> None:
    beside, below = (pieces(r.Pairs(rows=(("Label", "value"),)), size)[0] for size in (14, 18))
    assert beside.lines == 1
    assert below.lines == 2


def test_a_paragraph_never_leaves_one_line_alone() -> None:
    lines = pieces(r.Text(text="word " * 60))
    assert lines[0].keep
    assert lines[-2].keep
    assert not lines[-1].keep


def test_a_table_that_is_too_wide_becomes_lists() -> None:
    wide = r.Table(caption="All", header=("a", "b"), rows=(("x" * 60, "y" * 60),))
    setter, root = typesetter()
    setter.pieces(wide)
    assert [kid.tag for kid in root.kids if isinstance(kid, Node)] == ["P", "L"]


def test_every_block_hangs_its_nodes_below_the_document() -> None:
    setter, root = typesetter()
    for block in press().record([started()]).blocks:
        before = len(root.kids)
        assert setter.pieces(block)
        assert len(root.kids) > before


def test_a_hint_stands_nearer_to_what_it_is_on_than_to_what_comes_next() -> None:
    hint, remark = pieces(r.Note(text="x", with_above=True)), pieces(r.Note(text="x"))
    following = pieces(r.Pairs(rows=(("Name", "Kevin"),)))[0].before
    white_below = hint[-1].height - remark[-1].height + following
    assert white_below > 2 * hint[0].before


def test_the_lines_of_a_signature_stay_together() -> None:
    assert [one.keep for one in pieces(r.WriteLines(labels=("A", "B", "C"), with_above=True))] == [True, True, False]
    assert [one.keep for one in pieces(r.WriteLines(labels=("A", "B", "C")))] == [False] * 3
