"""From the journal to the case: what each event changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.case import (
    Call,
    Case,
    Exhibit,
    KnownFinding,
    KnownStatement,
    MadePaper,
    MissedExhibit,
    Reading,
    Scan,
    StepState,
)
from recovery_assistant.domain.journal import Answer, Entry
from recovery_assistant.domain.removal.state import KnownRemoval, Look
from recovery_assistant.domain.statement_case import same_answers


def fold(entries: Iterable[Entry]) -> Case:
    """Return the case that the journal tells. Undone entries do not count; an undo can itself be undone.

    An undo reaches back only: one that names itself or a later entry changes nothing.
    """
    kept = list(entries)
    undone: set[int] = set()
    for entry in reversed(kept):
        if entry.sequence not in undone and isinstance(entry.event, j.EntryUndone):
            undone.add(min(entry.event.sequence, entry.sequence))
    case = Case()
    for entry in kept:
        if entry.sequence not in undone:
            case = apply(case, entry)
    return case


Key = TypeVar("Key", bound=str)
Value = TypeVar("Value")


def _with(mapping: Mapping[Key, Value], key: Key, value: Value) -> Mapping[Key, Value]:
    return MappingProxyType({**mapping, key: value})


def apply(case: Case, entry: Entry) -> Case:
    """Return the case after one more entry. An event that refers to something unknown changes nothing."""
    handler = _HANDLERS.get(type(entry.event))
    return handler(case, entry, entry.event) if handler else case


def _case_started(case: Case, entry: Entry, event: j.CaseStarted) -> Case:
    return structs.replace(case, number=event.number, country=event.country, mode=event.mode, started_at=entry.at)


def _country_chosen(case: Case, _entry: Entry, event: j.CountryChosen) -> Case:
    return structs.replace(case, country=event.country)


def _step_changed(case: Case, entry: Entry, step: str, state: StepState, note: str) -> Case:
    changed = structs.replace(
        case, steps=_with(case.steps, step, state), step_times=_with(case.step_times, step, entry.at)
    )
    return structs.replace(changed, notes=_with(case.notes, step, note)) if note else changed


def _answers_kept(case: Case, _entry: Entry, event: j.AnswersKept | j.StepAnswered) -> Case:
    merged: Mapping[str, Answer] = MappingProxyType({**case.answers.get(event.step, {}), **event.answers})
    return structs.replace(case, answers=_with(case.answers, event.step, merged))


def _step_answered(case: Case, entry: Entry, event: j.StepAnswered) -> Case:
    return _step_changed(_answers_kept(case, entry, event), entry, event.step, "answered", "")


def _step_completed(case: Case, entry: Entry, event: j.StepCompleted) -> Case:
    return _step_changed(case, entry, event.step, "completed", event.note)


def _step_skipped(case: Case, entry: Entry, event: j.StepSkipped) -> Case:
    return _step_changed(case, entry, event.step, "skipped", event.note)


def _payment_recorded(case: Case, _entry: Entry, event: j.PaymentRecorded) -> Case:
    return structs.replace(case, payments=_with(case.payments, event.payment.id, event.payment))


def _payment_withdrawn(case: Case, _entry: Entry, event: j.PaymentWithdrawn) -> Case:
    left = {key: value for key, value in case.payments.items() if key != event.payment_id}
    return structs.replace(case, payments=MappingProxyType(left))


def _call_started(case: Case, _entry: Entry, event: j.CallStarted) -> Case:
    call = Call(id=event.call_id, contact=event.contact, started_at=event.started_at)
    return structs.replace(case, calls=_with(case.calls, event.call_id, call))


def _call_noted(case: Case, _entry: Entry, event: j.CallNoted) -> Case:
    call = case.calls.get(event.call_id)
    if call is None:
        return case
    noted = structs.replace(call, spoke_to=event.spoke_to, reference=event.reference, said=event.said)
    return structs.replace(case, calls=_with(case.calls, event.call_id, noted))


def _call_answered(case: Case, _entry: Entry, event: j.CallAnswered) -> Case:
    call = case.calls.get(event.call_id)
    if call is None:
        return case
    answered = structs.replace(call, answered_at=event.answered_at)
    return structs.replace(case, calls=_with(case.calls, event.call_id, answered))


def _call_ended(case: Case, _entry: Entry, event: j.CallEnded) -> Case:
    call = case.calls.get(event.call_id)
    if call is None:
        return case
    ended = structs.replace(call, ended_at=event.ended_at)
    return structs.replace(case, calls=_with(case.calls, event.call_id, ended))


def _scan_started(case: Case, entry: Entry, event: j.ScanStarted) -> Case:
    scan = Scan(
        id=event.scan_id,
        host=event.host,
        system=event.system,
        catalogue=event.catalogue,
        os_name=event.os_name,
        started_at=entry.at,
    )
    return structs.replace(case, scans=_with(case.scans, event.scan_id, scan))


def _tool_found(case: Case, _entry: Entry, event: j.ToolFound) -> Case:
    scan = case.scans.get(event.scan_id)
    if scan is None:
        return case
    finding = event.finding
    seen = tuple(dict.fromkeys((*scan.finding_ids, finding.id)))
    known = case.findings.get(finding.id)
    if known is not None and any(removal.plan.undoes for removal in case.removals_of(finding.id)):
        finding = structs.replace(finding, came_at=known.finding.came_at)  # that we put it back is not when it came
    updated = structs.replace(known, finding=finding) if known else KnownFinding(finding=finding)
    return structs.replace(
        case,
        scans=_with(case.scans, scan.id, structs.replace(scan, finding_ids=seen)),
        findings=_with(case.findings, finding.id, updated),
    )


def _left_behind_found(case: Case, _entry: Entry, event: j.LeftBehindFound) -> Case:
    scan = case.scans.get(event.scan_id)
    if scan is None:
        return case
    seen = tuple(dict.fromkeys((*scan.left_behind, event.left_behind)))
    ever = tuple(dict.fromkeys((*case.left_behind, event.left_behind)))
    scans = _with(case.scans, scan.id, structs.replace(scan, left_behind=seen))
    return structs.replace(case, scans=scans, left_behind=ever)


def _source_missed(case: Case, _entry: Entry, event: j.SourceMissed) -> Case:
    scan = case.scans.get(event.scan_id)
    if scan is None:
        return case
    missed = structs.replace(scan, gaps=(*scan.gaps, event.gap))
    return structs.replace(case, scans=_with(case.scans, scan.id, missed))


def _scan_finished(case: Case, entry: Entry, event: j.ScanFinished) -> Case:
    scan = case.scans.get(event.scan_id)
    if scan is None:
        return case
    ended = structs.replace(
        scan, finished_at=entry.at, complete=event.complete, sources_looked_at=event.sources_looked_at
    )
    return structs.replace(case, scans=_with(case.scans, scan.id, ended))


def _finding_marked(case: Case, _entry: Entry, event: j.FindingMarked) -> Case:
    known = case.findings.get(event.finding_id)
    if known is None:
        return case
    marked = structs.replace(known, mark=event.mark, contradiction=event.contradiction)
    return structs.replace(case, findings=_with(case.findings, event.finding_id, marked))


def _removal_step_ticked(case: Case, _entry: Entry, event: j.RemovalStepTicked) -> Case:
    known = case.findings.get(event.finding_id)
    if known is None:
        return case
    ticked = known.ticked | {event.step} if event.done else known.ticked - {event.step}
    return structs.replace(case, findings=_with(case.findings, event.finding_id, structs.replace(known, ticked=ticked)))


def _looked_again(case: Case, entry: Entry, event: j.FindingLookedForAgain) -> Case:
    known = case.findings.get(event.finding_id)
    if known is None:
        return case
    looked = structs.replace(
        known, looked_again_at=entry.at, still_there=event.still_there, gaps_when_looked_again=event.gaps
    )
    return structs.replace(case, findings=_with(case.findings, event.finding_id, looked))


def _removal_agreed(case: Case, entry: Entry, event: j.RemovalAgreed) -> Case:
    removal = KnownRemoval(
        plan=event.plan,
        sha256=event.sha256,
        agreed_at=entry.at,
        agreed_by=entry.actor,
        cautions=event.cautions,
        copies=event.copies,
        known=tuple(case.findings),
    )
    return structs.replace(case, removals=_with(case.removals, event.plan.id, removal))


def _removal_reported(case: Case, _entry: Entry, event: j.RemovalReported) -> Case:
    removal = case.removals.get(event.plan_id)
    told = removal.lines.get(event.rights, ()) if removal is not None else ()
    if removal is None or event.number != len(told):  # told again after a cut: it counts once
        return case
    changed = structs.replace(removal, lines=_with(removal.lines, event.rights, (*told, event.line)))
    return structs.replace(case, removals=_with(case.removals, event.plan_id, changed))


def _removal_not_started(case: Case, _entry: Entry, event: j.RemovalNotStarted) -> Case:
    removal = case.removals.get(event.plan_id)
    if removal is None:
        return case
    changed = structs.replace(removal, not_started=_with(removal.not_started, event.rights, event.reason))
    return structs.replace(case, removals=_with(case.removals, event.plan_id, changed))


def _removal_looked_at(case: Case, entry: Entry, event: j.RemovalLookedAt) -> Case:
    removal = case.removals.get(event.plan_id)
    if removal is None:
        return case
    look = Look(at=entry.at, outcome=event.outcome, seen=event.seen, gaps=event.gaps, after_restart=event.after_restart)
    changed = structs.replace(removal, looks=(*removal.looks, look))
    looked = structs.replace(case, removals=_with(case.removals, event.plan_id, changed))
    known = case.findings.get(removal.plan.item)
    if known is None or event.outcome != "put-back":
        return looked
    # That it was not seen any more is no longer so.
    back = structs.replace(known, looked_again_at=entry.at, still_there=True, gaps_when_looked_again=event.gaps)
    return structs.replace(looked, findings=_with(case.findings, known.finding.id, back))


def _exhibit_copied(case: Case, entry: Entry, event: j.ExhibitCopied) -> Case:
    exhibit = Exhibit(
        id=event.exhibit_id,
        finding_id=event.finding_id,
        path=event.path,
        size=event.size,
        sha256=event.sha256,
        copied_at=entry.at,
        modified_at=event.modified_at,
        owner=event.owner,
        copied_for=entry.actor,
        told=event,
    )
    return structs.replace(
        case, exhibits=(*case.exhibits, exhibit), missed_exhibits=_other_missed(case, event.kind, event.path)
    )


def _other_missed(case: Case, kind: str, path: str) -> tuple[MissedExhibit, ...]:
    """Return what could not be copied but for one original, of which something newer is known."""
    return tuple(one for one in case.missed_exhibits if (one.kind, one.path) != (kind, path))


def _exhibit_missed(case: Case, entry: Entry, event: j.ExhibitMissed) -> Case:
    missed = MissedExhibit(
        finding_id=event.finding_id,
        path=event.path,
        reason=event.reason,
        code=event.code,
        kind=event.kind,
        tool_id=event.tool_id,
        missed_at=entry.at,
    )
    others = _other_missed(case, event.kind, event.path)
    return structs.replace(case, missed_exhibits=(*others, missed))


def _traces_read(case: Case, entry: Entry, event: j.TracesRead) -> Case:
    return structs.replace(case, readings=(*case.readings, Reading(read_at=entry.at, told=event)))


def _statement_rows_marked(case: Case, entry: Entry, event: j.StatementRowsMarked) -> Case:
    before = case.statements.get(event.statement_id)
    answers = MappingProxyType(same_answers(before, event)) if before is not None else MappingProxyType({})
    known = KnownStatement(id=event.statement_id, looked_at=entry.at, told=event, answers=answers)
    return structs.replace(case, statements=_with(case.statements, event.statement_id, known))


def _statement_row_answered(case: Case, _entry: Entry, event: j.StatementRowAnswered) -> Case:
    known = case.statements.get(event.statement_id)
    if known is None or all(one.row.number != event.row for one in known.told.rows):
        return case
    answers = {number: answer for number, answer in known.answers.items() if number != event.row}
    if event.answer is not None:
        answers[event.row] = event.answer
    changed = structs.replace(known, answers=MappingProxyType(answers))
    return structs.replace(case, statements=_with(case.statements, known.id, changed))


def _text_guarded(case: Case, _entry: Entry, event: j.TextGuarded) -> Case:
    return structs.replace(case, guarded=(*case.guarded, event))


def _record_made(case: Case, _entry: Entry, _event: j.RecordMade) -> Case:
    return structs.replace(case, records_made=case.records_made + 1)


def _paper_made(case: Case, entry: Entry, event: j.PaperMade) -> Case:
    made = MadePaper(kind=event.kind, paper=event.paper, made_at=entry.at)
    return structs.replace(case, papers=(*case.papers, made))


def _entries_lost(case: Case, _entry: Entry, event: j.EntriesLost) -> Case:
    return structs.replace(case, lost=(*case.lost, event))


def _unknown(case: Case, _entry: Entry, _event: j.UnknownEvent) -> Case:
    return structs.replace(case, unknown_events=case.unknown_events + 1)


_HANDLERS: Mapping[type, Callable[[Case, Entry, Any], Case]] = MappingProxyType(
    {
        j.CaseStarted: _case_started,
        j.CountryChosen: _country_chosen,
        j.StepAnswered: _step_answered,
        j.AnswersKept: _answers_kept,
        j.StepCompleted: _step_completed,
        j.StepSkipped: _step_skipped,
        j.PaymentRecorded: _payment_recorded,
        j.PaymentWithdrawn: _payment_withdrawn,
        j.CallStarted: _call_started,
        j.CallNoted: _call_noted,
        j.CallAnswered: _call_answered,
        j.CallEnded: _call_ended,
        j.ScanStarted: _scan_started,
        j.ToolFound: _tool_found,
        j.LeftBehindFound: _left_behind_found,
        j.SourceMissed: _source_missed,
        j.ScanFinished: _scan_finished,
        j.FindingMarked: _finding_marked,
        j.RemovalStepTicked: _removal_step_ticked,
        j.FindingLookedForAgain: _looked_again,
        j.RemovalAgreed: _removal_agreed,
        j.RemovalReported: _removal_reported,
        j.RemovalNotStarted: _removal_not_started,
        j.RemovalLookedAt: _removal_looked_at,
        j.ExhibitCopied: _exhibit_copied,
        j.ExhibitMissed: _exhibit_missed,
        j.TracesRead: _traces_read,
        j.StatementRowsMarked: _statement_rows_marked,
        j.StatementRowAnswered: _statement_row_answered,
        j.TextGuarded: _text_guarded,
        j.RecordMade: _record_made,
        j.PaperMade: _paper_made,
        j.EntriesLost: _entries_lost,
        j.UnknownEvent: _unknown,
    }
)
