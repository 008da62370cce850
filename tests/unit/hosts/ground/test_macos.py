"""What is a Mac's own among the answers: its groups of administrators, and teams out of signatures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("owners and modes are not of Windows", allow_module_level=True)

from recovery_assistant.hosts.ground.macos import MacGround
from recovery_assistant.hosts.ground.posix import PosixGround


def test_whoever_is_in_admin_is_an_administrator_already() -> None:
    assert MacGround.trusted_groups == {0, 80}
    assert PosixGround.trusted_groups == {0}


def test_a_file_without_a_signature_has_no_team(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xcf\xfa\xed\xfe" + b"\0" * 60)
    assert MacGround().signer_of(str(tmp_path / "x")) == ""
    assert MacGround().signer_of(str(tmp_path / "gone")) == ""
