"""What was left behind, put together by kind."""

from __future__ import annotations

from datetime import UTC, date, datetime

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.groups import browsers_with_passwords, left_behind_groups
from recovery_assistant.domain.left_behind.kinds import KINDS, LeftBehindKind, PutRight
from recovery_assistant.domain.observation import System

CALL = date(2026, 11, 18)
WORDS = LeftBehindKind(
    id="account",
    systems=(System.WINDOWS,),
    weight="look-over",
    title="Other users",
    says="Says.",
    why="Why.",
    put_right=(PutRight(system=System.WINDOWS, steps=("One.", "Two."), general_knowledge=True),),
    sources=("s",),
    checked_on=date(2026, 11, 22),
)


def left(kind: str, value: str, came_at: datetime | None = None) -> LeftBehind:
    weight = KINDS.get(kind, "notable")
    return LeftBehind(host="pc", kind=kind, says="Old words.", value=value, weight=weight, came_at=came_at)


def test_open_doors_then_what_came_with_the_call_then_the_rest() -> None:
    groups = left_behind_groups(
        (
            left("dns-by-hand", "8.8.8.8"),
            left("account", "anna"),
            left("account", "support", datetime(2026, 11, 18, 14, tzinfo=UTC)),
            left("defender-exclusion", "C:\\x"),
            left("defender-exclusion", "C:\\y"),
            left("defender-exclusion", "C:\\x"),
        ),
        (WORDS,),
        System.WINDOWS,
        CALL,
        UTC,
    )
    assert [(group.kind, group.values, group.comes_first) for group in groups] == [
        ("defender-exclusion", ("C:\\x", "C:\\y"), True),
        ("account", ("support",), True),
        ("account", ("anna",), False),
        ("dns-by-hand", ("8.8.8.8",), False),
    ]
    assert (groups[1].title, groups[1].steps, groups[1].came_with_call) == ("Other users", ("One.", "Two."), True)


def test_a_kind_of_another_edition_keeps_the_words_that_it_came_with() -> None:
    (group,) = left_behind_groups((left("something-new", "x"),), (), None, None, None)
    assert (group.title, group.says, group.steps, group.comes_first) == ("Old words.", "Old words.", (), True)


def test_nothing_left_is_no_group() -> None:
    assert left_behind_groups((), (WORDS,), System.WINDOWS, CALL, UTC) == ()


def test_on_and_off_say_no_more_than_the_title() -> None:
    (group,) = left_behind_groups((left("remote-desktop-on", "on"),), (), None, None, None)
    assert group.values == ("on",)
    assert group.telling_values == ()


def test_browsers_are_named_once_and_without_their_people() -> None:
    kept = [left("saved-passwords", value) for value in ("Google Chrome (anna)", "Google Chrome (ben)", "Firefox")]
    assert browsers_with_passwords([*kept, left("account", "anna")]) == ("Google Chrome", "Firefox")
