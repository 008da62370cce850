"""Evidence: the main button looks first and goes on afterwards."""

from __future__ import annotations

from recovery_assistant.ui.pages.evidence import EvidencePage
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
