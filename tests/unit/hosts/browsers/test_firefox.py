"""Profiles of Firefox."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.observation import BrowserExtension, Setting
from recovery_assistant.hosts.browsers.files import BrowserFiles, unix_time
from recovery_assistant.hosts.browsers.firefox import profiles, read_profile
from tests.unit.hosts.browser_pc import firefox_permissions, write

NEW_PROFILE = [
    {"id": "formautofill@mozilla.org", "type": "extension", "location": "app-builtin-addons", "active": True},
    {"id": "webcompat@mozilla.org", "type": "extension", "location": "app-system-defaults", "active": True},
    {"id": "default-theme@mozilla.org", "type": "theme", "location": "app-builtin", "active": True},
    {"id": "langpack-de@firefox.mozilla.org", "type": "locale", "location": "app-profile", "active": True},
]


def addon(**more: object) -> dict[str, object]:
    return {
        "id": "x@y",
        "type": "extension",
        "location": "app-profile",
        "active": True,
        "installDate": 1795347357253,
        "defaultLocale": {"name": "Helper"},
        **more,
    }


def look(profile: Path) -> list[BrowserExtension | Setting]:
    return list(read_profile(BrowserFiles("this"), profile, "ada"))


def test_a_new_profile_has_nothing(tmp_path: Path) -> None:
    write(tmp_path / "extensions.json", {"addons": NEW_PROFILE})
    firefox_permissions(tmp_path / "permissions.sqlite", ())
    write(tmp_path / "logins.json", {"nextId": 1, "logins": []})
    assert look(tmp_path) == []


def test_an_add_on(tmp_path: Path) -> None:
    write(tmp_path / "extensions.json", {"addons": [*NEW_PROFILE, addon(installTelemetryInfo={"source": "amo"})]})
    (found,) = look(tmp_path)
    assert isinstance(found, BrowserExtension)
    assert (found.extension_id, found.name, found.enabled, found.from_policy) == ("x@y", "Helper", True, False)
    assert found.installed_at == unix_time(1795347357253)


@pytest.mark.parametrize(
    ("more", "enabled", "from_policy"),
    [({"active": False}, False, False), ({"installTelemetryInfo": {"source": "enterprise-policy"}}, True, True)],
)
def test_switched_on_and_by_whom(tmp_path: Path, more: dict[str, object], enabled: bool, from_policy: bool) -> None:
    write(tmp_path / "extensions.json", {"addons": [addon(**more)]})
    (found,) = look(tmp_path)
    assert isinstance(found, BrowserExtension)
    assert (found.enabled, found.from_policy) == (enabled, from_policy)


def test_pages_that_may_send_notices(tmp_path: Path) -> None:
    firefox_permissions(
        tmp_path / "permissions.sqlite",
        (
            ("https://news.example", "desktop-notification", 1),
            ("https://no.example", "desktop-notification", 2),
            ("https://cookie.example", "cookie", 1),
        ),
    )
    (found,) = look(tmp_path)
    assert isinstance(found, Setting)
    assert (found.name, found.value, found.about) == ("browser-notifications", "https://news.example", "Firefox, ada")


def test_only_the_name_of_a_browser_that_keeps_passwords(tmp_path: Path) -> None:
    login = {"hostname": "https://bank.example", "encryptedUsername": "M", "encryptedPassword": "M"}
    write(tmp_path / "logins.json", {"logins": [login]})
    (found,) = look(tmp_path)
    assert isinstance(found, Setting)
    assert (found.name, found.value) == ("browser-saved-passwords", "Firefox")
    assert "bank.example" not in repr(found)


@pytest.mark.parametrize("top", [{"addons": 7}, {"addons": [7, {"type": "extension"}, {"id": 7}]}, {}])
def test_hostile_lists(tmp_path: Path, top: object) -> None:
    write(tmp_path / "extensions.json", top)
    assert look(tmp_path) == []


def test_any_folder_may_be_a_profile(tmp_path: Path) -> None:
    write(tmp_path / "abc.renamed/extensions.json", {})
    assert tmp_path / "abc.renamed" in list(profiles(BrowserFiles("this"), tmp_path))
