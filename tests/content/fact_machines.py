"""Machines made from the fact table of remote tools: for every value that proves a tool, a PC on which it stands.

The table is not part of this repository; `facts()` skips the test where it is absent. The machines have the shape of
the inventory format, and they are read by the very reader that reads an inventory.
"""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.domain.judging import findings_of
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Gap
from recovery_assistant.hosts.reported.inventory import InventoryHost, read_inventory
from recovery_assistant.resources import resources_root

FACTS: Final = Path(__file__).resolve().parents[3] / "shared" / "facts"
OUT_OF_SCOPE: Final = frozenset({"out-of-scope", "rdp-client", "meeting"})
LET_OTHERS_IN: Final = frozenset({"XRDP", "X2Go", "Xpra", "Guacamole", "rdpwrap"})
"""Servers that the table counts among programs which only connect outwards. They are findings like any other."""
FEWEST_LETTERS: Final = 6
"""Letters that a program's name must have before it tells anything by itself."""

Tool = dict[str, Any]
JUDGED: Final[dict[str, str]] = {
    # The helper's own side: it steers other PCs and lets nobody into this one.
    "Aspia": "aspia_client.exe",
    "HelpWire": ".*helpwire operator.*",
    "Jump Desktop": "jump desktop|jump(?:client|desktop|updater).exe",
    "Veyon": "veyon-(?:master|wcli).exe",
    "PsExec (and clones)": ".*(?:exec|command executor|remote system deployment|power admin).*|(?:rem|x)c.*svc.exe",
    # The table gives it to the wrong product (its own account says so), or the makers sell other things by that name.
    "Access Remote PC": "remotepc performance service",
    "DesktopNow": "nch software.*",
    "DeskShare": "deskshare.*|team ?task ?manager.*",
    "ESET Remote Administrator": r"ezhelp\*.exe",
    "Dualmon Remote Access": "dmserver",  # a part of Windows XP
    "GoToMyPC": "g2m.*|goto ?opener.*",
    "GoToAssist": "goto ?opener.*",
    "Itarian / Comodo RMM": "comodo|rmmservice",
    "MSP360 (CloudBerry) Connect": "cbbackupplan.exe|(?:cloud|online).backup.*|msp360.*|connect service|rmm.agent.*",
    "Netop Remote Control (Impero Connect)": "impero solutions.*",
    "Netviewer": "algorius.*",
    "RemoteCall / RemoteView (Rsupport)": "rsdoctor.*",
    "Xpra": r"xpra.*\.exe",  # on Windows only its viewer is in use
    # Part of Windows: it is nothing as long as it is not in use.
    "Quick Assist": "\\^?quick assist\\$?",
    "Microsoft Remote Help": ".*remote help.*",
    # Words that other makers use as well, or file names of no meaning.
    "Any Support": "manuallauncher.exe",
    "Controlio": r".*\[a-z0-9\].*",
    "DeskDay": r"ultimate_\*.exe",
    "Echoware": r"echoserver\*.exe",
    "Faronics (Core/Deep Freeze/Deploy/Insight)": r"(?:fss|insight)installer.exe|insightsetup.*|migrationh.*",
    "Freshservice": "agentinstaller.dll|fsscheduler.exe|iprangecalculator.exe|uninstallstatusupdater.exe",
    "JumpCloud": "assist",
    "I'm InTouch": "intouch.exe",
    "Laplink Everywhere / Gold": "laplink.exe",
    "Nezha": "dashboard-windows-amd64.exe",
    "Quasar": "quasar.exe",
    "Teramind": "update-shim.exe",
    "tmate": "tmate-ready",
}
"""Tool -> values of the table that were looked at and do not prove it; each fits the whole value."""
SAME_HOUSE: Final = {"Access Remote PC": "RemotePC"}
"""Tools that lie in the folder of another one of their makers, so that this one is found as well."""

