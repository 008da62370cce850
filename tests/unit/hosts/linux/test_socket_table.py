"""The kernel's own table of sockets, against psutil and against sockets of our own."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from recovery_assistant.hosts.linux import socket_table
from recovery_assistant.hosts.linux.socket_table import Socket


def mine(entries: list[Socket]) -> set[tuple[str, int, str, int, bool, bool, bool]]:
    return {tuple(entry)[:7] for entry in entries if entry.pid == os.getpid()}  # type: ignore[misc]


@pytest.mark.skipif(sys.platform != "linux", reason="the table of Linux")
@pytest.mark.parametrize(("family", "here"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_both_readers_show_the_same_of_our_own_sockets(family: socket.AddressFamily, here: str) -> None:
    try:
        door = socket.create_server((here, 0), family=family)
    except OSError:
        pytest.skip("this PC has no such addresses")
    with door, socket.create_connection(door.getsockname()[:2]), socket.socket(family, socket.SOCK_DGRAM) as far:
        far.connect((here, 9))
        own = mine(socket_table.sockets(lambda _entry: True))
        assert own == {entry for entry in mine(list(socket_table._of_psutil())) if entry[4] or entry[5]}
        address, port = door.getsockname()[:2]
        assert (address, port) in {entry[:2] for entry in own if entry[4]}
        assert (here, 9) in {entry[2:4] for entry in own if entry[6]}


@pytest.mark.skipif(sys.platform != "linux", reason="the table of Linux")
def test_only_what_is_wanted_is_looked_up() -> None:
    assert socket_table.sockets(lambda _entry: False) == []


@pytest.mark.skipif(sys.byteorder != "little", reason="written down on such a PC")
@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("0100007F:1F90", ("127.0.0.1", 8080)),
        ("00000000:0016", ("0.0.0.0", 22)),
        ("00000000:0000", ("", 0)),
        ("0000000000000000FFFF00000100007F:0016", ("::ffff:7f00:1", 22)),
        ("B80D01200000000000000000010000AA:01BB", ("2001:db8::aa00:1", 443)),
    ],
)
def test_the_kernels_spelling_of_addresses(text: str, end: tuple[str, int]) -> None:
    address, port = socket_table._kernel_end(text)
    assert (address.replace("::ffff:127.0.0.1", "::ffff:7f00:1"), port) == end


def test_own_programs_are_seen_where_the_whole_table_is_closed() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        shown = list(socket_table._of_own_programs())
        if sys.platform == "win32" and not shown:
            pytest.skip("Wine does not say whose a port is")
        assert (os.getpid(), door.getsockname()[1]) in {(entry.pid, entry.local_port) for entry in shown}
