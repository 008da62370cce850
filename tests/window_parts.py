"""A window on made-up parts, for tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from recovery_assistant.services.casebook import Casebook
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.base import Page
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.window import Window
from tests.made_up_parts import NOW, RESOURCES, Drawer, MadeUp, anydesk_pc, catalogue, country, found, plan, words

__all__ = [
    "NOW", "RESOURCES", "Bench", "Drawer", "anydesk_pc", "catalogue", "country", "found", "plan", "words",
]  # fmt: skip


class Bench(MadeUp):
    """Parts of a window, its theme, and the way to its pages."""

    def __init__(self, qtbot: QtBot, application: QApplication, folder: Path) -> None:
        super().__init__(folder)
        self.qtbot, self.application = qtbot, application
        application.setStyle("Fusion")
        self.theme = Theme(application, RESOURCES)
        self._windows: list[Window] = []

    def window(self, *, case: bool = True) -> Window:
        """Return a shown window, with a case open unless told otherwise."""
        window = Window(self.parts, self.theme, self.application)
        self._windows.append(window)
        window.show()
        if case:
            window.casebook = self.cases.new("GB", "person")
        self.settle()
        return window

    def page(self, step: str, window: Window | None = None) -> Page:
        """Return the page of a step in a window that has a case."""
        shown = window or self.window()
        shown.go(At(step))
        self.settle()
        assert shown.page is not None
        return shown.page

    def window_of(self, page: QWidget) -> Window:
        """Return the window that shows a page."""
        return next(window for window in self._windows if window.page is page)

    def book(self, page: Page) -> Casebook:
        """Return the casebook that a page writes to."""
        assert page.desk.casebook is not None
        return page.desk.casebook

    def settle(self) -> None:
        """Let queued calls and layouts happen."""
        for _round in range(3):
            self.application.processEvents()

    def close(self) -> None:
        """Close every window and with it every case."""
        for window in self._windows:
            window.close()
            window.ring.deleteLater()
            window.deleteLater()
        self.theme.deleteLater()
        # Without an event loop nobody deletes them, and every later restyle would go through all of them again.
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
