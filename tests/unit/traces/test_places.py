"""Whose a file is, which browser's, and what site an address names."""

from __future__ import annotations

import pytest

from recovery_assistant.traces.places import browser_of, person_of, unescaped


@pytest.mark.parametrize(
    ("path", "person"),
    [
        (r"C:\Users\Ada Example\AppData\Local\x", "Ada Example"),
        ("/home/ada/.bash_history", "ada"),
        ("/Users/ada/Library/x", "ada"),
        ("C:/Users/Public/x", ""),
        ("/var/log/x", ""),
    ],
)
def test_person(path: str, person: str) -> None:
    assert person_of(path) == person


def test_browser() -> None:
    assert browser_of(r"C:\Users\Ada\AppData\Local\Microsoft\Edge\User Data\Default\History") == "Microsoft Edge"
    assert browser_of("/home/ada/.config/BraveSoftware/Brave-Browser/Default/History") == "Brave"
    assert browser_of("/home/ada/History") == ""


def test_escapes_of_addresses() -> None:
    assert unescaped("a%20b%C3%A9%zz%") == "a bé%zz%"
