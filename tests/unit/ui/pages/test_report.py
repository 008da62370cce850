"""Report pages: leads and where to find them; answers copied one by one; large letters; the day to ask again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from recovery_assistant.domain.journal import KnownEvent, PaperMade, StepAnswered
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.base import Page
from recovery_assistant.ui.pages.report import LeadCheckPage, ReportPage, SheetView, report_page
from recovery_assistant.ui.widgets.text import Label, NoteBar
from recovery_assistant.ui.window import Window
from tests.unit.domain.paper_cases import events
from tests.window_parts import Bench


def window(bench: Bench, *, rich: bool = True, more: tuple[KnownEvent, ...] = ()) -> Window:
    shown = bench.window()
    assert shown.casebook is not None
    region = StepAnswered(step="where-you-live", answers={"region": "england"})
    for event in (*(events("gb")[1:] if rich else [region]), *more):
        shown.casebook.record(event)
    return shown


def page_of(bench: Bench, step: str, *, rich: bool = True, more: tuple[KnownEvent, ...] = ()) -> Page:
    return bench.page(step, window(bench, rich=rich, more=more))


def texts(page: Page) -> str:
    return "\n".join(label.words for label in page.findChildren(Label))


def pressed(page: Page, words: str) -> None:
    next(button for button in page.findChildren(QPushButton) if button.accessibleName() == words).click()


def test_leads_say_what_is_there_and_where_to_find_the_rest(bench: Bench) -> None:
    page = page_of(bench, "lead-check")
    assert isinstance(page, LeadCheckPage)
    assert "020 7946 0112" in texts(page)
    assert "Where to find it" not in texts(page)
    bare = page_of(bench, "lead-check", rich=False)
    assert texts(bare).count("Where to find it") == 7
    assert "list of calls on your phone" in "\n".join(
        label.text() for label in bare.findChildren(Label) if label.text()
    )
    asked: list[object] = []
    bare.go.connect(asked.append)
    pressed(bare, f"Add it on page {bare.desk.parts.plan.code('the-caller')}")
    assert asked == [At("the-caller")]
    bare.main_pressed()
    assert bare.desk.case.steps["lead-check"] == "completed"


def test_each_answer_is_copied_by_itself_and_said(bench: Bench) -> None:
    page = page_of(bench, "report-fraud")
    assert isinstance(page, ReportPage)
    said: list[str] = []
    page.said.connect(said.append)
    copy = next(one for one in page.findChildren(QPushButton) if one.accessibleDescription().endswith("How much?"))
    copy.click()
    assert QGuiApplication.clipboard().text() == "£2,800.00"
    assert said == [f"Copied: {copy.accessibleDescription()}"]
    pressed(page, "Copy all answers")
    assert "Have you lost money? How much?\n£2,800.00" in QGuiApplication.clipboard().text()
    assert said[-1] == "All answers are copied."


def test_large_letters_hide_the_copy_buttons(bench: Bench) -> None:
    page = page_of(bench, "report-fraud")
    view = page.findChildren(SheetView)[0]
    pressed(page, "Large letters, to read out")
    assert not any(one.isVisibleTo(view) for one in view._copies)
    assert {value.property("role") for _, value in view._labels} == {"number"}
    pressed(page, "Large letters, to read out")
    assert all(one.isVisibleTo(view) for one in view._copies)


def test_a_report_page_says_what_is_missing_and_when_to_ask_again(bench: Bench) -> None:
    reported = StepAnswered(step="report-fraud", answers={"reported": "online", "reported-on": "2026-11-20"})
    page = page_of(bench, "report-fraud", rich=False, more=(reported,))
    assert "answers are missing" in texts(page)
    notes = [label.words for note in page.findChildren(NoteBar) for label in note.findChildren(Label)]
    assert any("Ask on 18 December 2026 what became of it." in note for note in notes)


def test_the_sheet_is_saved_as_paper_and_noted(bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = page_of(bench, "report-fraud")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "sheet.pdf"), ""))
    pressed(page, "Save this sheet to print")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    newest = bench.book(page).entries[-1].event
    assert isinstance(newest, PaperMade)
    assert (newest.kind, newest.paper) == ("sheet", "report-fraud")


def test_answers_of_the_page_itself_are_kept_on_the_way_to_a_missing_one(bench: Bench) -> None:
    page = page_of(bench, "report-fraud", rich=False)
    asked: list[object] = []
    page.go.connect(asked.append)
    link = next(one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Add it on page"))
    link.click()
    assert len(asked) == 1


@pytest.mark.parametrize("step", ["lead-check", "report-fraud", "letters"])
def test_at_200_per_cent_nothing_goes_sideways(bench: Bench, step: str) -> None:
    shown = window(bench)
    shown.resize(800, 600)
    bench.theme.set_percent(200)
    page = bench.page(step, shown)
    bench.settle()
    wide = [
        one.accessibleName()
        for one in page.findChildren(QPushButton)
        if one.isVisibleTo(page) and one.mapTo(page, one.rect().topRight()).x() > page.width()
    ]
    assert wide == []
    assert page.minimumSizeHint().width() <= 800


def test_a_step_without_form_and_questions_is_the_check_of_leads(bench: Bench) -> None:
    page = page_of(bench, "lead-check")
    assert isinstance(report_page(page.desk, page.desk.parts.plan.step("lead-check")), LeadCheckPage)
