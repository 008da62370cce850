"""Look at a machine for remote-control programs: a stream of small events that a window or a terminal only renders.

Nothing is changed on the machine. What could not be looked at is said, and no event ever says "clean".
"""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from msgspec import Struct, structs

from recovery_assistant.domain import journal
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.contradiction import contradiction_of
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.finding import Finding, LeftBehind, Mark
from recovery_assistant.domain.judging import Tally
from recovery_assistant.domain.left_behind.judging import Gathering
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Gap, Observation, ProgramFile
from recovery_assistant.hosts.port import Host

LONGEST_SEARCH: Final = 64 * 2**20
"""Bytes of one program file that are searched for what it says about itself."""

MOST_AT_ONCE: Final = 512
"""Observations that are compared together."""

_LONGEST_WAIT: Final = 0.05  # seconds until what was read is compared, so that the first finding is told soon
_STOP_ASKED_EVERY: Final = 64  # observations; a source can have thousands


class Started(Struct, frozen=True, kw_only=True):
    """A look at a machine began; `catalogue` is the edition that is looked with."""

    host: str
    system: str
    os_name: str
    catalogue: str


class Progress(Struct, frozen=True, kw_only=True):
    """`done` of `total` sources were looked at; the next one is named in plain words."""

    done: int
    total: int
    source_words: str


class Found(Struct, frozen=True, kw_only=True):
    """A tool was found."""

    finding: Finding


class Left(Struct, frozen=True, kw_only=True):
    """Something that keeps a door open was found."""

    left_behind: LeftBehind


class ToCheck(Struct, frozen=True, kw_only=True):
    """Something that every PC may have, and that is worth a calm look; no alarm."""

    left_behind: LeftBehind


class Sighted(Struct, frozen=True, kw_only=True):
    """A tool is more than a detail by now. Told once, as soon as it is so; its findings come at the end, as Found."""

    tool_id: str
    tool_name: str


class Missed(Struct, frozen=True, kw_only=True):
    """Something could not be looked at."""

    gap: Gap


class Finished(Struct, frozen=True, kw_only=True):
    """The look ended. It is complete when nobody stopped it; gaps do not make it incomplete, they are told apart."""

    host: str
    complete: bool
    findings: int
    gaps: int
    sources_looked_at: int


ScanEvent = Started | Progress | Sighted | Found | Left | ToCheck | Missed | Finished


class Recorder(Protocol):
    """The part of a casebook that a scan writes to."""

    @property
    def case(self) -> Case:
        """The case as it is now."""

    def record(self, event: journal.KnownEvent, actor: journal.Actor | None = None) -> Case:
        """Write an event; durable on return."""


def never() -> bool:
    """Return False: nobody asks to stop."""
    return False


_READY: Final[deque[tuple[Catalogue, Matcher]]] = deque(maxlen=2)


def matcher_for(catalogue: Catalogue) -> Matcher:
    """Return the catalogue made ready for looking things up; the same one for the same catalogue."""
    for known, matcher in _READY:
        if known is catalogue:
            return matcher
    _READY.append((catalogue, Matcher(catalogue)))
    return _READY[-1][1]


def scan(
    host: Host,
    catalogue: Catalogue,
    *,
    stopped: Callable[[], bool] = never,
    keep: Callable[[Observation], None] | None = None,
) -> Generator[ScanEvent, None, None]:
    """Look at every source of a machine.

    Yields Started, then Progress, Sighted and Missed as it goes, then every Found in stable order, every Left, every
    ToCheck, and Finished.
    When `stopped` says so, what was found so far is still told, and Finished is not complete. `keep` is given each
    observation as it was read.
    """
    yield from _told(_Look(host, matcher_for(catalogue), stopped, keep=keep), host, catalogue)


class Close(NamedTuple):
    """Everything that one look at a machine read, for whoever plans to change something there.

    Attributes:
        tally: knows which observations each finding rests on.
        observations: all of them.
    """

    findings: tuple[Finding, ...]
    left_behind: tuple[LeftBehind, ...]
    tally: Tally
    observations: tuple[Observation, ...]


def look_closely(
    host: Host, catalogue: Catalogue, tell: Callable[[ScanEvent], None], *, stopped: Callable[[], bool] = never
) -> Close:
    """Look at a machine as `scan` does, and keep what was read. `tell` is given each event as it comes."""
    kept: list[Observation] = []
    look = _Look(host, matcher_for(catalogue), stopped, keep=kept.append)
    findings: list[Finding] = []
    left_behind: list[LeftBehind] = []
    for event in _told(look, host, catalogue):
        match event:
            case Found():
                findings.append(event.finding)
            case Left() | ToCheck():
                left_behind.append(event.left_behind)
        tell(event)
    return Close(tuple(findings), tuple(left_behind), look.tally, tuple(kept))


