"""Sigma rules: one file for each tool, one rule in it for each log and level.

Sigma alarms by itself, without our matcher. So an indicator that needs something which the log does not hold (the
signer, the inside of a file, two entries at once) is left out rather than said loosely. What is said fits at least
what the indicator fits. `left_out` tells what is missing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from recovery_assistant.content.packs.heading import LICENCE
from recovery_assistant.content.packs.shapes import needs, patterns_in, portable
from recovery_assistant.content.packs.yaml_text import Value, quoted, written
from recovery_assistant.domain.catalogue import (
    AnyIndicator,
    Catalogue,
    InAutorun,
    InInstalled,
    InProgram,
    InService,
    InSetting,
    Tool,
)
from recovery_assistant.domain.observation import System

_HEAD: Final = "# {}: Recovery Assistant, edition {} of the catalogue. Licence: " + LICENCE + ".\n"
_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "tag:recovery-assistant,2026:sigma")

Level = Literal["informational", "low", "medium"]
_LEVELS: Final[dict[str, Level]] = {
    "proof": "medium",
    "sign": "low",
    "hint": "informational",
    "presence": "informational",
}
"""Every tool is a legal product, so nothing is more than "medium": somebody has to ask whose it is."""
_REMOTE: Final = frozenset({"remote-access", "remote-management"})

_NUMBERS: Final = r"(?:[\s_.()\d-]|v\d)*"
ENDINGS: Final = (
    rf"(?:{_NUMBERS}[\s_.-](?:exe|com|scr|pif|msi|bat|cmd|app|appimage|run|bin|deb|rpm|dmg|pkg|command|desktop|copy"
    rf"|x86|x64|amd64|arm64|aarch64|win32|win64|64bit|32bit))*{_NUMBERS}"
)
"""What may follow the name of a program file: endings, the number of a second download, versions, kinds of machine.

There is one way only to divide a text into these, so a long hostile name is compared as quickly as any.
"""


class _Condition(NamedTuple):
    """A field of a log, the plain texts of which one must stand in it, and the expression that it must fit."""

    field: str
    texts: tuple[str, ...]
    fits: str


class _Log(NamedTuple):
    """A kind of log, and how the fields of indicators are said in it.

    Attributes:
        always: conditions that every rule for this log has.
        fields: field of an indicator -> field of the log and how its value lies there.
    """

    word: str
    source: Mapping[str, Value]
    always: Mapping[str, Value]
    fields: Mapping[str, tuple[str, str]]


_WHOLE: Final = r"^\s*(?:{})\s*$"
_PROGRAM: Final = r"^\s*(?:.*[\\/])?(?:{})" + ENDINGS + r"[\s/\\]*$"
_COMMAND_PROGRAM: Final = r"^(?:.*[\\/\s\"'@:+!|-])?(?:{})" + ENDINGS + r"(?:[\"'\s,].*)?$"
_COMMAND_PATH: Final = r"^(?:.*[\s\"'@:+!|-])?(?:{})(?:[\"'\s,].*)?$"
_UNINSTALL_KEY: Final = r"^.*\\Uninstall\\(?:{})(?:\\[^\\]*)?$"
_RUN_VALUE: Final = r"^.*\\CurrentVersion\\(?:.*\\)?Run(?:Once)?\\(?:{})$"

_STARTED: Final = {"program": ("Image", _PROGRAM), "path": ("Image", _WHOLE), "command": ("CommandLine", _WHOLE)}
_WINDOWS_STARTED: Final = _STARTED | {
    "original": ("OriginalFileName", _PROGRAM),
    "product": ("Product", _WHOLE),
    "company": ("Company", _WHOLE),
    "description": ("Description", _WHOLE),
}
_PROCESS: Final = {
    system: _Log(
        "program started",
        {"category": "process_creation", "product": system.value},
        {},
        _WINDOWS_STARTED if system is System.WINDOWS else _STARTED,
    )
    for system in System
}
_SERVICE: Final = _Log(
    "service installed",
    {"product": "windows", "service": "system"},
    {"Provider_Name": "Service Control Manager", "EventID": 7045},
    {
        "name": ("ServiceName", _WHOLE),
        "display_name": ("ServiceName", _WHOLE),
        "program": ("ImagePath", _COMMAND_PROGRAM),
        "path": ("ImagePath", _COMMAND_PATH),
        "command": ("ImagePath", _WHOLE),
    },
)
_REGISTRY_SOURCE: Final = {"category": "registry_set", "product": "windows"}
_LISTED: Final = _Log(
    "put into the list of installed programs",
    _REGISTRY_SOURCE,
    {"TargetObject|contains": "\\Uninstall\\", "TargetObject|endswith": "\\DisplayName"},
    {"display_name": ("Details", _WHOLE)},
)
_KEY: Final = _Log(
    "entry of the list of installed programs made",
    _REGISTRY_SOURCE,
    {},
    {"registry_key": ("TargetObject", _UNINSTALL_KEY)},
)
_RUN: Final = _Log(
    "made to start by itself",
    _REGISTRY_SOURCE,
    {"TargetObject|contains": "\\CurrentVersion\\"},
    {"name": ("TargetObject", _RUN_VALUE), "command": ("Details", _WHOLE)},
)
_SWITCHES: Final[Mapping[str, Mapping[str, Value]]] = {
    "remote-desktop-enabled": {
        "TargetObject|endswith": "\\Control\\Terminal Server\\fDenyTSConnections",
        "Details": "DWORD (0x00000000)",
    },
    "remote-assistance-enabled": {
        "TargetObject|endswith": "\\Control\\Remote Assistance\\fAllowToGetHelp",
        "Details": "DWORD (0x00000001)",
    },
}
"""Settings that a registry log shows; source: Microsoft's documentation of these values."""


