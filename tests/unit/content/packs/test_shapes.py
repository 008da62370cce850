"""Patterns in other languages: never narrower than the pattern, and quick on hostile texts."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.packs.shapes import Need, _parsed, needs, patterns_in, portable
from recovery_assistant.domain.patterns import compiled, expanded
from recovery_assistant.resources import resources_root
from tests.unit.content.packs.fitting import a_text


def every_pattern() -> list[str]:
    tools = load_catalogue(resources_root()).tools
    return sorted({pattern for tool in tools for one in tool.indicator for _, pattern in patterns_in(one)})


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("anydesk", [Need("anydesk", at_start=True)]),
        ("anydesk(?:msi)?|anydesk-(?P<instance>ad_[0-9a-f]{8})", [Need("anydesk", at_start=True)]),
        ("(?:any|my)desk", [Need("anydesk", at_start=True), Need("mydesk", at_start=True)]),
        ("go ?to", [Need("go to", at_start=True), Need("goto", at_start=True)]),
        (".*/(?:windows|appdata/(?:local|roaming))/ngrok/.*", [Need("/ngrok/", at_start=False)]),
        (".*/jwrapper-.*", [Need("/jwrapper-", at_start=False)]),
        ("[a-z]+view{more}", [Need("view", at_start=False)]),
        ("(?!.*server).*viewer", [Need("viewer", at_start=False)]),
        ("rut|.*", []),
        (r"\d+", []),
        (r"(a)\1", []),
    ],
)
def test_texts_that_must_stand_there(pattern: str, expected: list[Need]) -> None:
    assert list(needs(pattern)) == expected


def test_a_slash_that_may_lean_either_way_stands_in_no_text() -> None:
    assert needs(".*/jwrapper-x/.*", breaks="/") == (Need("jwrapper-x", at_start=False),)


@pytest.mark.parametrize(
    ("pattern", "expected", "is_exact"),
    [
        ("any(?P<instance>[0-9]{4})", "any(?:[0-9]{4})", True),
        (r"a\.b\d+", r"a\.b\d+", True),
        ("(?!x)a", "a", False),
        ("a*+b", "a*b", False),
        (r"(a)\1", ".*", False),
    ],
)
def test_a_pattern_as_every_engine_knows_it(pattern: str, expected: str, *, is_exact: bool) -> None:
    assert portable(pattern) == (expected, is_exact)


def test_slashes_of_both_kinds() -> None:
    said = re.compile(portable(".*/[^/]+/x", any_slash=True).text)
    assert said.fullmatch("c:\\any\\x")
    assert said.fullmatch("/any/x")
    assert not said.fullmatch("c:\\a\\b/y")


def test_every_pattern_of_the_catalogue_is_taken_apart_and_nothing_gets_narrower() -> None:
    for pattern in every_pattern():
        assert _parsed(pattern) is not None, pattern
        wider = re.compile(portable(pattern).text, re.IGNORECASE)
        slashes = re.compile(portable(pattern, any_slash=True).text, re.IGNORECASE)
        for part in range(6):
            text = a_text(pattern, part)
            if compiled(expanded(pattern)).fullmatch(text) is None:
                continue  # it looks ahead, and this text is not meant
            assert wider.fullmatch(text), (pattern, text)
            assert slashes.fullmatch(text.replace("/", "\\")), (pattern, text)
            held = needs(pattern)
            small = text.lower()
            assert not held or any(
                small.startswith(need.text) if need.at_start else need.text in small for need in held
            ), (pattern, text)


PIECES = st.sampled_from(["a", "b", "ab", "[ab]", "(?:a|bb)", "(?!aa)", ".", "\\.", "-", "{more}"])
TIMES = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,2}", "*+"])
PATTERNS = st.lists(
    st.lists(st.tuples(PIECES, TIMES), min_size=1, max_size=5), min_size=1, max_size=3
).map(
    lambda parts: "|".join(
        "".join(piece + ("" if piece in ("{more}", "(?!aa)") else times) for piece, times in part) for part in parts
    )
)  # fmt: skip


@given(PATTERNS, st.text("ab-. 1", max_size=8))
def test_any_pattern_stays_as_wide(pattern: str, text: str) -> None:
    if compiled(expanded(pattern)).fullmatch(text) is None:
        return
    assert re.compile(portable(pattern).text).fullmatch(text)
    held = needs(pattern)
    assert not held or any(text.startswith(need.text) if need.at_start else need.text in text for need in held)


@pytest.mark.parametrize(
    "hostile", ["1" * 4000, "agent " * 700, "(" * 4000, "client" * 700, "v1." * 1500, "x64_" * 900]
)
def test_more_costs_nothing_on_a_hostile_name(hostile: str) -> None:
    said = re.compile(f"^\\s*(?:{portable('farview{more}').text})\\s*$", re.IGNORECASE)
    began = time.process_time()
    said.search(f"farview{hostile}\n\x00")
    # In possible divisions this would be 2^700 steps; a whole second of our own is left, whatever else a PC does.
    assert time.process_time() - began < 1
