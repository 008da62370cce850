"""A removal is folded out of the journal, and the same report twice counts once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.finding import Finding
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.removal.plan import digest_of, plan_bytes
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, AnyLine, RunEnded, RunStarted
from recovery_assistant.domain.removal.state import KnownRemoval
from tests.unit.domain.events import journal_of
from tests.unit.domain.removal.test_plan import MOVE, PLAN, STOP

AT = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
DIGEST = digest_of(plan_bytes(PLAN))
AGREED = j.RemovalAgreed(plan=PLAN, sha256=DIGEST, cautions=("likely",), copies="copied")
STARTED = RunStarted(
    plan_id=PLAN.id, sha256=DIGEST, rights="administrator", acts=True, at=AT, user="SYSTEM", version="1"
)
BEGUN, ENDED = ActionBegun(action_id="a1", at=AT), ActionEnded(action_id="a1", at=AT, status="done")


def told(number: int, line: AnyLine) -> j.RemovalReported:
    return j.RemovalReported(plan_id=PLAN.id, rights="administrator", number=number, line=line)


def removal(*events: j.KnownEvent) -> KnownRemoval:
    return fold(journal_of([AGREED, *events])).removals[PLAN.id]


def test_what_was_agreed_to_is_kept_whole() -> None:
    agreed = removal()
    assert (agreed.plan, agreed.sha256, agreed.cautions, agreed.copies) == (PLAN, DIGEST, ("likely",), "copied")
    assert agreed.agreed_by == "person"
    assert agreed.outcome is None
    assert not agreed.is_cut_off


def test_a_report_that_is_told_again_counts_once() -> None:
    known = removal(told(0, STARTED), told(1, BEGUN), told(0, STARTED), told(1, BEGUN), told(2, ENDED), told(9, BEGUN))
    assert known.lines["administrator"] == (STARTED, BEGUN, ENDED)
    assert (known.begun(STOP), known.ended(STOP), known.ended(MOVE)) == (BEGUN, ENDED, None)


def test_a_run_without_its_end_was_cut_off() -> None:
    assert removal(told(0, STARTED), told(1, BEGUN)).is_cut_off
    ended = (told(0, STARTED), told(1, RunEnded(at=AT)))
    assert removal(*ended).is_cut_off  # what the person may do is still open
    refused = j.RemovalNotStarted(plan_id=PLAN.id, rights="person", reason="refused")
    assert not removal(*ended, refused).is_cut_off


def test_the_last_look_counts() -> None:
    first = j.RemovalLookedAt(plan_id=PLAN.id, outcome="removed-verified", seen=("service AnyDesk: not there",))
    again = j.RemovalLookedAt(plan_id=PLAN.id, outcome="came-back", after_restart=True)
    known = removal(first, again)
    assert known.outcome == "came-back"
    assert [look.after_restart for look in known.looks] == [False, True]


def test_a_report_of_an_unknown_plan_changes_nothing() -> None:
    case = fold(journal_of([told(0, STARTED)]))
    assert not case.removals
    assert fold(journal_of([AGREED])).removals_of(PLAN.item)[0].plan is not None


def test_that_it_was_put_back_is_not_when_it_came() -> None:
    came, back = AT, AT + timedelta(days=1)
    found = Finding(
        id=PLAN.item,
        host="this",
        tool_id="anydesk",
        tool_name="AnyDesk",
        category="remote-access",
        confidence="certain",
        policy="offer",
        came_at=came,
    )
    scan = j.ScanStarted(scan_id="s", host="this", system="linux", catalogue="1")
    again = j.ToolFound(scan_id="s", finding=structs.replace(found, came_at=back))
    undoing = j.RemovalAgreed(plan=structs.replace(PLAN, id="r-ffffffffffff", undoes=PLAN.id), sha256=DIGEST)
    put_back = j.RemovalLookedAt(plan_id="r-ffffffffffff", outcome="put-back")
    told: list[j.KnownEvent] = [scan, j.ToolFound(scan_id="s", finding=found), AGREED, undoing, put_back]
    case = fold(journal_of([*told, again]))
    assert case.findings[PLAN.item].finding.came_at == came
    assert case.findings[PLAN.item].still_there is True
