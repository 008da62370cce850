"""Keep the PC as it is, or reset it? What speaks for each, as far as a case tells, and what nobody can know.

The reasons are told side by side and never weighed: no score, no verdict, and never "clean". What was not looked at is
no reason to keep it; it stands under what nobody can know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from recovery_assistant.domain.case import Case, KnownFinding
from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.removal.state import Outcome
from recovery_assistant.domain.session import Activity, Session

Side = Literal["keep", "reset", "unknown"]
ReasonId = Literal[
    # for keeping
    "few-minutes",
    "one-visit",
    "programs-gone",
    "nothing-found",
    "no-open-doors",
    "scans-done",
    # for a reset
    "over-an-hour",
    "long-call",
    "more-than-once",
    "allowed-changes",
    "ran-commands",
    "program-still-there",
    "came-back",
    "open-doors",
    "threat-found",
    "log-cleared",
    "locked-out",
    "bank-here",
    # nobody can know
    "never-looked",
    "look-cut-short",
    "not-seen",
    "no-records",
    "end-unknown",
    "dark-screen",
    "waits-for-restart",
    "no-second-look",
    "files-taken",
    "always",
]
SIDES: Final[dict[Side, tuple[ReasonId, ...]]] = {
    "keep": ("few-minutes", "one-visit", "programs-gone", "nothing-found", "no-open-doors", "scans-done"),
    "reset": (
        "over-an-hour",
        "long-call",
        "more-than-once",
        "allowed-changes",
        "ran-commands",
        "program-still-there",
        "came-back",
        "open-doors",
        "threat-found",
        "log-cleared",
        "locked-out",
        "bank-here",
    ),
    "unknown": (
        "never-looked",
        "look-cut-short",
        "not-seen",
        "no-records",
        "end-unknown",
        "dark-screen",
        "waits-for-restart",
        "no-second-look",
        "files-taken",
        "always",
    ),
}
"""On which side each reason stands, in the order in which they are told."""

FEW_MINUTES: Final = timedelta(minutes=10)
LONG: Final = timedelta(hours=1)
_RIGHTS: Final = frozenset({"elevation", "service-made", "task-made", "account-made", "account-changed"})
"""What needs somebody to have said yes to a box that asks for it."""
_COMMANDS: Final = frozenset({"command-run", "command-typed"})
_THERE: Final[frozenset[Outcome | None]] = frozenset({"still-present", "blocked-by-policy", "refused-by-person"})
_ACTS, _DID = "what-they-did", "did"
_SCAN_STEP, _SCANS = "scan-for-harm", ("full-scan", "offline-scan")


class Reason(NamedTuple):
    """One reason.

    Attributes:
        number: how many things it is about; 0 where none are counted.
        names: of programs; hostile.
    """

    id: ReasonId
    number: int = 0
    names: tuple[str, ...] = ()


class Advice(NamedTuple):
    """What is known, on three sides. `unknown` is never empty."""

    keep: tuple[Reason, ...]
    reset: tuple[Reason, ...]
    unknown: tuple[Reason, ...]


def advise(case: Case, sessions: Sequence[Session]) -> Advice:
    """Return the reasons that a case gives.

    Arguments:
        sessions: the connections that may be the criminal's (`suggesting.of_strangers`).
    """
    found = [*_of_time(case, sessions), *_of_acts(case, sessions), *_of_programs(case), *_of_looks(case), *_told(case)]
    by_id = {reason.id: reason for reason in found}
    keep, reset, unknown = (
        tuple(by_id[name] for name in SIDES[side] if name in by_id) for side in ("keep", "reset", "unknown")
    )
    return Advice(keep, reset, unknown)


def _of_time(case: Case, sessions: Sequence[Session]) -> Iterator[Reason]:
    """Yield what the connections themselves say. The length of the call stands in where no record tells one."""
    if not sessions:
        yield Reason("no-records")
        if (long := _call(case)) is not None and long >= LONG:
            yield Reason("long-call")
        return
    spans = [(one.start, one.end) for one in sessions if one.start and one.end and one.end >= one.start]
    together = _union(spans)
    if len(spans) < len(sessions):
        yield Reason("end-unknown")
    elif together <= FEW_MINUTES:
        yield Reason("few-minutes")
    if together >= LONG:
        yield Reason("over-an-hour")
    yield Reason("more-than-once", len(sessions)) if len(sessions) > 1 else Reason("one-visit")


def _call(case: Case) -> timedelta | None:
    """Return how long the call lasted, as it was told; None where that is not known."""
    began, ended = (str(case.answer("the-call", field) or "") for field in ("began-at", "ended-at"))
    try:
        long = datetime.strptime(ended, "%H:%M") - datetime.strptime(began, "%H:%M")  # noqa: DTZ007 - a wall clock
    except ValueError:
        return None
    return long % timedelta(days=1)  # a call over midnight


def _union(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """Return how long somebody was connected; two at the same time count once."""
    whole, reached = timedelta(), None
    for start, end in sorted(spans):
        begin = start if reached is None else max(start, reached)
        whole += max(timedelta(), end - begin)
        reached = end if reached is None else max(reached, end)
    return whole


def _of_acts(case: Case, sessions: Sequence[Session]) -> Iterator[Reason]:
    """Yield what was done on the PC since the first connection; before it, the owner did so."""
    first = min((at for one in sessions if (at := one.start or one.end) is not None), default=None)
    acts = {
        one.what
        for one in case.traces
        if isinstance(one, Activity)
        if first is not None and one.start is not None and one.start >= first
    }
    if acts & _RIGHTS:
        yield Reason("allowed-changes")
    if acts & _COMMANDS:
        yield Reason("ran-commands")
    if "threat-found" in acts:
        yield Reason("threat-found")
    if "log-cleared" in acts:
        yield Reason("log-cleared")


def _of_programs(case: Case) -> Iterator[Reason]:
    """Yield what became of the programs that are not the person's own."""
    alarms = [known for known in case.findings.values() if known.finding.is_alarm]
    strange = [known for known in alarms if known.mark not in ("mine", "known")]
    outcomes = {known.finding.id: _outcome(case, known) for known in strange}
    there = [known for known in strange if _is_there(known, outcomes[known.finding.id])]
    back = [known for known in strange if outcomes[known.finding.id] == "came-back"]
    if there:
        yield Reason("program-still-there", len(there), _names(there))
    if back:
        yield Reason("came-back", len(back), _names(back))
    if any(outcome == "removed-pending-restart" for outcome in outcomes.values()):
        yield Reason("waits-for-restart")
    gone = [known for known in strange if outcomes[known.finding.id] in ("removed-verified", "copy-removed")]
    unsure = [known for known in strange if outcomes[known.finding.id] in (None, "unknown") and not known.still_there]
    if any(known.looked_again_at is not None and known.gaps_when_looked_again for known in unsure):
        yield Reason("no-second-look")
    seen_gone = [*gone, *(known for known in unsure if known.still_there is False)]
    if strange and len(seen_gone) == len(strange):
        yield Reason("programs-gone", len(strange), _names(strange))
    looked = case.newest_scan
    if not alarms and looked is not None and looked.complete:
        yield Reason("nothing-found")


