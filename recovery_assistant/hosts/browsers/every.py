"""Browsers of all people on a PC: what was added to them, who may send notices, and which keep passwords (names only).

Needs no rights but those to the person's own files. A browser that runs now may write at the same time: its files are
read once, as they are at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import BrowserExtension, Gap, Setting, System
from recovery_assistant.hosts.browsers import chromium as chromium_profiles
from recovery_assistant.hosts.browsers import firefox as firefox_profiles
from recovery_assistant.hosts.browsers import policies as browser_policies
from recovery_assistant.hosts.browsers.files import BrowserFiles
from recovery_assistant.hosts.browsers.policies import BRAVE, CHROME, CHROMIUM, EDGE, OPERA, VIVALDI
from recovery_assistant.hosts.shown_names import shown_name

CHROMIUM_DATA: Final = {
    System.WINDOWS: (
        (CHROME, "AppData/Local/Google/Chrome/User Data"),
        (EDGE, "AppData/Local/Microsoft/Edge/User Data"),
        (BRAVE, "AppData/Local/BraveSoftware/Brave-Browser/User Data"),
        (VIVALDI, "AppData/Local/Vivaldi/User Data"),
        (CHROMIUM, "AppData/Local/Chromium/User Data"),
        (OPERA, "AppData/Roaming/Opera Software/Opera Stable"),
        ("Opera GX", "AppData/Roaming/Opera Software/Opera GX Stable"),
    ),
    System.LINUX: (
        (CHROME, ".config/google-chrome"),
        (CHROME, ".var/app/com.google.Chrome/config/google-chrome"),
        (EDGE, ".config/microsoft-edge"),
        (EDGE, ".var/app/com.microsoft.Edge/config/microsoft-edge"),
        (BRAVE, ".config/BraveSoftware/Brave-Browser"),
        (BRAVE, ".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser"),
        (VIVALDI, ".config/vivaldi"),
        (VIVALDI, ".var/app/com.vivaldi.Vivaldi/config/vivaldi"),
        (CHROMIUM, ".config/chromium"),
        (CHROMIUM, "snap/chromium/common/chromium"),
        (CHROMIUM, ".var/app/org.chromium.Chromium/config/chromium"),
        (OPERA, ".config/opera"),
        (OPERA, "snap/opera/current/.config/opera"),
        (OPERA, ".var/app/com.opera.Opera/config/opera"),
    ),
    System.MACOS: (
        (CHROME, "Library/Application Support/Google/Chrome"),
        (EDGE, "Library/Application Support/Microsoft Edge"),
        (BRAVE, "Library/Application Support/BraveSoftware/Brave-Browser"),
        (VIVALDI, "Library/Application Support/Vivaldi"),
        (CHROMIUM, "Library/Application Support/Chromium"),
        (OPERA, "Library/Application Support/com.operasoftware.Opera"),
    ),
}
FIREFOX_DATA: Final = {
    System.WINDOWS: ("AppData/Roaming/Mozilla/Firefox/Profiles",),
    System.LINUX: (
        ".mozilla/firefox",
        ".config/mozilla/firefox",
        "snap/firefox/common/.mozilla/firefox",
        ".var/app/org.mozilla.firefox/.mozilla/firefox",
    ),
    System.MACOS: ("Library/Application Support/Firefox/Profiles",),
}


def browsers(
    host_id: str,
    system: System,
    homes: Sequence[Path],
    root: Path = Path("/"),
    *,
    is_foreign: bool | None = None,
    drive: str = "",
) -> Iterator[BrowserExtension | Setting | Gap]:
    """Yield what stands in the browsers of every person, and in rules that count for everybody.

    Args:
        homes: the folders of the people, where they lie on the disk that is really read.
        root: of the inspected machine, or drive C: of it.
        is_foreign: no link may lead out of `root`; left out, that is so for any root but "/".
        drive: how the inspected Windows calls `root`, such as "C:".
    """
    closed = root != Path("/") if is_foreign is None else is_foreign
    files = BrowserFiles(host_id, root if closed else None, drive=drive)
    passwords: set[tuple[str, str]] = set()
    for home in homes:
        for found in _of_home(files, system, home):
            if isinstance(found, Setting) and found.name == "browser-saved-passwords":
                if (found.value, found.about) in passwords:
                    continue  # two profiles of one browser: its name is enough
                passwords.add((found.value, found.about))
            yield found
    yield from browser_policies.from_files(files, system, root)
    yield from files.gaps


def _of_home(files: BrowserFiles, system: System, home: Path) -> Iterator[BrowserExtension | Setting]:
    if not files.is_open(home):
        return
    person = shown_name(home.name)
    for browser, place in CHROMIUM_DATA[system]:
        for profile in chromium_profiles.profiles(files, home / place):
            yield from chromium_profiles.read_profile(files, profile, browser, person)
    for place in FIREFOX_DATA[system]:
        for profile in firefox_profiles.profiles(files, home / place):
            yield from firefox_profiles.read_profile(files, profile, person)
