"""The record page: a preview, for whom, how large; saved as seen; the recovery sheet apart from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from recovery_assistant.domain.journal import RecordMade, RecoverySheetMade
from recovery_assistant.ui.pages import record
from recovery_assistant.ui.pages.record import RecordPage
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


@pytest.fixture(autouse=True)
def _no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "has_printer", lambda: False)


def ready(bench: Bench) -> RecordPage:
    page = bench.page("record")
    assert isinstance(page, RecordPage)
    bench.qtbot.waitUntil(lambda: page._made is not None)
    return page


def answer_dialog(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Choose a file as a person would: the native dialog itself cannot be driven without a desktop."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))


def test_the_first_page_is_seen_and_pages_can_be_turned(bench: Bench) -> None:
    page = ready(bench)
    assert page._which.words.startswith("Page 1 of ")
    assert not page._sheet.pixmap().isNull()
    page._number = 0
    page._make()
    first = page._made
    assert first is not None
    assert first.seen.total > 1


def test_a_larger_letter_makes_more_pages(bench: Bench) -> None:
    page = ready(bench)
    assert page._made is not None
    small = page._made.seen.total
    page._wish = record.Wish(size=24)
    page._make()
    bench.qtbot.waitUntil(lambda: page._made is not None and page._made.wish.size == 24)
    assert page._made is not None
    assert page._made.seen.total > small


def test_without_a_printer_the_main_button_saves_what_is_seen(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = ready(bench)
    assert page.footer().main == "Save to a stick"
    seen = page._made
    assert seen is not None
    answer_dialog(monkeypatch, tmp_path / "record.pdf")
    page.main_pressed()
    assert (tmp_path / "record.pdf").read_bytes() == seen.pdf
    book = bench.book(page)
    assert any(isinstance(entry.event, RecordMade) for entry in book.entries)
    assert book.case.steps["record"] == "completed"
    assert any(label.words == "The record is saved." for label in page.findChildren(Label))


def test_that_it_is_saved_is_said_where_one_looks(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = ready(bench)
    window = bench.window_of(page)
    window.resize(1100, 620)
    bench.settle()
    answer_dialog(monkeypatch, tmp_path / "record.pdf")
    page.main_pressed()
    bench.settle()
    told = next(label for label in page.findChildren(Label) if label.words == "The record is saved.")
    seen = told.visibleRegion().boundingRect()
    assert seen.height() == told.height(), "the whole line stands in the window"
    assert window.property("announced") == "The record is saved."


def test_the_recovery_sheet_is_a_paper_of_its_own(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = ready(bench)
    answer_dialog(monkeypatch, tmp_path / "sheet.pdf")
    page._recovery_sheet()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert any(isinstance(entry.event, RecoverySheetMade) for entry in bench.book(page).entries)


def test_a_place_that_cannot_be_written_asks_for_the_problem_page(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = ready(bench)
    failed: list[object] = []
    page.failed.connect(failed.append)
    answer_dialog(monkeypatch, tmp_path / "no such folder" / "record.pdf")
    page.main_pressed()
    assert failed


def test_as_text_and_back(bench: Bench) -> None:
    page = ready(bench)
    page._read_as_text()
    bench.qtbot.waitUntil(lambda: page._columns is None)
    assert page.heading is not None
    assert page.heading.words == "Your record as text"
    page.main_pressed()
    assert page._columns is not None
