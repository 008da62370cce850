"""What came of a removal: never more than was seen, and always what can be done now."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.journal import FindingMarked
from recovery_assistant.domain.removal.state import Outcome
from recovery_assistant.ui.journey import Item
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.removal.item import RemovalItemPage
from recovery_assistant.ui.widgets.buttons import OpeningCard, SecondButton
from recovery_assistant.ui.widgets.text import Label, Told
from tests.made_up_removal import MadeUpRemoving
from tests.window_parts import Bench

ENDS: tuple[tuple[Outcome, str, str], ...] = (
    ("removed-verified", "AnyDesk is removed", "Continue"),
    ("removed-pending-restart", "AnyDesk goes at the next restart", "Continue"),
    ("still-present", "AnyDesk is still there", "Try again"),
    ("blocked-by-policy", "This PC does not let us remove AnyDesk", "Continue"),
    ("came-back", "AnyDesk came back", "Try again"),
    ("unknown", "We could not tell if AnyDesk is gone", "Try again"),
)


def ended(bench: Bench, outcome: Outcome, gaps: int = 0) -> tuple[RemovalItemPage, MadeUpRemoving]:
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(look_and_copy(window.desk, book, lambda: False))
    item = next(iter(book.case.findings))
    book.record(FindingMarked(finding_id=item, mark="not-mine"))
    removing = bench.removing_of(book)
    removing.outcome, removing.gaps = outcome, gaps
    list(removing.run(removing.propose(item), (), lambda: False))
    window.go(Item("remove-programs", item))
    bench.settle()
    assert isinstance(window.page, RemovalItemPage)
    return window.page, removing


def said(page: RemovalItemPage) -> str:
    return " | ".join(label.words for label in page.findChildren(Label) if label.isVisibleTo(page))


@pytest.mark.parametrize(("outcome", "heading", "main"), ENDS)
def test_each_end_says_what_it_is_and_what_to_do(bench: Bench, outcome: Outcome, heading: str, main: str) -> None:
    page, _removing = ended(bench, outcome)
    assert page.heading is not None
    assert page.heading.words == heading
    assert page.footer().main == main
    assert "service AnyDesk: not there" in said(page)
    assert "clean" not in said(page).lower()
    assert bool(page.findChildren(Told)) == (outcome == "removed-verified")


def test_gaps_take_the_green_tick_away(bench: Bench) -> None:
    page, _removing = ended(bench, "removed-verified", gaps=2)
    assert not page.findChildren(Told)
    assert page.heading is not None
    assert page.heading.words == "We did not see AnyDesk again"
    assert "We could not look everywhere. Places that were closed to us: 2." in said(page)


def test_a_restart_is_left_to_the_person(bench: Bench) -> None:
    page, _removing = ended(bench, "removed-pending-restart")
    assert "Restart this PC when you like. We do not do that for you." in said(page)


def test_where_it_did_not_go_the_steps_by_hand_are_there(bench: Bench) -> None:
    page, _removing = ended(bench, "still-present")
    assert "Do it by hand instead" in [card.accessibleName() for card in page.findChildren(OpeningCard)]


def test_look_again_shows_what_is_seen_now(bench: Bench) -> None:
    page, removing = ended(bench, "unknown")
    removing.outcome, removing.seen = "removed-verified", ("service AnyDesk: gone for good",)
    again = next(one for one in page.findChildren(SecondButton) if one.text() == "Look again")
    again.click()
    bench.qtbot.waitUntil(lambda: "gone for good" in said(page))
    assert page.heading is not None
    assert page.heading.words == "AnyDesk is removed"


def test_the_whole_way_is_there_for_a_technician(bench: Bench) -> None:
    page, _removing = ended(bench, "removed-verified")
    for card in page.findChildren(OpeningCard):
        card.click()
    told = said(page)
    assert "It is stopped, and does not start by itself." in told
    assert "a1 (administrator): ChangeServiceConfigW AnyDesk" in told
    assert "SHA-256 of the plan: " in told
