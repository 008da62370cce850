"""The lock files: every package with hashes, no address, one version each, and none of Qt on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LOCKS = sorted(path.name for path in PACKAGING.glob("*.lock"))
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> set[tuple[str, str]]:
    return {(found[1], found[2]) for found in PIN.finditer((PACKAGING / lock).read_text("utf-8"))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    text = (PACKAGING / lock).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.split("\n", 2)[2])
    requirements = [block for block in blocks if not block.startswith("#") and block.strip()]
    assert len(requirements) > 20
    assert [block.splitlines()[0] for block in requirements if "--hash=sha256:" not in block] == []
    assert [block.splitlines()[0] for block in requirements if not PIN.match(block)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str) -> None:
    text = (PACKAGING / lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--)", text.replace("--hash=", ""), re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements-cli.lock", "requirements-cli-dev.lock"])
def test_the_command_line_needs_no_qt(lock: str) -> None:
    assert not {name for name, _ in pins(lock)} & {"pyside6", "pyside6-essentials", "shiboken6", "pytest-qt"}


@pytest.mark.parametrize("lock", LOCKS)
def test_all_locks_agree_on_versions(lock: str) -> None:
    assert pins(lock) <= pins("requirements-dev.lock")
