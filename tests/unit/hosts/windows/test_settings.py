"""Switches of Windows that let somebody in, and its protection switched off."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from recovery_assistant.domain.observation import Gap, Setting
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.settings import settings
from tests.unit.hosts.windows_pc import Keys, registry

CONTROL = r"HKLM\SYSTEM\CurrentControlSet\Control"
TERMINAL = rf"{CONTROL}\Terminal Server"
POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
DEFENDER = r"HKLM\SOFTWARE\Microsoft\Windows Defender"
DEFENDER_RULE = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
EXCLUSIONS = rf"{DEFENDER}\Exclusions\Paths"
CENTRE = r"HKLM\SOFTWARE\Microsoft\Security Center\Provider"
FIREWALL = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
WHEN = datetime(2026, 11, 18, 14, 20, tzinfo=UTC)


def look(
    keys: Keys = MappingProxyType({}), denied: frozenset[str] = frozenset(), root: Path = Path("/nowhere")
) -> list[Setting | Gap]:
    machine = registry(keys, denied=denied, written_at=dict.fromkeys(keys, WHEN))
    return list(settings(machine, Disk(root), "this", read_places(machine)))


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({TERMINAL: {"fDenyTSConnections": 0}}, "1"),
        ({TERMINAL: {"fDenyTSConnections": 1}}, "0"),
        ({TERMINAL: {"fDenyTSConnections": 1}, POLICY: {"fDenyTSConnections": 0}}, "1"),
    ],
)
def test_remote_desktop(keys: Keys, value: str) -> None:
    (found,) = look(keys)
    assert isinstance(found, Setting)
    assert (found.name, found.value, found.changed_at) == ("remote-desktop-enabled", value, WHEN)


def test_the_sign_in_screen_matters_only_where_remote_desktop_is_on() -> None:
    rdp = rf"{TERMINAL}\WinStations\RDP-Tcp"
    both = look({TERMINAL: {"fDenyTSConnections": 0}, rdp: {"UserAuthentication": 0}})
    assert [one.name for one in both if isinstance(one, Setting)] == [
        "remote-desktop-enabled",
        "remote-desktop-sign-in",
    ]
    off = look({TERMINAL: {"fDenyTSConnections": 1}, rdp: {"UserAuthentication": 0}})
    assert [one.name for one in off if isinstance(one, Setting)] == ["remote-desktop-enabled"]


def test_nothing_said_is_nothing_told() -> None:
    assert look() == []


def test_what_the_virus_protection_leaves_out() -> None:
    (found,) = look({EXCLUSIONS: {r"C:\Users\Ada\AppData": 0}})
    assert found == Setting(
        source=EXCLUSIONS, name="defender-exclusion", value=r"C:\Users\Ada\AppData", changed_at=WHEN
    )


def test_closed_exclusions_are_a_gap() -> None:
    (found,) = look(denied=frozenset({EXCLUSIONS}))
    assert isinstance(found, Gap)
    assert found.code == "G-02"


def test_a_switch_of_a_wrong_type_is_told() -> None:
    (found,) = look({TERMINAL: {"fDenyTSConnections": b"\0"}})
    assert isinstance(found, Gap)
    assert found.reason == "fDenyTSConnections is no number"


@pytest.mark.parametrize(
    ("keys", "name", "value", "about"),
    [
        ({DEFENDER: {"DisableAntiSpyware": 1}}, "protection-off", "all of it", ""),
        (
            {rf"{DEFENDER_RULE}\Real-Time Protection": {"DisableRealtimeMonitoring": 1}},
            "protection-off",
            "real-time protection",
            "a rule",
        ),
        ({r"HKLM\SYSTEM\CurrentControlSet\Services\WinDefend": {"Start": 4}}, "protection-off", "its service", ""),
        ({rf"{DEFENDER}\Features": {"TamperProtection": 4}}, "tamper-protection-off", "1", ""),
        ({rf"{CENTRE}\Av\{{GUID}}": {"DISPLAYNAME": "Avast Antivirus"}}, "antivirus-registered", "Avast Antivirus", ""),
        ({rf"{FIREWALL}\PublicProfile": {"EnableFirewall": 0}}, "firewall-off", "1", "public"),
        ({rf"{POLICY}": {"Shadow": 2}}, "remote-desktop-without-asking", "2", ""),
        (
            {r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System": {"EnableLUA": 0}},
            "asking-off",
            "1",
            "",
        ),
    ],
)
def test_each_switch(keys: Keys, name: str, value: str, about: str) -> None:
    (found,) = look(keys)
    assert isinstance(found, Setting)
    assert (found.name, found.value, found.about) == (name, value, about)


@pytest.mark.parametrize(
    "keys",
    [
        {DEFENDER: {"DisableAntiSpyware": 0, "PassiveMode": 2}},
        {rf"{DEFENDER}\Features": {"TamperProtection": 5}},
        {rf"{CENTRE}\Av\{{D68DDC3A-831F-4fae-9E44-DA132C1ACF46}}": {"DISPLAYNAME": "Windows Defender"}},
        {rf"{FIREWALL}\PublicProfile": {"EnableFirewall": 1}},
        {r"HKLM\SYSTEM\CurrentControlSet\Services\WinDefend": {"Start": 2}},
        {r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System": {"EnableLUA": 1}},
    ],
)
def test_what_is_as_windows_has_it_is_not_told(keys: Keys) -> None:
    assert look(keys) == []


def test_a_rule_of_the_firewall_comes_before_the_own_setting() -> None:
    rule = r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\PublicProfile"
    assert look({rule: {"EnableFirewall": 1}, rf"{FIREWALL}\PublicProfile": {"EnableFirewall": 0}}) == []


@pytest.mark.parametrize(
    ("active", "words"), [("TRUE", "the firewall lets it in"), ("FALSE", "the firewall keeps it out")]
)
def test_whether_the_firewall_lets_remote_desktop_in(active: str, words: str) -> None:
    rule = f"v2.32|Action=Allow|Active={active}|Dir=In|Protocol=6|LPort=3389|App=%SystemRoot%\\system32\\svchost.exe|"
    name = "RemoteDesktop-UserMode-In-TCP"
    keys: Keys = {TERMINAL: {"fDenyTSConnections": 0}, rf"{FIREWALL}\FirewallRules": {name: rule}}
    (found,) = look(keys)
    assert isinstance(found, Setting)
    assert found.about == words
