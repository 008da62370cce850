"""Names that cannot be written become visible, and stay different."""

from __future__ import annotations

import pytest

from recovery_assistant.hosts.shown_names import shown_name


@pytest.mark.parametrize("name", ["AnyDesk", "Ärger 日本 😀", "", "a b.", "x/y"])
def test_an_ordinary_name_stays(name: str) -> None:
    assert shown_name(name) == name


def test_what_cannot_be_written_becomes_visible() -> None:
    assert shown_name("a\\b\0") == "a[U+005C]b[U+0000]"
    assert shown_name("\ud800") != shown_name("\udc80")
    assert shown_name("\udc80x").encode() == b"[U+DC80]x"
