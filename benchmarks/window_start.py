"""Start of the window beside a bare PySide6 window: time to the first painted page, and memory there.

Each start is a process of its own, the two kinds in turn, in one run. The floor imports QtWidgets, shows one label and
ends at its first paint. Ours does what the program does without arguments: content, settings, theme, first page.
The ratio of medians is printed. Aims: at most 1.3 in time, 1.4 in memory.

    python benchmarks/window_start.py [--starts 15] [--platform offscreen]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TIME_AIM, MEMORY_AIM = 1.3, 1.4

# The end of both programs: at the first paint, say how long ago this process began and how much memory it holds.
AT_PAINT = """
import os, sys, time
def told():
    with open("/proc/self/status") as file:
        resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    sys.stdout.write(f"{time.perf_counter() - BEGAN} {resident}\\n")
    sys.stdout.flush()
    os._exit(0)
"""
FLOOR = f"""
import time
BEGAN = time.perf_counter()
{AT_PAINT}
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        told()
application = QApplication([])
window = Window()
window.setCentralWidget(QLabel("bare"))
window.resize(1100, 760)
window.show()
application.exec()
"""
OURS = f"""
import time
BEGAN = time.perf_counter()
{AT_PAINT}
from recovery_assistant import compose
parts = compose.window_parts()
from recovery_assistant.ui import window as module
class Painted(module.Window):
    def paintEvent(self, event):
        super().paintEvent(event)
        told()
module.Window = Painted
from recovery_assistant.ui import app
app.Window = Painted
app.run(parts)
"""


class Start(NamedTuple):
    """One start: milliseconds from the first line of Python to the first paint, and resident megabytes there."""

    milliseconds: float
    megabytes: float


def start(program: str, home: str, platform: str) -> Start:
    """Start one program and return what it said at its first paint."""
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "HOME": home, "PYTHONPATH": str(ROOT)}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "PYTHONPYCACHEPREFIX"):
        environment[name] = home
    # An installed program is compiled once; here the first pair does it, into the folder that goes away.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    seconds, kilobytes = done.stdout.split()
    return Start(float(seconds) * 1000, int(kilobytes) / 1024)


def main() -> int:
    """Measure, print, and return 1 when an aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--platform", default="offscreen")
    chosen = parser.parse_args()
    floor: list[Start] = []
    ours: list[Start] = []
    with tempfile.TemporaryDirectory() as home:
        for kept in (False, *[True] * chosen.starts):  # the first pair only warms the cache of the disk
            pair = start(FLOOR, home, chosen.platform), start(OURS, home, chosen.platform)
            if kept:
                floor.append(pair[0])
                ours.append(pair[1])
    missed = 0
    for name, unit, aim, place in (("time", "ms", TIME_AIM, 0), ("memory", "MB", MEMORY_AIM, 1)):
        bare = statistics.median(one[place] for one in floor)
        mine = statistics.median(one[place] for one in ours)
        verdict = "reached" if mine / bare <= aim else "missed"
        missed += verdict == "missed"
        print(f"{name}: bare {bare:.0f} {unit}, ours {mine:.0f} {unit}, ratio {mine / bare:.2f} (aim {aim}: {verdict})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
