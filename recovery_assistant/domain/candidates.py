"""Which indicators have to be compared with which of many observations: where a needle stands in the right field.

One field of all observations of one kind is searched at once (`needles`); that is made ready for a system when it is
first asked for, because a scan looks at one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, NamedTuple

from recovery_assistant.domain.catalogue import (
    AnyIndicator,
    InAutorun,
    Indicator,
    InExtension,
    InInstalled,
    InListening,
    InProgram,
    InService,
    InSetting,
    Needle,
    Tool,
)
from recovery_assistant.domain.needles import COMMAND_FOLD, PLAIN_FOLD, Search
from recovery_assistant.domain.observation import (
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
    VersionInfo,
)

APPLIES_TO: Final[Mapping[type[Indicator], tuple[type, ...]]] = {
    InProgram: (Process, ProgramFile, Autorun, RegisteredProgram, PastRun),
    InService: (Service,),
    InInstalled: (InstalledProgram,),
    InAutorun: (Autorun,),
    InExtension: (BrowserExtension,),
    InListening: (ListeningSocket,),
    InSetting: (Setting,),
}
"""Which observations an indicator can be met by."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One field of a kind of observation as it was read, and the fields of indicators that are compared with it."""

    name: str
    fields: tuple[str, ...]
    is_command: bool = False


_NAMED_PATH: Final = ("program", "path")
_NAMED_COMMAND: Final = ("program", "path", "command")
_VERSION_TOLD: Final = (
    _Told("product_name", ("product",)),
    _Told("original_filename", ("original",)),
    _Told("company_name", ("company",)),
    _Told("file_description", ("description",)),
)
_SIGNER_TOLD: Final = _Told("signer", ("signer",), is_command=True)  # "CN=Maker GmbH, O=…" holds names behind marks
_TOLD: Final[Mapping[type, tuple[_Told, ...]]] = {
    Process: (
        _Told("exe", _NAMED_PATH),
        _Told("name", ("program",)),
        _Told("cmdline", ("command",)),
        _SIGNER_TOLD,
    ),
    ProgramFile: (_Told("path", _NAMED_PATH), _SIGNER_TOLD),
    PastRun: (_Told("path", _NAMED_PATH), _Told("name", ("program",))),
    Service: (
        _Told("name", ("name",)),
        _Told("display_name", ("display_name",)),
        _Told("binary_path", _NAMED_COMMAND, is_command=True),
    ),
    Autorun: (
        _Told("name", ("name",)),
        _Told("location", ("location",)),
        _Told("command", _NAMED_COMMAND, is_command=True),
    ),
    RegisteredProgram: (_Told("name", ("name",)), _Told("command", _NAMED_COMMAND, is_command=True)),
    InstalledProgram: (
        _Told("display_name", ("display_name",)),
        _Told("publisher", ("publisher",)),
        _Told("package", ("package",)),
        _Told("bundle_id", ("bundle_id",)),
        _Told("registry_key", ("registry_key",)),
        _Told("install_location", ("location",)),
    ),
    BrowserExtension: (_Told("extension_id", ("extension_id",)), _Told("name", ("name",))),
    ListeningSocket: (_Told("process_name", ("program",)),),
    Setting: (_Told("name", ("name",)), _Told("value", ("value",))),
}
"""Which texts of an observation `traits_of` makes which field of: a needle has to be looked for in each of them.

What a program file says about itself comes besides, in `_VERSION_TOLD`, where there is any.
"""


_WITH_VERSION: Final = (Process, ProgramFile, PastRun)
_VERSION_INFO: Final[Callable[[Observation], VersionInfo | None]] = attrgetter("version_info")
_INSIDE: Final[Callable[[Observation], tuple[str, ...]]] = attrgetter("inside")

Found = dict[int, set[int]]
"""Place of an observation -> numbers of the indicators that have to be compared with it."""


class _View(NamedTuple):
    """How one field of one kind of observation is read and searched."""

    read: Callable[[Any], str]
    search: Search


