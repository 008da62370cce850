"""A manifest is read as it was written, or not at all; a kept name always tells whether it was changed."""

from __future__ import annotations

import msgspec
import pytest

from recovery_assistant.domain.removal.plan import Quarantine
from recovery_assistant.runner.kept import Entry, Manifest, manifest_bytes, read_manifest, suffix_for
from tests.unit.runner.made_up_plans import NOW

MANIFEST = Manifest(
    plan_id="r-000000000001",
    action_id="a1",
    rights="person",
    at=NOW,
    verb=Quarantine(path="/opt/tool", kind="folder"),
    was="/opt/tool",
    entries=(Entry(name="", kind="folder", mode=0o755), Entry(name="a", kind="file", marks={"user.x": b"\xff"})),
    suffix=".quar",
)


def test_it_is_read_as_it_was_written() -> None:
    assert read_manifest(manifest_bytes(MANIFEST)) == MANIFEST


@pytest.mark.parametrize("content", [b"", b"{}", manifest_bytes(MANIFEST)[:-1], b"[" * 1000])
def test_what_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_manifest(content)


def test_another_version_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        read_manifest(manifest_bytes(msgspec.structs.replace(MANIFEST, format=2)))


def test_no_name_ends_as_a_kept_one_does() -> None:
    assert suffix_for(("", "agent")) == ".quar"
    assert suffix_for(("agent.quar",)) == ".1.quar"
    assert suffix_for(("agent.quar", "b.1.quar")) == ".2.quar"
