"""From observations to findings: which tool an observation shows, how sure that makes us, and what is one instance.

The confidences are those of the public format (docs of `scan --json`): `certain` needs two independent kinds of
evidence, `likely` one kind that proves itself, `possible` and `info` are details. A kind is not a place: a running
program and the same program file lying in a folder are one kind, because both rest on the file's name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from recovery_assistant.domain.catalogue import (
    AnyIndicator,
    Catalogue,
    InAutorun,
    Indicator,
    InExtension,
    InInstalled,
    InListening,
    InProgram,
    InService,
    InSetting,
    Strength,
    Tool,
)
from recovery_assistant.domain.finding import Confidence, Evidence, Finding, LeftBehind
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
    System,
)
from recovery_assistant.domain.patterns import alternatives, compiled, expanded, literal_of, needle_of
from recovery_assistant.domain.traits import Traits, plain_path, program_names, traits_of

MOST_EVIDENCE: Final = 40
"""Pieces of evidence kept for one finding. A program with 300 processes needs no 300 lines."""

_PATTERN_FIELDS: Final = {
    InProgram: ("original", "program", "product", "description", "company", "command", "signer", "path"),
    InService: ("name", "program", "display_name", "command", "path"),
    InInstalled: ("package", "bundle_id", "registry_key", "display_name", "location", "publisher"),
    InAutorun: ("name", "command", "location"),
    InExtension: ("extension_id", "name"),
    InListening: ("program",),
    InSetting: ("name", "value"),
}
"""Fields with a pattern, the ones that leave fewest candidates first: the first that is given leads the index."""

_APPLIES_TO: Final[Mapping[type[Indicator], tuple[type, ...]]] = {
    InProgram: (Process, ProgramFile, Autorun, RegisteredProgram, PastRun),
    InService: (Service,),
    InInstalled: (InstalledProgram,),
    InAutorun: (Autorun,),
    InExtension: (BrowserExtension,),
    InListening: (ListeningSocket,),
    InSetting: (Setting,),
}
_UNLESS_FIELDS: Final = ("path", "publisher", "product", "company", "display_name", "location", "command")

_LEFT_BEHIND: Final = {
    "defender-exclusion": "The virus protection was told not to look here.",
}


class Hit(NamedTuple):
    """One indicator met by one observation."""

    tool: Tool
    indicator: AnyIndicator
    observation: Observation
    kinds: frozenset[str]
    instance: str | None


class _Rule(NamedTuple):
    tool: Tool
    indicator: AnyIndicator
    patterns: tuple[tuple[str, str], ...]
    kinds: frozenset[str]


class _Lead:
    """All rules that are led by one field of one kind of observation, found by the field's text.

    A PC can have thousands of processes, and nearly all of them fit nothing. So an alternative that is a plain text is
    looked up, any other is only tried when a text that it cannot do without stands in the value, and a value is only
    looked at once.
    """

    def __init__(self) -> None:
        self._exact: dict[str, list[_Rule]] = {}
        self._shaped: list[tuple[str, str, _Rule]] = []
        self._known: dict[str, tuple[_Rule, ...]] = {}

    def add(self, pattern: str, rule: _Rule) -> None:
        for branch in alternatives(pattern):
            literal = literal_of(branch)
            if literal is not None:
                self._exact.setdefault(literal, []).append(rule)
            else:
                self._shaped.append((needle_of(branch), branch, rule))

    def rules(self, text: str) -> tuple[_Rule, ...]:
        """Return the rules whose leading pattern fits."""
        known = self._known.get(text)
        if known is None:
            shaped = (
                rule for needle, branch, rule in self._shaped if needle in text and compiled(branch).fullmatch(text)
            )
            known = (*self._exact.get(text, ()), *shaped)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[text] = known
        return known


_MOST_REMEMBERED: Final = 20_000


class Matcher:
    """A catalogue made ready for looking things up. One serves any number of hosts of every system."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._leads: dict[tuple[System, type, str], _Lead] = {}
        self._nothing: set[tuple[object, ...]] = set()
        self.marks: Mapping[System, tuple[str, ...]] = _marks(catalogue)
        """Texts to look for inside program files, for each system."""
        for tool in catalogue.tools:
            for indicator in tool.indicator:
                self._add(tool, indicator)

    def _add(self, tool: Tool, indicator: AnyIndicator) -> None:
        patterns = patterns_of(indicator)
        rule = _Rule(
            tool=tool,
            indicator=indicator,
            patterns=patterns,
            kinds=_kinds(indicator),
        )
        lead_field, lead_pattern = patterns[0] if patterns else ("contains", ".*")
        for system in indicator.systems or tool.systems:
            for kind in _APPLIES_TO[type(indicator)]:
                lead = self._leads.setdefault((system, kind, lead_field), _Lead())
                lead.add(lead_pattern, rule)

    def hits(self, system: System, observation: Observation) -> tuple[Hit, ...]:
        """Return every indicator that an observation meets."""
        key = _same_again(system, observation)
        if key in self._nothing:
            return ()
        traits = traits_of(observation)
        found: dict[int, Hit] = {}
        for field, texts in traits.items():
            lead = self._leads.get((system, type(observation), field))
            if lead is None:
                continue
            for text in texts:
                for rule in lead.rules(text):
                    hit = _hit(rule, observation, traits)
                    if hit is not None:
                        found.setdefault(id(rule), hit)
        if key is not None and not found and len(self._nothing) < _MOST_REMEMBERED:
            self._nothing.add(key)
        return tuple(found.values())


