"""Every way of writing a character is folded to the plain one, and its place is kept."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.plain_text import PLACE, fold, is_day

OPAQUE = re.compile(r"\[gone\]")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain 1234", "plain 1234"),
        ("１２３４ ＰＩＮ", "1234 PIN"),
        ("4\u200b1\u2060", "41"),
        ("4\ufe0f\u20e3", "4"),
        ("٤\u00a0१ 𝟙 ²", "4 1 1 2"),
        ("a–b—c−d", "a-b-c-d"),
        ("1·2•3", "1.2.3"),
        ("“x” ‘y’", "\"x\" 'y'"),
        ("a [gone] b", f"a {PLACE} b"),
        ("[gone", "[gone"),
    ],
)
def test_reads_as_a_person_would(written: str, read: str) -> None:
    assert fold(written, OPAQUE).text == read


@given(st.text())
def test_each_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text, OPAQUE)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    spans = list(zip(folded.starts, folded.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (["18", "11", "2025"], True),
        (["2025", "11", "18"], True),
        (["32", "11", "2025"], False),
        (["18", "13", "2025"], False),
        (["18", "11", "4111"], False),
    ],
)
def test_knows_a_day(groups: list[str], expected: bool) -> None:
    assert is_day(groups) is expected
