"""Names that cannot be written become visible, and stay different."""

from __future__ import annotations

import pytest

from recovery_assistant.hosts.shown_names import shown_name, shown_text


@pytest.mark.parametrize("name", ["AnyDesk", "Ärger 日本 😀", "", "a b.", "x/y"])
def test_an_ordinary_name_stays(name: str) -> None:
    assert shown_name(name) == name


def test_what_cannot_be_written_becomes_visible() -> None:
    assert shown_name("a\\b\0") == "a[U+005C]b[U+0000]"
    assert shown_name("\ud800") != shown_name("\udc80")
    assert shown_name("\udc80x").encode() == b"[U+DC80]x"


def test_of_a_text_only_half_letters_change() -> None:
    assert shown_text("C:\\Users\\😀\\x.exe") == "C:\\Users\\😀\\x.exe"
    assert shown_text("C:\\\ud800\\x").encode() == b"C:\\[U+D800]\\x"
