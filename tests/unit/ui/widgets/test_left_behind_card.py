"""One kind of thing that was left behind."""

from __future__ import annotations

from recovery_assistant.domain.left_behind.groups import LeftBehindGroup
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.left_behind_card import MOST_SHOWN, LeftBehindCard
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def group(*values: str, came: bool = False) -> LeftBehindGroup:
    return LeftBehindGroup("account", "Other users", "Says.", "Why.", ("One.",), values, "look-over", came)


def words(card: LeftBehindCard) -> list[str]:
    return [label.words for label in card.findChildren(Label)]


def test_a_long_list_is_cut_and_counted_and_a_press_shows_the_rest(bench: Bench) -> None:
    card = LeftBehindCard(bench.theme, group(*(f"user {number}" for number in range(MOST_SHOWN + 3))))
    (more,) = [link for link in card.findChildren(LinkButton) if link.text() == "Show 3 more"]
    (last,) = [label for label in card.findChildren(Label) if label.words == f"user {MOST_SHOWN + 2}"]
    assert not last.isVisibleTo(card)
    more.click()
    assert last.isVisibleTo(card)
    assert not more.isVisibleTo(card)


def test_an_extension_is_called_by_its_name(bench: Bench) -> None:
    named, bare = f"Google Chrome: Docs ({'a' * 32})", f"Google Chrome: {'b' * 32}"
    shown = words(LeftBehindCard(bench.theme, group(named, bare)._replace(kind="extension")))
    assert "Google Chrome: Docs" in shown
    assert bare in shown
    assert named in words(LeftBehindCard(bench.theme, group(named))), "elsewhere brackets may tell something"


def test_steps_can_stay_closed_below_others(bench: Bench) -> None:
    assert LeftBehindCard(bench.theme, group("support", came=True), opened=False)._how.isHidden()


def test_what_came_with_the_call_says_so_and_is_open(bench: Bench) -> None:
    card = LeftBehindCard(bench.theme, group("support", came=True))
    assert "This came on the day of the call, or later." in words(card)
    assert not card._how.isHidden()
    assert card.link.text() == "Hide what to do"


def test_a_kind_without_words_has_no_button(bench: Bench) -> None:
    card = LeftBehindCard(bench.theme, LeftBehindGroup("new", "T", "T", "", (), ("x",), "notable", False))
    assert not hasattr(card, "link")


def test_hostile_values_are_made_visible(bench: Bench) -> None:
    card = LeftBehindCard(bench.theme, group("a\u202eb"))
    assert not any("\u202e" in one for one in words(card))
