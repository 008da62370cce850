"""Which indicators have to be compared with which of many observations: where a needle stands in the right field.

One field of all observations of one kind is searched at once (`needles`); that is made ready for a system when it is
first asked for, because a scan looks at one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, Literal, NamedTuple

import msgspec

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
    Tool,
)
from recovery_assistant.domain.needles import Needle, Search, Sought, needles_of, sought
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
from recovery_assistant.domain.patterns import expanded

_PATTERN_FIELDS: Final = {
    InProgram: ("original", "program", "product", "description", "company", "command", "signer", "path"),
    InService: ("name", "program", "display_name", "command", "path"),
    InInstalled: ("package", "bundle_id", "registry_key", "display_name", "location", "publisher"),
    InAutorun: ("name", "command", "location"),
    InExtension: ("extension_id", "name"),
    InListening: ("program",),
    InSetting: ("name", "value"),
}
"""Fields with a pattern, the ones that leave fewest candidates first: the first that has needles leads."""

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
    fold: Literal["command", "plain"] = "plain"

    @property
    def searched(self) -> _Searched:
        """Return for which fields it is searched, and how it is folded.

        A path is searched like a command: that lets hardly more through, and one automaton serves both.
        """
        return (_NAMED_COMMAND, "command") if self.fields == _NAMED_PATH else (self.fields, self.fold)


_Searched = tuple[tuple[str, ...], Literal["command", "plain"]]
_NAMED_PATH: Final = ("program", "path")
_NAMED_COMMAND: Final = ("program", "path", "command")
_VERSION_TOLD: Final = (
    _Told("product_name", ("product",)),
    _Told("original_filename", ("original",)),
    _Told("company_name", ("company",)),
    _Told("file_description", ("description",)),
)
_SIGNER_TOLD: Final = _Told("signer", ("signer",), fold="command")  # "CN=Maker GmbH, O=…" holds names behind marks
_TOLD: Final[Mapping[type, tuple[_Told, ...]]] = {
    Process: (
        _Told("exe", _NAMED_PATH),
        _Told("name", _NAMED_PATH),  # has no path, but so one search serves both
        _Told("cmdline", ("command",)),
        _SIGNER_TOLD,
    ),
    ProgramFile: (_Told("path", _NAMED_PATH), _SIGNER_TOLD),
    PastRun: (_Told("path", _NAMED_PATH), _Told("name", _NAMED_PATH)),
    Service: (
        _Told("name", ("name",)),
        _Told("display_name", ("display_name",)),
        _Told("binary_path", _NAMED_COMMAND, fold="command"),
    ),
    Autorun: (
        _Told("name", ("name",)),
        _Told("location", ("location",)),
        _Told("command", _NAMED_COMMAND, fold="command"),
    ),
    RegisteredProgram: (_Told("name", ("name",)), _Told("command", _NAMED_COMMAND, fold="command")),
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


class _Inside(NamedTuple):
    """What is looked for inside program files on one system.

    Attributes:
        marks: texts.
        alone: numbers of the indicators that ask for nothing else.
    """

    marks: tuple[str, ...]
    alone: tuple[int, ...]


Owners = Sequence[tuple[Tool, AnyIndicator]]
"""Every indicator with its tool; its place is the number of its rule."""


class Candidates:
    """Searches observations for the needles of a catalogue.

    Args:
        packed: what `searches_of` returns for its indicators.
    """

    def __init__(self, packed: Mapping[str, bytes | memoryview]) -> None:
        self._packed = packed
        self._searches: dict[str, Search] = {}
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
            views = self._views[system, kind] = _Views(
                plain=self._views_of(system, kind, _TOLD.get(kind, ())),
                version=self._views_of(system, kind, _VERSION_TOLD) if kind in _WITH_VERSION else (),
                inside=self._inside(system).alone if kind is ProgramFile else (),
            )
        return views

    def _views_of(self, system: System, kind: type, fields: Iterable[_Told]) -> tuple[_View, ...]:
        named = [(told.name, _key(system, asked, told.searched)) for told in fields for asked in _asked(kind)]
        return tuple(_View(attrgetter(name), self._search(key)) for name, key in named if key in self._packed)

    def _search(self, key: str) -> Search:
        if key not in self._searches:
            self._searches[key] = Search(msgspec.msgpack.decode(self._packed[key], type=Sought))
        return self._searches[key]

    def marks(self, system: System) -> tuple[str, ...]:
        """Return the texts to look for inside program files."""
        return self._inside(system).marks

    def _inside(self, system: System) -> _Inside:
        return msgspec.msgpack.decode(self._packed[_inside_key(system)], type=_Inside)


def patterns_of(indicator: AnyIndicator) -> tuple[tuple[str, str], ...]:
    """Return (field, pattern) for every pattern of an indicator, the most telling field first."""
    fields = _PATTERN_FIELDS[type(indicator)]
    return tuple((field, expanded(getattr(indicator, field))) for field in fields if getattr(indicator, field))


def searches_of(owners: Owners) -> dict[str, bytes]:
    """Return what is looked for in each field of each kind of observation on each system. Packed: a scan needs few."""
    needles: dict[tuple[System, type[Indicator]], list[Needle]] = {}
    for number, (tool, indicator) in enumerate(owners):
        found = needles_of(number, patterns_of(indicator))
        for system in indicator.systems or tool.systems:
            needles.setdefault((system, type(indicator)), []).extend(found)
    packed: dict[str, bytes] = {}
    for system in System:
        packed[_inside_key(system)] = msgspec.msgpack.encode(_inside_of(system, owners))
        for kind, fields in _TOLD.items():
            told_of_itself = _VERSION_TOLD if kind in _WITH_VERSION else ()
            for asked in _asked(kind):
                for searched in dict.fromkeys(told.searched for told in (*fields, *told_of_itself)):
                    key, (wanted, fold) = _key(system, asked, searched), searched
                    mine = [needle for needle in needles.get((system, asked), ()) if needle.field in wanted]
                    if mine and key not in packed:
                        packed[key] = msgspec.msgpack.encode(sought(mine, fold))
    return packed


def _inside_of(system: System, owners: Owners) -> _Inside:
    marks: dict[str, None] = {}
    alone: list[int] = []
    for number, (tool, indicator) in enumerate(owners):
        if isinstance(indicator, InProgram) and indicator.contains and system in (indicator.systems or tool.systems):
            marks.update(dict.fromkeys(indicator.contains))
            if not patterns_of(indicator):
                alone.append(number)
    return _Inside(tuple(marks), tuple(alone))


def _inside_key(system: System) -> str:
    return f"{system}/inside"


def _asked(kind: type) -> tuple[type[Indicator], ...]:
    return tuple(indicator for indicator, kinds in APPLIES_TO.items() if kind in kinds)


def _key(system: System, indicator: type[Indicator], searched: _Searched) -> str:
    """Return the name of a search: all that is asked for the same shares one."""
    fields, fold = searched
    return f"{system}/{indicator.__name__}/{'+'.join(fields)}/{fold}"


def _search(views: Iterable[_View], group: Sequence[object], places: Sequence[int], found: Found) -> None:
    for view in views:
        for at, rule in view.search.candidates(list(map(view.read, group))):
            found.setdefault(places[at], set()).add(rule)
