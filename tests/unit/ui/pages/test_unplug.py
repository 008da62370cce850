"""Unplug: cards open, stack in a narrow window, the button is taken at its word."""

from __future__ import annotations

from recovery_assistant.ui.artwork import Picture
from recovery_assistant.ui.pages.unplug import UnplugPage
from tests.window_parts import Bench, anydesk_pc


def test_the_button_is_taken_at_its_word(bench: Bench) -> None:
    page = bench.page("unplug")
    assert isinstance(page, UnplugPage)
    page.main_pressed()
    assert bench.book(page).case.steps["unplug"] == "completed"


def test_a_picture_and_two_cards_that_stack(bench: Bench) -> None:
    page = bench.page("unplug")
    assert isinstance(page, UnplugPage)
    assert isinstance(page.findChild(Picture), Picture)
    assert [card.accessibleName() for card, _opened in page._cards] == ["I use Wi-Fi", "I can’t unplug"]
    page.room_changed(compact=True)
    item = page._grid.itemAtPosition(1, 0)
    assert item is not None
    assert item.widget() is page._cards[1][0]


def test_who_could_not_unplug_is_not_told_to_be_safe(bench: Bench) -> None:
    page = bench.page("unplug")
    assert isinstance(page, UnplugPage)
    bench.qtbot.waitUntil(lambda: page._is_up is False)
    bench.book(page).answer("unplug", {"how": "could-not"})
    assert page.safe_words() == ""
    bench.book(page).answer("unplug", {"how": "cable-out"})
    assert page.safe_words() == page.words.now_safe


def test_while_the_line_is_up_the_page_says_so_and_nobody_is_told_to_be_safe(bench: Bench) -> None:
    bench.pc = anydesk_pc(network_up=True)
    page = bench.page("unplug")
    assert isinstance(page, UnplugPage)
    page._again.setInterval(20)
    bench.qtbot.waitUntil(lambda: page._line.isVisible())
    assert page._line.words == "This PC is still connected to the internet."
    bench.book(page).answer("unplug", {"how": "cable-out"})
    assert page.safe_words() == ""
    bench.pc = anydesk_pc()
    bench.qtbot.waitUntil(lambda: page._is_up is False)
    assert "no longer connected" in page._line.words
    assert page.safe_words() == page.words.now_safe
