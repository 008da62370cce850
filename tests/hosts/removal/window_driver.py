"""Drives the real window on the lab machine over the accessibility bus: takes two programs off and puts one back.

Runs on the system's own Python, which has gi. Usage: /usr/bin/python3 window_driver.py FOLDER. Between the steps it
leaves a file for whoever watches the machine, and waits until that is gone again.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from gi.repository import Atspi

from tests.journeys.bus_driver import PATIENCE_S, find, press, tick, wait_for_page


def watched(folder: Path, name: str) -> None:
    """Tell the test how far we are, and wait until it has looked at the machine."""
    mark = folder / name
    mark.write_text(name)
    end = time.monotonic() + PATIENCE_S
    while mark.exists():
        if time.monotonic() > end:
            raise SystemExit(f"stuck: nobody looked after “{name}”")
        tick(0.1)


def to_the_list() -> None:
    """Open the case and go on to the page on which programs are removed."""
    press("Open a saved case")
    press("Case 20")
    wait_for_page("Page 6A")
    for _found in ("x11vnc", "XRDP", "RustDesk"):
        find(_found)
        press("Continue")
    find("What we saw, and what we could not see")
    press("Continue")
    wait_for_page("Page 6B")
    press("Skip for now")
    wait_for_page("Page 6C")


def main(folder: Path) -> int:
    """Do it."""
    Atspi.init()
    to_the_list()
    press("x11vnc, Still to do")
    find("Nothing has been changed yet.")
    watched(folder, "previewed")
    press("Remove x11vnc")
    find("x11vnc is removed")
    watched(folder, "removed")
    press("Continue")
    press("RustDesk, Still to do")
    press("Remove RustDesk")
    find("Shall RustDesk go?")
    watched(folder, "asked")
    press("Yes, go on")
    find("RustDesk is removed")
    watched(folder, "kept")
    press("Put it back")
    find("Put RustDesk back?")
    press("Put it back")
    find("RustDesk is put back")
    watched(folder, "back")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