class _Views(NamedTuple):
    """All that is searched in one kind of observation on one system.

    Attributes:
        inside: numbers of the indicators that only ask for texts inside a file.
    """

    plain: tuple[_View, ...]
    version: tuple[_View, ...]
    inside: tuple[int, ...]


class Candidates:
    """Searches observations for the needles of a catalogue."""

    def __init__(self, owners: Sequence[tuple[Tool, AnyIndicator]], needles: Iterable[Needle]) -> None:
        self._owners = owners
        self._needles = tuple(needles)
        self._by_type: dict[System, dict[type[Indicator], list[Needle]]] = {}
        self._searches: dict[object, Search] = {}
        self._views: dict[tuple[System, type], _Views] = {}

    def among(self, system: System, observations: Sequence[Observation]) -> Found:
        """Return what has to be compared. Nothing that would fit is missing."""
        kinds = list(map(type, observations))
        found: Found = {}
        for kind in dict.fromkeys(kinds):
            first, number = kinds.index(kind), kinds.count(kind)
            places: Sequence[int] = range(first, first + number)
            group = observations[first : first + number]
            if kinds[first : first + number].count(kind) != number:  # sources give all of one kind together
                places = [place for place, other in enumerate(kinds) if other is kind]
                group = [observations[place] for place in places]
            self._seek(self._ready(system, kind), group, places, found)
        return found

    def _seek(self, views: _Views, group: Sequence[Observation], places: Sequence[int], found: Found) -> None:
        """Add what has to be compared in a group of one kind."""
        _search(views.plain, group, places, found)
        if views.version:
            told = list(map(_VERSION_INFO, group))
            if told.count(None) == 0:
                _search(views.version, told, places, found)
            elif told.count(None) < len(told):
                some = [(place, one) for place, one in zip(places, told, strict=True) if one is not None]
                _search(views.version, [one for _, one in some], [place for place, _ in some], found)
        if views.inside:
            for place, inside in zip(places, map(_INSIDE, group), strict=True):
                if inside:
                    found.setdefault(place, set()).update(views.inside)

    def _ready(self, system: System, kind: type) -> _Views:
        views = self._views.get((system, kind))
        if views is None:
            if system not in self._by_type:
                self._by_type[system] = self._needles_for(system)
            views = self._views[system, kind] = _Views(
                plain=self._views_of(system, kind, _TOLD.get(kind, ())),
                version=self._views_of(system, kind, _VERSION_TOLD) if kind in _WITH_VERSION else (),
                inside=self._only_inside(system) if kind is ProgramFile else (),
            )
        return views

    def _needles_for(self, system: System) -> dict[type[Indicator], list[Needle]]:
        found: dict[type[Indicator], list[Needle]] = {}
        for needle in self._needles:
            tool, indicator = self._owners[needle.rule]
            if system in (indicator.systems or tool.systems):
                found.setdefault(type(indicator), []).append(needle)
        return found

    def _views_of(self, system: System, kind: type, fields: Iterable[_Told]) -> tuple[_View, ...]:
        asked = tuple(indicator for indicator, kinds in APPLIES_TO.items() if kind in kinds)
        views = (_View(attrgetter(told.name), self._search(system, asked, told)) for told in fields)
        return tuple(view for view in views if view.search.looks_for_something)

    def _search(self, system: System, asked: tuple[type[Indicator], ...], told: _Told) -> Search:
        key = (system, asked, told.fields, told.is_command)
        if key not in self._searches:
            needles = (
                needle
                for indicator in asked
                for needle in self._by_type[system].get(indicator, ())
                if needle.field in told.fields
            )
            self._searches[key] = Search(needles, COMMAND_FOLD if told.is_command else PLAIN_FOLD)
        return self._searches[key]

    def _only_inside(self, system: System) -> tuple[int, ...]:
        needles = self._by_type[system].get(InProgram, ())
        return tuple(needle.rule for needle in needles if needle.field == "contains")


def _search(views: Iterable[_View], group: Sequence[object], places: Sequence[int], found: Found) -> None:
    for view in views:
        for at, rule in view.search.candidates(list(map(view.read, group))):
            found.setdefault(places[at], set()).add(rule)
