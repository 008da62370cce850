"""Nothing in a printed text may hide: control, direction and invisible characters show as their numbers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.record import visible, visible_lines, visible_together


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("plain", "plain"),
        ("invoice\u202efdp.exe", "invoice[U+202E]fdp.exe"),
        ("a\u200bb", "a[U+200B]b"),
        ("a\x1b[31mb", "a[U+001B][31mb"),
        ("two\nlines", "two[U+000A]lines"),
        ("nul\x00", "nul[U+0000]"),
        ("a\u00a0b\u2003c", "a b c"),
        ("e\u0301", "é"),
        ("\ud800", "[U+D800]"),
        ("\U000e0041", "[U+E0041]"),
        ("£€ō Ж 😀 مرحبا", "£€ō Ж 😀 مرحبا"),
    ],
)
def test_what_hides_is_shown_as_its_number(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown


def test_stacked_accents_cannot_climb_over_other_lines() -> None:
    shown = visible("Z" + "\u0327\u0301" * 50)
    assert shown.count("[U+") >= 90


@given(st.text(max_size=80))
def test_what_is_visible_stays_visible_and_is_one_line(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    assert once.isprintable()
    assert not any(unicodedata.bidirectional(letter) in {"RLE", "LRE", "RLO", "LRO", "PDF", "RLI"} for letter in once)


def test_what_belongs_together_stays_together_and_nothing_else_hides() -> None:
    assert visible_together("0300\u00a0123\u202e") == "0300\u00a0123[U+202E]"


def test_lines_of_a_person_stay_lines() -> None:
    assert visible_lines("He said\tyes.\r\n\r\n  Then he rang off.\u2028Again.") == (
        "He said yes.",
        "Then he rang off.",
        "Again.",
    )
