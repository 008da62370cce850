"""Findings: evidence always ends with what was not looked at, the mark is kept, a contradiction is shown."""

from __future__ import annotations

from msgspec import structs
from PySide6.QtGui import QAccessible

from recovery_assistant.domain.case import KnownFinding
from recovery_assistant.domain.finding import Evidence
from recovery_assistant.domain.journal import FindingMarked, ToolFound
from recovery_assistant.services import scanner
from recovery_assistant.ui.pages.findings import FindingsPage, asked, evidence_told, mark_words
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench, found


def scanned(bench: Bench) -> Window:
    window = bench.window()
    assert window.casebook is not None
    list(look_and_copy(window.desk, window.casebook, lambda: False))
    return window


def findings(bench: Bench, window: Window) -> FindingsPage:
    page = bench.page("programs-found", window)
    assert isinstance(page, FindingsPage)
    return page


def test_without_a_look_the_page_looks_first(bench: Bench) -> None:
    page = findings(bench, bench.window())
    assert page.footer().main == "Look at this PC"
    page.main_pressed()
    bench.qtbot.waitUntil(lambda: page._question is not None)
    assert page._question is not None
    assert page._question.chosen is None


def test_evidence_ends_with_what_was_not_looked_at(bench: Bench) -> None:
    page = findings(bench, scanned(bench))
    assert page._card is not None
    pairs = [label.words for label in page._card._how.findChildren(Label)]
    told = pairs[pairs.index("Not looked at") + 1 :]
    assert told == [
        "Timed jobs: this PC did not let us look",
        "Programs that are running now: access denied to 2 of 90",
    ]


def test_files_of_which_the_same_is_true_are_told_once(bench: Bench) -> None:
    says = "The program file says that it is AnyDesk, although it is called {}. It is signed."
    files = ["a.exe", "b.exe", "c.exe"]
    seen = [
        Evidence(kind="program_file", source="files", says=says.format(name), value=f"C:/x/{name}") for name in files
    ]
    other = Evidence(kind="process", source="processes", says="It is running now.", value="C:/x/b.exe")
    told = evidence_told(structs.replace(found("AnyDesk", "offer"), evidence=(seen[0], other, *seen[1:])))
    assert [pair[0] for pair in told] == [seen[0].says, "The same is true of this:", "", other.says]
    assert [pair[1].partition(" ")[0] for pair in told] == ["C:/x/a.exe", "C:/x/b.exe", "C:/x/c.exe", "C:/x/b.exe"]


def test_a_second_copy_says_which_it_is_and_where_it_lies(bench: Bench) -> None:
    window = scanned(bench)
    assert window.casebook is not None
    first = next(iter(window.casebook.case.findings.values())).finding
    scan = window.casebook.case.newest_scan
    assert scan is not None
    portable = Evidence(kind="program_file", source="files", says="Seen", value="C:/Users/me/Downloads/AnyDesk.exe")
    window.casebook.record(ToolFound(scan_id=scan.id, finding=structs.replace(first, id="f-2", evidence=(portable,))))
    page = findings(bench, window)
    page.skip_pressed()
    assert page.heading is not None
    assert page.heading.words == "We found 1 program that lets other people see this screen, in 2 copies"
    assert page._card is not None
    said = [label.words for label in page._card.findChildren(Label)]
    assert "AnyDesk, copy 2 of 2" in said
    assert said[said.index("Where it lies") + 1] == "In the Downloads folder of me, under the name “AnyDesk.exe”"


def test_the_mark_is_kept_and_the_page_ends_with_gaps(bench: Bench) -> None:
    window = scanned(bench)
    page = findings(bench, window)
    assert page._question is not None
    choices = {choice.option.id: choice for choice in page._question.choices}
    choices["not-mine"].click()
    page.main_pressed()
    assert [known.mark for known in window.desk.case.findings.values()] == ["not-mine"]
    said = " ".join(label.words for label in page.findChildren(Label))
    assert "What we could not look at" in said
    page.main_pressed()
    assert window.desk.case.steps["programs-found"] == "completed"


def test_an_answer_that_the_day_contradicts_is_shown_before_going_on(bench: Bench) -> None:
    window = scanned(bench)
    assert window.casebook is not None
    window.casebook.answer("the-call", {"day": "2026-11-18", "began-at": "10:31"})
    page = findings(bench, window)
    assert page._question is not None
    page._question.choices[0].click()
    page.main_pressed()
    known = next(iter(window.desk.case.findings.values()))
    assert known.contradiction
    assert page._question is not None, "the page stays, so that it is seen"
    assert any(known.contradiction in label.words for label in page.findChildren(Label))
    page.main_pressed()
    assert page._question is None


def test_a_day_told_later_contradicts_an_answer_given_before(bench: Bench) -> None:
    window = scanned(bench)
    assert window.casebook is not None
    (finding_id,) = window.desk.case.findings
    window.casebook.record(FindingMarked(finding_id=finding_id, mark="mine"))
    window.casebook.answer("the-call", {"day": "2026-11-18", "began-at": "10:31"})
    page = findings(bench, window)
    page.show_pane(lambda: page._finding_pane(finding_id))
    told = scanner.contradiction(window.desk.case.findings[finding_id].finding, "mine", window.desk.case)
    assert told
    assert any(told in label.words for label in page.findChildren(Label))


def test_access_aids_are_never_asked_about() -> None:
    aid = found("NVDA", "never")
    assert asked({"f-1": KnownFinding(finding=aid)}) == []


def test_answers_are_radio_buttons_with_names(bench: Bench) -> None:
    page = findings(bench, scanned(bench))
    assert page._question is not None
    spoken = QAccessible.queryAccessibleInterface(page._question.choices[0])
    assert spoken.role() == QAccessible.Role.RadioButton
    assert spoken.text(QAccessible.Text.Name) == mark_words()["mine"]
