"""Every host is what the port asks for. What a host must do is held by tests/contract."""

from __future__ import annotations

import io
from pathlib import Path

from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.hosts import port
from recovery_assistant.hosts.linux.host import LinuxHost
from recovery_assistant.hosts.port import Host
from recovery_assistant.hosts.reported.inventory import InventoryHost, read_inventory
from recovery_assistant.hosts.reported.recorded import RecordedHost, Recording


def test_each_adapter_can_stand_for_the_port() -> None:
    (line,) = read_inventory(io.BytesIO(b'{"id": "a", "os": "Linux"}'), print)
    assert isinstance(line, InventoryHost)
    hosts: list[Host] = [
        LinuxHost(root=Path("/nowhere"), homes=()),
        RecordedHost(Recording(format=1, id="a", system=System.LINUX, sources={})),
        line,
    ]
    assert {host.system for host in hosts} == {System.LINUX}


def test_codes_of_gaps_are_told_apart() -> None:
    names = ("UNREADABLE", "ACCESS_DENIED", "NOT_PROVIDED", "BAD_LINE", "TOO_LARGE", "CHANGED_WHILE_READ")
    codes = [getattr(port, name) for name in names]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("G-") for code in codes)
    assert Gap(host="h", source="s", reason="r", code=codes[0]).code == "G-01"
