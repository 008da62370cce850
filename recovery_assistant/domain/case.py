"""A case: what the journal says, folded into one state.

`folding.fold` is the only way to a `Case`. Nobody edits one; the casebook appends an event and folds again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.finding import Finding, LeftBehind, Mark
from recovery_assistant.domain.journal import Actor, Answer
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.removal.state import KnownRemoval
from recovery_assistant.domain.session import AnyTrace, Session
from recovery_assistant.domain.statement_marks import RowAnswer

StepState = Literal["answered", "completed", "skipped"]


class Call(Struct, frozen=True, kw_only=True):
    """One phone call, as far as it was written down. From `started_at` to `answered_at` nobody had taken it."""

    id: str
    contact: str
    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    spoke_to: str = ""
    reference: str = ""
    said: str = ""


class Scan(Struct, frozen=True, kw_only=True):
    """One read-only look at a machine. `finished_at` is None while it runs or when it was cut off."""

    id: str
    host: str
    system: str
    catalogue: str
    os_name: str = ""
    started_at: datetime
    finished_at: datetime | None = None
    complete: bool = False
    sources_looked_at: int = 0
    finding_ids: tuple[str, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    gaps: tuple[Gap, ...] = ()


class KnownFinding(Struct, frozen=True, kw_only=True):
    """A finding with everything that was said and done about it."""

    finding: Finding
    mark: Mark | None = None
    contradiction: str = ""
    ticked: frozenset[str] = frozenset()
    looked_again_at: datetime | None = None
    still_there: bool | None = None
    gaps_when_looked_again: int = 0


class Exhibit(Struct, frozen=True, kw_only=True):
    """A copied original with its hash. `told` is the event with all that is known of it."""

    id: str
    finding_id: str
    path: str
    size: int
    sha256: str
    copied_at: datetime
    modified_at: datetime | None = None
    owner: str = ""
    copied_for: Actor = "program"
    told: j.ExhibitCopied


class MissedExhibit(Struct, frozen=True, kw_only=True):
    """An original that could not be copied."""

    finding_id: str
    path: str
    reason: str
    code: str
    kind: j.ExhibitKind = "log"
    tool_id: str = ""
    missed_at: datetime | None = None


class Reading(Struct, frozen=True, kw_only=True):
    """The logs of a machine, read once."""

    read_at: datetime
    told: j.TracesRead


class MadePaper(Struct, frozen=True, kw_only=True):
    """A letter or a report sheet that was printed, saved or copied; see `journal.PaperMade`."""

    kind: Literal["letter", "sheet"]
    paper: str
    made_at: datetime


class KnownStatement(Struct, frozen=True, kw_only=True):
    """A statement file that was looked through, and what the person said to its marked rows, by their number."""

    id: str
    looked_at: datetime
    told: j.StatementRowsMarked
    answers: Mapping[int, RowAnswer] = MappingProxyType({})


class Case(Struct, frozen=True, kw_only=True):
    """Everything known about a case at one point of its journal."""

    number: str = ""
    country: str = ""
    mode: Literal["person", "technician"] = "person"
    started_at: datetime | None = None
    answers: Mapping[str, Mapping[str, Answer]] = MappingProxyType({})
    steps: Mapping[str, StepState] = MappingProxyType({})
    step_times: Mapping[str, datetime] = MappingProxyType({})
    notes: Mapping[str, str] = MappingProxyType({})
    payments: Mapping[str, Payment] = MappingProxyType({})
    calls: Mapping[str, Call] = MappingProxyType({})
    scans: Mapping[str, Scan] = MappingProxyType({})
    findings: Mapping[str, KnownFinding] = MappingProxyType({})
    left_behind: tuple[LeftBehind, ...] = ()
    removals: Mapping[str, KnownRemoval] = MappingProxyType({})
    exhibits: tuple[Exhibit, ...] = ()
    missed_exhibits: tuple[MissedExhibit, ...] = ()
    readings: tuple[Reading, ...] = ()
    statements: Mapping[str, KnownStatement] = MappingProxyType({})
    guarded: tuple[j.TextGuarded, ...] = ()
    records_made: int = 0
    papers: tuple[MadePaper, ...] = ()
    lost: tuple[j.EntriesLost, ...] = ()
    unknown_events: int = 0

    def answer(self, step: str, field: str) -> Answer:
        """Return the newest answer, or None when there is none."""
        return self.answers.get(step, {}).get(field)

    def removals_of(self, item: str) -> tuple[KnownRemoval, ...]:
        """Return every plan that was agreed to for one item, the oldest first; those that put back are among them."""
        return tuple(removal for removal in self.removals.values() if removal.plan.item == item)

    @property
    def newest_scan(self) -> Scan | None:
        """The scan that began last, or None."""
        return list(self.scans.values())[-1] if self.scans else None

    @property
    def newest_reading(self) -> Reading | None:
        """The last time that logs were read, or None."""
        return self.readings[-1] if self.readings else None

    @property
    def traces(self) -> tuple[AnyTrace, ...]:
        """What all readings together tell. What was told again, as by a session that has ended since, counts once."""
        newest: dict[tuple[object, ...], AnyTrace] = {}
        for reading in self.readings:
            seen: Counter[tuple[object, ...]] = Counter()
            for trace in reading.told.traces:
                key = _known_by(trace)
                newest[*key, seen[key]] = trace  # the same twice in one reading is two things
                seen[key] += 1
        return tuple(newest.values())

    @property
    def left_behind_now(self) -> tuple[LeftBehind, ...]:
        """What the newest whole look saw; what was put right since the look before is gone from it.

        Without a whole look, everything that was ever seen.
        """
        whole = [scan for scan in self.scans.values() if scan.complete]
        return whole[-1].left_behind if whole and whole[-1] is self.newest_scan else self.left_behind


def _known_by(trace: AnyTrace) -> tuple[object, ...]:
    """Return by what a trace is known again when the same logs are read anew. A session may have ended since."""
    place = trace.sources[0].path if trace.sources else ""
    what = getattr(trace, "what", "")
    if isinstance(trace, Session):
        return (Session, trace.tool, trace.instance, trace.start or trace.end, trace.remote.id, place)
    return (type(trace), trace.tool, trace.instance, trace.start, trace.remote.id, what, trace.detail, place)
