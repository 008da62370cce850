"""The list of what is to be removed: how each stands, what stays, and when the page is done."""

from __future__ import annotations

from msgspec import structs

from recovery_assistant.domain.finding import Evidence
from recovery_assistant.domain.journal import FindingLookedForAgain, FindingMarked, ScanStarted, ToolFound
from recovery_assistant.domain.removal.state import Outcome
from recovery_assistant.ui.journey import At, Item
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.removal.page import RemovalPage
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench, found


def removal(bench: Bench, mark: str = "not-mine") -> RemovalPage:
    window = bench.window()
    assert window.casebook is not None
    list(look_and_copy(window.desk, window.casebook, lambda: False))
    finding_id = next(iter(window.desk.case.findings))
    window.casebook.record(FindingMarked(finding_id=finding_id, mark="mine" if mark == "mine" else "not-mine"))
    page = bench.page("remove-programs", window)
    assert isinstance(page, RemovalPage)
    return page


def removed(bench: Bench, page: RemovalPage, outcome: Outcome, gaps: int = 0) -> RemovalPage:
    """Have the first of the list removed, with this end, and come back to the list."""
    book = bench.book(page)
    removing = bench.removing_of(book)
    removing.outcome, removing.gaps = outcome, gaps
    list(removing.run(removing.propose(next(iter(page.rows))), (), lambda: False))
    again = bench.page("remove-programs", bench.window_of(page))
    assert isinstance(again, RemovalPage)
    return again


def test_a_row_leads_to_the_page_of_its_program(bench: Bench) -> None:
    page = removal(bench)
    window = bench.window_of(page)
    (row,) = page.rows.values()
    assert row.accessibleName() == "AnyDesk, Still to do"
    row.click()
    trail = [window.journey.here]
    assert window._header.code.words == "Page 6C"
    window._footer.back.emit()
    trail.append(window.journey.here)
    assert trail == [Item("remove-programs", next(iter(page.rows))), At("remove-programs")]


def test_two_copies_of_one_program_are_told_apart(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.record(ScanStarted(scan_id="s-1", host="this", system="windows", catalogue="x"))
    for number, place in enumerate(("C:/a/AnyDesk.exe", "C:/b/AnyDesk.exe")):
        finding = structs.replace(
            found("AnyDesk", "offer"),
            id=f"f-{number}",
            evidence=(Evidence(kind="program_file", source="Downloads", says="It lies there.", value=place),),
        )
        window.casebook.record(ToolFound(scan_id="s-1", finding=finding))
    page = bench.page("remove-programs", window)
    said = " ".join(label.words for label in page.findChildren(Label))
    assert "AnyDesk, copy 1 of 2" in said
    assert "C:/b/AnyDesk.exe" in said
    assert "You have not said yet if it is yours." in said


def test_what_is_ones_own_stays(bench: Bench) -> None:
    page = removal(bench, "mine")
    assert page.footer().main == "Continue"
    assert any("These stay, because you said so: AnyDesk." in label.words for label in page.findChildren(Label))


def test_before_a_look_nobody_says_that_there_is_nothing(bench: Bench) -> None:
    page = bench.page("remove-programs", bench.window())
    said = [label.words for label in page.findChildren(Label)]
    assert "There is nothing to remove." not in said
    assert "We have not looked at this PC yet. Look for programs first." in said


def test_the_main_button_goes_to_the_next_one_and_ends_the_page_behind_the_last(bench: Bench) -> None:
    page = removal(bench)
    assert page.footer().main == "Show what would be done"
    page = removed(bench, page, "removed-verified")
    (row,) = page.rows.values()
    assert row.accessibleName() == "AnyDesk, Removed"
    assert page.footer().main == "Continue"
    page.main_pressed()
    assert bench.book(page).case.steps["remove-programs"] == "completed"
    assert page.safe_words() != ""


def test_a_look_with_gaps_ends_the_page_and_calls_nothing_safe(bench: Bench) -> None:
    page = removed(bench, removal(bench), "removed-verified", gaps=1)
    assert next(iter(page.rows.values())).accessibleName() == "AnyDesk, Not seen again"
    page.main_pressed()
    assert bench.book(page).case.steps["remove-programs"] == "completed"
    assert page.safe_words() == "", "not everything could be looked at"


def test_a_no_to_the_system_lets_the_person_go_on_and_keeps_the_task_open(bench: Bench) -> None:
    page = removed(bench, removal(bench), "refused-by-person")
    assert page.footer().main == "Continue"
    page.main_pressed()
    assert bench.book(page).case.steps["remove-programs"] == "skipped"


def test_what_came_back_wants_the_person_again(bench: Bench) -> None:
    page = removed(bench, removal(bench), "came-back")
    assert page.footer().main == "Show what would be done"
    assert next(iter(page.rows.values())).accessibleName() == "AnyDesk, Came back"


def test_what_was_put_back_is_to_do_again(bench: Bench) -> None:
    page = removed(bench, removal(bench), "put-back")
    assert next(iter(page.rows.values())).accessibleName() == "AnyDesk, Still to do"
    assert page.footer().main == "Show what would be done"
    page.main_pressed()
    assert page.footer().skip == "Skip for now", "and nobody is made to"
    assert "remove-programs" not in bench.book(page).case.steps


def test_a_removal_by_hand_counts_as_one_by_us(bench: Bench) -> None:
    page = removal(bench)
    finding_id = next(iter(page.rows))
    bench.book(page).record(FindingLookedForAgain(finding_id=finding_id, still_there=False, gaps=0))
    page = bench.page("remove-programs", bench.window_of(page))  # type: ignore[assignment]
    assert page.footer().main == "Continue"
    page.main_pressed()
    assert bench.book(page).case.steps["remove-programs"] == "completed"
