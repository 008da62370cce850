"""Paint the first page where nobody sees it: part of `self-test`, and of a frozen program's own check."""

from __future__ import annotations

import os

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.ui.ports import Parts

NOT_PAINTED = "X-03"


def paint_off_screen(parts: Parts) -> str:
    """Open the window off screen, paint it once, and return a sentence on how it went.

    Raises:
        AssistantError: X-03, the page stayed empty.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from recovery_assistant.ui.app import open_window
    from recovery_assistant.ui.pyside_pair import refuse_unsafe_pair

    refuse_unsafe_pair()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["self-test"])
    window = open_window(parts, application)
    window.show()
    application.processEvents()
    image = window.grab().toImage()
    window.close()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    if len(colours) < 10:
        raise AssistantError(NOT_PAINTED, "The window opened, but its first page stayed empty.")
    return f"First page painted, {image.width()} by {image.height()} points."
