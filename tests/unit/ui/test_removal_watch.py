"""The watch of the window: one removal at a time, whatever page is shown; an earlier start is picked up once."""

from __future__ import annotations

from recovery_assistant.domain.removal.plan import Proposal
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.removal_watch import Ear, RemovalWatch
from recovery_assistant.ui.window import Window
from tests.made_up_removal import MadeUpRemoving
from tests.window_parts import Bench


def ready(bench: Bench) -> tuple[Window, RemovalWatch, MadeUpRemoving, Proposal]:
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(look_and_copy(window.desk, book, lambda: False))
    removing = bench.removing_of(book)
    return window, window.removals, removing, removing.propose(next(iter(book.case.findings)))


def test_one_at_a_time(bench: Bench) -> None:
    window, watch, removing, proposal = ready(bench)
    assert window.casebook is not None
    removing.held = 0
    assert watch.start(window.casebook, proposal, ())
    assert not watch.start(window.casebook, proposal, ())
    assert watch.plan is proposal.plan
    removing.go_on.set()
    bench.qtbot.waitUntil(lambda: watch.plan is None)
    (removal,) = window.casebook.case.removals.values()
    assert removal.outcome == "removed-verified"


def test_nothing_to_do_is_never_begun(bench: Bench) -> None:
    window, watch, _removing, _proposal = ready(bench)
    assert window.casebook is not None
    assert not watch.start(window.casebook, Proposal(plan=None), ())


def test_what_an_earlier_start_left_is_picked_up_once(bench: Bench) -> None:
    window, watch, removing, proposal = ready(bench)
    book = window.casebook
    assert book is not None
    watch.pick_up(book)
    assert watch._picking is None, "nothing was ever removed here"
    list(removing.run(proposal, (), lambda: False))
    heard: list[str] = []
    ear = Ear()
    ear.hear(watch.picked_up, lambda: heard.append("picked up"))
    for _time in range(2):
        watch.pick_up(book)
        bench.qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["picked up"]
    (removal,) = book.case.removals.values()
    assert len(removal.looks) == 2, "what was removed is looked for again"
    ear.close()
    watch.picked_up.emit()
    assert heard == ["picked up"]
    ear.close()


def test_a_runner_that_still_works_is_watched(bench: Bench) -> None:
    window, watch, removing, proposal = ready(bench)
    book = window.casebook
    assert book is not None
    list(removing.run(proposal, (), lambda: False))
    removing.still_works = True
    ended: list[str] = []
    watch.ended.connect(lambda: ended.append("ended"))
    watch.pick_up(book)
    bench.qtbot.waitUntil(lambda: bool(ended))
    assert removing.followed == [proposal.plan.id if proposal.plan else ""]


def test_another_case_lets_go_of_the_one_before(bench: Bench) -> None:
    window, watch, removing, proposal = ready(bench)
    assert window.casebook is not None
    removing.held = 0
    watch.start(window.casebook, proposal, ())
    other = bench.cases.new("GB", "person")
    watch.of(other)
    assert removing.let_go_count == 1
    assert watch.plan is None
    other.close()
