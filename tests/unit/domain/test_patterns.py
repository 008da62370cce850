"""Patterns taken apart: whatever is said about one must hold for everything that fits it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.matching import patterns_of
from recovery_assistant.domain.patterns import (
    MORE,
    MOST_BEGINNINGS,
    alternatives,
    beginnings,
    compiled,
    expanded,
    least_letters,
    literal_of,
    needles_in,
    rarity,
)
from recovery_assistant.domain.traits import small
from recovery_assistant.resources import resources_root

BRANCHES = sorted(
    {
        branch
        for tool in load_catalogue(resources_root()).tools
        for indicator in tool.indicator
        for _, pattern in patterns_of(indicator)
        for branch in alternatives(pattern)
    }
)


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("a|b", ["a", "b"]),
        ("a(?:b|c)|d", ["a(?:b|c)", "d"]),
        (r"a\|b|[|]c", [r"a\|b", "[|]c"]),
        ("", [""]),
        (r"\(|\)", [r"\(", r"\)"]),
    ],
)
def test_alternatives_are_split_outside_of_brackets(pattern: str, parts: list[str]) -> None:
    assert alternatives(pattern) == parts


@pytest.mark.parametrize(
    ("pattern", "needles"),
    [
        ("anydesk.*", {"anydesk"}),
        (".*/zohomeeting/.*", {"/zohomeeting/"}),
        ("ab?cd", {"abcd", "acd"}),
        ("ab*", {"a"}),
        ("ab{3}", {"a"}),
        ("abc+d", {"abc"}),
        ("[abc]def", {"adef", "bdef", "cdef"}),
        (r"com\.apple\..*", {"com.apple."}),
        (r"\d\d\dab", {"ab"}),
        (".*/(?:usr|opt/tool)/far/.*", {"/far/"}),
        (".*/distant[- ]desk", {"/distant-desk", "/distant desk"}),
        (".*x.*", {"x"}),
        ("\u5411.*", {"?"}),
        (".*", set()),
        (r"\w+", set()),
        ("\u212a", set()),
    ],
)
def test_one_of_the_needles_stands_in_everything_that_fits(pattern: str, needles: set[str]) -> None:
    assert needles_in(pattern) == needles


@pytest.mark.parametrize(
    ("pattern", "heads", "whole"),
    [
        ("AnyDesk", {"anydesk"}, True),
        ("(?:any|tv)(?:desk)?", {"any", "anydesk", "tv", "tvdesk"}, True),
        (r"(?!x)an(?P<instance>\d)y", {"an"}, False),
        (r"a\+b+", {"a+b"}, False),
        ("a.*+b", {"a"}, False),
        ("(?:x|y.*)z", {"x", "y"}, False),
        ("(?i:x)", {""}, False),
        (".*", {""}, False),
        ("", {""}, True),
    ],
)
def test_beginnings_are_all_that_can_come_first(pattern: str, heads: set[str], whole: bool) -> None:
    assert beginnings(pattern) == (frozenset(heads), whole)


def test_many_beginnings_are_cut_short() -> None:
    heads, whole = beginnings("(?:a|b|c|d|e)" * 20)
    assert len(heads) <= MOST_BEGINNINGS
    assert not whole


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_every_fitting_text_holds_a_needle_and_has_a_beginning(data: st.DataObject) -> None:
    branch = data.draw(st.sampled_from(BRANCHES))
    text = data.draw(st.from_regex(re.compile(branch, re.IGNORECASE), fullmatch=True))
    # As texts are compared: small letters, and a blank instead of each letter that is not ASCII.
    folded = small(text).encode("ascii", "replace").decode()
    heads, whole = beginnings(branch)
    assert any(folded == head if whole else folded.startswith(head) for head in heads)
    assert not needles_in(branch) or any(needle in folded for needle in needles_in(branch))


def test_folders_of_every_pc_do_not_make_a_needle_rare() -> None:
    assert rarity("/program files/tool") == rarity("/tool") == 5
    assert rarity("tool") == 4
    assert rarity("/windows/system32/") == 1


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("anydesk", "anydesk"),
        (r"com\.x", "com.x"),
        ("AnyDesk", "anydesk"),
        ("any.*", None),
        (r"\d", None),
        ("a|b", None),
    ],
)
def test_a_literal_is_the_one_text_that_fits(pattern: str, text: str | None) -> None:
    assert literal_of(pattern) == text


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("supremo", True),
        ("supremo 4.11", True),
        ("supremo remote desktop (64-bit)", True),
        ("supremoagent_v2.1", True),
        ("supremo [support.example.org]", True),
        ("supremo suite recorder", False),
        ("supremo viewer", False),
        ("supremos", False),
    ],
)
def test_more_is_what_makers_add_and_nothing_else(name: str, fits: bool) -> None:
    assert bool(compiled(expanded("supremo" + MORE)).fullmatch(name)) is fits


def test_a_name_of_thousands_of_digits_is_answered_at_once() -> None:
    assert compiled(expanded("supremo" + MORE)).fullmatch("supremo " + "1" * 4000 + "!") is None


def test_patterns_do_not_care_about_capital_letters() -> None:
    assert compiled("anydesk").fullmatch("AnyDesk")


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("anydesk.*", 7),
        ("(?:awesun|aweray2).*", 6),
        ("a(?:bcd)?e", 2),
        ("ab|c", 1),
        (".*", 0),
        (r"aa_v\d(?:[._]\d+)*", 4),
        (r"x\.y\)", 4),
        ("(?!no)ab*", 1),
        (r"(?P<instance>[0-9a-f]{16})-z", 2),
        ("((a|bc)d)", 2),
    ],
)
def test_least_letters_measure_how_much_a_pattern_says(pattern: str, letters: int) -> None:
    assert least_letters(pattern) == letters