def _outcome(case: Case, known: KnownFinding) -> Outcome | None:
    removals = case.removals_of(known.finding.id)
    return removals[-1].outcome if removals else None


def _is_there(known: KnownFinding, outcome: Outcome | None) -> bool:
    """Return whether it is there as far as we know: seen again, not taken off, or nobody has looked since."""
    if outcome in ("removed-verified", "copy-removed", "removed-pending-restart", "came-back"):
        return False
    return outcome in _THERE or known.still_there is not False


def _names(known: Iterable[KnownFinding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.finding.tool_name for one in known))


def _of_looks(case: Case) -> Iterator[Reason]:
    """Yield what the look at the PC left open, in both meanings."""
    scan = case.newest_scan
    if scan is None:
        yield Reason("never-looked")
        return
    if not scan.complete:
        yield Reason("look-cut-short")
    if scan.gaps:
        yield Reason("not-seen", len(scan.gaps))
    doors = _open_doors(case.left_behind_now)
    if doors:
        yield Reason("open-doors", doors)
    elif scan.complete:
        yield Reason("no-open-doors")


def _open_doors(left: Iterable[LeftBehind]) -> int:
    return sum(one.weight == "notable" for one in left)


def _told(case: Case) -> Iterator[Reason]:
    """Yield what the person told."""
    did = case.answer(_ACTS, _DID)
    acts = set(did) if isinstance(did, list) else set()
    if "new-password" in acts:
        yield Reason("locked-out")
    if "saw-bank" in acts:
        yield Reason("bank-here")
    if "dark-screen" in acts:
        yield Reason("dark-screen")
    if "opened-files" in acts:
        yield Reason("files-taken")
    if all(case.answer(_SCAN_STEP, field) is True for field in _SCANS):
        yield Reason("scans-done")
    yield Reason("always")


def reason_words(reason: Reason, words: Mapping[str, str], names: str = "") -> str:
    """Return a reason in words. `names` are those of `reason.names` as they may be shown where it is told."""
    return words[reason.id].format(count=reason.number, names=names)
