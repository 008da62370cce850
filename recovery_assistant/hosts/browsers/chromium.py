"""Profiles of Chrome and its relatives: extensions, pages that may send notices, and whether passwords are kept there.

Files and their meaning: Chromium's own source (extensions/common/mojom/manifest.mojom for places of extensions,
components/content_settings for permissions, components/password_manager for "Login Data").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import BrowserExtension, Setting
from recovery_assistant.hosts.browsers.files import BrowserFiles, chrome_time, part, text

_OWN_PARTS: Final = (5, 10)  # component, external component: belong to the browser itself
_BY_POLICY: Final = (7, 9)  # external policy download, external policy
_ENABLED: Final = 1
_UNINSTALLED: Final = 2
_ALLOWED: Final = 1
_ID: Final = re.compile(r"[a-p]{32}")
_MESSAGE: Final = re.compile(r"__MSG_([A-Za-z0-9_@]+)__")
_LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,2}")
_SITE: Final = re.compile(r"(?:https?|chrome-extension)://[^,\s]{1,300}")
_PASSWORD_FILES: Final = ("Login Data", "Login Data For Account")


def profiles(files: BrowserFiles, data: Path) -> Iterator[Path]:
    """Yield the folders of a browser's data that hold a profile; Opera keeps one in the folder itself."""
    names = files.names(data)
    if "Preferences" in names:
        yield data
    for name in names:
        if name in ("Default", "Guest Profile") or name.startswith("Profile "):
            yield data / name


def read_profile(files: BrowserFiles, profile: Path, browser: str, person: str) -> Iterator[BrowserExtension | Setting]:
    """Yield what was added to one profile."""
    usual, guarded = files.json(profile / "Preferences"), files.json(profile / "Secure Preferences")
    listed: dict[str, object] = {**part(usual, "extensions", "settings"), **part(guarded, "extensions", "settings")}
    for extension_id, about in listed.items():
        if _ID.fullmatch(extension_id) and isinstance(about, dict):
            yield from _extension(files, profile, browser, extension_id, about)
    allowed = part(usual, "profile", "content_settings", "exceptions", "notifications")
    for pattern, about in allowed.items():
        site = _SITE.match(pattern)
        if site is not None and isinstance(about, dict) and about.get("setting") == _ALLOWED:
            yield Setting(
                source=files.called(profile / "Preferences"),
                name="browser-notifications",
                value=site[0].removesuffix(":443"),
                about=f"{browser}, {person}",
                changed_at=chrome_time(about.get("last_modified")),
            )
    if any(_keeps_passwords(files, profile / name) for name in _PASSWORD_FILES):
        yield Setting(source=files.called(profile), name="browser-saved-passwords", value=browser, about=person)


def _keeps_passwords(files: BrowserFiles, path: Path) -> bool:
    """Return whether there is any password; pages for which the person said "never" are rows too."""
    rows = files.table(path, "logins", ("blacklisted_by_user",)).rows
    return any(row == (0,) for row in rows)


def _extension(
    files: BrowserFiles, profile: Path, browser: str, extension_id: str, about: Mapping[str, object]
) -> Iterator[BrowserExtension]:
    place, state = about.get("location"), about.get("state")
    if place in _OWN_PARTS or state == _UNINSTALLED:
        return
    folder = _folder(files, profile, text(about, "path", 1000))
    manifest = part(about, "manifest")
    if not manifest and folder is not None:
        manifest = files.json(folder / "manifest.json")
    if not manifest and state is None and not about.get("path"):
        return  # only remembered: it was taken out, or comes again when the profile is synchronised
    if "theme" in manifest:
        return
    yield BrowserExtension(
        source=files.called(profile),
        browser=browser,
        extension_id=extension_id,
        name=_name(files, folder, manifest),
        enabled=state == _ENABLED if isinstance(state, int) else not about.get("disable_reasons"),
        from_policy=place in _BY_POLICY,
        installed_at=_installed_at(about),
    )


def _installed_at(about: Mapping[str, object]) -> datetime | None:
    return chrome_time(about.get("first_install_time")) or chrome_time(about.get("install_time"))


def _folder(files: BrowserFiles, profile: Path, path: str) -> Path | None:
    """Return where an extension lies; one that somebody loaded from a folder lies outside of the profile."""
    parts = path.replace("\\", "/").split("/")
    if not path or ".." in parts:
        return None
    if Path(path).is_absolute() and not path.startswith(("//", "\\\\")):  # never to another computer
        return None if files.is_foreign else Path(path)
    if ":" in path or path.startswith(("/", "\\")):
        return None
    return profile.joinpath("Extensions", *parts)


def _name(files: BrowserFiles, folder: Path | None, manifest: Mapping[str, object]) -> str:
    """Return the name, looked up in the extension's own list of texts where the manifest only refers to it."""
    name = text(manifest, "name")
    message = _MESSAGE.fullmatch(name)
    if message is None:
        return name
    locale = text(manifest, "default_locale") or "en"
    if folder is None or not _LOCALE.fullmatch(locale):
        return ""
    for wanted in dict.fromkeys((locale, "en", "en_US", "en_GB")):
        messages = files.json(folder / "_locales" / wanted / "messages.json")
        for key, told in messages.items():
            if key.lower() == message[1].lower() and isinstance(told, dict):
                return text(told, "message")
    return ""
