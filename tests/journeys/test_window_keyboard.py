"""The whole job by keyboard alone: Tab, Space, Enter, arrows and letters, from the first page to the saved PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from recovery_assistant.ui.pages import record
from recovery_assistant.ui.pages.base import Page
from recovery_assistant.ui.pages.evidence import EvidencePage
from recovery_assistant.ui.widgets.buttons import DoorButton
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench

pytestmark = [pytest.mark.journey, pytest.mark.slow]

MOST_TABS = 80


class Keyboard:
    """Presses keys, and knows only what a screen reader would say of the control with the focus."""

    def __init__(self, bench: Bench, window: Window) -> None:
        self._bench, self._window = bench, window

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._focused() or self._window, key)
        self._bench.settle()

    def write(self, text: str) -> None:
        QTest.keyClicks(self._focused() or self._window, text)

    def to(self, name: str) -> None:
        """Press Tab until the control of this name has the focus."""
        for _press in range(MOST_TABS):
            if self.name.startswith(name):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches “{name}”, at last it stood on “{self.name}”")

    def do(self, name: str) -> None:
        """Go to a control and press Space on it."""
        self.to(name)
        self.press(Qt.Key.Key_Space)

    def doors(self) -> list[str]:
        """Return the names of the doors that are shown; a second question has two, the second of them is the yes."""
        shown = [door for door in self.page.findChildren(DoorButton) if door.isVisibleTo(self.page)]
        return [door.accessibleName() for door in shown]

    def choose(self, name: str, first: str) -> None:
        """Go to a question by its first answer, then with the arrow down to this answer, which chooses it."""
        self.to(first)
        for _press in range(MOST_TABS):
            if self.name == name:
                self.press(Qt.Key.Key_Space)
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"The arrow never reaches “{name}”")

    @property
    def name(self) -> str:
        focused = self._focused()
        return focused.accessibleName() if focused is not None else ""

    @property
    def page(self) -> Page:
        assert self._window.page is not None
        return self._window.page

    def _focused(self) -> QWidget | None:
        return self._window.focusWidget()

    def wait_for(self, page: str) -> None:
        """Wait until the page code says this."""
        self._bench.qtbot.waitUntil(lambda: self._window._header.code.words == page)
        self._bench.settle()


def right_now(keys: Keyboard) -> None:
    """Go through the four straight pages."""
    keys.do("It is happening now")
    keys.wait_for("Page 1A")
    keys.do("The cable is out")
    keys.wait_for("Page 2A")
    keys.do("Go on")
    keys.wait_for("Page 3A")
    keys.do("I am ringing now")
    keys.to("Reference they gave you")
    keys.write("FR-771")
    keys.do("The call has ended")
    keys.do("Continue")
    keys.wait_for("Page 3B")
    keys.do("Continue")
    keys.wait_for("Page 4A")


def what_happened(keys: Keyboard) -> None:
    """Tell where one lives and one payment."""
    keys.do("Write down what happened")
    keys.wait_for("Page 5A")
    keys.choose("Wales", "England")
    keys.do("Continue")
    keys.wait_for("Page 5B")
    keys.do("They rang me")
    keys.to("Which day was it?")
    keys.write("18 November")
    keys.do("Continue")
    keys.wait_for("Page 5C")
    keys.to("Which company")
    keys.write("Microsoft")
    for code in ("Page 5D", "Page 5E", "Page 5F"):
        keys.do("Continue")
        keys.wait_for(code)
    keys.do("Add a payment")
    keys.write("1,850")
    keys.do("Bank transfer")
    keys.do("Continue")
    keys.choose("I could not see it", "They did")
    keys.do("Continue")


def remove_it(bench: Bench, keys: Keyboard) -> None:
    """See what would be done, tick a step by hand, then have it done; say yes where the system is announced."""
    keys.do("Show what would be done")
    bench.qtbot.waitUntil(lambda: bool(keys.page.footer().main))
    keys.do("Do it by hand instead")
    keys.do("1.")
    keys.do("Remove AnyDesk")
    keys.do("Let Windows ask me")
    bench.qtbot.waitUntil(lambda: keys.page.footer().main == "Continue")
    bench.settle()
    keys.do("Continue")
    bench.settle()
    keys.do("Continue")
    keys.wait_for("Home page")


def test_the_whole_job_by_keyboard_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(record, "has_printer", lambda: False)
    # The file dialog belongs to the desktop; test_window_bus.py goes through it.
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "record.pdf"), ""))
    window = bench.window(case=False)
    keys = Keyboard(bench, window)
    right_now(keys)
    keys.do("Look and copy")
    bench.qtbot.waitUntil(lambda: isinstance(window.page, EvidencePage) and not window.page.looking.is_running)
    keys.do("Continue")
    keys.wait_for("Page 4B")
    keys.do("Continue")
    keys.wait_for("Home page")
    what_happened(keys)
    keys.do("Continue")
    keys.do("Continue")
    keys.wait_for("Page 5G")
    for code in ("Page 5H", "Home page"):
        keys.do("Continue")
        keys.wait_for(code)
    keys.do("Look for remote control programs")
    keys.wait_for("Page 6A")
    keys.choose("It is not mine", "It is mine")
    keys.do("Continue")
    keys.do("Continue")
    keys.wait_for("Page 6B")
    keys.do("Skip for now")
    keys.wait_for("Page 6C")
    remove_it(bench, keys)
    keys.do("Print what we have so far")
    keys.wait_for("Page 14A")
    bench.qtbot.waitUntil(lambda: getattr(window.page, "_made", None) is not None)
    keys.do("Save to a stick")
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")
    case = window.desk.case
    assert case.answer("where-you-live", "region") == "wales"
    assert case.answer("the-caller", "company") == "Microsoft"
    assert case.payments["p1"].who_sent == "unseen"
    assert [known.mark for known in case.findings.values()] == ["not-mine"]
    assert len(next(iter(case.findings.values())).ticked) == 1
    assert [removal.outcome for removal in case.removals.values()] == ["removed-verified"]