def _told(look: _Look, host: Host, catalogue: Catalogue) -> Iterator[ScanEvent]:
    yield Started(host=host.id, system=host.system.value, os_name=host.os_name, catalogue=catalogue.edition)
    yield from look.through_sources()
    found = look.tally.findings()
    for finding in found:
        yield Found(finding=finding)
    for left in look.gathering.judged(host.id, host.system, found, catalogue.left_behind):
        yield Left(left_behind=left) if left.weight == "notable" else ToCheck(left_behind=left)
    yield Finished(
        host=host.id,
        complete=not look.was_stopped,
        findings=len(found),
        gaps=look.gaps,
        sources_looked_at=look.sources_looked_at,
    )


class _Look:
    """One look at one machine, and what it has gathered so far."""

    def __init__(
        self,
        host: Host,
        matcher: Matcher,
        stopped: Callable[[], bool],
        *,
        keep: Callable[[Observation], None] | None = None,
    ) -> None:
        self._host = host
        self._matcher = matcher
        self._stopped = stopped
        self._keep = keep
        self.tally = Tally(host.id)
        self.gathering = Gathering()
        self.gaps = 0
        self.sources_looked_at = 0
        self.was_stopped = False

    def through_sources(self) -> Iterator[ScanEvent]:
        sources = sorted(self._host.sources(), key=_slowness)
        for done, source in enumerate(sources):
            if self.was_stopped or self._stopped():
                self.was_stopped = True
                return
            yield Progress(done=done, total=len(sources), source_words=source_words(source))
            yield from self._through(source)
        yield Progress(done=len(sources), total=len(sources), source_words="")

    def _through(self, source: str) -> Iterator[ScanEvent]:
        waiting: list[Observation] = []
        due = time.monotonic() + _LONGEST_WAIT
        try:
            for count, shown in enumerate(self._host.observations(source)):
                if count % _STOP_ASKED_EVERY == 0 and self._stopped():
                    self.was_stopped = True
                    break
                if isinstance(shown, Gap):
                    yield self._missed(shown)
                    continue
                observation, gap = looked_into(self._host, self._matcher, shown)
                if gap is not None:
                    yield self._missed(gap)
                waiting.append(observation)
                self.gathering.add(observation)
                if self._keep is not None:
                    self._keep(observation)
                if len(waiting) >= MOST_AT_ONCE or time.monotonic() >= due:
                    yield from self._compared(waiting)
                    waiting.clear()
                    due = time.monotonic() + _LONGEST_WAIT
        except SourceUnreadable as error:
            yield from self._compared(waiting)
            yield self._missed(Gap(host=self._host.id, source=error.source, reason=error.reason, code=error.code))
            return
        yield from self._compared(waiting)
        self.sources_looked_at += not self.was_stopped

    def _compared(self, observations: list[Observation]) -> Iterator[Sighted]:
        for tool in self.tally.add(self._matcher.hits_in(self._host.system, observations)):
            yield Sighted(tool_id=tool.id, tool_name=tool.name)

    def _missed(self, gap: Gap) -> Missed:
        self.gaps += 1
        return Missed(gap=gap)


_SLOWEST_LAST: Final = ("processes", "listening-sockets", "browsers", "past-runs", "program-files")


def _slowness(source: str) -> int:
    """Return a key that puts the sources last for which many files are opened; otherwise the host's order stays."""
    name = source.partition(":")[0].replace("_", "-")
    return _SLOWEST_LAST.index(name) if name in _SLOWEST_LAST else -1


def looked_into(host: Host, matcher: Matcher, observation: Observation) -> tuple[Observation, Gap | None]:
    """Return a program file with the texts of the catalogue that stand inside it: a new name hides nothing."""
    if (
        not matcher.marks[host.system]
        or not isinstance(observation, ProgramFile)
        or observation.form not in ("elf", "macho")
    ):
        return observation, None
    try:
        with host.open_file(observation.path) as file:
            content = file.read(LONGEST_SEARCH)
    except SourceUnreadable as error:
        return observation, Gap(host=host.id, source=observation.path, reason=error.reason, code=error.code)
    found = matcher.marks_in(host.system, content)
    return (structs.replace(observation, inside=(*observation.inside, *found)) if found else observation), None


_SOURCE_WORDS: Final = {
    "disk": "the disk",
    "installed-programs": "the list of installed programs",
    "installed_programs": "the list of installed programs",
    "services": "programs that work in the background",
    "processes": "programs that are running now",
    "autoruns": "programs that start by themselves",
    "scheduled-tasks": "timed jobs",
    "listening-sockets": "programs that wait for other computers",
    "program-files": "downloads, the desktop and temporary folders",
    "past-runs": "programs that were run before",
    "registered-programs": "programs that the system knows",
    "browsers": "browsers and what was added to them",
    "accounts": "the accounts of this PC",
    "settings": "settings of this PC",
}


