"""What `case show` says about a case: for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, cast

import msgspec

from recovery_assistant.cli import screen
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.journal import Answer, EntriesLost, UnknownEvent
from recovery_assistant.domain.payment import Payment, minor_units
from recovery_assistant.domain.plan import Plan, shown_steps, stage_status
from recovery_assistant.domain.record import PaperSize, TextSize
from recovery_assistant.domain.removal.telling import outcome_word
from recovery_assistant.domain.words import Words
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.scanner import contradiction

FORMAT: Final = 1
AGAIN_WORDS: Final = {
    True: "still there",
    False: "not found again",
    None: "nobody knows, some places could not be looked at",
}
NOT_LOOKED: Final = "nobody has looked again yet"
STATUS_WORDS: Final = {
    "not-started": "not started",
    "in-progress": "in progress",
    "completed": "completed",
    "cannot-start-yet": "cannot start yet",
}


def text_size(size: str) -> TextSize:
    """Return a size that click has checked, as the exporter wants it."""
    return cast(TextSize, int(size))


def paper_size(paper: str | None) -> PaperSize | None:
    """Return a paper that click has checked, as the exporter wants it."""
    return cast("PaperSize | None", paper)


def moment(at: datetime) -> str:
    """Return a moment as it is shown, with its offset from UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S %z}"


def case_as_json(casebook: Casebook) -> dict[str, Any]:
    """Return the whole case as it is now. Answers are by step and field id, as in an intake form."""
    case = casebook.case
    return {
        "format": FORMAT,
        "file": str(casebook.path),
        "seal": str(casebook.seal),
        "entries": casebook.seal.count,
        **{name: getattr(case, name) for name in case.__struct_fields__},
    }


def journal_as_json(casebook: Casebook) -> Iterator[dict[str, Any]]:
    """Yield every entry, oldest first."""
    for entry in casebook.entries:
        event: object = entry.event
        if isinstance(entry.event, UnknownEvent):
            event = msgspec.Raw(entry.event.payload)
        yield {
            "sequence": entry.sequence,
            "at": entry.at,
            "actor": entry.actor,
            "event": event,
            "digest": entry.digest.hex(),
        }


def show_journal(casebook: Casebook) -> None:
    """Show every entry, oldest first."""
    rows = []
    for entry in casebook.entries:
        told = entry.event.name if isinstance(entry.event, UnknownEvent) else type(entry.event).__name__
        rows.append((str(entry.sequence), moment(entry.at), entry.actor, told, _detail(entry.event)))
    screen.table(("entry", "at", "by", "what", "detail"), rows)


def _detail(event: object) -> str:
    if isinstance(event, UnknownEvent):
        return f"{len(event.payload)} bytes of a newer version"
    shown = msgspec.to_builtins(event)
    shown.pop("event", None)
    return msgspec.json.encode(shown).decode()


def show_case(casebook: Casebook, plan: Plan, words: Words, now: datetime) -> None:
    """Show a case on some screens: state of the stages, answers, payments, calls, findings, copied files."""
    case = casebook.case
    screen.say(f"Case {case.number} ({case.country}, {case.mode})", strong=True)
    if case.started_at is not None:
        entries = screen.count(casebook.seal.count, "entry", "entries")
        screen.say(f"started {moment(case.started_at)}; {entries}, seal {casebook.seal}")
    for lost in case.lost:
        screen.say(lost_in_words(lost))
    screen.say()
    _show_stages(case, plan, words, now)
    _show_answers(case, plan)
    _show_rows(
        "Payments", ("id", "amount", "how", "sent by", "day", "to"), [_payment(p) for p in case.payments.values()]
    )
    _show_rows(
        "Calls",
        ("contact", "began", "ended", "spoke to", "reference"),
        [
            (
                call.contact,
                moment(call.started_at),
                moment(call.ended_at) if call.ended_at else "",
                call.spoke_to,
                call.reference,
            )
            for call in case.calls.values()
        ],
    )
    _show_findings(case)
    _show_removals(case, words)
    _show_rows(
        "Copied files",
        ("path", "bytes", "SHA-256"),
        [(one.path, str(one.size), one.sha256) for one in case.exhibits],
    )


