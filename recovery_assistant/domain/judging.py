"""What hits add up to: which are one instance of a tool, and how sure that makes us.

The confidences are those of the public format (docs of `scan --json`): `certain` needs two independent kinds of
evidence, `likely` one kind that proves itself, `possible` and `info` are details. A kind is not a place: a running
program and the same program file lying in a folder are one kind, because both rest on the file's name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from recovery_assistant.domain.catalogue import Strength, Tool
from recovery_assistant.domain.explaining import said_of, value_of
from recovery_assistant.domain.finding import Confidence, Evidence, Finding
from recovery_assistant.domain.matching import Hit
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
)
from recovery_assistant.domain.traits import LONGEST_TEXT, plain_path, program_names, traits_of

MOST_EVIDENCE: Final = 40
"""Pieces of evidence kept for one finding. A program with 300 processes needs no 300 lines."""

MOST_OF_AN_INDICATOR: Final = 200
"""Different observations of one kind that are kept for one indicator on one machine."""

ENOUGH_TO_JUDGE: Final = 8
"""After so many of one indicator, one more does not make a tool surer; it is only judged again at the end."""


class Tally:
    """The hits of one machine, as many as a person could ever read, and what they add up to.

    A hostile machine may show a million files that all fit. Of each indicator only so many are kept, so neither memory
    nor time grows with them, and no other indicator is crowded out.
    """

    def __init__(self, host: str) -> None:
        self._host = host
        self._hits: dict[str, list[Hit]] = {}
        self._kept: dict[tuple[int, type], dict[tuple[str, str | None], Hit]] = {}
        self._twins: dict[int, list[Observation]] = {}
        self._sighted: set[str] = set()

    def add(self, hits: Iterable[Hit]) -> tuple[Tool, ...]:
        """Keep hits. Return the tools that are more than a detail by now and were not before."""
        touched: dict[str, Tool] = {}
        for hit in hits:
            is_new = self._keep(hit)
            if is_new and hit.tool.id not in self._sighted:
                touched[hit.tool.id] = hit.tool
        risen = tuple(tool for tool in touched.values() if self._is_alarm(tool))
        self._sighted.update(tool.id for tool in risen)
        return risen

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found so far, as `findings_of`."""
        return findings_of(self._host, (hit for hits in self._hits.values() for hit in hits))

    def observations(self, finding_id: str) -> tuple[Observation, ...]:
        """Return the raw facts that a finding rests on, each once; () when there is no such finding.

        Those that say the same as another one are there too: each of ten processes of one file, with its own number.
        """
        for hits in self._hits.values():
            for instance, group in _instances(hits).items():
                if finding_id == _id_of(self._host, group[0].tool, instance):
                    found = [one for hit in group for one in (hit.observation, *self._twins.get(id(hit), ()))]
                    return tuple({id(one): one for one in found}.values())
        return ()

    def _keep(self, hit: Hit) -> bool:
        """Keep a hit if it is not one too many. Return whether it may change how sure we are."""
        kept = self._kept.setdefault((id(hit.indicator), type(hit.observation)), {})
        seen = (value_of(hit.observation)[:LONGEST_TEXT], hit.instance)
        if seen in kept:
            twins = self._twins.setdefault(id(kept[seen]), [])
            if len(twins) < MOST_OF_AN_INDICATOR and hit.observation not in twins:
                twins.append(hit.observation)
            return False
        if len(kept) >= MOST_OF_AN_INDICATOR:
            return False
        kept[seen] = hit
        self._hits.setdefault(hit.tool.id, []).append(hit)
        return len(kept) <= ENOUGH_TO_JUDGE

    def _is_alarm(self, tool: Tool) -> bool:
        return any(finding.is_alarm for finding in findings_of(self._host, self._hits[tool.id]))


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

    All hits of one observation belong together. A copy in a download place is an instance of its own, named by its
    folder: it is removed by itself. Evidence that names no instance belongs to the one whose folder it lies in, or to
    the only one if it lies nowhere.
    """
    loose = {
        plain_path(hit.observation.path): _folder(hit.observation.path)
        for hit in hits
        if isinstance(hit.observation, ProgramFile)
    }
    told = {id(hit.observation): hit.instance for hit in hits if hit.instance}
    named = set(told.values())
    homes = {
        _folder(path): hit.instance for hit in hits if hit.instance and (path := plain_path(_place(hit.observation)))
    }
    groups: dict[str | None, list[Hit]] = {}
    for hit in hits:
        place = plain_path(_place(hit.observation))
        instance = told.get(id(hit.observation))
        if instance is None:
            if place in loose:
                instance = loose[place]
            elif place:
                instance = homes.get(_folder(place))
            else:
                instance = next(iter(named)) if len(named) == 1 else None
        groups.setdefault(instance, []).append(hit)
    return _with_portables(groups)


def _with_portables(groups: dict[str | None, list[Hit]]) -> dict[str | None, list[Hit]]:
    """Take what runs out of a download place from what is installed, where each is more than a detail alone."""
    portable: list[Hit] = []
    others: list[Hit] = []
    for hit in groups.get(None, []):
        place = plain_path(_place(hit.observation))
        (portable if _DOWNLOAD_PLACE.search(place) else others).append(hit)
    if not all(group and _confidence(group[0].tool, group) in ("certain", "likely") for group in (portable, others)):
        return groups
    split: dict[str | None, list[Hit]] = {**groups, None: others}
    for hit in portable:
        split.setdefault(_folder(_place(hit.observation)), []).append(hit)
    return split


_DOWNLOAD_PLACE: Final = re.compile(r"/(?:downloads|desktop|documents)/")
"""Where people put what they fetched. Not the temporary folder: an installed program unpacks its parts there."""


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
    return Finding(
        id=_id_of(host, tool, instance),
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


def _id_of(host: str, tool: Tool, instance: str | None) -> str:
    digest = hashlib.sha256("\0".join((host, tool.id, instance or "")).encode("utf-8", "surrogatepass")).hexdigest()
    return f"f-{digest[:12]}"


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
    """Return what a hit counts for.

    A trace of a program that was run once says nothing about today. What the system only knows about (a rule of the
    firewall, a path) outlives the program. A driver alone does nothing. And a part of the system is there on every PC.
    """
    strength, observation = hit.indicator.strength, hit.observation
    if isinstance(observation, PastRun | RegisteredProgram | ProgramFile) and hit.tool.category == "built-in":
        return "presence"
    if isinstance(observation, PastRun):
        return "presence" if strength == "presence" else "hint"
    outlives = isinstance(observation, RegisteredProgram) or (
        isinstance(observation, Service) and observation.is_driver
    )
    return "sign" if outlives and strength == "proof" else strength


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
        by_observation.setdefault((kind, value_of(hit.observation)), []).append(hit)
    parts = [
        Evidence(kind=kind, source=same[0].observation.source, says=said_of(tool, same), value=value)
        for (kind, value), same in list(by_observation.items())[:MOST_EVIDENCE]
    ]
    return tuple(parts)
