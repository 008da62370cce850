"""The real registry, written by the test and found by the program."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.domain.observation import Autorun, Gap, InstalledProgram, Setting
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.hosts.windows.places import Person
from recovery_assistant.hosts.windows.registry import LONGEST_TEXT, LiveRegistry, View
from tests.windows.conftest import WriteKey

pytestmark = pytest.mark.wine

MACHINE, USER = winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER
CURRENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion"
TEXT, NUMBER, BYTES = winreg.REG_SZ, winreg.REG_DWORD, winreg.REG_BINARY


def installed(pc: WindowsHost) -> dict[str, InstalledProgram]:
    found = (item for item in pc.observations("installed-programs") if isinstance(item, InstalledProgram))
    return {item.source: item for item in found}


def test_uninstall_keys_of_both_views_and_of_a_person(pc: WindowsHost, me: Person, write_key: WriteKey) -> None:
    for hive, view, name in ((MACHINE, 64, "TeamViewer"), (MACHINE, 32, "AnyDesk"), (USER, 64, "Zoho Assist")):
        write_key(hive, rf"{CURRENT}\Uninstall\{name}", {"DisplayName": (TEXT, name), "Publisher": (TEXT, "P")}, view)
    found = installed(pc)
    old = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\AnyDesk"
    assert found[old].display_name == "AnyDesk"
    assert found[rf"HKLM\{CURRENT}\Uninstall\TeamViewer"].publisher == "P"
    assert found[rf"HKU\{me.sid}\{CURRENT}\Uninstall\Zoho Assist"].display_name == "Zoho Assist"
    assert rf"HKLM\{CURRENT}\Uninstall\AnyDesk" not in found, "the views are kept apart"


def test_the_time_of_writing_tells_when_it_came(pc: WindowsHost, write_key: WriteKey) -> None:
    path = rf"{CURRENT}\Uninstall\AnyDesk"
    write_key(MACHINE, path, {"DisplayName": (TEXT, "AnyDesk")})
    came = installed(pc)[rf"HKLM\{path}"].installed_at
    assert came is not None
    assert abs(datetime.now(UTC) - came) < timedelta(minutes=5)


def test_hostile_values_are_told_and_nothing_falls_over(pc: WindowsHost, write_key: WriteKey) -> None:
    write_key(
        MACHINE,
        rf"{CURRENT}\Uninstall\Hostile",
        {
            "DisplayName": (BYTES, b"\xff\x00\xff"),
            "Publisher": (winreg.REG_MULTI_SZ, ["a", "b"]),
            "UninstallString": (TEXT, "A" * 500_000),
            "InstallLocation": (TEXT, "before\0behind"),
            "InstallDate": (NUMBER, 20261118),
        },
    )
    everything = list(pc.observations("installed-programs"))
    hostile = next(x for x in everything if isinstance(x, InstalledProgram) and x.source.endswith("Hostile"))
    assert (hostile.display_name, hostile.publisher, hostile.install_location) == ("", "", "before")
    assert len(hostile.uninstall_string) == LONGEST_TEXT
    reasons = {gap.reason for gap in everything if isinstance(gap, Gap) and gap.source.endswith("Hostile")}
    assert reasons >= {
        "DisplayName is no text",
        "Publisher is no text",
        "UninstallString has 500000 characters and was cut",
    }


def test_run_keys_and_what_was_switched_off(pc: WindowsHost, me: Person, write_key: WriteKey) -> None:
    write_key(MACHINE, rf"{CURRENT}\Run", {"AnyDesk": (TEXT, r'"C:\AnyDesk.exe" --control')})
    write_key(MACHINE, rf"{CURRENT}\RunOnce", {"Once": (winreg.REG_EXPAND_SZ, r"%TEMP%\x.exe")}, 32)
    write_key(USER, rf"{CURRENT}\Run", {"Off": (TEXT, r"C:\off.exe")})
    write_key(USER, rf"{CURRENT}\Explorer\StartupApproved\Run", {"Off": (BYTES, b"\x03" + bytes(11))})
    found = {item.name: item for item in pc.observations("autoruns") if isinstance(item, Autorun)}
    assert found["AnyDesk"].command == r'"C:\AnyDesk.exe" --control'
    assert found["Once"].location == r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\RunOnce"
    assert found["Off"].location == rf"HKU\{me.sid}\{CURRENT}\Run (switched off)"


@pytest.mark.parametrize(("denied", "value"), [(0, "1"), (1, "0")])
def test_remote_desktop_switched_on_and_off(pc: WindowsHost, write_key: WriteKey, denied: int, value: str) -> None:
    write_key(MACHINE, r"SYSTEM\CurrentControlSet\Control\Terminal Server", {"fDenyTSConnections": (NUMBER, denied)})
    found = {item.name: item.value for item in pc.observations("settings") if isinstance(item, Setting)}
    assert found["remote-desktop-enabled"] == value


def test_what_the_virus_protection_leaves_out(pc: WindowsHost, write_key: WriteKey) -> None:
    path = r"SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths"
    write_key(MACHINE, path, {r"C:\ProgramData": (NUMBER, 0)})
    found = [one for one in pc.observations("settings") if isinstance(one, Setting)]
    assert [one.value for one in found if one.name == "defender-exclusion"] == [r"C:\ProgramData"]


def test_store_packages(pc: WindowsHost, me: Person, write_key: WriteKey) -> None:
    package = "MicrosoftCorporationII.QuickAssist_2.0.32.0_x64__8wekyb3d8bbwe"
    below = r"Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
    write_key(
        winreg.HKEY_USERS,
        rf"{me.sid}_Classes\{below}\{package}",
        {"DisplayName": (TEXT, "@{x}"), "InstallTime": (winreg.REG_QWORD, 133_000_000_000_000_000)},
    )
    found = {item.package: item for item in installed(pc).values()}
    quick_assist = found["MicrosoftCorporationII.QuickAssist"]
    assert quick_assist.installed_at == datetime(2022, 6, 18, 4, 26, 40, tzinfo=UTC)


def test_keys_as_they_are_and_keys_that_are_not_there(write_key: WriteKey) -> None:
    write_key(MACHINE, r"SOFTWARE\RecoveryTest", {"Ümläut": (TEXT, "Ω"), "": (TEXT, "default")})
    registry = LiveRegistry()
    key = registry.read(r"HKLM\SOFTWARE\RecoveryTest")
    assert key is not None
    assert dict(key.values) == {"Ümläut": "Ω", "": "default"}
    assert registry.read(r"HKLM\SOFTWARE\RecoveryTest", View.OLD) is None
    assert registry.read(r"HKLM\SOFTWARE\RecoveryTest\Nowhere") is None
