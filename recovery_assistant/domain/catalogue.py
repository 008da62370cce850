"""The catalogue: which remote-control programs there are, what shows that one is present, and how it is removed.

Every pattern is a regular expression that must fit the whole value, compared in small letters, with slashes leaning
forward and without the ending of a program's name (".exe", " (1)"). A named group `instance` tells two copies apart,
and `{more}` stands for what makers add behind a name: versions, editions, words like "Agent". What a pattern proves is
said beside it, by hand, never guessed from its shape.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal

from msgspec import Struct, msgpack

from recovery_assistant.domain.finding import Confidence, Finding, Policy
from recovery_assistant.domain.left_behind.kinds import LeftBehindKind
from recovery_assistant.domain.observation import System

Category = Literal[
    "remote-access",
    "remote-management",
    "private-network",
    "tunnel",
    "built-in",
    "monitoring",
    "meeting",
    "client",
    "access-aid",
    "other",
]
"""remote-access: see and steer a PC · remote-management: a company looks after many PCs · private-network and tunnel:
can be a way in · built-in: part of the system · monitoring: watches what somebody does · meeting: screen sharing ·
client: only connects outwards · access-aid: for people who see, hear or move less well · other: often listed, harmless.
"""

Strength = Literal["proof", "sign", "hint", "presence"]
"""proof: this alone shows the tool · sign: counts beside another kind · hint: never more than a detail ·
presence: a part of the system that is only there, not in use."""

ScamLevel = Literal["A", "B", "C", "none"]
"""A: named in reports of phone scams on people at home · B: named in reports on organised groups · C: named by
technicians and block lists · none: no report known to us."""


class Indicator(
    Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """One thing that shows a tool. All patterns of one indicator must fit the same observation.

    Attributes:
        systems: where it applies; empty means on every system of the tool.
        unless: if this fits the path, the publisher, the product or the company, it is another product.
        says: plain words for the person; empty takes the usual sentence.
        source: where the value was seen.
    """

    strength: Strength
    source: str
    systems: tuple[System, ...] = ()
    unless: str = ""
    says: str = ""


class InProgram(Indicator, frozen=True, kw_only=True, tag="program"):
    """A program file: running, lying about, started by a start-up entry, known to the system, or run once.

    Attributes:
        program: name of the file without folder and ending.
        path: whole path.
        command: whole command line.
        product, original, company, description: what the file says about itself (version resource).
        contains: texts that must all stand inside the file; only looked for where the file can be opened.
    """

    program: str = ""
    path: str = ""
    command: str = ""
    product: str = ""
    original: str = ""
    company: str = ""
    description: str = ""
    signer: str = ""
    contains: tuple[str, ...] = ()


class InService(Indicator, frozen=True, kw_only=True, tag="service"):
    """A Windows service, a systemd unit (name without ".service") or a launchd job.

    Attributes:
        enabled: True fits only a service that is known to start by itself or to run.
    """

    name: str = ""
    display_name: str = ""
    program: str = ""
    path: str = ""
    command: str = ""
    enabled: bool = False


class InInstalled(Indicator, frozen=True, kw_only=True, tag="installed_program"):
    """An entry of the list of installed programs."""

    display_name: str = ""
    publisher: str = ""
    package: str = ""
    bundle_id: str = ""
    registry_key: str = ""
    location: str = ""


class InAutorun(Indicator, frozen=True, kw_only=True, tag="autorun"):
    """A start-up entry or scheduled task, by its own name or command."""

    name: str = ""
    location: str = ""
    command: str = ""


class InExtension(Indicator, frozen=True, kw_only=True, tag="browser_extension"):
    """An extension of a browser, by the id under which the browser's shop knows it."""

    extension_id: str = ""
    name: str = ""


class InListening(Indicator, frozen=True, kw_only=True, tag="listening_socket"):
    """A program that waits for calls. A port alone shows nothing, so the program's name is always asked for."""

    program: str
    port: int = 0


class InSetting(Indicator, frozen=True, kw_only=True, tag="setting"):
    """A switch of the system itself."""

    name: str
    value: str = ""


AnyIndicator = InProgram | InService | InInstalled | InAutorun | InExtension | InListening | InSetting


class RemovalStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """One exact thing to do by hand. `id` is stable: ticks in a case refer to it."""

    id: str
    text: str


