"""The application: settings are taken over, a fault of ours gets a page and not a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from recovery_assistant.storage.settings import Settings, save_settings
from recovery_assistant.ui import app
from recovery_assistant.ui.pages.problem import ProblemPage
from tests.window_parts import Bench


def test_the_text_size_of_last_time_is_taken_over(bench: Bench, qapp: QApplication) -> None:
    save_settings(Settings(text_size=150), bench.parts.settings_path)
    window = app.open_window(bench.parts, qapp)
    bench.qtbot.addWidget(window)
    assert window.desk.theme.percent == 150


def test_a_fault_of_ours_shows_a_page_with_a_code(bench: Bench, qapp: QApplication, capsys: object) -> None:
    window = bench.window()
    app.telling(window)(ZeroDivisionError, ZeroDivisionError("nothing"), None)
    assert isinstance(window.page, ProblemPage)
    assert window.page.code() == "Code X-02"
