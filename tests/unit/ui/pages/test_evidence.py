"""Evidence: the main button looks first and goes on afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

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


class Windows(QObject):
    """Keeps what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it so
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


def test_coming_back_flashes_no_window_up(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("copy-evidence", window)
    list(look_and_copy(page.desk, bench.book(page), lambda: False))
    windows = Windows()
    bench.application.installEventFilter(windows)
    try:
        page = bench.page("copy-evidence", window)
    finally:
        bench.application.removeEventFilter(windows)
    assert windows.seen == []
    assert isinstance(page, EvidencePage)
    assert page._again.isVisibleTo(page)