def files(catalogue: Catalogue, systems: frozenset[System]) -> dict[str, str]:
    """Return one file for each tool that a log can show: its name, and its rules as YAML documents."""
    made: dict[str, str] = {}
    for tool in catalogue.tools:
        rules = list(_rules(tool, systems))
        if rules:
            head = _HEAD.format(quoted(tool.name), catalogue.edition)
            made[f"{tool.id}.yml"] = head + "---\n".join(written(rule) for rule in rules)
    return made


def left_out(tool: Tool, system: System) -> tuple[AnyIndicator, ...]:
    """Return the indicators of a tool for a system that Sigma cannot say."""
    return tuple(
        indicator
        for indicator in tool.indicator
        if system in (indicator.systems or tool.systems) and _said(indicator, system) is None
    )


class _Said(NamedTuple):
    log: _Log
    selections: tuple[Mapping[str, Value], ...]
    leaves_out: tuple[Mapping[str, Value], ...]


def _rules(tool: Tool, systems: frozenset[System]) -> Iterator[Mapping[str, Value]]:
    rules: dict[tuple[str, str, Level], list[_Said]] = {}
    for system in System:
        for indicator in tool.indicator:
            if system in systems and system in (indicator.systems or tool.systems):
                said = _said(indicator, system)
                if said is not None:
                    rules.setdefault((said.log.word, system.value, _level(tool, indicator)), []).append(said)
    for (word, system_name, level), group in rules.items():
        yield _rule(tool, word, system_name, level, group)


def _level(tool: Tool, indicator: AnyIndicator) -> Level:
    if tool.policy == "never" or tool.at_most == "info":
        return "informational"
    level = _LEVELS[indicator.strength]
    return "low" if tool.at_most == "possible" and level == "medium" else level


