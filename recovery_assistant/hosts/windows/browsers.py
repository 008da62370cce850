"""Browsers on a Windows PC: the profiles of all people, and the rules that the registry holds for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import structs

from recovery_assistant.domain.observation import BrowserExtension, Gap, Setting, System
from recovery_assistant.hosts import port
from recovery_assistant.hosts.browsers import every as browsers
from recovery_assistant.hosts.browsers import policies as browser_policies
from recovery_assistant.hosts.browsers.policies import BRAVE, CHROME, CHROMIUM, EDGE, FIREFOX, OPERA, VIVALDI
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.keys import Keys
from recovery_assistant.hosts.windows.places import Places, hives
from recovery_assistant.hosts.windows.registry import MACHINE, Registry

_RULES: Final = (
    (CHROME, r"Google\Chrome"),
    (EDGE, r"Microsoft\Edge"),
    (BRAVE, r"BraveSoftware\Brave"),
    (CHROMIUM, "Chromium"),
    (VIVALDI, "Vivaldi"),
    (OPERA, r"Opera Software\Opera"),
    (FIREFOX, r"Mozilla\Firefox"),
)
_LISTS: Final = ("ExtensionInstallForcelist", "NotificationsAllowedForUrls", "RestoreOnStartupURLs")
"""Rules that are keys with a numbered value for each entry."""


def read(
    registry: Registry, disk: Disk, host: str, where: Places, *, is_live: bool
) -> Iterator[BrowserExtension | Setting | Gap]:
    """Yield what was added to the browsers of every person, also of those who are not signed in."""
    homes = [home for person in where.people if (home := _on_disk(disk, person.home)) is not None]
    root = _on_disk(disk, f"{where.drive}\\")
    if root is not None:
        yield from browsers.browsers(host, System.WINDOWS, homes, root, is_foreign=not is_live, drive=where.drive)
    keys = Keys(registry, host, port.BROWSERS)
    for top in (MACHINE, *hives(registry)):
        for browser, place in _RULES:
            path = rf"{top}\SOFTWARE\Policies\{place}"
            rules = _rules(keys, path)
            if rules:
                places = _places_of_forced(keys, path)
                for fact in browser_policies.judged(browser, rules, path):
                    if isinstance(fact, BrowserExtension):
                        yield structs.replace(fact, source=places.get(fact.extension_id, fact.source))
                    else:
                        yield fact
    yield from keys.gaps()


def _on_disk(disk: Disk, path: str) -> Path | None:
    """Return where a folder lies; None for one on a drive that is not here: its programs already make that gap."""
    try:
        return disk.on_disk(path)
    except OSError:
        return None


def _rules(keys: Keys, path: str) -> Mapping[str, object]:
    """Return the rules of a key in the shape that they have in files."""
    entry = keys.key(path)
    rules: dict[str, object] = {}
    for name, value in entry.values.items():
        rules[name] = value.partition("\0")[0] if isinstance(value, str) else value
    below = {name.lower(): name for name in entry.subkeys}
    for name in _LISTS:
        if name.lower() in below:
            rules[name] = list(keys.key(rf"{path}\{below[name.lower()]}").values.values())
    if "extensionsettings" in below:
        rules["ExtensionSettings"] = _settings(keys, rf"{path}\{below['extensionsettings']}")
    if "extensions" in below:  # Firefox: Extensions\Install with numbered values
        rules["Extensions"] = {"Install": list(keys.key(rf"{path}\{below['extensions']}\Install").values.values())}
    return rules


def _places_of_forced(keys: Keys, path: str) -> dict[str, str]:
    """Return for each extension that a rule puts there the key and value that say so; a rule in one text has none."""
    places: dict[str, str] = {}
    for name in ("ExtensionInstallForcelist", r"Extensions\Install"):
        for number, value in keys.key(rf"{path}\{name}").values.items():
            if isinstance(value, str):
                places.setdefault(value.partition("\0")[0].partition(";")[0][:200], rf"{path}\{name}\{number}")
    for known in keys.key(rf"{path}\ExtensionSettings").subkeys:
        places.setdefault(known[:200], rf"{path}\ExtensionSettings\{known}\installation_mode")
    return places


def _settings(keys: Keys, path: str) -> dict[str, object]:
    return {
        known: {"installation_mode": keys.entry(rf"{path}\{known}").text("installation_mode")}
        for known in keys.key(path).subkeys
    }
