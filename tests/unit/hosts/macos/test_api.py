"""The call of macOS for what stands beside a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recovery_assistant.hosts.macos.api import extended_attribute


@pytest.mark.skipif(sys.platform != "darwin", reason="this PC is no Mac")
def test_an_attribute_is_read_on_a_mac(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("x")
    subprocess.run(["xattr", "-w", "org.example.note", "hello", str(file)], check=True)
    assert extended_attribute(str(file), "org.example.note") == b"hello"


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    assert extended_attribute(str(tmp_path / "none"), "org.example.note") == b""
