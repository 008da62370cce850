"""Everything that can happen in a case: typed past-tense events. How they are chained and stored is `journal.py`.

What removing, copying and reading logs have to tell stands here too; an event only carries the types of its own room.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.finding import Finding, LeftBehind, Mark
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.removal.plan import Caution, RemovalPlan, Rights
from recovery_assistant.domain.removal.results import AnyLine
from recovery_assistant.domain.removal.state import Copies, Outcome, WhyNotStarted
from recovery_assistant.domain.session import AnyTrace, NotUnderstood
from recovery_assistant.domain.statement_marks import LookedAt, Marked, RowAnswer

Answer = str | bool | int | list[str] | None
"""A text, a tick, a number, several choices, or None for "I don't know"."""


class Event(Struct, frozen=True, kw_only=True, tag_field="event"):
    """Base of everything that can happen in a case."""


class CaseStarted(Event, frozen=True, kw_only=True):
    """A case was opened. `number` stands on every page of paper, such as "2026-11-18-A7KD"."""

    number: str
    country: str
    mode: Literal["person", "technician"]
    program_version: str


class CountryChosen(Event, frozen=True, kw_only=True):
    """Somebody said that they live in another country than the case was started for, by its code such as "IE"."""

    country: str


class StepAnswered(Event, frozen=True, kw_only=True):
    """Answers of one page were given; keys are field ids. Later answers to the same field replace earlier ones."""

    step: str
    answers: dict[str, Answer]


class AnswersKept(Event, frozen=True, kw_only=True):
    """Answers stood on a page that the person had not left yet. They count; whether the page is done stays as it was.

    Only fields that changed are in it.
    """

    step: str
    answers: dict[str, Answer]


class StepCompleted(Event, frozen=True, kw_only=True):
    """The person said that this step is done."""

    step: str
    note: str = ""


class StepSkipped(Event, frozen=True, kw_only=True):
    """The person went on without this step; it stays open on the task list."""

    step: str
    note: str = ""


class EntryUndone(Event, frozen=True, kw_only=True):
    """The entry with this sequence number no longer counts. It stays in the journal."""

    sequence: int


class PaymentRecorded(Event, frozen=True, kw_only=True):
    """A payment was entered or changed; the newest record of an id counts."""

    payment: Payment


class PaymentWithdrawn(Event, frozen=True, kw_only=True):
    """A payment was entered by mistake."""

    payment_id: str


class CallStarted(Event, frozen=True, kw_only=True):
    """A phone call to a contact began."""

    call_id: str
    contact: str
    started_at: datetime


class CallNoted(Event, frozen=True, kw_only=True):
    """What was written down during or after a call. Empty texts mean "not told"."""

    call_id: str
    spoke_to: str = ""
    reference: str = ""
    said: str = ""


class CallAnswered(Event, frozen=True, kw_only=True):
    """Somebody took a phone call, after its time in the queue."""

    call_id: str
    answered_at: datetime


class CallEnded(Event, frozen=True, kw_only=True):
    """A phone call ended."""

    call_id: str
    ended_at: datetime


class ScanStarted(Event, frozen=True, kw_only=True):
    """A read-only look at a machine began.

    `system` is "windows", "macos" or "linux"; `os_name` is what the machine calls itself, hostile.
    """

    scan_id: str
    host: str
    system: str
    catalogue: str
    os_name: str = ""


class ToolFound(Event, frozen=True, kw_only=True):
    """A scan found a remote-control program, or found it again."""

    scan_id: str
    finding: Finding


class LeftBehindFound(Event, frozen=True, kw_only=True):
    """A scan found something that is no program but keeps a door open."""

    scan_id: str
    left_behind: LeftBehind


class SourceMissed(Event, frozen=True, kw_only=True):
    """A scan could not look at something."""

    scan_id: str
    gap: Gap


class ScanFinished(Event, frozen=True, kw_only=True):
    """A scan ended; `complete` is False when it was stopped."""

    scan_id: str
    complete: bool
    sources_looked_at: int


class FindingMarked(Event, frozen=True, kw_only=True):
    """The person answered "is this yours?". `contradiction` holds plain words when the machine says otherwise."""

    finding_id: str
    mark: Mark
    contradiction: str = ""


class RemovalStepTicked(Event, frozen=True, kw_only=True):
    """One exact step of a removal by hand was ticked, or its tick taken back."""

    finding_id: str
    step: str
    done: bool


class FindingLookedForAgain(Event, frozen=True, kw_only=True):
    """After a removal, the same finding was looked for again."""

    finding_id: str
    still_there: bool | None
    gaps: int


class RemovalAgreed(Event, frozen=True, kw_only=True):
    """The person saw exactly this plan and said yes to it. Its entry says who and when.

    Attributes:
        sha256: of the plan file that goes to the runner.
        cautions: reasons for a second yes, each of which was given.
        copies: whether what the tool wrote was copied before.
    """

    plan: RemovalPlan
    sha256: str
    cautions: tuple[Caution, ...] = ()
    copies: Copies = "none-known"


class RemovalReported(Event, frozen=True, kw_only=True):
    """The runner reported one line. `number` counts from 0 for these rights; the same one twice counts once."""

    plan_id: str
    rights: Rights
    number: int
    line: AnyLine


class RemovalNotStarted(Event, frozen=True, kw_only=True):
    """The runner could not be started with these rights, or the person said no when the system asked."""

    plan_id: str
    rights: Rights
    reason: WhyNotStarted


class RemovalLookedAt(Event, frozen=True, kw_only=True):
    """We looked again at what a plan was to remove, at once or after a restart. Fields as in `removal.state.Look`."""

    plan_id: str
    outcome: Outcome
    seen: tuple[str, ...] = ()
    gaps: int = 0
    after_restart: bool = False


ExhibitKind = Literal["log", "settings", "program", "registry", "start", "note"]
"""What was copied: a log · settings · a program · a registry key as text · a file that makes something start by
itself · what the system noted beside a file, such as where it came from."""


class ExhibitCopied(Event, frozen=True, kw_only=True):
    """An original was copied byte for byte into the case before anything was removed.

    Its entry says when, by the clock of this PC with its UTC offset, and for whom. Fields that a case of an earlier
    version does not have are empty.

    Attributes:
        finding_id: "" for a log of a program that is not there any more; then `tool_id` says whose it is.
        path: where the original lies; of a registry key its path, of a note the file's with a colon and its name.
        size: bytes that were copied.
        sha256: of the copied bytes. `sha256_after` is that of the original read once more afterwards; they are equal,
            or the copy would not be there. "" where the original is no file.
        size_after: bytes of the original when the copy was done; more than `size` where it went on growing.
        modified_at, created_at, accessed_at, changed_at: the original's own times before it was opened, where the
            system tells them; of a registry key `modified_at` is when it was last written.
        host, os_name: the machine it was copied from.
        zone: name of the time zone of this PC.
        clock_error_seconds: how far its clock was ahead of the true time (behind: negative); None when nobody knows.
        program_version: of this program.
    """

    exhibit_id: str
    finding_id: str
    path: str
    size: int
    sha256: str
    modified_at: datetime | None
    owner: str = ""
    kind: ExhibitKind = "log"
    tool_id: str = ""
    sha256_after: str = ""
    size_after: int | None = None
    created_at: datetime | None = None
    accessed_at: datetime | None = None
    changed_at: datetime | None = None
    host: str = ""
    os_name: str = ""
    zone: str = ""
    clock_error_seconds: int | None = None
    program_version: str = ""


class ExhibitMissed(Event, frozen=True, kw_only=True):
    """An original that should have been copied could not be, and why."""

    finding_id: str
    path: str
    reason: str
    code: str
    kind: ExhibitKind = "log"
    tool_id: str = ""
    host: str = ""


class TracesRead(Event, frozen=True, kw_only=True):
    """The logs of a machine were read. Newer readings stand beside older ones, they do not replace them.

    Attributes:
        host: the machine, as in `ScanStarted`.
        scope: what was asked for: "tool-logs" always, further words only where the person agreed; of files that were
            given, what they turned out to tell.
        zone: name of the machine's time zone, such as "Europe/London"; "" where it is not known.
        zone_guessed: times rest on a zone that neither a log nor a disk tells, nor a person: that of the PC they were
            read on.
        left_out: traces beyond those kept here, when a log tells of more than a person can read.
    """

    host: str
    scope: tuple[str, ...]
    zone: str = ""
    zone_guessed: bool = False
    files_read: int
    traces: tuple[AnyTrace, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    gaps: tuple[Gap, ...] = ()
    left_out: int = 0


class StatementRowsMarked(Event, frozen=True, kw_only=True):
    """A bank's statement file was looked through. Its marked rows are kept, and nothing else of it.

    Attributes:
        statement_id: "s1", "s2" … within the case; the same file looked through anew keeps its id.
        name: of the file, without its folder.
        left_out: marked rows beyond what is kept.
    """

    statement_id: str
    name: str
    looked: LookedAt
    rows: tuple[Marked, ...] = ()
    left_out: int = 0


class StatementRowAnswered(Event, frozen=True, kw_only=True):
    """The person said whether a marked row is theirs; None takes the answer back. Rows are known by their number."""

    statement_id: str
    row: int
    answer: RowAnswer | None


class TextGuarded(Event, frozen=True, kw_only=True):
    """A secret was taken out of a text before it reached the disk. `kind` names it ("card-number", "pin" …)."""

    step: str
    field: str
    kind: str


class RecordMade(Event, frozen=True, kw_only=True):
    """A record was printed or saved. Its own seal is the journal before this entry."""

    audience: str
    form: Literal["pdf", "html", "text", "json", "print"]
    sha256: str


class RecoverySheetMade(Event, frozen=True, kw_only=True):
    """The sheet with the recovery code was printed or saved. The code itself is never in the journal."""


class PaperMade(Event, frozen=True, kw_only=True):
    """A letter or a report sheet was printed or saved. What stood on it follows from the journal before this entry.

    Attributes:
        paper: which one, such as "bank-unauthorised", "tool-maker.anydesk" or the id of a report form.
    """

    kind: Literal["letter", "sheet"]
    paper: str
    form: Literal["pdf", "html", "text", "print", "copied"]
    sha256: str


class EntriesLost(Event, frozen=True, kw_only=True):
    """The case file was damaged, and what could still be read of it went on in a new file.

    Attributes:
        kept: entries before this one; they are as they were, to the byte.
        lost: entries that stood behind them in the damaged file; None when nobody can tell.
        files_lost: copied files among the kept entries whose bytes could not be read.
    """

    kept: int
    lost: int | None
    files_lost: int
