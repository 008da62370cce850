"""The host of the PC that the program runs on."""

from __future__ import annotations

import sys

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.this import this_host


def test_this_pc_gets_the_host_of_its_system() -> None:
    names = {"linux": "linux", "win32": "windows", "darwin": "macos"}
    assert this_host().system.value == names[sys.platform]


def test_a_system_without_a_host_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    with pytest.raises(SourceUnreadable):
        this_host()