class Removal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """How a tool is removed by hand on one system, by the maker's own means.

    Attributes:
        copy: "installed", or "portable" for a file that was only downloaded and started.
    """

    system: System
    copy: Literal["installed", "portable"] = "installed"
    steps: tuple[RemovalStep, ...]
    source: str


class UninstallRecipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    r"""How the program itself removes an installed copy, by the maker's own means. It goes before the registry's words.

    Attributes:
        family: "msi", "package" (of Linux), "store" and "app" (of a Mac) need no program; for the others the maker's
            uninstaller is `program` in the folder of the tool.
        program: patterns for the name of the uninstaller, without folder, such as "unins\d{3}\.exe".
        arguments: one each. Only words that `domain/removal/uninstall_words.py` knows.
        asks: it shows windows of its own that the person answers.
        packages: of a Mac: exact ids of the packages that the system is asked to forget once the app has gone.
        leftovers: exact files and folders that belong to this tool alone, with %PROGRAMDATA%, %APPDATA% … or "~" in
            front; never a pattern. They are kept, not deleted.
        stays: what remains afterwards, in plain words for the person.
        password: some set-ups ask for a password of whoever manages the PC before they let themselves be removed.
        before: ids of tools to remove first, because they would bring this one back.
        proof: run on the real installer · on a look-alike · known from facts only.
    """

    system: System
    family: Literal["msi", "inno", "nsis", "squirrel", "burn", "own", "package", "store", "app"]
    program: str = ""
    arguments: tuple[str, ...] = ()
    asks: bool = False
    packages: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    password: bool = False
    before: tuple[str, ...] = ()
    proof: Literal["installer", "look-alike", "facts"]
    source: str
    checked_on: date


class LogFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A file that a tool writes and that may tell who connected and when.

    Attributes:
        path: pattern for `Host.glob`.
        holds: plain words, such as "who connected and when".
    """

    system: System
    path: str
    holds: str
    source: str


class Scam(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What is known about criminals using this tool. Every tool here is a legal product."""

    level: ScamLevel = "none"
    sources: tuple[str, ...] = ()


