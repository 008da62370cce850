"""Rules for browsers: only those that force something or lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.observation import BrowserExtension, Setting, System
from recovery_assistant.hosts.browsers.files import BrowserFiles
from recovery_assistant.hosts.browsers.policies import from_files, judged
from tests.unit.hosts.browser_pc import write

ID = "a" * 32


@pytest.mark.parametrize(
    "rules",
    [
        {"ExtensionInstallForcelist": [f"{ID};https://clients2.google.com/service/update2/crx"]},
        {"ExtensionSettings": {"*": {"installation_mode": "allowed"}, ID: {"installation_mode": "force_installed"}}},
        {"ExtensionSettings": f'{{"{ID}": {{"installation_mode": "normal_installed"}}}}'},
        {"Extensions": {"Install": [ID]}},
    ],
)
def test_a_forced_extension(rules: dict[str, object]) -> None:
    (found,) = judged("Google Chrome", rules, "s")
    assert isinstance(found, BrowserExtension)
    assert (found.extension_id, found.from_policy) == (ID, True)


@pytest.mark.parametrize(
    ("rules", "value"),
    [
        ({"ProxyServer": "1.2.3.4:80"}, "ProxyServer = 1.2.3.4:80"),
        (
            {"NotificationsAllowedForUrls": ["https://a", "https://b"]},
            "NotificationsAllowedForUrls = https://a, https://b",
        ),
        ({"SafeBrowsingEnabled": False}, "SafeBrowsingEnabled = False"),
    ],
)
def test_a_rule_that_leads_somewhere(rules: dict[str, object], value: str) -> None:
    (found,) = judged("Microsoft Edge", rules, "s")
    assert isinstance(found, Setting)
    assert (found.name, found.value, found.about) == ("browser-policy", value, "Microsoft Edge")


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"DefaultBrowserSettingEnabled": 0, "MetricsReportingEnabled": False},
        {"ExtensionSettings": {ID: {"installation_mode": "blocked"}}},
        {"ExtensionSettings": "{broken"},
        {"ExtensionSettings": [], "Extensions": 7, "ExtensionInstallForcelist": 7},
    ],
)
def test_other_rules_are_not_told(rules: dict[str, object]) -> None:
    assert list(judged("Google Chrome", rules, "s")) == []


def test_files_of_linux_and_of_firefox(tmp_path: Path) -> None:
    write(tmp_path / "etc/opt/chrome/policies/managed/x.json", {"ProxyMode": "fixed_servers"})
    write(tmp_path / "etc/opt/chrome/policies/managed/x.txt", b"no rules")
    write(
        tmp_path / "etc/firefox/policies/policies.json", {"policies": {"Extensions": {"Install": ["https://x/y.xpi"]}}}
    )
    files = BrowserFiles("this", tmp_path)
    found = list(from_files(files, System.LINUX, tmp_path))
    assert [type(one) for one in found] == [Setting, BrowserExtension]
    assert files.gaps == []
    assert list(from_files(files, System.MACOS, tmp_path)) == []
