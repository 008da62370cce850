"""What hits add up to: which are one instance of a tool, and how sure that makes us.

The confidences are those of the public format (docs of `scan --json`): `certain` needs two independent kinds of
evidence, `likely` one kind that proves itself, `possible` and `info` are details. A kind is not a place: a running
program and the same program file lying in a folder are one kind, because both rest on the file's name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from recovery_assistant.domain.catalogue import Strength, Tool
from recovery_assistant.domain.finding import Confidence, Evidence, Finding
from recovery_assistant.domain.matching import Hit
from recovery_assistant.domain.observation import (
    Account,
    Autorun,
    BrowserExtension,
    InstalledProgram,
    ListeningSocket,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
    Setting,
)
from recovery_assistant.domain.traits import plain_path, program_names, traits_of

MOST_EVIDENCE: Final = 40
"""Pieces of evidence kept for one finding. A program with 300 processes needs no 300 lines."""


def findings_of(host: str, hits: Iterable[Hit]) -> tuple[Finding, ...]:
    """Return one finding for each instance of each tool, the surest first, then by name and instance."""
    by_tool: dict[str, list[Hit]] = {}
    for hit in hits:
        by_tool.setdefault(hit.tool.id, []).append(hit)
    found = [
        _finding(host, instance, group)
        for hits_of_tool in by_tool.values()
        for instance, group in _instances(hits_of_tool).items()
    ]
    order: dict[Confidence, int] = {"certain": 0, "likely": 1, "possible": 2, "info": 3}
    found.sort(key=lambda one: (order[one.confidence], one.tool_name.lower(), one.instance or ""))
    return tuple(found)


def _instances(hits: list[Hit]) -> dict[str | None, list[Hit]]:
    """Put the hits of one tool into instances.

    A copy in a download place is an instance of its own, named by its folder: it is removed by itself. Evidence that
    names no instance belongs to the one whose folder it lies in, or to the only one if it lies nowhere.
    """
    loose = {
        plain_path(hit.observation.path): _folder(hit.observation.path)
        for hit in hits
        if isinstance(hit.observation, ProgramFile)
    }
    named = {hit.instance for hit in hits if hit.instance}
    homes = {
        _folder(path): hit.instance for hit in hits if hit.instance and (path := plain_path(_place(hit.observation)))
    }
    groups: dict[str | None, list[Hit]] = {}
    for hit in hits:
        place = plain_path(_place(hit.observation))
        instance: str | None
        if hit.instance:
            instance = hit.instance
        elif place in loose:
            instance = loose[place]
        elif place:
            instance = homes.get(_folder(place))
        else:
            instance = next(iter(named)) if len(named) == 1 else None
        groups.setdefault(instance, []).append(hit)
    return groups


def _place(observation: Observation) -> str:
    """Return the path of the program that an observation is about, or "" when it tells none."""
    match observation:
        case Process():
            return observation.exe
        case ProgramFile() | PastRun():
            return observation.path
        case Service() | Autorun() | RegisteredProgram():
            return next(iter(traits_of(observation).get("path", ())), "")
    return ""


def _folder(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[0] or "/"


def _finding(host: str, instance: str | None, hits: list[Hit]) -> Finding:
    tool = hits[0].tool
    digest = hashlib.sha256("\0".join((host, tool.id, instance or "")).encode("utf-8", "surrogatepass")).hexdigest()
    return Finding(
        id=f"f-{digest[:12]}",
        host=host,
        tool_id=tool.id,
        tool_name=tool.name,
        category=tool.category,
        confidence=_confidence(tool, hits),
        policy=tool.policy,
        instance=instance,
        evidence=_evidence(tool, hits),
        came_at=_came_at(hits),
    )


def _confidence(tool: Tool, hits: list[Hit]) -> Confidence:
    strengths: set[Strength] = {_strength(hit) for hit in hits}
    # What is only there says nothing more about a name that may be chance: a viewer beside its maker's name.
    counting = {"proof", "sign", "presence"} if "proof" in strengths else {"sign"}
    kinds = {kind for hit in hits if _strength(hit) in counting for kind in hit.kinds}
    reached: Confidence
    if not strengths & {"proof", "sign"}:
        reached = "possible" if "hint" in strengths else "info"
    elif len(kinds) > 1:
        reached = "certain"
    else:
        reached = "likely" if "proof" in strengths or _has_companions(hits) else "possible"
    return _at_most(reached, tool.at_most)


def _strength(hit: Hit) -> Strength:
    """Return what a hit counts for: a trace of a program that was run once says nothing about today."""
    return "hint" if isinstance(hit.observation, PastRun) else hit.indicator.strength


def _has_companions(hits: list[Hit]) -> bool:
    """Return whether two files of the tool with different names lie in one folder: one name may be chance, two not."""
    names: dict[str, set[str]] = {}
    for hit in hits:
        place = plain_path(_place(hit.observation))
        if "file-name" in hit.kinds and hit.indicator.strength == "sign" and "/" in place:
            names.setdefault(_folder(place), set()).add(program_names(place)[0])
    return any(len(together) > 1 for together in names.values())


_SURENESS: Final[tuple[Confidence, ...]] = ("info", "possible", "likely", "certain")


def _at_most(reached: Confidence, cap: Confidence) -> Confidence:
    return _SURENESS[min(_SURENESS.index(reached), _SURENESS.index(cap))]


def _came_at(hits: list[Hit]) -> datetime | None:
    times = []
    for hit in hits:
        match hit.observation:
            case InstalledProgram() | Service():
                times.append(hit.observation.installed_at)
            case ProgramFile():
                times.append(hit.observation.arrived_at)
    return min((moment for moment in times if moment is not None), default=None)


def _evidence(tool: Tool, hits: list[Hit]) -> tuple[Evidence, ...]:
    by_observation: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        kind = str(type(hit.observation).__struct_config__.tag)
        by_observation.setdefault((kind, _value(hit.observation)), []).append(hit)
    parts = [
        Evidence(kind=kind, source=same[0].observation.source, says=_says(tool, same), value=value)
        for (kind, value), same in by_observation.items()
    ]
    return tuple(parts[:MOST_EVIDENCE])


def _value(observation: Observation) -> str:
    match observation:
        case Process():
            return observation.exe or observation.name
        case ProgramFile():
            return observation.path
        case Service():
            return f"{observation.name}: {observation.binary_path}" if observation.binary_path else observation.name
        case InstalledProgram():
            return observation.display_name or observation.package or observation.bundle_id or observation.registry_key
        case Autorun() | RegisteredProgram():
            return observation.command or observation.name
        case PastRun():
            return observation.path or observation.name
        case BrowserExtension():
            return f"{observation.browser}: {observation.name or observation.extension_id}"
        case Account():
            return observation.name
        case ListeningSocket():
            return f"{observation.process_name} {observation.address}:{observation.port}"
        case Setting():
            return f"{observation.name} = {observation.value}"


def _says(tool: Tool, hits: list[Hit]) -> str:
    own = next((hit.indicator.says for hit in hits if hit.indicator.says), "")
    if own:
        return own
    observation = hits[0].observation
    under_another_name = all("file-name" not in hit.kinds for hit in hits)
    if isinstance(observation, Process | ProgramFile) and under_another_name:
        doing = "It is running now" if isinstance(observation, Process) else "It lies where downloads are kept"
        return f"This file says inside that it is {tool.name}. {doing}."
    return _USUAL_SENTENCE[type(observation)]


_USUAL_SENTENCE: Final[Mapping[type[Observation], str]] = {
    Process: "It is running now.",
    ProgramFile: "A copy lies where downloads are kept.",
    Service: "It is set up to work in the background.",
    InstalledProgram: "It is in the list of installed programs.",
    Autorun: "It starts by itself when somebody signs in.",
    RegisteredProgram: "The system knows this program.",
    PastRun: "It was run on this PC before.",
    BrowserExtension: "It is built into a browser.",
    Account: "It can sign in to this PC.",
    ListeningSocket: "It waits for other computers to connect.",
    Setting: "This is switched on in the settings.",
}
