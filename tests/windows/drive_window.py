"""Drives the real window on the real Windows, in a process of its own: `python drive_window.py FOLDER_FOR_PICTURES`.

Opens the first page, starts a case, looks at this PC and shows what was found and what else was left behind. Saves a
picture of the screen at each place, writes what both pages say as JSON to its standard output, and wipes the case.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from recovery_assistant import compose
from recovery_assistant.domain.errors import KeyStoreError
from recovery_assistant.services.cases import Cases
from recovery_assistant.storage.key_store import SystemKeyStore
from recovery_assistant.ui.app import open_window
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.doors import DoorsPage
from recovery_assistant.ui.pages.evidence import EvidencePage
from recovery_assistant.ui.window import Window

PATIENCE_MS = 60_000


def main(pictures: Path) -> int:
    application = QApplication(sys.argv[:1])
    folder = Path(tempfile.mkdtemp())
    parts = replace(
        compose.window_parts().in_country("GB"),
        cases=lambda: Cases(folder, SystemKeyStore(20)),
        settings_path=folder / "settings.json",
    )
    window = open_window(parts, application)
    window.setGeometry(20, 20, 1100, 920)
    window.show()
    wait(500)
    save_screen(window, pictures / "wine-first-page.png")
    doors = window.page
    assert isinstance(doors, DoorsPage)
    doors.doors[0].click()
    wait_until(lambda: window.journey.here == At("unplug"))
    look(window)
    window.go(At("programs-found"))
    button(window, "Show how we know").click()
    wait(500)
    save_screen(window, pictures / "wine-findings.png")
    said = texts_of(window)
    window.go(At("left-behind"))
    wait(500)
    save_screen(window, pictures / "wine-left-behind.png")
    left = texts_of(window)
    assert window.casebook is not None
    path, case_id = window.casebook.path, window.casebook.case_id
    window.close()
    application.processEvents()
    parts.cases().wipe(path)
    json.dump({"platform": application.platformName(), "said": said, "left": left, "key": key_of(case_id)}, sys.stdout)
    return 0


def look(window: Window) -> None:
    """Go to the page that looks at this PC, and wait until it has looked."""
    window.go(At("copy-evidence"))
    page = window.page
    assert isinstance(page, EvidencePage)
    ended: list[bool] = []
    page.looking.ended.connect(lambda *_: ended.append(True))
    window._footer.main_button.click()
    wait_until(lambda: bool(ended))


def texts_of(window: Window) -> list[str]:
    assert window.page is not None
    labels = [label.text() for label in window.page.findChildren(QLabel)]
    return labels + [button.text() for button in window.page.findChildren(QAbstractButton)]


def button(window: Window, text: str) -> QAbstractButton:
    assert window.page is not None
    return next(found for found in window.page.findChildren(QAbstractButton) if text in found.text())


def key_of(case_id: str) -> str:
    """Return what the Credential Manager says about the key of the wiped case."""
    try:
        SystemKeyStore(20).get(case_id)
    except KeyStoreError as error:
        return error.code
    return "still there"


def save_screen(window: Window, path: Path) -> None:
    """Save what the screen shows where the window stands, not what the window would like to show."""
    assert window.screen().grabWindow(0).copy(window.geometry()).save(str(path))


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not happened():
        assert not deadline.hasExpired(), "it did not happen in time"
        wait(50)


def wait(milliseconds: int) -> None:
    """Let the window live. Not QTest.qWait: it keeps every other thread of Python waiting meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
