"""The next page, the way back, and where a saved case goes on. Without Qt."""

from __future__ import annotations

from datetime import UTC, datetime

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.journal import (
    GENESIS,
    AnswersKept,
    CaseStarted,
    Entry,
    KnownEvent,
    PaymentRecorded,
    RemovalAgreed,
    RemovalNotStarted,
    ScanStarted,
    StepAnswered,
    StepCompleted,
    StepSkipped,
    ToolFound,
)
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.removal.plan import Action, DisableAccount, RemovalPlan
from recovery_assistant.ui.journey import Aside, At, Home, Item, Journey, Start
from tests.window_parts import found, plan

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def entries(*events: KnownEvent) -> list[Entry]:
    started = CaseStarted(number="n", country="GB", mode="person", program_version="1")
    return [
        Entry(sequence=at, at=NOW, actor="person", event=event, digest=GENESIS)
        for at, event in enumerate((started, *events), start=1)
    ]


def case(*events: KnownEvent) -> Case:
    return fold(entries(*events))


def journey(of: Plan | None = None) -> Journey:
    return Journey(of or plan(), lambda: NOW)


def plan_of(item: str) -> RemovalPlan:
    action = Action(id="a1", rights="person", verb=DisableAccount(name="x"))
    return RemovalPlan(
        id="r-1", case_number="n", item=item, name="x", system=System.WINDOWS, made_at=NOW, actions=(action,)
    )


def all_done(*stages: str) -> list[KnownEvent]:
    return [StepCompleted(step=step.id) for stage in stages for step in plan().stage(stage).steps]


def test_the_first_door_leads_straight_and_the_second_home() -> None:
    assert journey().first(case(), now=True) == At("unplug")
    assert journey().first(case(), now=False) == Home()


def test_straight_pages_follow_each_other_and_end_at_home() -> None:
    walk = journey()
    assert walk.after("unplug", case()) == At("still-connected")
    assert walk.after("still-connected", case()) == At("bank-call")
    assert walk.after("photo-of-screen", case()) == Home()


def test_a_page_that_an_answer_hides_is_walked_past() -> None:
    assert journey().after("other-money", case()) == At("copy-evidence")
    asked = case(StepAnswered(step="other-money", answers={"other-bank": "yes"}))
    assert journey().after("other-money", asked) == At("second-bank-call")


def test_a_task_ends_at_home() -> None:
    assert journey().after("about-you", case()) == Home()


def test_a_page_that_must_wait_is_walked_past() -> None:
    walk = journey()
    assert not walk.can_answer(plan().step("this-pc"), case())
    assert walk.after("what-unlocks-what", case()) == At("bank-accounts")


def test_back_returns_and_home_forgets_the_way() -> None:
    walk = journey()
    assert not walk.can_go_back
    walk.go(At("unplug"))
    walk.go(At("still-connected"))
    assert walk.back() == At("unplug")
    walk.go(Home())
    assert walk.back() == Start()
    walk.go(Aside("help"))
    assert walk.back() == Start()


def test_rows_begin_with_what_is_urgent_until_it_is_done() -> None:
    assert next(iter(journey().rows(case()))) == "right-now"
    done = case(*all_done("unplug", "still-connected", "bank", "evidence"))
    assert list(journey().rows(done))[-1] == "right-now"


def test_the_next_open_task_can_start() -> None:
    row = journey().next_open(case())
    assert row is not None
    assert row.stage.id == "unplug"
    done = case(*all_done("unplug", "still-connected", "bank", "evidence"))
    following = journey().next_open(done)
    assert following is not None
    assert following.stage.id == "what-happened"


def test_a_row_opens_on_its_first_open_page() -> None:
    stage = plan().stage("what-happened")
    assert journey().enter(stage, case()) == At("where-you-live")
    begun = case(StepAnswered(step="where-you-live", answers={"region": "wales"}))
    assert journey().enter(stage, begun) == At("the-call")


def test_progress_counts_stages_of_right_now_and_pages_of_a_task() -> None:
    assert journey().progress("bank-call", case()) == (3, 4)
    assert journey().progress("the-call", case())[0] == 2


def test_a_saved_case_goes_on_behind_its_newest_page() -> None:
    walk = journey()
    assert walk.resumed(case(), entries()) == Home()
    seen = entries(StepCompleted(step="unplug"))
    assert walk.resumed(fold(seen), seen) == At("still-connected")
    skipped = entries(StepSkipped(step="the-call"))
    assert walk.resumed(fold(skipped), skipped) == At("the-caller")


def test_a_saved_case_goes_on_within_a_page_that_is_kept_bit_by_bit() -> None:
    walk = journey()
    paid = entries(PaymentRecorded(payment=Payment(id="p1")))
    assert walk.resumed(fold(paid), paid) == At("payments")
    ticked = entries(StepAnswered(step="e-mail-first", answers={"new-password": True}))
    assert walk.resumed(fold(ticked), ticked) == At("e-mail-first")
    kept = entries(StepSkipped(step="the-call"), AnswersKept(step="the-caller", answers={"name": "Kevin"}))
    assert walk.resumed(fold(kept), kept) == At("the-caller")
    door = entries(StepAnswered(step="start", answers={"when": "today"}))
    assert walk.resumed(fold(door), door) == At("unplug")


def test_the_page_of_one_thing_is_a_task_and_leads_back() -> None:
    walk = journey()
    walk.go(At("remove-programs"))
    walk.go(Item("remove-programs", "f-1"))
    assert walk.is_task()
    assert walk.back() == At("remove-programs")


def test_a_case_that_was_closed_in_a_removal_goes_on_at_its_list() -> None:
    walk = journey()
    agreed = entries(RemovalAgreed(plan=plan_of("l-1"), sha256="0"))
    assert walk.resumed(fold(agreed), agreed) == At("left-behind")
    finding = ToolFound(scan_id="s-1", finding=found("AnyDesk", "offer"))
    cut = entries(
        ScanStarted(scan_id="s-1", host="this", system="windows", catalogue="x"),
        finding,
        RemovalAgreed(plan=plan_of("f-1"), sha256="0"),
        RemovalNotStarted(plan_id="r-1", rights="person", reason="failed"),
    )
    assert walk.resumed(fold(cut), cut) == At("remove-programs")
    unknown = entries(RemovalNotStarted(plan_id="r-9", rights="person", reason="failed"))
    assert walk.resumed(fold(unknown), unknown) == At("left-behind")


def test_a_task_whose_page_was_begun_and_left_is_in_progress() -> None:
    begun = case(AnswersKept(step="e-mail-first", answers={"new-password": True}))
    stage = plan().stage_of("e-mail-first")
    row = next(row for rows in journey().rows(begun).values() for row in rows if row.stage.id == stage.id)
    assert row.status == "in-progress"
