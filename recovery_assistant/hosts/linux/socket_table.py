"""The table of sockets of the system that the program runs on, and which program each belongs to.

psutil answers on every system. On Linux it looks at every open file of every program first; here the kernel's own
table is read, which is one file, and programs are only gone through until the sockets that matter have their owners.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import psutil

LARGEST_TABLE: Final = 16 * 2**20
"""Bytes of one table of the kernel; a line has 150."""

_TABLES: Final = (("tcp", False), ("tcp6", False), ("udp", True), ("udp6", True))
_ESTABLISHED, _LISTEN = "01", "0A"  # include/net/tcp_states.h; a UDP socket with another end is "established" too
_DATAGRAM: Final = 2  # SOCK_DGRAM, the same number on every system that psutil knows


class Socket(NamedTuple):
    """One socket. A remote address of "" means that it has no other end; number 0, that nobody says whose it is."""

    local_ip: str
    local_port: int
    remote_ip: str
    remote_port: int
    is_waiting: bool
    is_line: bool
    is_datagram: bool
    pid: int


Wanted = Callable[[Socket], bool]


def sockets(wanted: Wanted) -> list[Socket]:
    """Return the wanted sockets with their owners. Raises OSError, or psutil.AccessDenied."""
    if sys.platform == "linux":
        return _of_linux(wanted)
    return [entry for entry in _of_psutil() if wanted(entry)]


# --- every system -------------------------------------------------------------------------------------------------


def _of_psutil() -> Iterator[Socket]:
    try:
        listed = psutil.net_connections(kind="inet")
    except psutil.AccessDenied:
        yield from _of_own_programs()  # macOS shows the whole table to the administrator only
        return
    for entry in listed:
        yield _shown(entry.laddr, entry.raddr, entry.status, int(entry.type), entry.pid or 0)


def _of_own_programs() -> Iterator[Socket]:
    """Yield the sockets of each program that this account may see. Raises psutil.AccessDenied if it may see none."""
    seen = closed = 0
    for process in psutil.process_iter():
        try:
            listed = process.net_connections(kind="inet")
        except (psutil.Error, OSError):
            closed += 1
            continue
        seen += 1
        for entry in listed:
            yield _shown(entry.laddr, entry.raddr, entry.status, int(entry.type), process.pid)
    if not seen:
        raise psutil.AccessDenied
    if closed:  # one line that nobody owns stands for all those that are not shown
        yield Socket("", 0, "unknown", 0, is_waiting=False, is_line=True, is_datagram=False, pid=0)


def _shown(local: tuple[object, ...], remote: tuple[object, ...], status: str, kind: int, pid: int) -> Socket:
    is_datagram = kind == _DATAGRAM
    return Socket(
        *_end(local),
        *_end(remote),
        is_waiting=status == psutil.CONN_LISTEN,
        is_line=bool(remote) and (status == psutil.CONN_ESTABLISHED or is_datagram),
        is_datagram=is_datagram,
        pid=pid,
    )


def _end(address: tuple[object, ...]) -> tuple[str, int]:
    return (str(address[0]), int(str(address[1]))) if address else ("", 0)


# --- Linux --------------------------------------------------------------------------------------------------------


def _of_linux(wanted: Wanted) -> list[Socket]:
    found = {inode: entry for inode, entry in _kernel_table() if wanted(entry)}
    missing = {f"socket:[{inode}]": inode for inode in found if inode != "0"}
    for pid in _numbers():
        if not missing:
            break
        for link in _links(pid):
            inode = missing.pop(link, None)
            if inode is not None:
                found[inode] = found[inode]._replace(pid=pid)
    return list(found.values())


def _kernel_table() -> Iterator[tuple[str, Socket]]:
    for name, is_datagram in _TABLES:
        try:
            with open(f"/proc/self/net/{name}", "rb") as file:  # noqa: PTH123 (hot)
                text = file.read(LARGEST_TABLE).decode("latin-1")
        except FileNotFoundError:
            continue  # a kernel without IPv6
        for line in text.splitlines()[1:]:
            fields = line.split()
            if len(fields) > 9 and fields[3] in (_ESTABLISHED, _LISTEN):
                local, remote = _kernel_end(fields[1]), _kernel_end(fields[2])
                yield (
                    fields[9],
                    Socket(
                        *local,
                        *remote,
                        is_waiting=fields[3] == _LISTEN,
                        is_line=fields[3] == _ESTABLISHED,
                        is_datagram=is_datagram,
                        pid=0,
                    ),
                )


def _kernel_end(text: str) -> tuple[str, int]:
    """Return address and port of "0100007F:1F90": words of four bytes, each in the processor's own order."""
    address, _, port = text.partition(":")
    if not address.strip("0") and port == "0000":
        return "", 0  # no other end
    words = [bytes.fromhex(address[place : place + 8]) for place in range(0, len(address), 8)]
    if sys.byteorder == "little":
        words = [word[::-1] for word in words]
    whole = b"".join(words)
    if len(whole) == 4:
        return ".".join(str(byte) for byte in whole), int(port, 16)
    import ipaddress

    return str(ipaddress.IPv6Address(whole)), int(port, 16)


def _numbers() -> list[int]:
    with os.scandir("/proc") as entries:
        return sorted((int(entry.name) for entry in entries if entry.name.isdecimal()), reverse=True)


def _links(pid: int) -> Iterator[str]:
    """Yield what the open files of a program are; nothing where it has ended or is closed to us."""
    try:
        with os.scandir(f"/proc/{pid}/fd") as entries:
            for entry in entries:
                try:
                    yield os.readlink(entry.path)  # noqa: PTH115 (thousands of times)
                except OSError:
                    continue
    except OSError:
        return
