"""What a PC would show if a value of the fact table stood on it: one observation for each value, of the right kind.

The fact table (`tools.json`) lists names and paths of remote-control programs. A value is made into the one observation
on which it would be met, with everything else left empty, so that a test can ask whether that alone is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    Process,
    RegisteredProgram,
    Service,
    System,
    VersionInfo,
)

NOWHERE: Final = "C:\\Users\\pat\\Downloads\\"
"""A folder that says nothing about the program in it."""

_PLACES: Final = {
    "%PROGRAMFILES*%": "C:\\Program Files",
    "%PROGRAMFILES(X86)%": "C:\\Program Files (x86)",
    "%PROGRAMFILES%": "C:\\Program Files",
    "%PROGRAMDATA%": "C:\\ProgramData",
    "%APPDATA%": "C:\\Users\\pat\\AppData\\Roaming",
    "%LOCALAPPDATA%": "C:\\Users\\pat\\AppData\\Local",
    "%TEMP%": "C:\\Users\\pat\\AppData\\Local\\Temp",
    "%USERPROFILE%": "C:\\Users\\pat",
    "%WINDIR%": "C:\\Windows",
    "%SYSTEMDRIVE%": "C:",
    "%Binary_path%": "C:\\Users\\pat\\Downloads",
}
_PROGRAM: Final = re.compile(r".*\.(exe|msi|com|sh|dmg|pkg|deb|AppImage)$", re.IGNORECASE)
_NO_PROGRAM: Final = re.compile(
    r".*(\.(log|txt|conf|trace|db|db-journal|dll|lnk|ini|json|xml|evtx|toml|config|sqlite3|vnc|msh|htm|html|zip|lic|nsm"
    r"|yaml|inf|anydesk|tvc|id|vbs|desktop|service)|tvc|\\trm)$",
    re.IGNORECASE,
)
_KEY_OF_PROGRAM: Final = re.compile(r"(?:.*\\)?Uninstall\\([^\\]+)(?:\\\*)?$", re.IGNORECASE)
_KEY_OF_SERVICE: Final = re.compile(r"(?:.*\\)?Services\\(?!EventLog|bam)([^\\]+)(?:\\\*)?$", re.IGNORECASE)
_KEY_OF_START: Final = re.compile(r"(?:.*\\)?CurrentVersion\\Run\\([^\\]+)$", re.IGNORECASE)
_KEY_OF_TASK: Final = re.compile(r"(?:.*\\)?TaskCache\\Tree\\([^\\]+)$", re.IGNORECASE)


class FactValue(NamedTuple):
    """One value of the fact table and the observation that shows it.

    Attributes:
        field: group and field, such as "windows.services".
        observation: None when no source of ours could ever show the value (a log file, a key of the tool's own).
    """

    tool: str
    field: str
    value: str
    system: System
    observation: Observation | None


def fact_values(tool: Mapping[str, Any]) -> Iterator[FactValue]:
    """Yield every value of one row of the fact table that names something on a PC."""
    for group, system in (("windows", System.WINDOWS), ("macos", System.MACOS), ("linux", System.LINUX)):
        for field, values in tool[group].items():
            for value in values:
                seen = observation_of(system, field, value, tool)
                yield FactValue(tool["name"], f"{group}.{field}", value, system, seen)


def observation_of(system: System, field: str, value: str, tool: Mapping[str, Any]) -> Observation | None:
    """Return what a PC shows when a value of the fact table stands on it."""
    if system is System.WINDOWS:
        return _on_windows(field, value, tool)
    return _elsewhere(system, field, value)


def _on_windows(field: str, value: str, tool: Mapping[str, Any]) -> Observation | None:
    for looks in (_program_on_windows, _service_on_windows, _entry_on_windows):
        seen = looks(field, value, tool)
        if seen is not None:
            return seen
    return None  # pipes, and keys of the tool's own: no source of ours lists them


def _program_on_windows(field: str, value: str, tool: Mapping[str, Any]) -> Observation | None:
    name = _sample(value)
    match field:
        case "exe":
            return Process(source="fact", name=name, exe=NOWHERE + name)
        case "original_filenames":
            return _renamed(VersionInfo(original_filename=name))
        case "product_names":
            return _renamed(VersionInfo(product_name=name))
        case "file_descriptions":
            return _renamed(VersionInfo(file_description=name))
        case "company_names":
            return _named(tool, company=name)
        case "signers":
            return _named(tool, signer=name)
        case "paths":
            return _at(_path(value))
    return None


def _service_on_windows(field: str, value: str, tool: Mapping[str, Any]) -> Observation | None:
    match field:
        case "services":
            return Service(source="fact", name=_sample(value), binary_path=_main_program(tool))
        case "service_display_names":
            return Service(source="fact", display_name=_sample(value), binary_path=_main_program(tool))
    return None


def _entry_on_windows(field: str, value: str, tool: Mapping[str, Any]) -> Observation | None:
    match field:
        case "display_names":
            return InstalledProgram(source="fact", display_name=_sample(value))
        case "display_name_regex":
            return InstalledProgram(source="fact", display_name=_plain_of(value))
        case "product_codes" | "upgrade_codes":
            return InstalledProgram(source="fact", registry_key=value)
        case "url_protocols":
            command = f'"{_main_program(tool)}" "%1"'
            return RegisteredProgram(source="fact", way="url-protocol", name=_sample(value), command=command)
        case "scheduled_tasks":
            task = value.rpartition("\\")[2]
            return Autorun(source="fact", location=f"C:\\Windows\\System32\\Tasks\\{value}", name=task)
        case "registry":
            return _registry(value, tool)
    return None


def _elsewhere(system: System, field: str, value: str) -> Observation | None:
    sample = _sample(value)
    match field:
        case "bundle_ids":
            return InstalledProgram(source="fact", bundle_id=value)
        case "packages":
            return InstalledProgram(source="fact", package=sample)
        case "processes":
            return Process(source="fact", name=sample, exe="" if system is System.MACOS else f"/usr/bin/{sample}")
        case "systemd_units":
            return Service(source="fact", name=sample, binary_path="")
        case "launch_items":
            label = sample.rpartition("/")[2].removesuffix(".plist")
            return Service(source="fact", name=label, display_name=label)
        case "app_paths" | "paths":
            return _mac_app(sample) if sample.rstrip("/").endswith(".app") else _at(sample)
        case "team_ids":
            signer = f"Developer ID Application: Somebody ({value})"
            return Process(source="fact", name="x", exe="/Users/pat/Downloads/x", signer=signer)
    return None


def _mac_app(path: str) -> Observation:
    name = path.rstrip("/").rpartition("/")[2].removesuffix(".app")
    return InstalledProgram(source="fact", display_name=name, install_location=path.rstrip("/"))


def _registry(value: str, tool: Mapping[str, Any]) -> Observation | None:
    if (fit := _KEY_OF_PROGRAM.match(value)) and "InstallRefCount" not in value:
        return InstalledProgram(source="fact", registry_key=fit[1].strip("\\* "))
    if fit := _KEY_OF_SERVICE.match(value):
        return Service(source="fact", name=_sample(fit[1]), binary_path=_main_program(tool))
    if fit := _KEY_OF_START.match(value):
        return Autorun(source="fact", location="HKLM\\…\\Run", name=_sample(fit[1]))
    if fit := _KEY_OF_TASK.match(value):
        return Autorun(source="fact", location=f"C:\\Windows\\System32\\Tasks\\{fit[1]}", name=fit[1])
    return None


def _path(value: str) -> str:
    path = value.replace("/", "\\")
    for mark, place in _PLACES.items():
        path = path.replace(mark, place)
    path = path.replace("program files*\\", "C:\\Program Files\\")
    if path.startswith("*\\"):
        path = path[2:]
    return path if re.match(r"[A-Za-z]:|\\|shell:", path) else "C:\\Program Files\\" + path


def _at(path: str) -> Observation | None:
    if path.count("\\") + path.count("/") == 0 and not _PROGRAM.match(path):
        return None
    if _NO_PROGRAM.match(path) or path.lower().endswith("\\temp"):
        return None
    mark = "\\" if "\\" in path else "/"
    whole = re.sub(r"(?<=[\\/])\*(?=[\\/]|$)", "x1", path)
    folder = _sample(whole).rstrip("\\ ")
    folder = folder + "x1" if folder.endswith("/") else folder
    if not _PROGRAM.match(path) and mark == "\\":
        folder += "\\something.exe"
    return Process(source="fact", name=folder.rpartition(mark)[2], exe=folder)


def _renamed(version: VersionInfo) -> Process:
    return Process(source="fact", name="update.exe", exe=NOWHERE + "update.exe", version_info=version)


def _named(tool: Mapping[str, Any], *, company: str = "", signer: str = "") -> Process:
    """Return a process with a usual name of the tool: makers of many things count only beside one."""
    name = _main_program(tool).rpartition("\\")[2]
    version = VersionInfo(company_name=company) if company else None
    return Process(source="fact", name=name, exe=NOWHERE + name, signer=signer, version_info=version)


def _main_program(tool: Mapping[str, Any]) -> str:
    """Return the most telling program of a tool: the one that most sources name, where they put it."""
    sources: Mapping[str, Sequence[str]] = tool["exe_sources"]
    doubtful = {name.lower() for name in tool["ambiguous_exe"]}
    names = [name for name in tool["windows"]["exe"] if "*" not in name and name.lower().endswith(".exe")]
    names.sort(key=lambda name: (name.lower() in doubtful, -len(sources.get(name.lower(), ()))))
    if not names:
        return "C:\\Program Files\\Unknown\\unknown.exe"
    paths: Sequence[str] = tool["windows"]["paths"]
    for path in paths:
        if path.lower().endswith("\\" + names[0].lower()) and not path.startswith("*"):
            return _sample(_path(path), "x1")
    return f"C:\\Program Files\\Unknown\\{names[0]}"


def _sample(value: str, star: str = "") -> str:
    """Return one text that a pattern with stars stands for."""
    text = value.replace("Unattended\\*", "Unattended\\" + "8417263549823").replace("(*)", "(0123456789abcdef)")
    text = re.sub(r"<string ID>|\(Random\)", lambda found: _FIXED[found[0]], text)
    text = re.sub(r"(connectwisecontrol|screenconnect)-\*", r"\1-0123456789abcdef", text)
    text = text.replace("ad_*", "ad_1a2b3c4d").replace("0x*", "0x5f3e2a1b").replace(".*.", ".1.")
    text = text.replace("Instance_*", "Instance_1").replace("LMIR*", "LMIR0001").replace("AA_v*", "AA_v3")
    text = text.replace(" * ", " 15 ").replace("*", star).replace("<date>", "2026-11-22")
    return re.sub(r"[-_.]+(?=\.(?:exe|msi)$)", "", text).strip(" ")


_FIXED: Final = {"<string ID>": "0123456789abcdef", "(Random)": "(0123456789abcdef)"}


def _plain_of(pattern: str) -> str:
    """Return a name that a simple regular expression fits: its first alternative, without anchors."""
    return re.sub(r"[\^$]", "", pattern.partition("|")[0]).replace("\\", "")