def source_words(source: str) -> str:
    """Return plain words for a source; the part of one ("services: /etc/…") keeps its detail."""
    name, colon, detail = source.partition(":")
    words = _SOURCE_WORDS.get(name, name)
    return f"{words} ({detail.strip()})" if colon else words


# --- into a case ------------------------------------------------------------------------------------------------


def scan_into(
    casebook: Recorder,
    host: Host,
    catalogue: Catalogue,
    *,
    stopped: Callable[[], bool] = never,
    keep: Callable[[Observation], None] | None = None,
) -> Generator[ScanEvent, None, None]:
    """Like `scan`, and write it into the case as it goes. A consumer that leaves in the middle is written down too."""
    scan_id = f"s-{uuid.uuid4().hex[:12]}"
    looked_at = 0
    ended = False
    casebook.record(
        journal.ScanStarted(
            scan_id=scan_id,
            host=host.id,
            system=host.system.value,
            catalogue=catalogue.edition,
            os_name=host.os_name,
        ),
        "program",
    )
    try:
        for event in scan(host, catalogue, stopped=stopped, keep=keep):
            match event:
                case Progress():
                    looked_at = event.done
                case Found():
                    casebook.record(journal.ToolFound(scan_id=scan_id, finding=event.finding), "program")
                case Left() | ToCheck():
                    found = journal.LeftBehindFound(scan_id=scan_id, left_behind=event.left_behind)
                    casebook.record(found, "program")
                case Missed():
                    casebook.record(journal.SourceMissed(scan_id=scan_id, gap=event.gap), "program")
                case Finished():
                    ended = True
                    looked_at = event.sources_looked_at
                    _finish(casebook, scan_id, complete=event.complete, looked_at=looked_at)
            yield event
    finally:
        if not ended:
            _finish(casebook, scan_id, complete=False, looked_at=looked_at)


def _finish(casebook: Recorder, scan_id: str, *, complete: bool, looked_at: int) -> None:
    finished = journal.ScanFinished(scan_id=scan_id, complete=complete, sources_looked_at=looked_at)
    casebook.record(finished, "program")


def look_again(casebook: Recorder, finding_id: str, host: Host, catalogue: Catalogue) -> bool | None:
    """Look for one finding again and write down the answer.

    Returns True when it is still there, False when it was not seen and everything could be looked at that showed it
    before, None when some of that could not be looked at now: then nobody knows.
    """
    seen: set[str] = set()
    gaps: list[Gap] = []
    for event in scan(host, catalogue):
        match event:
            case Found():
                seen.add(event.finding.id)
            case Missed():
                gaps.append(event.gap)
    return note_again(casebook, finding_id, seen, gaps)


def note_again(casebook: Recorder, finding_id: str, seen: Collection[str], gaps: Sequence[Gap]) -> bool | None:
    """Write down whether a finding of an earlier look was among those of a new, complete one. Returns as `look_again`.

    Args:
        seen: ids of the findings of the new look.
        gaps: what the new look could not look at.
    """
    before = casebook.case.findings[finding_id].finding
    needed = {_KIND_SOURCES.get(part.kind, part.kind) for part in before.evidence}
    blind = any(gap.source.partition(":")[0].replace("_", "-") in needed for gap in gaps)
    still_there = True if finding_id in seen else None if blind else False
    event = journal.FindingLookedForAgain(finding_id=finding_id, still_there=still_there, gaps=len(gaps))
    casebook.record(event, "program")
    return still_there


_KIND_SOURCES: Final = {
    "installed_program": "installed-programs",
    "service": "services",
    "process": "processes",
    "autorun": "autoruns",
    "program_file": "program-files",
    "listening_socket": "listening-sockets",
    "past_run": "past-runs",
    "registered_program": "registered-programs",
    "browser_extension": "browsers",
    "setting": "settings",
}


def contradiction(finding: Finding, mark: Mark | None, case: Case) -> str:
    """Return plain words when "this is mine" does not fit the day on which it came to this PC, else "".

    Worked out from the case as it is now: call it when showing, not only when marking.
    """
    zone = finding.came_at.astimezone().tzinfo if finding.came_at is not None else None
    against = contradiction_of(finding, mark, case, zone)
    if against is None:
        return ""
    at = f" at {against.at:%H:%M}" if against.at is not None else ""
    fits_call = "after the call began" if against.after_it_began else "the day of the call"
    return (
        f"This program came to this PC on {against.day.day} {against.day:%B %Y}{at}. "
        f"That is {fits_call}. The caller may have put it there."
    )
