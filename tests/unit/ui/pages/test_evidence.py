"""Evidence: the main button looks first and goes on afterwards."""

from __future__ import annotations

from pytestqt.logging import _QtMessageCapture

from recovery_assistant.ui.pages.evidence import EvidencePage
from recovery_assistant.ui.pages.looking import look_and_copy
from tests.window_parts import Bench


def test_first_look_then_on(bench: Bench) -> None:
    page = bench.page("copy-evidence")
    assert isinstance(page, EvidencePage)
    assert page.footer().main == "Look and copy"
    with bench.qtbot.waitSignal(page.looking.ended):
        page.main_pressed()
    assert page.footer().main == "Continue"
    page.main_pressed()
    assert bench.book(page).case.steps["copy-evidence"] == "completed"


def test_leaving_stops_the_look(bench: Bench) -> None:
    page = bench.page("copy-evidence")
    assert isinstance(page, EvidencePage)
    page.main_pressed()
    page.left()
    assert not page.looking.is_running
    page.desk.stream.wait()


def test_coming_back_flashes_no_window_up(bench: Bench, qtlog: _QtMessageCapture) -> None:
    window = bench.window()
    page = bench.page("copy-evidence", window)
    list(look_and_copy(page.desk, bench.book(page), lambda: False))
    before = len(qtlog.records)
    page = bench.page("copy-evidence", window)
    assert [one.message for one in qtlog.records[before:]] == [], "Qt says so when a part is shown as a window"
    assert isinstance(page, EvidencePage)
    assert page._again.isVisibleTo(page)
