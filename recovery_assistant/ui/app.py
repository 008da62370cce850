"""Start of the window: one application, one theme, one window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

import PySide6
from PySide6.QtWidgets import QApplication

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.storage.settings import load_settings
from recovery_assistant.translation import _
from recovery_assistant.ui.ports import Parts
from recovery_assistant.ui.pyside_pair import refuse_unsafe_version
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.window import Window

FAULT = "X-02"
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]

__all__ = ["Parts", "run"]


def run(parts: Parts) -> int:
    """Open the window and return the exit code when it is closed."""
    refuse_unsafe_version(PySide6.__version__)
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    window = open_window(parts, application)
    sys.excepthook = telling(window)
    window.show()
    return application.exec()


def open_window(parts: Parts, application: QApplication) -> Window:
    """Return the window, ready to be shown."""
    application.setStyle("Fusion")
    application.setApplicationName("recovery-assistant")
    application.setApplicationDisplayName(_("Recovery assistant"))
    parts.use_words()
    settings = load_settings(parts.settings_path)
    theme = Theme(application, parts.resources, settings.text_size)
    if settings.colours != "system":
        theme.force(settings.colours)
    return Window(parts, theme, application)


class _FaultError(AssistantError):
    """A fault of this program, outside any work."""


def telling(window: Window) -> Hook:
    """Return a hook for errors that nobody caught: printed for whoever looks, shown on a page for the person."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import traceback  # only where something is wrong already

        traceback.print_exception(kind, error, trace)
        window.show_problem(_FaultError(FAULT, f"{kind.__name__}: {error}"))

    return hook
