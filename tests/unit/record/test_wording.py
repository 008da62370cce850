"""How single facts are said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recovery_assistant.domain.plan import Field
from recovery_assistant.domain.words import FieldWords, OptionWords
from recovery_assistant.record.wording import Wording, grouped, shortened, together
from tests.unit.record.records import MADE_AT, press


def wording(audience: str = "me") -> Wording:
    return Wording(press().phrases, press().country, audience, MADE_AT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minor", "currency", "told"),
    [
        (185000, "GBP", "£1,850.00"),
        (5, "GBP", "£0.05"),
        (123456789, "USD", "USD 1,234,567.89"),
        (5000, "JPY", "JPY 5,000"),
        (100, "X\u202eY", "X[U+202E]Y 1.00"),
    ],
)
def test_money(minor: int, currency: str, told: str) -> None:
    assert wording().money(minor, currency) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [("2026-11-18", "18 November 2026"), ("last week", "last week"), ("", ""), ("2026-13-01", "2026-13-01")],
)
def test_a_day_is_told_in_words_or_as_it_was_typed(text: str, told: str) -> None:
    assert wording().told_day(text) == told


def test_a_moment_is_told_in_the_zone_of_the_record() -> None:
    assert wording().moment(datetime(2026, 11, 18, 10, 31, tzinfo=UTC)) == "18 November 2026, 10:31"


@pytest.mark.parametrize(
    ("kind", "answer", "told"),
    [
        ("tick", True, "Yes"),
        ("tick", False, "No"),
        ("one-of", "a", "The first"),
        ("one-of", "gone", "gone"),
        ("some-of", ["a", "gone"], "\u2022\u00a0The first\n\u2022\u00a0gone"),
        ("some-of", ["a"], "The first"),
        ("some-of", [], ""),
        ("text", "", ""),
        ("text", None, ""),
        ("text", 7, "7"),
        ("long-text", "a\nb", "a\nb"),
        ("date", "2026-11-18", "18 November 2026"),
    ],
)
def test_answers(kind: str, answer: str | bool | int | list[str] | None, told: str) -> None:
    field = Field(id="f", kind=kind)  # type: ignore[arg-type]
    words = FieldWords(label="F", options={"a": OptionWords(label="The first")})
    assert wording().answer(field, words, answer) == told


def test_a_copy_to_share_hides_what_was_typed() -> None:
    assert wording("share").free("Janet") == "Hidden on this copy"
    assert wording("share").raw("C:\\Users\\Janet") == "Hidden on this copy"
    assert wording("share").free("") == ""


@pytest.mark.parametrize(
    ("text", "short", "cut"),
    [
        ("abc", "abc", False),
        ("abcdef", "abcde", True),
        ("ab\ncd", "ab", True),
        ("مرحبا", "", True),
        ("é" * 5, "é" * 5, False),
    ],
)
def test_shortening_counts_the_room_on_paper(text: str, short: str, cut: bool) -> None:
    assert shortened(text, 5) == (short, cut)


def test_a_hash_is_grouped_and_a_number_kept_together() -> None:
    assert grouped("abcdefghij") == "abcdefgh ij"
    assert together("0300 123") == "0300\u00a0123"