def lost_in_words(lost: EntriesLost) -> str:
    """Return what was saved of a damaged file, and what is missing."""
    kept = f"{screen.count(lost.kept, 'entry was', 'entries were')} taken over from a file that was to be saved."
    if lost.lost is None:
        missing = "How many are missing is not known."
    elif lost.lost:
        missing = f"{screen.count(lost.lost, 'entry is', 'entries are')} missing."
    else:
        missing = "No entry is missing."
    files = (
        f" {screen.count(lost.files_lost, 'copied file is', 'copied files are')} missing." if lost.files_lost else ""
    )
    return f"{kept} {missing}{files}"


def _show_rows(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if rows:
        screen.say(title, strong=True)
        screen.table(header, rows)
        screen.say()


def _show_stages(case: Case, plan: Plan, words: Words, now: datetime) -> None:
    rows = []
    for stage in plan.stages:
        steps = shown_steps(stage, case, plan, now)
        done = sum(case.steps.get(step.id) in ("answered", "completed") for step in steps)
        name = words.stages[stage.id].name if stage.id in words.stages else stage.id
        status = STATUS_WORDS[stage_status(stage, case, plan, now)]
        rows.append((str(stage.number), name, f"{done} of {len(steps)}", status))
    _show_rows("Steps", ("part", "name", "pages", "state"), rows)


def _show_answers(case: Case, plan: Plan) -> None:
    rows = []
    for step_id, answers in case.answers.items():
        try:
            code = plan.code(step_id)
        except KeyError:  # a step of another edition of the plan
            code = ""
        rows += [(code, step_id, field, _answer(answer)) for field, answer in answers.items()]
    _show_rows("Answers", ("page", "step", "field", "answer"), rows)


def _answer(answer: Answer) -> str:
    match answer:
        case None:
            return "I do not know"
        case bool():
            return "yes" if answer else "no"
        case list():
            return ", ".join(answer)
        case _:
            return str(answer)


def _amount(minor: int, currency: str) -> str:
    units = minor_units(currency)
    return f"{minor / units:.{2 if units > 1 else 0}f} {currency}"


def _payment(payment: Payment) -> tuple[str, ...]:
    amount = "" if payment.amount_minor is None else _amount(payment.amount_minor, payment.currency)
    when = f"{payment.sent_on} {payment.sent_time}".strip()
    return payment.id, amount, payment.rail or "", payment.who_sent or "", when, payment.to_whom


def _show_findings(case: Case) -> None:
    rows = []
    for known in case.findings.values():
        finding = known.finding
        again = AGAIN_WORDS[known.still_there] if known.looked_again_at is not None else ""
        against = contradiction(finding, known.mark, case)  # as the case is now: the day of the call may be told late
        rows.append((finding.id, finding.tool_name, finding.confidence, known.mark or "", against, again))
    _show_rows("Found", ("id", "program", "how sure", "yours?", "but", "looked again"), rows)
    newest = {scan.host: scan for scan in case.scans.values()}  # a later look at the same PC answers for the earlier
    gaps = [(gap.source, gap.reason, gap.code) for scan in newest.values() for gap in scan.gaps]
    _show_rows("Could not look at", ("place", "reason", "code"), gaps)
    left = [
        (one.id, one.kind, "to look over" if one.weight != "notable" else "", one.value) for one in case.left_behind_now
    ]
    _show_rows("Left behind", ("id", "kind", "", "what"), left)


def _show_removals(case: Case, words: Words) -> None:
    """Show every plan to which somebody said yes: what it was about, who said it, and what came of it."""
    rows = []
    for removal in case.removals.values():
        plan = removal.plan
        outcome = outcome_word(removal.outcome, words.removing) if removal.outcome else NOT_LOOKED
        looked = moment(removal.looks[-1].at) if removal.looks else ""
        done = "put back" if plan.undoes else "removed"
        agreed = f"{removal.agreed_by}, {moment(removal.agreed_at)}"
        rows.append((plan.item, plan.name, done, agreed, outcome, looked, plan.id))
    _show_rows("Removed", ("item", "program", "to be", "who said yes", "outcome", "looked again", "plan"), rows)
