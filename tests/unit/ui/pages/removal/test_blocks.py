"""Blocks of the removal pages: a plan told in order, folds, exact commands, and the steps by hand."""

from __future__ import annotations

from recovery_assistant.domain.removal.telling import PlanTold
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.removal.blocks import ByHand, PlanBlock, Technical, folded, no_steps_words
from recovery_assistant.ui.pages.removal.words import state_words
from recovery_assistant.ui.widgets.answers import TickRow
from recovery_assistant.ui.widgets.layouts import Block, column
from recovery_assistant.ui.widgets.text import Label, NoteBar
from tests.made_up_parts import words
from tests.window_parts import Bench, anydesk_pc


def said(block: Block) -> list[str]:
    return [label.words for label in block.findChildren(Label)]


def test_a_plan_is_told_in_order_and_empty_parts_are_left_out(bench: Bench) -> None:
    told = PlanTold(("One.", "Two\x1b[2J."), ("", ""), (), ("It stops.",), ("Yes.",), (), (), ("Take off X first.",))
    block = PlanBlock(bench.theme, told, words().removing)
    lines = said(block)
    assert block.findChildren(NoteBar), "what must go first is not overlooked"
    assert [line for line in lines if line in ("1.", "2.")] == ["1.", "2."]
    assert not any("\x1b" in line for line in lines)
    assert "What stops working" in lines
    assert "What we do not do" not in lines


def test_a_fold_shows_and_hides_what_is_in_it(bench: Bench) -> None:
    holder, inside = Block(), Technical(bench.theme, ("a1 (administrator): x",), "0" * 64)
    lines = column(bench.theme)
    holder.setLayout(lines)
    card = folded(bench.theme, lines, "For a technician", "The exact commands", inside)
    assert inside.isHidden()
    card.click()
    assert not inside.isHidden()
    assert said(inside) == ["a1 (administrator): x", f"SHA-256 of the plan: {'0' * 64}"]
    opened = Block()
    folded(bench.theme, lines, "Open", "", opened, opened=True)
    assert not opened.isHidden()


def by_hand(bench: Bench) -> tuple[ByHand, str]:
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(look_and_copy(window.desk, book, lambda: False))
    item = next(iter(book.case.findings))
    page = bench.page("remove-programs", window)
    block = ByHand(page.desk, page, item)
    page.column.place(block)
    return block, item


def test_steps_are_ticked_and_it_is_looked_for_again(bench: Bench) -> None:
    block, item = by_hand(bench)
    ticks = block.findChildren(TickRow)
    ticks[0].click()
    book = bench.book(block._page)
    assert book.case.findings[item].ticked == {ticks[0].option.id}
    bench.pc = anydesk_pc(removed=True)
    heard: list[str] = []
    block.looked.connect(lambda: heard.append("looked"))
    block.look()
    bench.qtbot.waitUntil(lambda: bool(heard))
    bench.settle()
    assert state_words(book.case.findings[item]) in said(block)
    assert block._result is not None
    assert not block._result.visibleRegion().isEmpty(), "the answer is scrolled to"


def test_where_nobody_wrote_steps_down_it_says_so(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("left-behind", window)
    assert said(ByHand(page.desk, page, "l-unknown")) == [no_steps_words()]
