"""Home: grouped rows, statuses in words, the next open task named and focused, the reason why one must wait."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from recovery_assistant.domain.journal import StepCompleted, StepSkipped
from recovery_assistant.ui.journey import At, Home
from recovery_assistant.ui.pages.home import HomePage
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench, plan, words


def home(bench: Bench, *done: str) -> tuple[Window, HomePage]:
    window = bench.window()
    assert window.casebook is not None
    for stage in done:
        for step in plan().stage(stage).steps:
            window.casebook.record(StepCompleted(step=step.id))
    window.go(Home())
    bench.settle()
    assert isinstance(window.page, HomePage)
    return window, window.page


def test_the_main_button_names_the_next_open_task_and_it_has_the_focus(bench: Bench) -> None:
    window, page = home(bench, "unplug", "still-connected", "bank", "evidence")
    assert page.footer().main == f"Go on: {words().stages['what-happened'].button}"
    row = page.row("what-happened")
    bench.qtbot.waitUntil(lambda: QApplication.focusWidget() is row)
    window._footer.main_button.click()
    assert window.journey.here == At("where-you-live")


def test_every_row_says_its_status(bench: Bench) -> None:
    _window, page = home(bench, "unplug")
    first = page.row("unplug")
    assert first is not None
    assert first.accessibleName() == f"{words().stages['unplug'].name}, Completed"
    second = page.row("bank")
    assert second is not None
    assert second.accessibleName().endswith("Not started")


def test_a_row_is_entered_by_a_click(bench: Bench) -> None:
    window, page = home(bench)
    row = page.row("report")
    assert row is not None
    row.click()
    assert window.journey.here == At("lead-check")


def test_what_we_have_so_far_can_be_printed(bench: Bench) -> None:
    window, _page = home(bench)
    window._footer.skip_button.click()
    assert window.journey.here == At("record")


def test_a_skipped_page_is_counted_and_what_counts_as_skipped_is_said(bench: Bench) -> None:
    said = "A page that you leave empty counts as skipped. It waits here for you."
    window, page = home(bench)
    assert said not in [label.words for label in page.findChildren(Label)]
    assert window.casebook is not None
    window.casebook.record(StepCompleted(step="the-call"))
    window.casebook.record(StepSkipped(step="the-caller"))
    window.casebook.record(StepSkipped(step="where-you-live"))
    window.go(Home())
    bench.settle()
    assert window.page is not None
    words = [label.words for label in window.page.findChildren(Label)]
    assert said in words
    assert any(one.startswith("1 of ") and one.endswith(" pages done, 2 skipped") for one in words)
