"""Proxies, scripts, name servers and the hosts file of a Windows PC."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, Setting
from recovery_assistant.hosts import hosts_file, port
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.keys import Keys
from recovery_assistant.hosts.windows.network import hosts_entries, settings
from recovery_assistant.hosts.windows.places import hives, read_places
from tests.unit.hosts.windows_pc import ADA, put, registry
from tests.unit.hosts.windows_pc import Keys as Content

INTERNET = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
PARAMETERS = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
ADAPTER = "{9D1F0A11-0000-4000-8000-000000000001}"
HOSTS = r"C:\Windows\System32\drivers\etc\hosts"


def winhttp(flags: int, server: bytes) -> bytes:
    return struct.pack("<4I", 0x28, 3, flags, len(server)) + server + struct.pack("<I", 0)


def look(content: Content) -> list[Setting]:
    machine = registry(content)
    return list(settings(Keys(machine, "this", port.SETTINGS), hives(machine), read_places(machine)))


@pytest.mark.parametrize(
    ("content", "name", "value", "about"),
    [
        (
            {rf"HKU\{ADA}\{INTERNET}": {"ProxyEnable": 1, "ProxyServer": "1.2.3.4:80"}},
            "proxy-server",
            "1.2.3.4:80",
            "Ada",
        ),
        ({rf"HKU\{ADA}\{INTERNET}": {"AutoConfigURL": "http://x/p.pac"}}, "proxy-auto-config", "http://x/p.pac", "Ada"),
        ({rf"HKLM\{INTERNET}": {"ProxyEnable": 1, "ProxyServer": "p:1"}}, "proxy-server", "p:1", "this PC"),
        (
            {rf"HKLM\{INTERNET}\Connections": {"WinHttpSettings": winhttp(3, b"9.9.9.1:3128")}},
            "proxy-server",
            "9.9.9.1:3128",
            "services of Windows",
        ),
        (
            {
                rf"{PARAMETERS}\Interfaces\{ADAPTER}": {
                    "NameServer": "1.1.1.1,8.8.8.8",
                    "DhcpNameServer": "192.168.1.1",
                },
                rf"HKLM\SYSTEM\CurrentControlSet\Control\Network\{{4D36E972-E325-11CE-BFC1-08002BE10318}}"
                rf"\{ADAPTER}\Connection": {"Name": "Wi-Fi"},
            },
            "dns-server",
            "1.1.1.1, 8.8.8.8",
            "Wi-Fi",
        ),
    ],
)
def test_each_detour(content: Content, name: str, value: str, about: str) -> None:
    (found,) = look(content)
    assert (found.name, found.value, found.about) == (name, value, about)


@pytest.mark.parametrize(
    "content",
    [
        {rf"HKU\{ADA}\{INTERNET}": {"ProxyEnable": 0, "ProxyServer": "1.2.3.4:80"}},
        {rf"HKLM\{INTERNET}\Connections": {"WinHttpSettings": winhttp(1, b"")}},
        {rf"HKLM\{INTERNET}\Connections": {"WinHttpSettings": b"\x18"}},
        {rf"HKLM\{INTERNET}\Connections": {"WinHttpSettings": "text"}},
        {rf"{PARAMETERS}\Interfaces\{ADAPTER}": {"NameServer": "", "DhcpNameServer": "192.168.1.1"}},
    ],
)
def test_no_detour(content: Content) -> None:
    assert look(content) == []


def hosts(root: Path, content: Content | None = None) -> list[Setting | Gap]:
    machine = registry(content or {})
    return list(hosts_entries(Keys(machine, "this", port.SETTINGS), Disk(root), "this", read_places(machine)))


def test_every_name_of_the_hosts_file(tmp_path: Path) -> None:
    put(
        tmp_path, HOSTS, b"\xef\xbb\xbf# comment\r\n127.0.0.1 localhost\r\n5.6.7.8\twww.natwest.com natwest.com # x\r\n"
    )
    found = [one for one in hosts(tmp_path) if isinstance(one, Setting)]
    assert [one.value for one in found] == ["127.0.0.1 localhost", "5.6.7.8 www.natwest.com", "5.6.7.8 natwest.com"]
    assert {one.source for one in found} == {HOSTS}
    assert all(one.changed_at for one in found)


def test_the_hosts_file_is_looked_for_where_windows_was_told(tmp_path: Path) -> None:
    put(tmp_path, r"C:\Users\Ada\etc\hosts", b"5.6.7.8 www.natwest.com")
    (found,) = hosts(tmp_path, {PARAMETERS: {"DataBasePath": r"C:\Users\Ada\etc"}})
    assert isinstance(found, Setting)


def test_no_hosts_file_is_no_gap_and_a_link_is_one(tmp_path: Path) -> None:
    assert hosts(tmp_path) == []
    place = put(tmp_path, HOSTS)
    place.unlink()
    try:
        place.symlink_to("/etc/hosts")
    except OSError:
        pytest.skip("no links can be made here")
    if not place.is_symlink():
        pytest.skip("links are shown here as what they lead to")
    (found,) = hosts(tmp_path)
    assert isinstance(found, Gap)


def test_a_hosts_file_without_end_is_cut_and_told(tmp_path: Path) -> None:
    put(tmp_path, HOSTS, b"0.0.0.0 a.example\n" + b"#" * hosts_file.LARGEST)
    found = hosts(tmp_path)
    assert [type(one) for one in found] == [Gap, Setting]
