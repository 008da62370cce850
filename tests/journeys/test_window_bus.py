"""The whole job over the real accessibility bus, by another process, from the first page to the saved PDF."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.desktop, pytest.mark.slow]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SYSTEM_PYTHON = Path("/usr/bin/python3")
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SCRIPT = """
"$BUS_LAUNCHER" --launch-immediately &
sleep 1
"$WINDOW_PYTHON" "$WINDOW_PROGRAM" "$WINDOW_FOLDER" &
timeout 120 /usr/bin/python3 "$BUS_DRIVER" "$RECORD"
code=$?
kill %2 2>/dev/null
exit $code
"""


def why_not() -> str:
    """Return what is missing for this journey, or ""."""
    if sys.platform != "linux":
        return "the accessibility bus is a thing of Linux"
    missing = [name for name in ("xvfb-run", "dbus-run-session") if not shutil.which(name)]
    missing += [str(path) for path in (SYSTEM_PYTHON, LAUNCHER) if not path.exists()]
    if missing:
        return f"not installed: {', '.join(missing)}"
    asked = [str(SYSTEM_PYTHON), "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    there = subprocess.run(asked, check=False, capture_output=True).returncode == 0
    return "" if there else "gir1.2-atspi-2.0 is missing"


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_the_whole_job_over_the_accessibility_bus(tmp_path: Path) -> None:
    run_folder = tmp_path / "run"
    run_folder.mkdir(mode=0o700)
    record = tmp_path / "record.pdf"
    environment = {
        **os.environ,
        "XDG_RUNTIME_DIR": str(run_folder),
        "HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONPATH": str(ROOT),
        "BUS_LAUNCHER": str(LAUNCHER),
        "WINDOW_PYTHON": sys.executable,
        "WINDOW_PROGRAM": str(HERE / "window_on_bus.py"),
        "WINDOW_FOLDER": str(tmp_path),
        "BUS_DRIVER": str(HERE / "bus_driver.py"),
        "RECORD": str(record),
    }
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24", "dbus-run-session", "--", "bash", "-c", SCRIPT],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert record.read_bytes().startswith(b"%PDF")
