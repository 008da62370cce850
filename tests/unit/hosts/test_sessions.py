"""Who is signed in from elsewhere, read from a real list of sessions (utmp) of our own."""

from __future__ import annotations

import contextlib
import sys

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.sessions import _FROM_HERE, remote_sessions


def test_the_list_of_this_pc_can_be_asked() -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has its own list")
    with contextlib.suppress(SourceUnreadable):
        for session in remote_sessions():
            assert session.from_name
            assert session.state == "active"


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
