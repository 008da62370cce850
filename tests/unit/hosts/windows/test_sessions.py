"""Which of the sessions that Windows lists come from another computer."""

from __future__ import annotations

import struct
import sys
from datetime import UTC, datetime

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.port import RemoteSession
from recovery_assistant.hosts.windows.sessions import Session, remote_sessions, told

V4 = struct.pack("<I", 2) + bytes([0, 0, 203, 0, 113, 7]) + bytes(14)
V6 = struct.pack("<I", 23) + bytes.fromhex("20010db8000000000000000000000001") + bytes(4)
RDP = Session(number=3, station="RDP-Tcp#0", state=0, user="Ada", client="CALLER-PC", protocol=2)


@pytest.mark.parametrize(
    "session",
    [
        Session(number=0, station="Services", state=4),
        Session(number=1, station="Console", state=0, user="Ada"),
        Session(number=2, station="", state=4, user="Bob"),  # Bob switched users at this PC
        Session(number=65536, station="RDP-Tcp", state=6),  # nobody: it waits for calls
    ],
)
def test_the_people_in_front_and_the_listener_are_not_told(session: Session) -> None:
    assert list(told([session])) == []


@pytest.mark.parametrize(
    ("session", "shown"),
    [
        (RDP, RemoteSession("Ada", "CALLER-PC", "active")),
        (RDP._replace(address=V4), RemoteSession("Ada", "CALLER-PC (203.0.113.7)", "active")),
        (RDP._replace(address=V6, client=""), RemoteSession("Ada", "2001:db8::1", "active")),
        (RDP._replace(state=4, station="", protocol=0), RemoteSession("Ada", "CALLER-PC", "disconnected")),
        (RDP._replace(state=1, user=""), RemoteSession("", "CALLER-PC", "connected")),
        (RDP._replace(state=9, address=b"\2"), RemoteSession("Ada", "CALLER-PC", "other")),
        (RDP._replace(client="", protocol=0), RemoteSession("Ada", "", "active")),
    ],
)
def test_who_came_from_elsewhere_is_told(session: Session, shown: RemoteSession) -> None:
    assert list(told([session])) == [shown]


def test_since_when() -> None:
    (shown,) = told([RDP._replace(connected=133_000_000_000_000_000)])
    assert shown.started_at == datetime(2022, 6, 18, 4, 26, 40, tzinfo=UTC)


def test_elsewhere_it_says_why_not() -> None:
    if sys.platform == "win32":
        pytest.skip("this is a Windows")
    with pytest.raises(SourceUnreadable, match="no Windows"):
        list(remote_sessions())