_PLAIN_WORDS: Final = re.compile(
    "access|agent|assist(?:ant)?|central|client|cloud|connect|control|desktop|endpoint|everywhere|manager|monitor|network"
    "|online|quick|remote|screen|server|service|support|system|total|tunnel|viewer|windows"
)
INSTANCE: Final = "1a5d6cc5d5f07e3e"
"""Stands where a copy has a number of its own."""
_SAMPLES: Final = {"*": "12", "?": "1"}
_FOLDERS: Final = {
    "%PROGRAMFILES%": "C:\\Program Files",
    "%PROGRAMFILES(X86)%": "C:\\Program Files (x86)",
    "%PROGRAMFILES*%": "C:\\Program Files",
    "%PROGRAMDATA%": "C:\\ProgramData",
    "%APPDATA%": "C:\\Users\\pat\\AppData\\Roaming",
    "%LOCALAPPDATA%": "C:\\Users\\pat\\AppData\\Local",
    "%TEMP%": "C:\\Users\\pat\\AppData\\Local\\Temp",
    "%USERPROFILE%": "C:\\Users\\pat",
    "%WINDIR%": "C:\\Windows",
    "%SYSTEMDRIVE%": "C:",
}


class Case(NamedTuple):
    """One machine and the tools that may be its alarm.

    Attributes:
        form: how the tool stands there: "installed", "service", "process", "renamed" …
        value: the value of the table that stands on the machine.
        may: names of all tools to which the table gives this value.
    """

    form: str
    tool: str
    value: str
    may: frozenset[str]
    machine: dict[str, Any]


@cache
def facts() -> tuple[Tool, ...]:
    """Return the fact table, or skip the test where it is not at hand."""
    if not (FACTS / "tools.json").is_file():
        pytest.skip("the fact table of remote tools stands beside the repository only where it is worked on")
    found: list[Tool] = json.loads((FACTS / "tools.json").read_text(encoding="utf-8"))
    return tuple(found)


@cache
def ambiguous_names() -> frozenset[str]:
    """Return the program names that several products use, in small letters."""
    table = json.loads((FACTS / "ambiguous.json").read_text(encoding="utf-8"))
    return frozenset(name.lower() for name in table["name_set"])


@cache
def _owners() -> dict[str, frozenset[str]]:
    owners: dict[str, set[str]] = {}
    for tool in facts():
        for kind in ("exe", "services", "product_names", "original_filenames", "display_names"):
            for value in tool["windows"][kind]:
                owners.setdefault(value.lower().rstrip("*"), set()).add(tool["name"])
    return {value: frozenset(names) for value, names in owners.items()}


def _is_loose(tool: Tool, kind: str, value: str) -> bool:
    """Return whether a value is a mere guess: one list has it, with a wildcard that fits other products too."""
    return "*" in value and tool["value_sources"].get(kind, {}).get(value) == ["COOL"]


def is_in_scope(tool: Tool) -> bool:
    """Return whether a tool of the table may be an alarm at all."""
    return tool["category"] not in OUT_OF_SCOPE


def is_distinctive(tool: Tool, exe: str) -> bool:
    """Return whether a program's name alone tells which tool it is."""
    name = exe.lower()
    letters = sum(letter.isalpha() for letter in name.removesuffix(".exe").partition("*")[0])
    seen_by = tool["exe_sources"].get(name, [])
    return (
        name.endswith(".exe")
        and letters >= FEWEST_LETTERS
        and name not in ambiguous_names()
        and exe not in tool["ambiguous_exe"]
        and len(_owners()[name.rstrip("*")]) == 1
        and not ("*" in name and seen_by == ["COOLForge"])
        and "<" not in name
    )


def _is_named_after(tool: Tool, exe: str) -> bool:
    """Return whether a program bears its tool's own name, so that it tells itself wherever it lies."""
    words = re.findall(r"[a-z]{5,}", " ".join((tool["name"], *tool["aliases"])).lower())
    bare = re.sub(r"[^a-z]", "", exe.lower())
    return any(word in bare for word in words if not _PLAIN_WORDS.fullmatch(word))


def _sample(value: str) -> str:
    """Return a text that a value of the table with its wildcards stands for."""
    if value.endswith(("-*", "(*", "_*")):
        return f"{value.rstrip('*')}{INSTANCE}"
    value = value.removesuffix("*") if sum(letter.isalpha() for letter in value) >= FEWEST_LETTERS else value
    return re.sub(r"[*?]", lambda mark: _SAMPLES[mark[0]], value)


def _folder(tool: Tool) -> str:
    """Return where the table says that the tool lies on Windows, or a folder of its name."""
    for path in tool["windows"]["paths"]:
        start = next((mark for mark in _FOLDERS if path.startswith(mark + "\\")), None)
        if start is None or start in ("%TEMP%", "%WINDIR%", "%SYSTEMDRIVE%", "%USERPROFILE%") or "<" in path:
            continue
        whole = _FOLDERS[start] + _sample(path[len(start) :])
        return whole.rpartition("\\")[0] if "." in whole.rpartition("\\")[2] else whole
    return f"C:\\Program Files\\{tool['name'].partition(' (')[0].partition(' / ')[0]}"


