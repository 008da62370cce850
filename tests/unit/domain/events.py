"""Hypothesis strategies for events and journals, for every test that needs some."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.finding import Evidence, Finding, LeftBehind
from recovery_assistant.domain.journal import GENESIS, Entry, KnownEvent
from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.removal.plan import Action, EndProcess, Gone, Quarantine, RemovalPlan, RunUninstaller
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, Kept, RunEnded, RunStarted
from recovery_assistant.domain.session import Activity, LogLine, NotUnderstood, Session
from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_marks import LookedAt, Marked

BEGAN = datetime(2026, 11, 18, 14, 5, tzinfo=timezone(timedelta(hours=1)))

STEPS = ("what-happened", "unplug", "bank")
ids = st.sampled_from(("a", "b", "c"))
steps = st.sampled_from(STEPS)
texts = st.text(max_size=30)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from((UTC, BEGAN.tzinfo)),
)
answers = st.none() | texts | st.booleans() | st.integers() | st.lists(texts, max_size=3)
gaps = st.builds(Gap, host=texts, source=texts, reason=texts, code=st.just("G-01"))
evidence = st.builds(Evidence, kind=texts, source=texts, says=texts, value=texts)
findings = st.builds(
    Finding,
    id=ids,
    host=texts,
    tool_id=texts,
    tool_name=texts,
    category=texts,
    confidence=st.sampled_from(("certain", "likely", "possible", "info")),
    policy=st.sampled_from(("offer", "inform", "never")),
    evidence=st.lists(evidence, max_size=2).map(tuple),
    came_at=st.none() | moments,
)
payments = st.builds(
    Payment,
    id=ids,
    amount_minor=st.none() | st.integers(min_value=0, max_value=10**12),
    rail=st.none() | st.sampled_from(("bank-transfer", "gift-card")),
    who_sent=st.none() | st.sampled_from(("them", "me", "unseen", "unknown")),
    to_whom=texts,
    reference=texts,
)
verbs = st.one_of(
    st.builds(Quarantine, path=texts, kind=st.sampled_from(("file", "folder")), is_leftover=st.booleans()),
    st.builds(EndProcess, pid=st.integers(1, 99999), started_at=moments, exe=texts),
    st.builds(
        RunUninstaller,
        family=st.just("nsis"),
        program=texts,
        arguments=st.lists(texts, max_size=2).map(tuple),
        sha256=st.just("00" * 32),
        gone=st.builds(Gone, keys=st.tuples(texts)),
    ),
)
rights = st.sampled_from(("person", "administrator"))
plans = st.builds(
    RemovalPlan,
    id=ids,
    case_number=texts,
    item=ids,
    name=texts,
    system=st.sampled_from(System),
    made_at=moments,
    actions=st.tuples(st.builds(Action, id=ids, rights=rights, verb=verbs)),
)
lines = st.one_of(
    st.builds(
        RunStarted,
        plan_id=ids,
        sha256=st.just("00" * 32),
        rights=rights,
        acts=st.booleans(),
        at=moments,
        user=texts,
        version=texts,
    ),
    st.builds(ActionBegun, action_id=ids, at=moments, command=st.lists(texts, max_size=2).map(tuple)),
    st.builds(
        ActionEnded,
        action_id=ids,
        at=moments,
        status=st.sampled_from(("done", "failed")),
        says=texts,
        kept=st.none() | st.builds(Kept, place=texts, sha256=st.just("00" * 32), was=texts),
        looked=st.lists(texts, max_size=2).map(tuple),
    ),
    st.builds(RunEnded, at=moments),
)

undos = st.builds(j.EntryUndone, sequence=st.integers(min_value=-1, max_value=40))
EVENTS: dict[type, st.SearchStrategy[KnownEvent]] = {
    j.CaseStarted: st.builds(
        j.CaseStarted, number=texts, country=st.just("gb"), mode=st.just("person"), program_version=texts
    ),
    j.CountryChosen: st.builds(j.CountryChosen, country=st.sampled_from(("GB", "IE", "US", "CA", "AU", "NZ"))),
    j.StepAnswered: st.builds(j.StepAnswered, step=steps, answers=st.dictionaries(ids, answers, max_size=3)),
    j.AnswersKept: st.builds(j.AnswersKept, step=steps, answers=st.dictionaries(ids, answers, max_size=3)),
    j.StepCompleted: st.builds(j.StepCompleted, step=steps, note=texts),
    j.StepSkipped: st.builds(j.StepSkipped, step=steps, note=texts),
    j.EntryUndone: undos,
    j.PaymentRecorded: st.builds(j.PaymentRecorded, payment=payments),
    j.PaymentWithdrawn: st.builds(j.PaymentWithdrawn, payment_id=ids),
    j.CallStarted: st.builds(j.CallStarted, call_id=ids, contact=texts, started_at=moments),
    j.CallNoted: st.builds(j.CallNoted, call_id=ids, spoke_to=texts, reference=texts, said=texts),
    j.CallAnswered: st.builds(j.CallAnswered, call_id=ids, answered_at=moments),
    j.CallEnded: st.builds(j.CallEnded, call_id=ids, ended_at=moments),
    j.ScanStarted: st.builds(j.ScanStarted, scan_id=ids, host=texts, system=st.just("linux"), catalogue=texts),
    j.ToolFound: st.builds(j.ToolFound, scan_id=ids, finding=findings),
    j.LeftBehindFound: st.builds(
        j.LeftBehindFound,
        scan_id=ids,
        left_behind=st.builds(
            LeftBehind,
            host=texts,
            kind=ids,
            says=texts,
            value=texts,
            weight=st.sampled_from(("notable", "look-over")),
            came_at=st.none() | moments,
        ),
    ),
    j.SourceMissed: st.builds(j.SourceMissed, scan_id=ids, gap=gaps),
    j.ScanFinished: st.builds(
        j.ScanFinished, scan_id=ids, complete=st.booleans(), sources_looked_at=st.integers(0, 99)
    ),
    j.FindingMarked: st.builds(
        j.FindingMarked, finding_id=ids, mark=st.sampled_from(("mine", "known", "unknown", "not-mine"))
    ),
    j.RemovalStepTicked: st.builds(j.RemovalStepTicked, finding_id=ids, step=steps, done=st.booleans()),
    j.FindingLookedForAgain: st.builds(
        j.FindingLookedForAgain, finding_id=ids, still_there=st.none() | st.booleans(), gaps=st.integers(0, 9)
    ),
    j.RemovalAgreed: st.builds(
        j.RemovalAgreed,
        plan=plans,
        sha256=st.just("00" * 32),
        cautions=st.sampled_from(((), ("likely",))),
        copies=st.sampled_from(("copied", "none-known", "not-copied")),
    ),
    j.RemovalReported: st.builds(j.RemovalReported, plan_id=ids, rights=rights, number=st.integers(0, 3), line=lines),
    j.RemovalNotStarted: st.builds(
        j.RemovalNotStarted, plan_id=ids, rights=rights, reason=st.sampled_from(("refused", "failed"))
    ),
    j.RemovalLookedAt: st.builds(
        j.RemovalLookedAt,
        plan_id=ids,
        outcome=st.sampled_from(("removed-verified", "came-back", "unknown")),
        seen=st.lists(texts, max_size=2).map(tuple),
        gaps=st.integers(0, 9),
    ),
    j.ExhibitCopied: st.builds(
        j.ExhibitCopied,
        exhibit_id=ids,
        finding_id=ids,
        path=texts,
        size=st.integers(0, 10**9),
        sha256=st.just("00" * 32),
        modified_at=st.none() | moments,
    ),
    j.ExhibitMissed: st.builds(j.ExhibitMissed, finding_id=ids, path=texts, reason=texts, code=st.just("G-01")),
    j.TracesRead: st.builds(
        j.TracesRead,
        host=ids,
        scope=st.just(("tool-logs",)),
        files_read=st.integers(0, 9),
        traces=st.tuples(
            st.builds(Session, tool=ids, start=moments, end=st.none() | moments, detail=texts),
            st.builds(Activity, tool=ids, what=st.just("clipboard"), sources=st.just((LogLine(path="a", line=1),))),
        ),
        not_understood=st.tuples(st.builds(NotUnderstood, path=texts, lines=st.integers(1, 99))),
    ),
    j.StatementRowsMarked: st.builds(
        j.StatementRowsMarked,
        statement_id=ids,
        name=texts,
        looked=st.builds(LookedAt, rows=st.integers(0, 10**6), first_day=st.none() | st.dates()),
        rows=st.lists(
            st.builds(
                Marked,
                row=st.builds(
                    StatementRow,
                    number=st.integers(1, 9),
                    day=st.dates(),
                    amount_minor=st.integers(-(10**9), 10**9),
                    currency=st.just("GBP"),
                    payee=texts,
                ),
                marks=st.just(("in-session", "foreign")),
            ),
            max_size=2,
        ).map(tuple),
    ),
    j.StatementRowAnswered: st.builds(
        j.StatementRowAnswered,
        statement_id=ids,
        row=st.integers(1, 9),
        answer=st.sampled_from(("mine", "not-mine", "unsure", None)),
    ),
    j.TextGuarded: st.builds(j.TextGuarded, step=steps, field=ids, kind=st.just("pin")),
    j.PaperMade: st.builds(
        j.PaperMade, kind=st.just("letter"), paper=ids, form=st.just("pdf"), sha256=st.just("00" * 32)
    ),
    j.RecordMade: st.builds(j.RecordMade, audience=st.just("bank"), form=st.just("pdf"), sha256=st.just("00" * 32)),
    j.RecoverySheetMade: st.just(j.RecoverySheetMade()),
    j.EntriesLost: st.builds(
        j.EntriesLost, kept=st.integers(1, 99), lost=st.none() | st.integers(0, 99), files_lost=st.integers(0, 9)
    ),
}
events: st.SearchStrategy[KnownEvent] = st.one_of(*EVENTS.values())


def journal_of(happened: list[KnownEvent]) -> list[Entry]:
    """Return the entries that these events make, one minute apart, as a case file would give them back."""
    digest, entries = GENESIS, []
    for sequence, event in enumerate(happened, start=1):
        line = j.line_bytes(sequence, BEGAN + timedelta(minutes=sequence), "person", event)
        digest = j.chain(digest, line)
        entries.append(j.read_line(line, digest))
    return entries


journals = st.lists(events, max_size=25).map(journal_of)