def _said(indicator: AnyIndicator, system: System) -> _Said | None:
    """Return how Sigma says an indicator, or None when no log holds what it asks for."""
    if isinstance(indicator, InSetting):
        switch = _SWITCHES.get(indicator.name.replace("\\", ""))
        return _Said(_RUN._replace(word="switched on"), (switch,), ()) if switch and system is System.WINDOWS else None
    log = _log_of(indicator, system)
    patterns = patterns_in(indicator)
    if log is None or not patterns or any(field not in log.fields for field, _ in patterns):
        return None
    if isinstance(indicator, InProgram) and indicator.contains:
        return None
    conditions = [_condition(log, field, pattern) for field, pattern in patterns]
    if not any(condition.texts for condition in conditions):
        return None
    selections: list[dict[str, Value]] = [dict(log.always)] if log.always else [{}]
    for condition in conditions:
        taken = {key.partition("|")[0] for key in selections[-1]}
        if condition.field in taken:
            selections.append({})
        selections[-1] |= _as_selection(condition)
    return _Said(log, tuple(selection for selection in selections if selection), tuple(_leaves_out(indicator, log)))


def _log_of(indicator: AnyIndicator, system: System) -> _Log | None:
    match indicator, system:
        case InProgram(), _:
            return _PROCESS[system]
        case InService(), System.WINDOWS:
            return _SERVICE
        case InInstalled(registry_key=key), System.WINDOWS:
            return _KEY if key else _LISTED
        case InAutorun(), System.WINDOWS:
            return _RUN
    return None


_PATHS: Final = frozenset({"path", "command", "program"})


def _condition(log: _Log, field: str, pattern: str) -> _Condition:
    name, form = log.fields[field]
    texts = tuple(dict.fromkeys(need.text for need in needs(pattern, breaks="/" if field in _PATHS else "")))
    return _Condition(name, texts, form.replace("{}", portable(pattern, any_slash=field in _PATHS).text))


def _as_selection(condition: _Condition) -> dict[str, Value]:
    """Return a condition as Sigma: plain texts first, so that engines need not try the expression on every line."""
    texts: Value = condition.texts[0] if len(condition.texts) == 1 else condition.texts
    plain: dict[str, Value] = {f"{condition.field}|contains": texts} if condition.texts else {}
    return plain | {f"{condition.field}|re|i": condition.fits}


_UNLESS: Final = ("path", "product", "company", "display_name", "command")


def _leaves_out(indicator: AnyIndicator, log: _Log) -> Iterator[Mapping[str, Value]]:
    """Yield what `unless` names, where it can be said exactly: a wider exception would hide something."""
    said = portable(indicator.unless, any_slash=True)
    if not indicator.unless or not said.is_exact:
        return
    for field in _UNLESS:
        if field in log.fields:
            name, form = log.fields[field]
            if form == _WHOLE:
                yield {f"{name}|re|i": form.replace("{}", said.text)}


def _rule(tool: Tool, word: str, system: str, level: Level, group: list[_Said]) -> Mapping[str, Value]:
    detection: dict[str, Value] = {}
    ways: list[str] = []
    for number, said in enumerate(group, start=1):
        parts = []
        for index, selection in enumerate(said.selections):
            name = f"selection_{number}" + (f"_{index + 1}" if index else "")
            detection[name] = selection
            parts.append(name)
        if said.leaves_out:
            detection[f"filter_{number}"] = said.leaves_out
            parts.append(f"not filter_{number}")
        ways.append(f"({' and '.join(parts)})" if len(parts) > 1 else parts[0])
    rule: dict[str, Value] = {
        "title": f"{tool.name}: {word} ({system}, {level})",
        "id": str(uuid.uuid5(_SPACE, f"{tool.id}/{word}/{system}/{level}")),
        "status": "experimental",
        "description": f"{tool.what} Sources: {', '.join(tool.sources)}.",
        "license": LICENCE,
        "references": [tool.website],
        "date": tool.checked_on.isoformat(),
    }
    if tool.category in _REMOTE:
        rule["tags"] = ["attack.command-and-control", "attack.t1219"]
    return rule | {
        "logsource": group[0].log.source,
        "detection": detection | {"condition": " or ".join(ways)},
        "falsepositives": [tool.who],
        "level": level,
        "tool": tool.id,
    }
