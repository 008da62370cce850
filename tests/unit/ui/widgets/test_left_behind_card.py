"""One kind of thing that was left behind."""

from __future__ import annotations

from recovery_assistant.domain.left_behind_groups import LeftBehindGroup
from recovery_assistant.ui.widgets.left_behind_card import MOST_SHOWN, LeftBehindCard
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def group(*values: str, came: bool = False) -> LeftBehindGroup:
    return LeftBehindGroup("account", "Other users", "Says.", "Why.", ("One.",), values, "look-over", came)


def words(card: LeftBehindCard) -> list[str]:
    return [label.words for label in card.findChildren(Label)]


def test_a_long_list_is_cut_and_counted(bench: Bench) -> None:
    card = LeftBehindCard(bench.theme, group(*(f"user {number}" for number in range(MOST_SHOWN + 3))))
    assert "and 3 more" in words(card)
    assert f"user {MOST_SHOWN}" not in words(card)


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
