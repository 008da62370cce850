"""Words for a program on Windows stay apart, whatever stands in them."""

from __future__ import annotations

from recovery_assistant.runner.windows.wording import command_line


def test_words_stay_apart_whatever_stands_in_them() -> None:
    assert command_line((r"C:\Program Files\u.exe", "/S")) == r'"C:\Program Files\u.exe" /S'
    assert command_line(("u.exe", 'a" & calc "b')) == r'u.exe "a\" & calc \"b"'
    assert command_line(("u.exe", "/S"), r"_?=C:\Program Files\X") == r"u.exe /S _?=C:\Program Files\X"