class AbuseDesk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Where the maker of a tool takes reports of fraud. Only what somebody has read on the maker's own pages.

    Attributes:
        url: the page that takes the report, or that leads to it.
        look_for: what to look for there, where the page is not the form itself.
        source: the maker's page on which this was read.
    """

    url: str
    look_for: str = ""
    source: str
    checked_on: date


class Tool(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A remote-control product, or something that is often taken for one.

    Attributes:
        what: what it is, in plain words.
        who: who may use it rightly.
        how_it_came: how it may have got here.
        at_most: no finding of this tool is surer than this; "info" for what never is an alarm.
        abuse: where its maker takes reports of fraud; None while nobody has read it on the maker's own pages.
        maker_sees_calls: False where callers come straight in, or over a server of their own, so that the maker
            of the tool knows nothing of them.
        sources: where the facts of this file come from.
        checked_on: the day on which somebody last compared them.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    vendor: str
    website: str
    category: Category
    policy: Policy
    systems: tuple[System, ...]
    what: str
    who: str
    how_it_came: str = ""
    at_most: Confidence = "certain"
    scam: Scam = Scam()
    abuse: AbuseDesk | None = None
    maker_sees_calls: bool = True
    sources: tuple[str, ...]
    checked_on: date
    indicator: tuple[AnyIndicator, ...]
    removal: tuple[Removal, ...] = ()
    uninstall: tuple[UninstallRecipe, ...] = ()
    log: tuple[LogFile, ...] = ()


class PackedCatalogue(Struct, frozen=True, kw_only=True):
    """A catalogue as it is kept: a look at a PC meets a few tools, so each is unpacked when it is first asked for.

    Attributes:
        ids: of the tools, sorted.
        ends: for each tool, how many indicators it and all tools before it have.
        tools: each tool, packed.
        searches: what `candidates.searches_of` returns for all indicators.
    """

    edition: str
    ids: tuple[str, ...]
    ends: tuple[int, ...]
    tools: tuple[memoryview, ...]
    searches: dict[str, memoryview]
    left_behind: tuple[LeftBehindKind, ...]


class Catalogue:
    """All tools, sorted by id. Never changed once it is made.

    Attributes:
        left_behind: the words for what may be left behind that is no program, in the order of telling.
        edition: newest checked-on day and a digest of the files, such as "2026-11-21.3f9a2c41".
        searches: what `candidates.Candidates` looks for, worked out beforehand and packed; None, and it does it itself.
    """

    def __init__(
        self,
        *,
        edition: str,
        tools: Sequence[Tool],
        searches: Mapping[str, bytes | memoryview] | None = None,
        left_behind: tuple[LeftBehindKind, ...] = (),
    ) -> None:
        self.edition = edition
        self.searches = searches
        self.left_behind = left_behind
        self._ids = tuple(tool.id for tool in tools)
        self._ends = tuple(accumulate(len(tool.indicator) for tool in tools))
        self._packed: Sequence[memoryview] = ()
        self._unpacked = dict(enumerate(tools))

    @classmethod
    def of(cls, packed: PackedCatalogue) -> Catalogue:
        """Return a catalogue that was kept."""
        made = cls(edition=packed.edition, tools=(), searches=packed.searches, left_behind=packed.left_behind)
        made._ids, made._ends, made._packed = packed.ids, packed.ends, packed.tools
        return made

    def packed(self, searches: Mapping[str, bytes]) -> PackedCatalogue:
        """Return the form that is kept. `searches` is what `candidates.searches_of` returns for `owners()`."""
        return PackedCatalogue(
            edition=self.edition,
            ids=self._ids,
            ends=self._ends,
            tools=tuple(memoryview(msgpack.encode(tool)) for tool in self.tools),
            searches={key: memoryview(search) for key, search in searches.items()},
            left_behind=self.left_behind,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalogue):
            return NotImplemented
        mine, others = (self.edition, self.left_behind, self.tools), (other.edition, other.left_behind, other.tools)
        return mine == others

    def __hash__(self) -> int:
        return hash(self.edition)

    @cached_property
    def tools(self) -> tuple[Tool, ...]:
        """All tools."""
        return tuple(self._tool(place) for place in range(len(self._ids)))

    def _tool(self, place: int) -> Tool:
        tool = self._unpacked.get(place)
        if tool is None:  # two threads must not have two of one tool
            tool = self._unpacked.setdefault(place, msgpack.decode(self._packed[place], type=Tool))
        return tool

    def tool(self, tool_id: str) -> Tool:
        """Return a tool. Raises KeyError when the catalogue has none of that id."""
        if tool_id not in self._ids:
            raise KeyError(tool_id)
        return self._tool(self._ids.index(tool_id))

    def owners(self) -> list[tuple[Tool, AnyIndicator]]:
        """Return every indicator with its tool; its place is the number by which searches know it."""
        return [(tool, indicator) for tool in self.tools for indicator in tool.indicator]

    def owner(self, number: int) -> tuple[Tool, AnyIndicator]:
        """Return one of the `owners`. Raises IndexError."""
        place = bisect_right(self._ends, number)
        tool = self._tool(place)
        return tool, tool.indicator[number - self._ends[place]]

    def left_behind_kind(self, kind: str) -> LeftBehindKind | None:
        """Return the words for one kind; None when this edition has none, such as for a case of another edition."""
        return next((known for known in self.left_behind if known.id == kind), None)

    def steps_for(self, finding: Finding, system: System) -> tuple[RemovalStep, ...]:
        """Return what to do by hand for a finding; empty when it is not offered or nothing is known for this system."""
        try:
            tool = self.tool(finding.tool_id)
        except KeyError:  # a case made with another edition
            return ()
        if finding.policy == "never":
            return ()
        wanted = "portable" if is_portable(finding) else "installed"
        mine = [removal for removal in tool.removal if removal.system == system]
        exact = [removal for removal in mine if removal.copy == wanted]
        return (exact or mine)[0].steps if mine else ()


INSTALLED_KINDS: Final = frozenset({"installed_program", "service", "setting"})
INSTALLED_PLACES: Final = re.compile(
    r'"?(?:[a-z]:/(?:program files|windows/)|/usr/|/opt/|/snap/|/applications/|/library/|/system/)', re.IGNORECASE
)
"""Where only an installer puts programs: a file there is uninstalled, not put into the bin."""


def is_portable(finding: Finding) -> bool:
    """Return whether a finding rests on a loose file alone: nothing was installed that could be uninstalled."""
    return not any(
        part.kind in INSTALLED_KINDS or INSTALLED_PLACES.match(part.value.replace("\\", "/"))
        for part in finding.evidence
    )
