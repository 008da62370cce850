"""Who is signed in from elsewhere, read from a real list of sessions (utmp) of our own."""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.port import RemoteSession
from recovery_assistant.hosts.sessions import _FROM_HERE, remote_sessions


def test_the_list_of_this_pc_can_be_asked() -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has its own list")
    with contextlib.suppress(SourceUnreadable):
        for session in remote_sessions():
            assert session.from_name
            assert session.state == "active"


def test_systemds_own_files_of_sessions(tmp_path: Path) -> None:
    far = "# private\nUSER=mary\nACTIVE=1\nSTATE=active\nREMOTE=1\nREMOTE_HOST=203.0.113.9\nREALTIME=1767225600000000\n"
    (tmp_path / "3").write_text(far)
    (tmp_path / "4").write_text("USER=mary\nSTATE=active\nREMOTE=0\nDISPLAY=:0\n")
    (tmp_path / "5").write_text("USER=bob\nSTATE=closing\nREMOTE=1\nREMOTE_HOST=far\nREALTIME=never\n")
    (tmp_path / "6").write_bytes(b"\xff\n=\nREMOTE")
    (tmp_path / "3.ref").write_text(far)
    told = [one for one in remote_sessions(tmp_path) if one.from_name in ("203.0.113.9", "far")]
    assert told == [
        RemoteSession("mary", "203.0.113.9", "active", datetime(2026, 1, 1, tzinfo=UTC)),
        RemoteSession("bob", "far", "disconnected", None),
    ]


@pytest.mark.parametrize(
    ("place", "is_here"),
    [
        (":0", True),
        (":1.0", True),
        ("localhost", True),
        ("tmux(1234).%0", True),
        ("login screen", True),
        ("203.0.113.9", False),
        ("203.0.113.9 via mosh [17]", False),
        ("2001:db8::1", False),
        ("pc-of-somebody", False),
    ],
)
def test_what_is_here_and_what_is_elsewhere(place: str, is_here: bool) -> None:
    assert bool(_FROM_HERE.match(place)) is is_here
