"""The system's own tables of sockets and interfaces, read for real."""

from __future__ import annotations

import contextlib
import os
import socket
import sys

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import ListeningSocket
from recovery_assistant.hosts import sockets


def test_a_program_that_waits_on_every_address_is_seen_and_one_on_loopback_is_not() -> None:
    with socket.socket() as open_door, socket.socket() as inner_door:
        open_door.bind(("0.0.0.0", 0))
        open_door.listen()
        inner_door.bind(("127.0.0.1", 0))
        inner_door.listen()
        shown = [one for one in sockets.listening_sockets("pc") if isinstance(one, ListeningSocket)]
        ports = {one.port: one.pid for one in shown}
        if sys.platform == "win32" and not ports:
            pytest.skip("Wine does not say whose a port is")
        assert ports.get(open_door.getsockname()[1]) == os.getpid()
        assert inner_door.getsockname()[1] not in ports


def test_a_connection_to_this_pc_itself_is_no_connection_to_another() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        with socket.create_connection(door.getsockname()):
            assert all(one.pid != os.getpid() for one in sockets.established())


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.0.2.1", False),
        ("fe80::1%eth0", False),
        ("", False),
    ],
)
def test_loopback_is_known_in_every_spelling(address: str, loopback: bool) -> None:
    assert sockets._is_loopback(address) is loopback


def test_the_state_of_the_network_is_a_plain_answer() -> None:
    with contextlib.suppress(SourceUnreadable):  # a sandbox may hide the table; then it says so
        assert sockets.network_up() in (True, False)
