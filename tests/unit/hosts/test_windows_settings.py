"""Switches of Windows that let somebody in."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.observation import Gap, Setting
from recovery_assistant.hosts.windows_settings import settings
from tests.unit.hosts.windows_pc import Keys, registry

TERMINAL = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"
POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
EXCLUSIONS = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({TERMINAL: {"fDenyTSConnections": 0}}, "1"),
        ({TERMINAL: {"fDenyTSConnections": 1}}, "0"),
        ({TERMINAL: {"fDenyTSConnections": 1}, POLICY: {"fDenyTSConnections": 0}}, "1"),
    ],
)
def test_remote_desktop(keys: Keys, value: str) -> None:
    (found,) = settings(registry(keys), "this")
    assert isinstance(found, Setting)
    assert (found.name, found.value) == ("remote-desktop-enabled", value)


def test_nothing_said_is_nothing_told() -> None:
    assert list(settings(registry(), "this")) == []


def test_what_the_virus_protection_leaves_out() -> None:
    (found,) = settings(registry({EXCLUSIONS: {r"C:\Users\Ada\AppData": 0}}), "this")
    assert found == Setting(source=EXCLUSIONS, name="defender-exclusion", value=r"C:\Users\Ada\AppData")


def test_closed_exclusions_are_a_gap() -> None:
    (found,) = settings(registry(denied={EXCLUSIONS}), "this")
    assert isinstance(found, Gap)
    assert found.code == "G-02"


def test_a_switch_of_a_wrong_type_is_told() -> None:
    (found,) = settings(registry({TERMINAL: {"fDenyTSConnections": b"\0"}}), "this")
    assert isinstance(found, Gap)
    assert found.reason == "fDenyTSConnections is no number"
