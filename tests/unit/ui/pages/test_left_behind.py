"""What else was left: what we saw comes before the ticks, and no text of the PC brings mark-up along."""

from __future__ import annotations

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.journal import LeftBehindFound, ScanFinished, ScanStarted
from recovery_assistant.ui.journey import Item
from recovery_assistant.ui.pages.base import Page
from recovery_assistant.ui.pages.left_behind import LeftBehindPage, groups_of
from recovery_assistant.ui.widgets.answers import TickRow
from recovery_assistant.ui.widgets.left_behind_card import LeftBehindCard
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench

DOOR = LeftBehind(host="this", kind="defender-exclusion", says="Old words.", value="<b>C:/x")
DNS = LeftBehind(host="this", kind="dns-by-hand", says="Old words.", value="1.1.1.1 (Wi-Fi)", weight="look-over")
EXTENSION = LeftBehind(host="this", kind="extension", says="Old words.", value="Firefox: x", weight="look-over")
NOTHING = "We looked here, and saw nothing to tell you. That does not mean that nothing is there."


def looked(window: Window, *left: LeftBehind, scan: str = "s1") -> None:
    assert window.casebook is not None
    window.casebook.record(ScanStarted(scan_id=scan, host="this", system="windows", catalogue="1"), "program")
    for one in left:
        window.casebook.record(LeftBehindFound(scan_id=scan, left_behind=one), "program")
    window.casebook.record(ScanFinished(scan_id=scan, complete=True, sources_looked_at=9), "program")


def words(page: Page) -> list[str]:
    return [label.words for label in page.findChildren(Label)]


def height(page: Page, words: str) -> int:
    label = next(label for label in page.findChildren(Label) if label.words == words)
    return label.mapTo(page, label.rect().topLeft()).y()


def test_what_was_seen_comes_first_with_its_steps(bench: Bench) -> None:
    window = bench.window()
    looked(window, DNS, DOOR, EXTENSION)
    page = bench.page("left-behind", window)
    assert isinstance(page, LeftBehindPage)
    (raw,) = [label for label in page.findChildren(Label) if "C:/x" in label.words]
    assert raw.words == "<b>C:/x"
    assert "&lt;b&gt;" in raw.text()
    order = ["We saw these when we looked", "The virus check leaves out a place", "How to put it right"]
    order += ["To look over calmly", "Name servers that were set by hand", "Look for yourself"]
    assert [height(page, one) for one in order] == sorted(height(page, one) for one in order)
    tick = page.questions._widgets["accounts"]
    assert isinstance(tick, TickRow)
    assert height(page, order[-1]) < tick.mapTo(page, tick.rect().topLeft()).y()
    assert "Firefox: x" not in words(page), "what is inside a browser stands on the page of the browsers"


def test_browsers_have_their_own_page(bench: Bench) -> None:
    window = bench.window()
    looked(window, DOOR, EXTENSION)
    page = bench.page("browser-check", window)
    assert isinstance(page, LeftBehindPage)
    assert "Firefox: x" in words(page)
    assert "<b>C:/x" not in words(page)


def test_steps_of_an_open_door_are_open_and_those_to_look_over_open_on_request(bench: Bench) -> None:
    window = bench.window()
    looked(window, DNS, DOOR)
    door, dns = bench.page("left-behind", window).findChildren(LeftBehindCard)
    assert not door._how.isHidden()
    assert dns._how.isHidden()
    dns.link.click()
    assert not dns._how.isHidden()
    assert dns.link.text() == "Hide what to do"


def test_what_was_put_right_is_gone_after_the_next_whole_look(bench: Bench) -> None:
    window = bench.window()
    looked(window, DOOR)
    looked(window, DNS, scan="s2")
    page = bench.page("left-behind", window)
    assert [group.kind for group in groups_of(page.desk)] == ["dns-by-hand"]


def test_nothing_seen_is_no_verdict(bench: Bench) -> None:
    window = bench.window()
    looked(window)
    assert NOTHING in words(bench.page("left-behind", window))
    assert NOTHING not in words(bench.page("left-behind")), "nobody has looked"


def test_where_passwords_are_changed_the_browsers_that_keep_some_are_named(bench: Bench) -> None:
    kept = LeftBehind(
        host="this", kind="saved-passwords", says="", value="Google Chrome (margaret)", weight="look-over"
    )
    window = bench.window()
    looked(window, kept)
    said = "These browsers keep passwords on this PC: Google Chrome."
    assert said in words(bench.page("what-unlocks-what", window))
    assert said not in words(bench.page("e-mail-first", window))


def test_each_thing_that_we_can_put_right_has_a_page_of_its_own(bench: Bench) -> None:
    window = bench.window()
    other = LeftBehind(host="this", kind="defender-exclusion", says="Old words.", value="C:/y")
    looked(window, DOOR, other, DNS)
    page = bench.page("left-behind", window)
    door, _dns = page.findChildren(LeftBehindCard)
    assert [way.accessibleName() for way in door.ways] == ["<b>C:/x, Put it right", "C:/y, Put it right"]
    door.ways[1].click()
    assert window.journey.here == Item("left-behind", other.id)


def test_what_was_put_right_says_so_on_its_card(bench: Bench) -> None:
    window = bench.window()
    looked(window, DOOR)
    book = window.casebook
    assert book is not None
    removing = bench.removing_of(book)
    list(removing.run(removing.propose(DOOR.id), (), lambda: False))
    (door,) = bench.page("left-behind", window).findChildren(LeftBehindCard)
    assert "Put right" in [label.words for label in door.findChildren(Label)]
    assert [way.accessibleName() for way in door.ways] == ["Show what was done"]


def test_nobody_is_offered_to_switch_off_the_people_of_this_pc(bench: Bench) -> None:
    window = bench.window()
    looked(window, LeftBehind(host="this", kind="account", says="x", value="Mary", weight="look-over"))
    (card,) = bench.page("left-behind", window).findChildren(LeftBehindCard)
    assert card.ways == []
