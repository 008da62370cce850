"""The same through the window under Xvfb: a package removed, a portable program kept and put back, on a real Debian."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.hosts.removal.debian_machine import AUTOSTART, PORTABLE, lay_portable, show_screen
from tests.hosts.removal.lab import ROOT, SHARED, Lab, changed, install, lab, snapshot, until
from tests.hosts.removal.test_debian import DPKG, files_of, really
from tests.journeys.test_window_bus import why_not

if sys.platform != "linux":
    pytest.skip("takes programs off a Linux", allow_module_level=True)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.desktop,
    pytest.mark.skipif(bool(why_not()), reason=why_not()),
]

HERE: Final = Path(__file__).resolve().parent
PATIENCE: Final = 60
SCRIPT: Final = f"""
/usr/libexec/at-spi-bus-launcher --launch-immediately &
sleep 1
"$WINDOW_PYTHON" {HERE}/window_on_lab.py {SHARED}/window > {SHARED}/window.log 2>&1 &
timeout 150 /usr/bin/python3 {HERE}/window_driver.py {SHARED} > {SHARED}/driver.log 2>&1
echo $? > {SHARED}/ended
kill %2
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Lab]:
    with lab(tmp_path_factory.mktemp("window")) as made:
        install(made, Path(request.config.cache.mkdir("debian-packages")), "x11vnc", "xrdp")
        lay_portable(made)
        show_screen(made)
        made.start(PORTABLE, "600")
        until(lambda: made.listens(5970), "x11vnc did not start")
        for name, mode in (("window", 0o755), ("run", 0o700)):
            (made.shared / name).mkdir(mode=mode)
        yield made


def wait_for(machine: Lab, name: str) -> None:
    """Wait until the driver has come so far; tell what it and the window said if it ended before."""
    last = time.monotonic() + PATIENCE
    while not (machine.shared / name).is_file():
        said = "\n".join(path.read_text()[-2000:] for path in sorted(machine.shared.glob("*.log")))
        assert not (machine.shared / "ended").is_file(), said
        assert time.monotonic() < last, said
        time.sleep(0.1)


def go_on(machine: Lab, name: str) -> None:
    (machine.shared / name).unlink()


def test_through_the_window(machine: Lab) -> None:
    of_it = files_of(machine, "x11vnc")
    surroundings = {
        "DISPLAY": ":50",
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": f"{SHARED}/run",
        "PYTHONPATH": str(ROOT),
        "WINDOW_PYTHON": sys.executable,
    }
    words = machine.command("dbus-run-session", "--", "bash", "-c", SCRIPT)
    nothing = subprocess.DEVNULL
    started = subprocess.Popen(
        words, env=machine.environment(**surroundings), stdin=nothing, stdout=nothing, stderr=nothing
    )
    try:
        wait_for(machine, "previewed")
        before = snapshot(machine)
        assert machine.installed("x11vnc")
        assert machine.listens(5970)
        go_on(machine, "previewed")

        wait_for(machine, "removed")
        assert not machine.installed("x11vnc")
        assert machine.pids("x11vnc") == []
        assert not machine.listens(5970)
        assert set(really(changed(before, snapshot(machine)), *DPKG)) <= of_it
        before = snapshot(machine)
        go_on(machine, "removed")

        wait_for(machine, "asked")
        assert machine.pids(Path(PORTABLE).name), "one yes is not enough for what is only likely"
        go_on(machine, "asked")

        wait_for(machine, "kept")
        assert machine.pids(Path(PORTABLE).name) == []
        assert set(really(changed(before, snapshot(machine)))) == {PORTABLE, AUTOSTART}
        go_on(machine, "kept")

        wait_for(machine, "back")
        assert really(changed(before, snapshot(machine))) == []
        machine.start(PORTABLE, "600")
        until(lambda: bool(machine.pids(Path(PORTABLE).name)), "what was put back does not run")
        go_on(machine, "back")
        wait_for(machine, "ended")
        assert (machine.shared / "ended").read_text() == "0\n"
    finally:
        started.kill()
        started.wait()
