"""Say kindly that a Python is too old, or carry on with a newer one. Must itself run on any Python 3.

`start.py` and `check.py` call this before they import anything written for Python 3.11.
"""

import os
import shutil
import subprocess
import sys

FLOOR = (3, 11)
NEWEST_KNOWN = 15


def _newer_python() -> "str | None":
    """Return the newest Python that really runs, or None. A pyenv shim may exist and not run."""
    question = "import sys; sys.exit(sys.version_info < (%d, %d))" % FLOOR  # noqa: UP031  (for an old Python)
    for minor in range(NEWEST_KNOWN, FLOOR[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031
        if found and subprocess.call([found, "-c", question], stderr=subprocess.DEVNULL) == 0:
            return found
    return None


def ensure_new_enough(script: str) -> None:
    """Return if this Python will do; otherwise run `script` with one that does, or explain, and exit."""
    if sys.version_info >= FLOOR:
        return
    newer = _newer_python()
    if newer:
        sys.exit(subprocess.call([newer, os.path.abspath(script)] + sys.argv[1:]))  # noqa: PTH100, RUF005
    sys.exit(
        "Recovery Assistant needs Python %d.%d or newer, and this is Python %d.%d.\n"  # noqa: UP031
        "On Debian: sudo apt-get install python3   On Windows: get it from the Microsoft Store or python.org."
        % (FLOOR + tuple(sys.version_info[:2]))
    )
