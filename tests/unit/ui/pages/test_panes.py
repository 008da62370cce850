"""Panes of one page: Back goes to the pane before, and only then to the page before."""

from __future__ import annotations

from recovery_assistant.ui.pages.panes import PanesPage
from tests.window_parts import Bench


def test_back_inside(bench: Bench) -> None:
    page = bench.page("payments")
    assert isinstance(page, PanesPage)
    assert not page.back_inside()
    seen: list[str] = []
    page.show_pane(lambda: seen.append("one"))
    page.show_pane(lambda: seen.append("two"))
    assert page.back_inside()
    assert seen == ["one", "two", "one"]


def test_a_pane_can_take_the_place_of_the_one_before(bench: Bench) -> None:
    page = bench.page("payments")
    assert isinstance(page, PanesPage)
    seen: list[str] = []
    page.show_pane(lambda: seen.append("again"), remember=False)
    assert not page.back_inside()
    assert page.column.count() == 0
