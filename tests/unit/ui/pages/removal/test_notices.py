"""What home tells of removals of an earlier day, what matters most first, each with the way to it."""

from __future__ import annotations

import pytest
from msgspec import structs

from recovery_assistant.domain.case import Case, KnownFinding
from recovery_assistant.domain.journal import FindingMarked
from recovery_assistant.domain.removal.results import RunStarted
from recovery_assistant.domain.removal.state import KnownRemoval, Look, Outcome
from recovery_assistant.ui.journey import Home, Item
from recovery_assistant.ui.pages.home import HomePage
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.removal.notices import NoticeBar, notices
from tests.made_up_parts import plan, words
from tests.made_up_removal import AT
from tests.unit.ui.pages.removal.test_standing import known
from tests.unit.ui.pages.removal.test_standing import plan as removal_plan
from tests.window_parts import Bench, found

STARTED = RunStarted(plan_id="r-1", sha256="0", rights="administrator", acts=True, at=AT, user="x", version="1")


def case_of(*removals: KnownRemoval) -> Case:
    return Case(
        removals={removal.plan.id: removal for removal in removals},
        findings={"f-1": KnownFinding(finding=found("AnyDesk", "offer"))},
    )


def told(case: Case, doing: str = "") -> list[tuple[str, str]]:
    found_ones = notices(case, plan(), words().removing, lambda item: item == doing)
    return [(one.now, one.place.step) for one in found_ones]


@pytest.mark.parametrize(
    ("outcome", "is_told"),
    [("came-back", True), ("removed-pending-restart", True), ("removed-verified", False), ("put-back", False)],
)
def test_only_what_wants_somebody_is_told(outcome: Outcome, is_told: bool) -> None:
    assert told(case_of(known(outcome=outcome))) == ([(outcome, "remove-programs")] if is_told else [])


def test_what_was_cut_off_or_goes_on_is_told() -> None:
    assert told(case_of(known(STARTED))) == [("cut-off", "remove-programs")]
    assert told(case_of(known(STARTED)), doing="f-1") == [("going-on", "remove-programs")]


def test_what_came_back_is_told_before_what_waits() -> None:
    waiting = known(outcome="removed-pending-restart")
    setting = structs.replace(removal_plan("r-2"), item="l-1", tool_id="", name="Exclusion")
    back = KnownRemoval(
        plan=setting, sha256="0", agreed_at=AT, agreed_by="person", looks=(Look(at=AT, outcome="came-back"),)
    )
    assert told(case_of(waiting, back)) == [
        ("came-back", "left-behind"),
        ("removed-pending-restart", "remove-programs"),
    ]


def test_home_tells_it_and_leads_there(bench: Bench) -> None:
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(look_and_copy(window.desk, book, lambda: False))
    item = next(iter(book.case.findings))
    book.record(FindingMarked(finding_id=item, mark="not-mine"))
    removing = bench.removing_of(book)
    removing.outcome = "came-back"
    list(removing.run(removing.propose(item), (), lambda: False))
    window.go(Home())
    bench.settle()
    page = window.page
    assert isinstance(page, HomePage)
    (bar,) = page.findChildren(NoticeBar)
    bar.buttons[0].click()
    assert window.journey.here == Item("remove-programs", item)


def test_what_is_found_out_while_home_is_shown_is_told_at_once(bench: Bench) -> None:
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(look_and_copy(window.desk, book, lambda: False))
    item = next(iter(book.case.findings))
    removing = bench.removing_of(book)
    list(removing.run(removing.propose(item), (), lambda: False))
    removing.comes_back = True
    window.go(Home())
    bench.qtbot.waitUntil(lambda: bool(window.page and window.page.findChildren(NoticeBar)))