def _same_again(system: System, observation: Observation) -> tuple[object, ...] | None:
    """Return what makes two processes the same to every indicator: a browser alone has dozens of equal ones."""
    match observation:
        case Process():
            told = (observation.name, observation.exe, observation.cmdline)
            return (system, *told, observation.signer, observation.version_info)
    return None


def patterns_of(indicator: AnyIndicator) -> tuple[tuple[str, str], ...]:
    """Return (field, pattern) for every pattern of an indicator, the most telling field first."""
    fields = _PATTERN_FIELDS[type(indicator)]
    return tuple((field, expanded(getattr(indicator, field))) for field in fields if getattr(indicator, field))


def _marks(catalogue: Catalogue) -> Mapping[System, tuple[str, ...]]:
    marks: dict[System, dict[str, None]] = {system: {} for system in System}
    for tool in catalogue.tools:
        for indicator in tool.indicator:
            if isinstance(indicator, InProgram):
                for system in indicator.systems or tool.systems:
                    marks[system].update(dict.fromkeys(indicator.contains))
    return {system: tuple(texts) for system, texts in marks.items()}


def _kinds(indicator: AnyIndicator) -> frozenset[str]:
    match indicator:
        case InProgram():
            said = {"version"} if _speaks_of_itself(indicator) else set()
            signed = {"signer"} if indicator.signer else set()
            return frozenset(said | signed or {"file-name"})
        case InInstalled():
            return frozenset({"package" if indicator.package or indicator.bundle_id else "installed"})
        case InService():
            return frozenset({"service"})
        case InAutorun():
            return frozenset({"autorun"})
        case InExtension():
            return frozenset({"extension"})
        case InListening():
            return frozenset({"listening"})
        case InSetting():
            return frozenset({"setting"})


def _speaks_of_itself(indicator: InProgram) -> bool:
    return bool(
        indicator.product or indicator.original or indicator.company or indicator.description or indicator.contains
    )


def _hit(rule: _Rule, observation: Observation, traits: Traits) -> Hit | None:
    instance: str | None = None
    for field, pattern in rule.patterns:
        fit = next(
            (found for text in traits.get(field, ()) if (found := compiled(pattern).fullmatch(text)) is not None), None
        )
        if fit is None:
            return None
        instance = instance or fit.groupdict().get("instance")
    if rule.indicator.unless and _excluded(rule.indicator.unless, traits):
        return None
    if not _further_conditions_hold(rule.indicator, observation):
        return None
    return Hit(rule.tool, rule.indicator, observation, rule.kinds, instance)


def _excluded(unless: str, traits: Traits) -> bool:
    return any(compiled(unless).fullmatch(text) for field in _UNLESS_FIELDS for text in traits.get(field, ()))


def _further_conditions_hold(indicator: AnyIndicator, observation: Observation) -> bool:
    match indicator, observation:
        case InProgram(contains=wanted), _ if wanted:
            return isinstance(observation, ProgramFile) and set(wanted) <= set(observation.inside)
        case InService(enabled=True), Service():
            return bool(observation.enabled or observation.running)
        case InListening(port=port), ListeningSocket():
            return port in (0, observation.port)
    return True


# --- findings ---------------------------------------------------------------------------------------------------


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
    kinds = {kind for hit in hits if _strength(hit) != "hint" for kind in hit.kinds}
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


def left_behind_of(host: str, observation: Observation) -> LeftBehind | None:
    """Return what an observation says about an open door that is no program, or None."""
    if isinstance(observation, Setting) and observation.name in _LEFT_BEHIND:
        return LeftBehind(
            host=host, kind=observation.name, says=_LEFT_BEHIND[observation.name], value=observation.value
        )
    return None
