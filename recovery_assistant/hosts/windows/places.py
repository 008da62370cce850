r"""Where things lie on a Windows PC: its people and their homes, its folders, and what %THIS% means.

All of it is read from the registry, not from the environment: that describes only the person who started the
program, and a criminal can change it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from recovery_assistant.hosts.windows.registry import MACHINE, USERS, Entry, Registry, RegistryKey

PROFILES = rf"{MACHINE}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
CURRENT_VERSION = rf"{MACHINE}\SOFTWARE\Microsoft\Windows\CurrentVersion"
CURRENT_WINDOWS = rf"{MACHINE}\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
SHELL_FOLDERS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"

# Accounts of people: local or domain (S-1-5-21) and Microsoft Entra (S-1-12-1). The others belong to the system.
_PERSON = re.compile(r"s-1-5-21-.*|s-1-12-1-.*", re.IGNORECASE)
# Two names of one hive, that of the system itself.
_SYSTEM, _SYSTEM_ALIAS = "S-1-5-18", ".default"
_VARIABLE = re.compile(r"%([^%\s]{1,64})%")
# Start-up, desktop and download folders may have been moved, most often into OneDrive.
_MOVED = {
    "Downloads": "{374DE290-123F-4565-9164-39C4925E467B}",
    "Desktop": "Desktop",
    "Documents": "Personal",
    "Startup": "Startup",
}
_USUAL = {
    "Downloads": r"%USERPROFILE%\Downloads",
    "Desktop": r"%USERPROFILE%\Desktop",
    "Documents": r"%USERPROFILE%\Documents",
    "Startup": r"%APPDATA%\Microsoft\Windows\Start Menu\Programs\Startup",
}


class Person(NamedTuple):
    """Somebody with a home on this PC.

    Attributes:
        is_signed_in: whether their part of the registry is loaded; without it nobody can read it.
        folders: "Downloads", "Desktop", "Documents", "Startup" -> full path.
    """

    sid: str
    name: str
    home: str
    is_signed_in: bool
    folders: Mapping[str, str]


class Places(NamedTuple):
    """The folders of one Windows. All paths are full, with backslashes.

    Attributes:
        variables: name in small letters -> value, for everything that is the same for all people.
    """

    people: tuple[Person, ...]
    variables: Mapping[str, str]

    @property
    def windows(self) -> str:
        r"""The folder of Windows itself, such as C:\Windows."""
        return self.variables["systemroot"]

    @property
    def drive(self) -> str:
        """The drive of Windows, such as C:."""
        return self.variables["systemdrive"]

    @property
    def program_data(self) -> str:
        """The folder for data of programs that belongs to nobody."""
        return self.variables["programdata"]

    @property
    def public(self) -> str:
        """The home that everybody shares."""
        return self.variables["public"]

    def expand(self, text: str, home: str = "") -> str:
        """Return a text with %NAMES% replaced; an unknown name stays as it is."""
        known = {**self.variables, **_of_home(home)} if home else self.variables
        return _VARIABLE.sub(lambda found: known.get(found[1].lower(), found[0]), text)

    def program_folders(self) -> tuple[str, ...]:
        """Return Program Files, and the one for 32-bit programs if there is one."""
        both = (self.variables.get("programfiles", ""), self.variables.get("programfiles(x86)", ""))
        return tuple(dict.fromkeys(folder for folder in both if folder))


def read_places(registry: Registry) -> Places:
    """Read folders and people. What is missing gets the value that a new Windows has. Raises OSError."""
    windows = _entry(registry, CURRENT_WINDOWS).text("SystemRoot") or r"C:\Windows"
    drive = windows[:2]
    profiles = _entry(registry, PROFILES)
    version = _entry(registry, CURRENT_VERSION)
    variables = {"systemroot": windows, "windir": windows, "systemdrive": drive}
    wanted = {
        "programdata": profiles.text("ProgramData") or r"%SystemDrive%\ProgramData",
        "public": profiles.text("Public") or r"%SystemDrive%\Users\Public",
        "programfiles": version.text("ProgramFilesDir") or r"%SystemDrive%\Program Files",
        "programfiles(x86)": version.text("ProgramFilesDir (x86)"),
        "commonprogramfiles": version.text("CommonFilesDir"),
        "commonprogramfiles(x86)": version.text("CommonFilesDir (x86)"),
    }
    plain = Places((), variables)
    variables |= {name: plain.expand(text).rstrip("\\") for name, text in wanted.items() if text}
    variables["allusersprofile"] = variables["programdata"]
    variables["programw6432"] = variables["programfiles"]
    loaded = {sid.lower() for sid in _entry(registry, USERS).subkeys}
    people = [_person(registry, plain, sid, sid.lower() in loaded) for sid in profiles.subkeys if _PERSON.match(sid)]
    return Places(tuple(person for person in people if person.home), variables)


def hives(registry: Registry) -> tuple[str, ...]:
    r"""Return the loaded parts of the registry that hold somebody's settings, such as "HKU\S-1-5-21-…-1001"."""
    users = registry.read(USERS) or RegistryKey()
    names = [sid for sid in users.subkeys if not sid.lower().endswith("_classes")]
    if _SYSTEM_ALIAS in (name.lower() for name in names):
        names = [name for name in names if name.upper() != _SYSTEM]
    return tuple(rf"{USERS}\{name}" for name in names)


def _person(registry: Registry, places: Places, sid: str, is_signed_in: bool) -> Person:
    home = places.expand(_entry(registry, rf"{PROFILES}\{sid}").text("ProfileImagePath")).rstrip("\\")
    return person_at(registry, places, sid, home, is_signed_in=is_signed_in)


def person_at(registry: Registry, places: Places, sid: str, home: str, *, is_signed_in: bool) -> Person:
    """Return the person with this home, and the folders that they moved elsewhere."""
    try:
        moved = _entry(registry, rf"{USERS}\{sid}\{SHELL_FOLDERS}") if is_signed_in else Entry(RegistryKey(), "")
    except OSError:  # somebody else's settings: the usual folders are looked at, and the hive itself makes the gap
        moved = Entry(RegistryKey(), "")
    folders = {
        name: places.expand(moved.text(_MOVED[name]) or usual, home).rstrip("\\") for name, usual in _USUAL.items()
    }
    return Person(sid, home.rpartition("\\")[2], home, is_signed_in, folders)


def _of_home(home: str) -> dict[str, str]:
    return {
        "userprofile": home,
        "appdata": rf"{home}\AppData\Roaming",
        "localappdata": rf"{home}\AppData\Local",
        "temp": rf"{home}\AppData\Local\Temp",
        "tmp": rf"{home}\AppData\Local\Temp",
    }


def _entry(registry: Registry, path: str) -> Entry:
    return Entry(registry.read(path) or RegistryKey(), path)
