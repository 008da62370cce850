"""Rules that somebody set for a browser, as files (Linux, macOS, Firefox) or from the registry: only those that matter.

An extension that a rule puts there comes out as an extension; a rule that leads the browser elsewhere, or switches its
warnings off, as a setting. Names: chromeenterprise.google/policies and mozilla.github.io/policy-templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from recovery_assistant.domain.observation import BrowserExtension, Setting, System
from recovery_assistant.hosts.browsers.files import BrowserFiles, part, texts

CHROME, EDGE, BRAVE, CHROMIUM, VIVALDI, OPERA, FIREFOX = (
    "Google Chrome",
    "Microsoft Edge",
    "Brave",
    "Chromium",
    "Vivaldi",
    "Opera",
    "Firefox",
)
_LINUX: Final = (
    (CHROME, "etc/opt/chrome/policies"),
    (EDGE, "etc/opt/edge/policies"),
    (BRAVE, "etc/brave/policies"),
    (CHROMIUM, "etc/chromium/policies"),
    (CHROMIUM, "etc/chromium-browser/policies"),
    (VIVALDI, "etc/opt/vivaldi/policies"),
    (OPERA, "etc/opt/opera/policies"),
)
_FIREFOX_FILES: Final = {
    System.LINUX: (
        "etc/firefox/policies/policies.json",
        "usr/lib/firefox/distribution/policies.json",
        "usr/lib64/firefox/distribution/policies.json",
        "usr/lib/firefox-esr/distribution/policies.json",
        "opt/firefox/distribution/policies.json",
    ),
    System.MACOS: ("Applications/Firefox.app/Contents/Resources/distribution/policies.json",),
    System.WINDOWS: (
        "Program Files/Mozilla Firefox/distribution/policies.json",
        "Program Files (x86)/Mozilla Firefox/distribution/policies.json",
    ),
}
TELLING: Final = (
    "ProxyMode",
    "ProxyServer",
    "ProxyPacUrl",
    "ProxySettings",
    "HomepageLocation",
    "RestoreOnStartupURLs",
    "NewTabPageLocation",
    "DefaultSearchProviderSearchURL",
    "NotificationsAllowedForUrls",
    "SafeBrowsingEnabled",
    "SafeBrowsingProtectionLevel",
    "SmartScreenEnabled",
    "Proxy",
    "Homepage",
    "Certificates",
    "DisableSafeMode",
)
"""Rules that lead somewhere else or take a protection away. Offices have hundreds of others, which nobody need see."""
_FORCED: Final = ("force_installed", "normal_installed")
_LONGEST: Final = 300


def from_files(files: BrowserFiles, system: System, root: Path) -> Iterator[BrowserExtension | Setting]:
    """Yield the rules that stand in files below the root of a machine."""
    for browser, folder in _LINUX if system is System.LINUX else ():
        for level in ("managed", "recommended"):
            place = root / folder / level
            for name in files.names(place):
                if name.endswith(".json"):
                    yield from judged(browser, files.json(place / name), files.called(place / name))
    for name in _FIREFOX_FILES[system]:
        yield from judged(FIREFOX, part(files.json(root / name), "policies"), files.called(root / name))


def judged(browser: str, rules: Mapping[str, object], source: str) -> Iterator[BrowserExtension | Setting]:
    """Yield what matters of the rules for one browser: name of a rule -> its content."""
    for known in _forced(rules):
        yield BrowserExtension(source=source, browser=browser, extension_id=known[:200], from_policy=True)
    for name in TELLING:
        if name in rules:
            yield Setting(
                source=source,
                name="browser-policy",
                value=f"{name} = {_shown(rules[name])}",
                about=browser,
            )


def _forced(rules: Mapping[str, object]) -> Iterator[str]:
    for entry in texts(rules.get("ExtensionInstallForcelist", [])):
        yield entry.partition(";")[0]
    settings = _read_out(rules.get("ExtensionSettings"))
    for known, about in settings.items() if isinstance(settings, dict) else ():
        if known != "*" and isinstance(about, dict) and about.get("installation_mode") in _FORCED:
            yield str(known)
    yield from texts(part(rules, "Extensions").get("Install", []))


def _read_out(settings: object) -> object:
    """Return a rule as it is; in the registry it may be one long text in JSON."""
    try:
        return msgspec.json.decode(settings.encode()) if isinstance(settings, str) else settings
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _shown(value: object) -> str:
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value))[:_LONGEST]
