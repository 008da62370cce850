"""Profiles of Firefox: add-ons, pages that may send notices, and whether passwords are kept there.

Files: extensions.json (toolkit/mozapps/extensions), permissions.sqlite (type "desktop-notification"), logins.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import BrowserExtension, Setting
from recovery_assistant.hosts.browsers.files import BrowserFiles, part, text, unix_time

BROWSER: Final = "Firefox"
_OWN_PLACES: Final = ("app-builtin", "app-system")
_ALLOWED: Final = 1


def profiles(files: BrowserFiles, data: Path) -> Iterator[Path]:
    """Yield everything below a folder of Firefox: any folder there may be a profile, whatever it is called."""
    for name in files.names(data):
        yield data / name


def read_profile(files: BrowserFiles, profile: Path, person: str) -> Iterator[BrowserExtension | Setting]:
    """Yield what was added to one profile."""
    listed = files.json(profile / "extensions.json").get("addons")
    for about in listed if isinstance(listed, list) else []:
        if isinstance(about, dict) and about.get("type") == "extension":
            place, known = text(about, "location"), text(about, "id")
            if known and not place.startswith(_OWN_PLACES):
                yield BrowserExtension(
                    source=files.called(profile / "extensions.json"),
                    browser=BROWSER,
                    extension_id=known,
                    name=text(part(about, "defaultLocale"), "name"),
                    enabled=bool(about.get("active")),
                    from_policy=part(about, "installTelemetryInfo").get("source") == "enterprise-policy",
                    installed_at=unix_time(about.get("installDate")),
                )
    columns = ("origin", "type", "permission", "modificationTime")
    for row in files.table(profile / "permissions.sqlite", "moz_perms", columns).named():
        if row.get("type") == "desktop-notification" and row.get("permission") == _ALLOWED:
            yield Setting(
                source=files.called(profile / "permissions.sqlite"),
                name="browser-notifications",
                value=str(row.get("origin") or "")[:300],
                about=f"{BROWSER}, {person}",
                changed_at=unix_time(row.get("modificationTime")),
            )
    if files.json(profile / "logins.json").get("logins"):
        yield Setting(source=files.called(profile), name="browser-saved-passwords", value=BROWSER, about=person)