def _machine(system: str, **lists: list[dict[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = {"id": "m", "os": system}
    for key in ("installed_programs", "services", "processes", "autoruns"):
        whole[key] = lists.get(key, [])
    return whole


@cache
def _rejected() -> dict[str, frozenset[str]]:
    """Return what rejected_values.toml says of the most used tools: id of the tool -> values that prove nothing.

    A pattern of display names stands for each of its alternatives.
    """
    rows = tomllib.loads((Path(__file__).parent / "rejected_values.toml").read_text("utf-8"))["rejected"]
    found: dict[str, set[str]] = {}
    for row in rows:
        fields = (values for field, values in row.items() if field not in ("tool", "reason"))
        for value in (value for values in fields for value in values):
            found.setdefault(row["tool"], set()).update((value, *(part.strip("^$") for part in value.split("|"))))
    return {tool: frozenset(values) for tool, values in found.items()}


def _is_judged(case: Case) -> bool:
    tool = next((tool for tool, names in names_of().items() if case.tool.casefold() in names), "")
    return case.value in _rejected().get(tool, ()) or bool(
        re.fullmatch(JUDGED.get(case.tool, ""), case.value, re.IGNORECASE)
    )


def cases_of(tool: Tool) -> Iterator[Case]:
    """Yield a machine for every value of a tool that proves it by itself, unless somebody judged that it does not."""
    for case in (*_windows(tool), *_macos(tool), *_linux(tool)):
        if not _is_judged(case):
            yield case


def whole_machine(tool: Tool) -> dict[str, Any] | None:
    """Return one PC with everything that proves a tool on it, or None if the table knows nothing that does."""
    cases = list(cases_of(tool))
    if not cases:
        return None
    system = cases[0].machine["os"]
    lists: dict[str, list[dict[str, Any]]] = {}
    for case in cases:
        for key, rows in case.machine.items():
            if isinstance(rows, list) and case.machine["os"] == system:
                lists.setdefault(key, []).extend(rows)
    return _machine(system, **lists)


def _windows(tool: Tool) -> Iterator[Case]:
    facts_of = tool["windows"]
    folder, left_out = _folder(tool), set(tool["ambiguous_values"])
    good = [exe for exe in facts_of["exe"] if is_distinctive(tool, exe)]
    for exe in good:
        path = f"{folder}\\{_sample(exe)}"
        process = {"name": _sample(exe), "exe": path}
        yield _case("process", tool, exe, _machine("Windows 11", processes=[process]))
        run: dict[str, Any] = {"location": "HKLM\\…\\Run", "name": "start", "command": f'"{path}" -tray'}
        yield _case("autorun", tool, exe, _machine("Windows 11", autoruns=[run]))
        if not _is_named_after(tool, exe):
            continue
        loose = {"name": _sample(exe), "exe": f"C:\\Users\\pat\\Downloads\\{_sample(exe)}"}
        yield _case("portable", tool, exe, _machine("Windows 11", processes=[loose]))
    for service in facts_of["services"]:
        if service in left_out or f"service:{service}" in left_out or _is_loose(tool, "windows.services", service):
            continue
        program = f"{folder}\\{_sample(good[0])}" if good else f"{folder}\\service.exe"
        row = {"name": _sample(service), "display_name": _sample(service), "binary_path": f'"{program}"'}
        yield _case("service", tool, service, _machine("Windows 11", services=[row]))
    for shown in _display_names(tool):
        row = {"display_name": shown, "publisher": tool["vendor"] or "", "install_location": folder}
        yield _case("installed", tool, shown, _machine("Windows 11", installed_programs=[row]))
    company = next(iter(facts_of["company_names"] or facts_of["signers"]), tool["vendor"] or "")
    for key, field in (("original_filenames", "OriginalFilename"), ("product_names", "ProductName")):
        for value in facts_of[key]:
            if value.lower() in ambiguous_names() or f"{key}:{value}" in left_out or value in left_out:
                continue
            if key == "original_filenames" and not value.lower().endswith((".exe", ".dll")):
                continue
            version = {field: _sample(value), "CompanyName": company}
            renamed = {"name": "Refund.exe", "exe": "C:\\Users\\pat\\Downloads\\Refund.exe", "version_info": version}
            yield _case("renamed", tool, value, _machine("Windows 11", processes=[renamed]))


def _display_names(tool: Tool) -> Iterator[str]:
    seen: set[str] = set()
    for shown in tool["windows"]["display_names"]:
        if not re.fullmatch(r"[0-9a-f-]{36}", shown):
            seen.add(_sample(shown))
    for pattern in tool["windows"]["display_name_regex"]:
        for part in pattern.split("|"):
            plain = part.strip("^$").replace("\\", "")
            if re.fullmatch(r"[\w .+-]+", plain):
                seen.add(plain)
    yield from sorted(seen)


def _macos(tool: Tool) -> Iterator[Case]:
    for bundle in tool["macos"]["bundle_ids"]:
        row = {"display_name": "", "bundle_id": _sample(bundle)}
        yield _case("macos-bundle", tool, bundle, _machine("macOS 14.5", installed_programs=[row]))
    for path in tool["macos"]["app_paths"]:
        found = re.match(r"/Applications/([^/]+)\.app(?:/|$)", path)
        if found and sum(letter.isalpha() for letter in found[1]) >= FEWEST_LETTERS:
            shown = _sample(found[1])
            row = {"display_name": shown, "install_location": f"/Applications/{shown}.app"}
            yield _case("macos-app", tool, path, _machine("macOS 14.5", installed_programs=[row]))
    for item in tool["macos"]["launch_items"]:
        label = _sample(item.rpartition("/")[2].removesuffix(".plist"))
        if "<" in label or "." not in label:
            continue
        row = {"name": label, "display_name": label, "binary_path": ""}
        yield _case("macos-job", tool, item, _machine("macOS 14.5", services=[row]))


def _linux(tool: Tool) -> Iterator[Case]:
    for package in tool["linux"]["packages"]:
        row = {"display_name": package, "package": _sample(package)}
        yield _case("linux-package", tool, package, _machine("Linux Ubuntu 22.04", installed_programs=[row]))
    for unit in tool["linux"]["systemd_units"]:
        name = _sample(unit.rpartition("/")[2])
        if name in tool["ambiguous_values"] or "<" in name:
            continue
        row = {"name": name, "display_name": name, "binary_path": f"/usr/bin/{name.removesuffix('.service')}"}
        yield _case("linux-unit", tool, unit, _machine("Linux Ubuntu 22.04", services=[row]))
    for process in tool["linux"]["processes"]:
        name = _sample(process.rpartition("/")[2])
        if sum(letter.isalpha() for letter in name) < FEWEST_LETTERS or f"{name}.exe".lower() in ambiguous_names():
            continue
        if "." in name or "*" in process:
            continue
        row = {"name": name, "exe": f"/usr/bin/{name}"}
        yield _case("linux-process", tool, process, _machine("Linux Ubuntu 22.04", processes=[row]))


def _case(form: str, tool: Tool, value: str, machine: dict[str, Any]) -> Case:
    owners = _owners().get(value.lower().rstrip("*"), frozenset()) | {tool["name"]}
    owners |= {other for name, other in SAME_HOUSE.items() if name == tool["name"]}
    return Case(form, tool["name"], value, owners, machine)


# --- looking at them --------------------------------------------------------------------------------------------


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that ships."""
    return load_catalogue(resources_root())


@cache
def _matcher() -> Matcher:
    return Matcher(catalogue())


@cache
def names_of() -> dict[str, frozenset[str]]:
    """Return, for each id of the catalogue, every name by which its tool goes."""
    return {tool.id: frozenset(name.casefold() for name in (tool.name, *tool.aliases)) for tool in catalogue().tools}


def looked_at(machine: dict[str, Any]) -> tuple[Finding, ...]:
    """Return what is found on one machine in the shape of the inventory format."""
    line = io.BytesIO(json.dumps(machine).encode())
    (host,) = read_inventory(line, lambda _: None)
    assert isinstance(host, InventoryHost)
    hits = [
        hit
        for source in host.sources()
        for seen in host.observations(source)
        if not isinstance(seen, Gap)
        for hit in _matcher().hits(host.system, seen)
    ]
    return findings_of("m", hits)


def alarms(machine: dict[str, Any]) -> tuple[Finding, ...]:
    """Return the findings of one machine that are more than a detail."""
    return tuple(one for one in looked_at(machine) if one.is_alarm)


def tally(missed: list[Case]) -> str:
    """Return the misses by form, for the message of a failing test."""
    return ", ".join(f"{form}: {count}" for form, count in Counter(case.form for case in missed).most_common())
