"""Patterns taken apart: whatever is said about one must hold for everything that fits it."""

from __future__ import annotations

import re

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.matching import patterns_of
from recovery_assistant.domain.patterns import (
    MORE,
    alternatives,
    compiled,
    expanded,
    least_letters,
    literal_of,
    needle_of,
)
from recovery_assistant.resources import resources_root


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
    ("pattern", "needle"),
    [
        ("anydesk.*", "anydesk"),
        (".*/zohomeeting/.*", "/zohomeeting/"),
        ("ab?cd", "cd"),
        ("ab*", "a"),
        ("abc+d", "abc"),
        ("a(?:bcd)?e", "a"),
        ("[abc]def", "def"),
        (r"com\.apple\..*", "com.apple."),
        (r"\d\d\dab", "ab"),
        ("(?!x).*", ""),
        ("a{3}bc", "bc"),
        ("a{33}", ""),
    ],
)
def test_a_needle_stands_in_everything_that_fits(pattern: str, needle: str) -> None:
    assert needle_of(pattern) == needle


def test_needles_of_the_real_catalogue_never_hide_a_value() -> None:
    examples = (
        "anydesk-ad_0123abcd_msi",
        "screenconnect client (0123456789abcdef)",
        "teamviewerqs_x64-idc1",
        "aa_v3.5",
    )
    for tool in load_catalogue(resources_root()).tools:
        for indicator in tool.indicator:
            for _, pattern in patterns_of(indicator):
                for branch in alternatives(pattern):
                    for text in examples:
                        if re.fullmatch(branch, text):
                            assert needle_of(branch) in text


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
