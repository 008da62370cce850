"""Signs that hide are found; letters of every language are let through."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.removal.hidden_signs import has_hidden_signs


@pytest.mark.parametrize(
    "sign", ["\n", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2067", "\u200f", "\ud800", "\U000e0041"]
)
def test_what_hides_is_found(sign: str) -> None:
    assert has_hidden_signs(f"Any{sign}Desk.exe")


@pytest.mark.parametrize("text", ["AnyDesk (1).exe", "Ümläut", "远程控制", "تطبيق", "نمی\u200cخواهم", "👩‍💻", ""])
def test_letters_of_people_are_not(text: str) -> None:
    assert not has_hidden_signs(text)
