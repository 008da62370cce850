"""A case is what its journal tells, read in order; undo is an entry like any other."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.finding import Finding, LeftBehind
from recovery_assistant.domain.folding import apply, fold
from recovery_assistant.domain.journal import Entry, EntryUndone, KnownEvent, UnknownEvent
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.payment import Payment
from tests.unit.domain.events import BEGAN, events, journal_of, journals, undos

ANYDESK = Finding(
    id="f-1",
    host="this",
    tool_id="anydesk",
    tool_name="AnyDesk",
    category="remote-control",
    confidence="certain",
    policy="offer",
)
SCAN = j.ScanStarted(scan_id="s1", host="this", system="linux", catalogue="2026-11-18")


def told(*happened: KnownEvent) -> Case:
    return fold(journal_of(list(happened)))


def at(sequence: int) -> object:
    return BEGAN + timedelta(minutes=sequence)


def test_an_empty_journal_is_an_empty_case() -> None:
    assert fold([]) == Case()


def test_the_case_knows_how_it_began() -> None:
    case = told(j.CaseStarted(number="2026-11-18-A7KD", country="gb", mode="technician", program_version="1"))
    assert (case.number, case.country, case.mode, case.started_at) == ("2026-11-18-A7KD", "gb", "technician", at(1))


def test_later_answers_replace_earlier_ones_field_by_field() -> None:
    case = told(
        j.StepAnswered(step="story", answers={"name": "Kevin", "company": "Microsoft"}),
        j.StepAnswered(step="story", answers={"name": "Kevin from Leeds", "seen": None}),
    )
    assert dict(case.answers["story"]) == {"name": "Kevin from Leeds", "company": "Microsoft", "seen": None}
    assert case.answer("story", "company") == "Microsoft"
    assert case.answer("story", "nothing") is None
    assert (case.steps["story"], case.step_times["story"]) == ("answered", at(2))


def test_answers_that_were_kept_count_and_leave_the_step_as_it_is() -> None:
    case = told(
        j.AnswersKept(step="story", answers={"name": "Kevin", "company": "Microsoft"}),
        j.AnswersKept(step="story", answers={"name": "Karl"}),
    )
    assert dict(case.answers["story"]) == {"name": "Karl", "company": "Microsoft"}
    assert case.steps == {}
    skipped = told(j.StepSkipped(step="story"), j.AnswersKept(step="story", answers={"name": "Karl"}))
    assert (skipped.steps["story"], skipped.step_times["story"]) == ("skipped", at(1))


def test_a_skipped_step_can_be_completed_later_and_keeps_its_note() -> None:
    case = told(j.StepSkipped(step="bank", note="line is busy"), j.StepCompleted(step="bank"))
    assert (case.steps["bank"], case.notes["bank"]) == ("completed", "line is busy")


def test_the_newest_record_of_a_payment_counts_and_can_be_withdrawn() -> None:
    first, second = Payment(id="p1", amount_minor=100), Payment(id="p1", amount_minor=25000)
    case = told(j.PaymentRecorded(payment=first), j.PaymentRecorded(payment=second))
    assert case.payments == {"p1": second}
    assert told(j.PaymentRecorded(payment=first), j.PaymentWithdrawn(payment_id="p1")).payments == {}


def test_a_call_is_put_together_from_what_was_written_down() -> None:
    case = told(
        j.CallStarted(call_id="c1", contact="159", started_at=BEGAN),
        j.CallNoted(call_id="c1", spoke_to="Mina", reference="77-1", said="card stopped"),
        j.CallAnswered(call_id="c1", answered_at=BEGAN + timedelta(minutes=4)),
        j.CallEnded(call_id="c1", ended_at=BEGAN + timedelta(minutes=9)),
    )
    call = case.calls["c1"]
    assert call.answered_at == BEGAN + timedelta(minutes=4)
    assert (call.contact, call.spoke_to, call.reference, call.said) == ("159", "Mina", "77-1", "card stopped")
    assert call.ended_at == BEGAN + timedelta(minutes=9)


def test_a_scan_holds_what_was_found_and_what_could_not_be_looked_at() -> None:
    gap = Gap(host="this", source="services", reason="access denied", code="G-01")
    case = told(
        SCAN,
        j.ToolFound(scan_id="s1", finding=ANYDESK),
        j.SourceMissed(scan_id="s1", gap=gap),
        j.ScanFinished(scan_id="s1", complete=True, sources_looked_at=9),
    )
    scan = case.newest_scan
    assert scan is not None
    assert (scan.finding_ids, scan.gaps, scan.complete, scan.sources_looked_at) == (("f-1",), (gap,), True, 9)
    assert (scan.started_at, scan.finished_at) == (at(1), at(4))


def test_a_door_left_open_stands_in_the_case_once() -> None:
    left = LeftBehind(host="this", kind="defender-exclusion", says="Words.", value="C:\\x")
    again = j.LeftBehindFound(scan_id="s1", left_behind=left)
    assert told(SCAN, again, again).left_behind == (left,)
    assert told(again).left_behind == ()


def test_a_finding_seen_again_keeps_the_mark_and_the_ticks() -> None:
    newer = structs.replace(ANYDESK, confidence="likely")
    case = told(
        SCAN,
        j.ToolFound(scan_id="s1", finding=ANYDESK),
        j.FindingMarked(finding_id="f-1", mark="not-mine"),
        j.RemovalStepTicked(finding_id="f-1", step="uninstall", done=True),
        j.RemovalStepTicked(finding_id="f-1", step="restart", done=True),
        j.RemovalStepTicked(finding_id="f-1", step="restart", done=False),
        j.ToolFound(scan_id="s1", finding=newer),
        j.FindingLookedForAgain(finding_id="f-1", still_there=False, gaps=2),
    )
    known = case.findings["f-1"]
    assert (known.finding, known.mark, known.ticked) == (newer, "not-mine", frozenset({"uninstall"}))
    assert (known.still_there, known.gaps_when_looked_again, known.looked_again_at) == (False, 2, at(8))
    assert case.scans["s1"].finding_ids == ("f-1",)


def test_copied_files_missed_files_and_texts_taken_out_are_all_kept() -> None:
    guarded = j.TextGuarded(step="story", field="name", kind="pin")
    case = told(
        j.ExhibitCopied(exhibit_id="x1", finding_id="f-1", path="/log", size=3, sha256="ab", modified_at=None),
        j.ExhibitMissed(finding_id="f-1", path="/log2", reason="gone", code="G-01"),
        guarded,
        j.RecordMade(audience="bank", form="pdf", sha256="cd"),
    )
    assert [exhibit.path for exhibit in case.exhibits] == ["/log"]
    assert [missed.path for missed in case.missed_exhibits] == ["/log2"]
    assert (case.guarded, case.records_made) == ((guarded,), 1)


def test_undo_takes_one_entry_back_and_can_itself_be_taken_back() -> None:
    first = j.StepAnswered(step="story", answers={"name": "Kevin"})
    second = j.StepAnswered(step="story", answers={"name": "Karl"})
    assert told(first, second, EntryUndone(sequence=2)).answer("story", "name") == "Kevin"
    assert told(first, second, EntryUndone(sequence=2), EntryUndone(sequence=3)).answer("story", "name") == "Karl"


def test_an_undo_that_names_itself_or_the_future_changes_nothing() -> None:
    assert told(EntryUndone(sequence=1), j.StepCompleted(step="bank")).steps == {"bank": "completed"}
    assert told(EntryUndone(sequence=2), j.StepCompleted(step="bank")).steps == {"bank": "completed"}


def test_events_of_a_newer_program_are_counted_and_change_nothing_else() -> None:
    entry = Entry(sequence=1, at=BEGAN, actor="person", event=UnknownEvent(name="PetFed", payload=b"{}"), digest=b"")
    assert fold([entry]) == Case(unknown_events=1)


def test_every_known_event_changes_the_case_or_is_known_not_to() -> None:
    from recovery_assistant.domain.folding import _HANDLERS

    without_effect = {EntryUndone, j.RecoverySheetMade}
    assert set(_HANDLERS) == {*j.KnownEvent.__args__, UnknownEvent} - without_effect


def _counts(entries: list[Entry], index: int) -> bool:
    """Tell the rule in plain words, slowly: an entry counts unless a later undo that counts names it."""
    return not any(
        isinstance(later.event, EntryUndone) and later.event.sequence == index + 1 and _counts(entries, place)
        for place, later in enumerate(entries)
        if place > index
    )


@given(st.lists(events | undos | undos, max_size=14).map(journal_of))
def test_undo_follows_the_plain_rule(entries: list[Entry]) -> None:
    expected = Case()
    for index, entry in enumerate(entries):
        if _counts(entries, index):
            expected = apply(expected, entry)
    assert fold(entries) == expected


@given(journals)
def test_folding_on_is_the_same_as_folding_anew(entries: list[Entry]) -> None:
    plain = [entry for entry in entries if not isinstance(entry.event, EntryUndone)]
    case = Case()
    for entry in plain:
        case = apply(case, entry)
    assert case == fold(plain)


@given(journals, events)
def test_an_entry_and_its_undo_leave_the_case_as_it_was(entries: list[Entry], event: KnownEvent) -> None:
    before = fold(entries)
    happened = [entry.event for entry in entries]
    number = len(entries) + 1
    if isinstance(event, EntryUndone):
        return
    after = fold(journal_of([*happened, event, EntryUndone(sequence=number)]))  # type: ignore[list-item]
    # Undos that named the new number before it was there do not count, so nothing else can differ.
    assert after == before
