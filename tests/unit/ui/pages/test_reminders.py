"""Days to keep: in words that read as a sentence, and as a calendar file without anything of the case."""

from __future__ import annotations

from pathlib import Path

from recovery_assistant.domain.journal import PaymentRecorded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.ui.pages.problem import ProblemPage
from recovery_assistant.ui.pages.reminders import RemindersPage
from recovery_assistant.ui.widgets.answers import TickRow
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench

PAID = Payment(id="p1", amount_minor=185000, rail="bank-transfer", who_sent="them", sent_on="2026-11-18")


def reminders_page(bench: Bench) -> tuple[Window, RemindersPage]:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("the-call", {"day": "2026-11-18"})
    window.casebook.record(PaymentRecorded(payment=PAID))
    page = bench.page("reminders", window)
    assert isinstance(page, RemindersPage)
    return window, page


def test_days_read_as_sentences(bench: Bench) -> None:
    _window, page = reminders_page(bench)
    said = [label.words for label in page.findChildren(Label)]
    assert "Tell the bank by 18 December 2027 (£1,850.00)" in said
    assert "Each week: look at your statements, from 25 November 2026 until 18 February 2027" in said
    assert "Last look, before the time limit of the bank: 18 November 2027" in said


def test_the_calendar_file_holds_the_days_and_nothing_of_the_case(bench: Bench, tmp_path: Path) -> None:
    window, page = reminders_page(bench)
    page.save_to(tmp_path / "days.ics")
    content = (tmp_path / "days.ics").read_text("utf-8")
    assert "SUMMARY:Tell the bank by 18 December 2027\n" in content
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270218\n" in content
    assert "1,850" not in content
    assert window.desk.case.number not in content
    assert page._told.words.startswith("The calendar file is saved.")


def test_a_place_where_nothing_can_be_saved_is_said(bench: Bench, tmp_path: Path) -> None:
    window, page = reminders_page(bench)
    page.save_to(tmp_path / "gone" / "days.ics")
    bench.settle()
    assert isinstance(window.page, ProblemPage)


def test_a_tick_is_kept_at_once(bench: Bench) -> None:
    window, page = reminders_page(bench)
    tick = page.questions._widgets["weekly"]
    assert isinstance(tick, TickRow)
    tick.click()
    assert window.desk.case.answer("reminders", "weekly") is True
