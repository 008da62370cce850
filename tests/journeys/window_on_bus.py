"""Opens the window on a recorded PC for the journey over the accessibility bus: a program of its own, not a test.

Usage: python window_on_bus.py FOLDER. The case, the settings and the saved record go below that folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from recovery_assistant.ui import app
from tests.made_up_parts import MadeUp


def main(folder: Path) -> int:
    """Run until the window is closed."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("recovery-assistant")
    return app.run(MadeUp(folder).parts)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
