"""The port is shaped so that nothing of a PC's answer can be mistaken for another."""

from __future__ import annotations

from typing import get_args

from recovery_assistant.domain.removal.ground import FileKind


def test_what_cannot_be_told_has_words_of_its_own() -> None:
    assert {"missing", "closed", "link"} <= set(get_args(FileKind))
