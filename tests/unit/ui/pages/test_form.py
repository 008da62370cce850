"""Forms, checklists and advice: what counts as answered, skipped and done."""

from __future__ import annotations

from recovery_assistant.ui.pages.form import AdvicePage, ChecklistPage, FormPage
from recovery_assistant.ui.widgets.answers import Question, TickRow
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_going_on_without_an_answer_counts_as_skipped(bench: Bench) -> None:
    page = bench.page("where-you-live")
    page.main_pressed()
    assert bench.book(page).case.steps["where-you-live"] == "skipped"


def test_an_answer_is_on_the_disk_before_the_next_page_shows(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("where-you-live", window)
    assert isinstance(page, FormPage)
    asked = page.questions._widgets["region"]
    assert isinstance(asked, Question)
    asked.choices[3].click()
    page.main_pressed()
    assert window.casebook is not None
    window.casebook.refresh()
    assert window.casebook.case.answer("where-you-live", "region") == "scotland"
    assert window.page is not page


def test_every_tick_is_kept_at_once(bench: Bench) -> None:
    page = bench.page("e-mail-first")
    assert isinstance(page, ChecklistPage)
    tick = page.questions._widgets["new-password"]
    assert isinstance(tick, TickRow)
    tick.click()
    assert bench.book(page).case.answer("e-mail-first", "new-password") is True
    tick.click()
    assert bench.book(page).case.answer("e-mail-first", "new-password") is False


def test_advice_is_done_when_it_was_read(bench: Bench) -> None:
    page = bench.page("they-will-ring-back")
    assert isinstance(page, AdvicePage)
    page.main_pressed()
    assert bench.book(page).case.steps["they-will-ring-back"] == "completed"


def test_what_to_ask_stands_on_a_page_without_a_call_too(bench: Bench) -> None:
    page = bench.page("report-fraud")
    assert "What is my crime reference number?" in [label.words for label in page.findChildren(Label)]


def test_what_is_safe_is_only_said_when_every_line_is_ticked(bench: Bench) -> None:
    page = bench.page("browser-check")
    assert isinstance(page, ChecklistPage)
    ticks = page.findChildren(TickRow)
    ticks[0].click()
    page.main_pressed()
    assert page.safe_words() == ""
    for tick in ticks[1:]:
        tick.click()
    assert page.safe_words() == page.words.now_safe
