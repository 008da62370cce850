"""Look again at what a plan was to remove: by the same look at the PC that found it, and at each place of the plan."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Final, NamedTuple

from recovery_assistant.domain import journal
from recovery_assistant.domain.case import Case, Scan
from recovery_assistant.domain.finding import Evidence, Finding, LeftBehind
from recovery_assistant.domain.observation import Gap, Observation, Service
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.outcome import Sight
from recovery_assistant.domain.removal.plan import (
    Quarantine,
    RemovalPlan,
    RemoveApp,
    RemovePackage,
    RemoveStoreApp,
    RunUninstaller,
    UninstallMsi,
)
from recovery_assistant.services.removal.events import LookingAgain
from recovery_assistant.services.removal.running import RemovalKeeper, ThisPc
from recovery_assistant.services.scanner import Finished, Found, Left, Missed, Progress, ToCheck, scan_into

MOST_SEEN: Final = 12
"""Lines about what is still there; one is enough to know."""

_TELLS_OF_THE_PAST: Final = ("past_run", "registered_program")
"""Evidence that outlives a program: that it was run once, and what the system still knows of it."""
_KIND_SOURCES: Final = {
    "installed_program": "installed-programs",
    "service": "services",
    "process": "processes",
    "autorun": "autoruns",
    "program_file": "program-files",
    "listening_socket": "listening-sockets",
    "browser_extension": "browsers",
}
_KINDS_SAID: Final = {
    "installed_program": "in the list of programs:",
    "process": "running program",
    "autorun": "starts by itself:",
    "program_file": "file",
}
"""Kinds of evidence that have a name of ours which is no word for a person who reads what was seen."""
_TAKES_AWAY: Final = (UninstallMsi, RunUninstaller, RemovePackage, RemoveStoreApp, RemoveApp)
_SOURCES_OF_SETTINGS: Final = frozenset({"settings", "accounts", "browsers", "autoruns", "scheduled-tasks", "services"})


class NewLook(NamedTuple):
    """What a look at the PC showed just now.

    Attributes:
        earlier_gaps: of the newest look before it: places that were closed already when things were found.
        services_on: names of services that run now or start by themselves.
    """

    findings: tuple[Finding, ...]
    left_behind: tuple[LeftBehind, ...]
    gaps: tuple[Gap, ...]
    is_whole: bool
    places: int
    earlier_gaps: tuple[Gap, ...]
    services_on: frozenset[str] = frozenset()


def look_anew(
    casebook: RemovalKeeper, pc: ThisPc, stopped: Callable[[], bool]
) -> Generator[LookingAgain, None, NewLook]:
    """Look at the PC and write that into the case. Yields how far it is."""
    earlier: Scan | None = casebook.case.newest_scan
    findings: list[Finding] = []
    left_behind: list[LeftBehind] = []
    gaps: list[Gap] = []
    services_on: set[str] = set()

    def keep(observation: Observation) -> None:
        if isinstance(observation, Service) and (observation.enabled or observation.running):
            services_on.add(observation.name)

    is_whole, places = False, 0
    for event in scan_into(casebook, pc.host, pc.catalogue, stopped=stopped, keep=keep):
        match event:
            case Progress() if event.source_words:
                yield LookingAgain(done=event.done, total=event.total, source_words=event.source_words)
            case Found():
                findings.append(event.finding)
            case Left() | ToCheck():
                left_behind.append(event.left_behind)
            case Missed():
                gaps.append(event.gap)
            case Finished():
                is_whole, places = event.complete, event.sources_looked_at
    return NewLook(
        tuple(findings),
        tuple(left_behind),
        tuple(gaps),
        is_whole,
        places,
        earlier.gaps if earlier is not None else (),
        frozenset(services_on),
    )


def sight_of(case: Case, plan: RemovalPlan, look: NewLook, ground: Ground) -> Sight:
    """Return what is there of the thing that a plan is about.

    Args:
        case: with the removal of this plan.
    """
    there, gone, is_closed = _places(plan, ground)
    others: list[str] = []
    known = case.findings.get(plan.item)
    if known is not None:
        is_it, others_of_it = _told_apart(case, plan, known.finding, look)
        there += [line for finding in is_it for line in _lines(finding, known.finding, plan, look)]
        others = [f"{one.id}: {line}" for one in others_of_it for line in _lines(one, known.finding, plan, look)]
        sources = frozenset(_KIND_SOURCES.get(part.kind, part.kind) for part in known.finding.evidence)
    else:
        said = "so" if plan.undoes else "still so"
        there += [f"{one.value}: {said}" for one in look.left_behind if one.id == plan.item]
        sources = _SOURCES_OF_SETTINGS
    if not there:
        what = f"this copy of {plan.name}" if others else plan.name
        gone.insert(0, f"{what}: not seen in {look.places} places that were looked at")
    is_blind = is_closed or not look.is_whole or bool(_newly_closed(look, sources))
    return Sight(
        there=tuple(there[:MOST_SEEN]),
        others=tuple(others[:MOST_SEEN]),
        gone=tuple(gone),
        gaps=len(look.gaps),
        is_blind=is_blind,
    )


def _told_apart(case: Case, plan: RemovalPlan, before: Finding, look: NewLook) -> tuple[list[Finding], list[Finding]]:
    """Return what is the thing of a plan, and the other copies of the same tool.

    It is the same instance, or one that nobody knew when the plan was agreed to and that nobody has kept since: a look
    in between makes nothing known. The others stay, so nobody may say that the tool is gone.
    """
    removal = case.removals.get(plan.id)
    kept = {one.finding.id for one in case.findings.values() if one.mark in ("mine", "known")}
    stays = kept | set(removal.known if removal is not None else ())
    of_tool = [one for one in look.findings if one.id == plan.item or one.tool_id == before.tool_id]
    is_it = [one for one in of_tool if one.id == plan.item or one.id not in stays]
    return is_it, [one for one in of_tool if one not in is_it and one.is_alarm]


def _lines(finding: Finding, before: Finding, plan: RemovalPlan, look: NewLook) -> list[str]:
    said = "there" if plan.undoes else "still there"
    told = (_line(part, said) for part in _present(finding.evidence) if _counts(part, before, plan, look))
    return list(dict.fromkeys(told))


def _present(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    return (part for part in evidence if part.kind not in _TELLS_OF_THE_PAST)


def _counts(part: Evidence, before: Finding, plan: RemovalPlan, look: NewLook) -> bool:
    """Return whether evidence says that it is still there. A part of the system that was turned off stays installed."""
    if before.category != "built-in" or any(isinstance(action.verb, _TAKES_AWAY) for action in plan.actions):
        return True
    if part.kind == "service":
        return part.value.partition(": ")[0] in look.services_on
    return part.kind not in ("installed_program", "program_file")


def _line(part: Evidence, said: str) -> str:
    kind = _KINDS_SAID.get(part.kind, part.kind.replace("_", " "))
    return f"{kind} {part.value}: {said}"


def _newly_closed(look: NewLook, sources: frozenset[str]) -> list[Gap]:
    """Return the gaps in which it could hide. A place that was closed when it was found is none: it was elsewhere."""
    closed_then = {(_source(gap), gap.code) for gap in look.earlier_gaps}
    return [gap for gap in look.gaps if _source(gap) in sources and (_source(gap), gap.code) not in closed_then]


def _source(gap: Gap) -> str:
    return gap.source.partition(":")[0].replace("_", "-")


def _places(plan: RemovalPlan, ground: Ground) -> tuple[list[str], list[str], bool]:
    there: list[str] = []
    gone: list[str] = []
    is_closed = False
    for action in plan.actions:
        if not isinstance(action.verb, Quarantine | RemoveApp):
            continue
        kind = ground.kind_of(action.verb.path)
        is_closed |= kind == "closed"
        if kind == "missing":
            gone.append(f"{action.verb.path}: not there")
        elif kind != "closed":
            there.append(f"{action.verb.path}: still there")
    return there, gone, is_closed


def note_look(casebook: RemovalKeeper, plan: RemovalPlan, sight: Sight) -> None:
    """Write down for a finding that it was looked for again; its page shows that."""
    if plan.item not in casebook.case.findings:
        return
    still_there = True if sight.there else None if sight.is_blind else False
    event = journal.FindingLookedForAgain(finding_id=plan.item, still_there=still_there, gaps=sight.gaps)
    casebook.record(event, "program")
