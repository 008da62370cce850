"""The real Secret Service (gnome-keyring under a D-Bus session of its own), in every state that can be made here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon", "secret-tool", "dbus-send")
UNLOCKED = 'printf "%s" "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'
LOCKED = "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1"
MISSING = [name for name in NEEDED if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


class Desktop:
    """A home folder with a key store, and log-ins to it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        (home / "run").mkdir(mode=0o700)

    def log_in(self, what: str, start: str = UNLOCKED, password: str = "testpw", **more: str) -> dict[str, object]:
        """Start a session, then `start`, then one row of `keyring_rows`; return what it says."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("XDG_", "DBUS_", "PYTHON_KEYRING"))
        } | {
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(self._home / "run"),
            "XDG_DATA_HOME": str(self._home / ".local/share"),
            "KEYRING_PASSWORD": password,
        }
        script = f'{start}; exec "{sys.executable}" -m tests.faults.keyring_rows {what}'
        # A file and not a pipe: daemons that the session started keep a pipe open long after its end.
        answer = self._home / "answer"
        with answer.open("wb") as out:
            subprocess.run(
                ["dbus-run-session", "--", "bash", "-c", script],
                cwd=ROOT,
                env=environment | more,
                stdout=out,
                stderr=subprocess.DEVNULL,
                check=True,
                timeout=100,
            )
        said: dict[str, object] = json.loads(answer.read_text("utf-8").splitlines()[-1])
        return said


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def test_a_key_is_kept_until_the_next_session_and_can_be_deleted(desktop: Desktop) -> None:
    assert desktop.log_in("kept") == {"back": True, "other": "K-06"}
    assert desktop.log_in("still_there") == {"back": True, "deleted": "K-06"}


def test_a_whole_case_with_the_real_store(desktop: Desktop) -> None:
    said = desktop.log_in("whole_case")
    assert said == {"told": True, "gone": True, "no key": "K-06", "code opens": True}


def test_a_wiped_item_is_said_to_be_missing(desktop: Desktop) -> None:
    assert desktop.log_in("wiped") == {"code": "K-06"}


def test_a_locked_store_is_said_to_be_locked(desktop: Desktop) -> None:
    desktop.log_in("kept")
    assert desktop.log_in("refused", start=LOCKED) == {"put": "K-02", "get": "K-02"}
    assert desktop.log_in("refused", password="wrong") == {"put": "K-02", "get": "K-02"}


def test_a_store_that_is_locked_in_mid_session(desktop: Desktop) -> None:
    assert desktop.log_in("locked_meanwhile") == {"put": "K-02", "get": "K-02"}


def test_a_store_that_nobody_ever_set_up(desktop: Desktop) -> None:
    said = desktop.log_in("refused", start="true")
    assert said["put"] == "K-02"  # it asks for a password for the new store, and nobody is there to answer
    assert said["get"] in ("K-02", "K-06")


@pytest.mark.slow
def test_a_frozen_store_does_not_freeze_us(desktop: Desktop) -> None:
    assert desktop.log_in("frozen") == {"put": "K-03", "get": "K-03"}


def test_a_back_end_that_forgets_or_fails_is_refused(desktop: Desktop) -> None:
    null = desktop.log_in("refused", PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    assert null == {"put": "K-04", "get": "K-04"}
    fail = desktop.log_in("refused", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert fail == {"put": "K-01", "get": "K-01"}


def test_without_a_session_bus_there_is_no_store(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DBUS_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.keyring_rows", "refused"],
        cwd=ROOT,
        env=environment | {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == {"put": "K-01", "get": "K-01"}
