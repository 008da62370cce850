"""Switches of Windows as values of the registry: what they should hold, and where a rule would stand."""

from __future__ import annotations

from typing import get_args

import pytest

from recovery_assistant.domain.removal.plan import SetSwitch, Switch
from recovery_assistant.runner.windows.switch_table import wanted

OF_OTHER_SYSTEMS = {"screen-sharing", "remote-management", "remote-login", "desktop-sharing"}
WITHOUT_VALUES = OF_OTHER_SYSTEMS | {"quick-assist"}


def test_every_switch_of_windows_has_its_values() -> None:
    without = {switch for switch in get_args(Switch) if not wanted(SetSwitch(switch=switch))}
    assert without == WITHOUT_VALUES


@pytest.mark.parametrize(
    ("switch", "about", "key", "name", "data"),
    [
        ("remote-desktop", "", r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server", "fDenyTSConnections", 1),
        ("remote-assistance", "", r"HKLM\SYSTEM\CurrentControlSet\Control\Remote Assistance", "fAllowToGetHelp", 0),
        (
            "proxy",
            "S-1-5-21-1-2-3-1001",
            r"HKU\S-1-5-21-1-2-3-1001\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings",
            "ProxyEnable",
            0,
        ),
        (
            "firewall",
            "public",
            r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile",
            "EnableFirewall",
            1,
        ),
    ],
)
def test_what_a_switch_should_hold(switch: Switch, about: str, key: str, name: str, data: int) -> None:
    (one,) = wanted(SetSwitch(switch=switch, about=about))
    assert (one.key, one.name, one.data) == (key, name, data.to_bytes(4, "little"))
    assert one.value is not None


def test_all_kinds_of_network_at_once() -> None:
    keys = [one.key.rpartition("\\")[2] for one in wanted(SetSwitch(switch="firewall"))]
    assert keys == ["DomainProfile", "StandardProfile", "PublicProfile"]


def test_only_asking_waits_for_a_restart() -> None:
    waiting = {s for s in get_args(Switch) if any(one.needs_restart for one in wanted(SetSwitch(switch=s)))}
    assert waiting == {"asking"}


def test_protection_that_was_switched_off_is_no_value_at_all() -> None:
    assert all(one.value is None and one.rule for one in wanted(SetSwitch(switch="defender")))
