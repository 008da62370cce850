"""What the system's own tables say about the network. Nothing here opens a connection."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import psutil

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Gap, ListeningSocket
from recovery_assistant.hosts.linux import socket_table
from recovery_assistant.hosts.linux.socket_table import Socket
from recovery_assistant.hosts.port import ACCESS_DENIED, LISTENING_SOCKETS, Connection

_INTERFACES: Final = Path("/sys/class/net")


def listening_sockets(host: str) -> Iterator[ListeningSocket | Gap]:
    """Yield the programs that wait for connections from other computers. Raises SourceUnreadable."""
    nameless = 0
    for entry in _table(LISTENING_SOCKETS, _waits_for_others):
        if not entry.pid:  # number 0 stands for "nobody says", never for a program
            nameless += 1
            continue
        name, _exe = _program(entry.pid)
        yield ListeningSocket(
            source=f"{LISTENING_SOCKETS}:{entry.local_port}",
            address=entry.local_ip,
            port=entry.local_port,
            pid=entry.pid,
            process_name=name,
        )
    if nameless:
        reason = "this PC does not show us every program that waits for other computers to connect"
        yield Gap(host=host, source=LISTENING_SOCKETS, reason=reason, code=ACCESS_DENIED)


def established() -> Iterator[Connection]:
    """Yield every line to another computer: TCP, and UDP where the system tells its other end.

    Raises SourceUnreadable. A line of a program that this account may not see has number 0 and no name.
    """
    table = _table("connections", lambda entry: entry.is_waiting or _leads_elsewhere(entry))
    waiting = {entry.local_port for entry in table if entry.is_waiting}
    known: dict[int, tuple[str, str]] = {0: ("", "")}
    for entry in table:
        if _leads_elsewhere(entry):
            if entry.pid not in known:
                known[entry.pid] = _program(entry.pid)
            comes_in = not entry.is_datagram and entry.local_port in waiting
            yield Connection(entry.pid, *known[entry.pid], f"{entry.remote_ip}:{entry.remote_port}", comes_in)


def network_up() -> bool:
    """Return whether a cable or Wi-Fi is connected. Raises SourceUnreadable.

    A private network (VPN) or a bridge stays "up" with the cable out. So where the system tells which interfaces are
    real devices, only those count.
    """
    try:
        states = psutil.net_if_stats()
    except OSError as error:
        raise SourceUnreadable("network", error.strerror or "it cannot be read") from error
    up = {name for name, state in states.items() if state.isup and "loopback" not in state.flags.split(",")}
    up -= {"lo", "lo0"} | {name for name in up if name.startswith("Loopback")}
    if sys.platform == "linux":
        devices = {name for name in states if (_INTERFACES / name / "device").exists()}
        return bool(up & devices if devices else up)
    return bool(up)


def _waits_for_others(entry: Socket) -> bool:
    return entry.is_waiting and not _is_loopback(entry.local_ip)


def _leads_elsewhere(entry: Socket) -> bool:
    return entry.is_line and not _is_loopback(entry.remote_ip)


def _table(source: str, wanted: socket_table.Wanted) -> Iterable[Socket]:
    try:
        return socket_table.sockets(wanted)
    except psutil.AccessDenied as error:
        raise SourceUnreadable(source, "access denied", ACCESS_DENIED) from error
    except OSError as error:
        raise SourceUnreadable(source, error.strerror or "it cannot be read") from error


def _program(pid: int) -> tuple[str, str]:
    """Return name and path of a running program; "" for what the system does not tell."""
    try:
        process = psutil.Process(pid)
        name = process.name()
    except psutil.Error:
        return "", ""
    try:
        return name, process.exe()
    except psutil.Error:
        return name, ""


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
