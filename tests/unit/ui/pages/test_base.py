"""Every page: its words, its code, what was made safe, what cannot start yet, a disk that is full."""

from __future__ import annotations

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.ui.pages.base import StepPage, WaitingPage
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench, plan, words


def test_a_page_says_its_code_and_where_it_stands(bench: Bench) -> None:
    page = bench.page("the-call")
    assert isinstance(page, StepPage)
    assert page.code() == "Page 5B"
    assert page.progress_words().startswith("Write down what happened: 2 of ")


def test_what_was_made_safe_is_said_on_the_next_page_only_when_it_was_done(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("unplug", window)
    assert isinstance(page, StepPage)
    assert page.safe_words() == ""
    page.main_pressed()
    bench.settle()
    assert window.page is not None
    said = [label.words for label in window.page.findChildren(Label)]
    assert words().step("unplug").now_safe in said


def test_skipping_is_written_down_and_goes_on(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("the-call", window)
    page.skip_pressed()
    assert window.desk.case.steps["the-call"] == "skipped"
    assert window.page is not page


def test_a_page_that_must_wait_says_why(bench: Bench) -> None:
    page = bench.page("this-pc")
    assert isinstance(page, WaitingPage)
    said = " ".join(label.words for label in page.findChildren(Label))
    assert words().step("this-pc").cannot_start in said


def test_what_cannot_be_written_asks_for_the_problem_page(bench: Bench) -> None:
    page = bench.page("the-call")
    assert isinstance(page, StepPage)
    failed: list[CaseError] = []
    page.failed.connect(failed.append)
    bench.book(page).close()
    page.complete()
    assert failed
    assert plan().stage_of("the-call").id == "what-happened"


def test_who_has_no_other_device_is_sent_to_people_who_have_one(bench: Bench) -> None:
    window = bench.window()

    def said() -> str:
        return " ".join(label.words for label in bench.page("e-mail-first", window).findChildren(Label))

    assert "Do this on another device" in said()
    bench.book(bench.page("clean-device", window)).answer("clean-device", {"device": "none"})
    assert "in a library or with family" in said()
    assert "Do this on another device" not in said()
