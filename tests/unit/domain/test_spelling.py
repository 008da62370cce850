"""British words shown in American spelling: whole words, their capitals, and nothing inside marks or addresses."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.spelling import spelled_text

WORDS = {"cheque": "check", "ring": "call", "ring back": "call back", "organisation": "organization"}


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("Ring the bank.", "Call the bank."),
        ("They will ring back.", "They will call back."),
        ("RING NOW", "CALL NOW"),
        ("Your cheque", "Your check"),
        ("bring it", "bring it"),
        ("Ring {contact:ring} or see www.ring.example.", "Call {contact:ring} or see www.ring.example."),
        ("See https://example.org/cheque now", "See https://example.org/cheque now"),
        ("A cheque-book", "A check-book"),
    ],
)
def test_words_are_changed_and_nothing_else(british: str, american: str) -> None:
    assert spelled_text(british, WORDS) == american


def test_without_words_nothing_changes() -> None:
    assert spelled_text("Ring the bank.", {}) == "Ring the bank."
