"""Browsers on a Windows PC: profiles of everybody, and rules in the registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.observation import BrowserExtension, Setting
from recovery_assistant.hosts.windows.browsers import read
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import read_places
from tests.unit.hosts.browser_pc import EXTENSION, install
from tests.unit.hosts.windows_pc import ADA, Keys, registry

ID = "b" * 32


def look(root: Path, keys: Keys) -> list[object]:
    machine = registry(keys)
    return list(read(machine, Disk(root), "this", read_places(machine), is_live=False))


def test_profiles_of_people_who_are_not_signed_in(tmp_path: Path) -> None:
    install(tmp_path / "Users/Bob/AppData/Local/Microsoft/Edge/User Data/Default", {"name": "Helper"})
    (found,) = look(tmp_path, {})
    assert isinstance(found, BrowserExtension)
    assert (found.browser, found.extension_id, found.name) == ("Microsoft Edge", EXTENSION, "Helper")
    assert found.source == r"C:\Users\Bob\AppData\Local\Microsoft\Edge\User Data\Default"


@pytest.mark.parametrize(
    ("keys", "browser", "known"),
    [
        (
            {r"HKLM\SOFTWARE\Policies\Google\Chrome\ExtensionInstallForcelist": {"1": f"{ID};https://x"}},
            "Google Chrome",
            ID,
        ),
        (
            {
                rf"HKU\{ADA}\SOFTWARE\Policies\Microsoft\Edge\ExtensionSettings\{ID}": {
                    "installation_mode": "force_installed"
                }
            },
            "Microsoft Edge",
            ID,
        ),
        (
            {r"HKLM\SOFTWARE\Policies\Mozilla\Firefox\Extensions\Install": {"1": "https://x/y.xpi"}},
            "Firefox",
            "https://x/y.xpi",
        ),
    ],
)
def test_rules_that_force_an_extension(tmp_path: Path, keys: Keys, browser: str, known: str) -> None:
    (found,) = look(tmp_path, keys)
    assert isinstance(found, BrowserExtension)
    assert (found.browser, found.extension_id, found.from_policy) == (browser, known, True)
    key, _, value = found.source.rpartition("\\")
    assert value in keys.get(key, {})  # so that this one value can be taken out


def test_other_rules(tmp_path: Path) -> None:
    keys = {r"HKLM\SOFTWARE\Policies\Google\Chrome": {"ProxyServer": "1.2.3.4:80\0", "SyncDisabled": 1}}
    (found,) = look(tmp_path, keys)
    assert isinstance(found, Setting)
    assert found.value == "ProxyServer = 1.2.3.4:80"


def test_folders_of_a_windows_disk_in_other_capitals(tmp_path: Path) -> None:
    install(tmp_path / "Users/Bob/appdata/LOCAL/microsoft/edge/user data/Default", {"name": "Helper"})
    (found,) = look(tmp_path, {})
    assert isinstance(found, BrowserExtension)
    assert found.name == "Helper"
