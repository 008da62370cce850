"""Which indicators of the catalogue an observation meets.

The meaning is that of trying every indicator on every observation; tests hold it to that. A scan compares only where
a needle of an indicator stands (`needles`). What the hits add up to is said in `judging`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from recovery_assistant.domain.candidates import Candidates, searches_of
from recovery_assistant.domain.candidates import patterns_of as patterns_of  # noqa: PLC0414 (its old place)
from recovery_assistant.domain.catalogue import (
    AnyIndicator,
    Catalogue,
    InAutorun,
    InExtension,
    InInstalled,
    InListening,
    InProgram,
    InService,
    InSetting,
    Tool,
)
from recovery_assistant.domain.needles import Marks
from recovery_assistant.domain.observation import (
    ListeningSocket,
    Observation,
    ProgramFile,
    Service,
    System,
)
from recovery_assistant.domain.patterns import compiled
from recovery_assistant.domain.traits import Traits, traits_of

_UNLESS_FIELDS: Final = ("path", "publisher", "product", "company", "display_name", "location", "command")


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


class Matcher:
    """A catalogue made ready for looking things up. One serves any number of hosts of every system."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._candidates = Candidates(
            searches_of(catalogue.owners()) if catalogue.searches is None else catalogue.searches
        )
        self._rules: dict[int, _Rule] = {}
        self._searches: dict[System, Marks] = {}
        self._catalogue = catalogue

    @cached_property
    def marks(self) -> Mapping[System, tuple[str, ...]]:
        """Texts to look for inside program files, for each system."""
        return {system: self._candidates.marks(system) for system in System}

    def marks_in(self, system: System, content: bytes) -> tuple[str, ...]:
        """Return those of the `marks` of a system that stand in a file."""
        if system not in self._searches:
            self._searches[system] = Marks(self.marks[system])
        return self._searches[system].inside(content)

    def hits(self, system: System, observation: Observation) -> tuple[Hit, ...]:
        """Return every indicator that an observation meets."""
        return tuple(self.hits_in(system, (observation,)))

    def hits_in(self, system: System, observations: Sequence[Observation]) -> list[Hit]:
        """Return every indicator that each of many observations meets, in the order of the observations.

        A thousand at once cost far less than a thousand times one.
        """
        candidates = self._candidates.among(system, observations)
        return [hit for place in sorted(candidates) for hit in self._compared(observations[place], candidates[place])]

    def _compared(self, observation: Observation, rules: Iterable[int]) -> Iterator[Hit]:
        traits = traits_of(observation)
        for number in sorted(rules):
            hit = _hit(self._rule(number), observation, traits)
            if hit is not None:
                yield hit

    def _rule(self, number: int) -> _Rule:
        rule = self._rules.get(number)
        if rule is None:
            tool, indicator = self._catalogue.owner(number)
            rule = self._rules[number] = _Rule(tool, indicator, patterns_of(indicator), _kinds(indicator))
        return rule


def _kinds(indicator: AnyIndicator) -> frozenset[str]:
    """Return what a hit of an indicator rests on. Whoever reads the name of one file five times has one kind."""
    match indicator:
        case InProgram():
            said = {"version"} if _speaks_of_itself(indicator) else set()
            signed = {"signer"} if indicator.signer else set()
            return frozenset(said | signed or {"file-name"})
        case InInstalled():
            return frozenset({"package" if indicator.package or indicator.bundle_id else "installed"})
        case InService():
            return frozenset({"service" if indicator.name or indicator.display_name else "file-name"})
        case InAutorun():
            return frozenset({"autorun" if indicator.name or indicator.location else "file-name"})
        case InExtension():
            return frozenset({"extension"})
        case InListening():
            return frozenset({"listening" if indicator.port else "file-name"})
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
