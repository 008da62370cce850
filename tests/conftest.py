"""What holds for every test: no screen, no network, and never the real home or key store of whoever runs them."""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from recovery_assistant import translation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Before Qt is imported anywhere. A test that wants a real screen starts a process of its own under Xvfb.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# The same examples every time, so that green today is green tomorrow. RECOVERY_EXPLORE=1 looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("explore" if os.environ.get("RECOVERY_EXPLORE") else "steady")

HAS_QT = importlib.util.find_spec("pytestqt") is not None
PATIENCE_MS = 60_000

LOOPBACK = ("127.", "::1", "localhost")


class WentOnlineError(AssertionError):
    """A test, or the code that it runs, tried to reach another computer."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know pytest-qt's settings where it is not installed: the command-line lane has no Qt."""
    if not HAS_QT:
        parser.addini("qt_api", "belongs to pytest-qt")
        parser.addini("qt_log_level_fail", "belongs to pytest-qt")
        parser.addini("qt_log_ignore", "belongs to pytest-qt", type="linelist")


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto"}:
        return
    address = arguments[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        raise WentOnlineError(f"{event} {address!r}: the program never opens a connection")


def pytest_configure() -> None:
    sys.addaudithook(_refuse_outside)


@pytest.fixture(autouse=True)
def _plain_english() -> Iterator[None]:
    """Let no test inherit the language or the spelling that a window before it has chosen."""
    yield
    translation.use("en")


if HAS_QT:
    from pytestqt.qtbot import QtBot

    @pytest.fixture
    def qtbot(qapp: object, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> QtBot:
        """Return pytest-qt's own bot, but patient: its five seconds may be over when other tests run beside us."""
        for wait in (QtBot.waitUntil, QtBot.waitSignal):
            monkeypatch.setattr(wait, "__kwdefaults__", {**(wait.__kwdefaults__ or {}), "timeout": PATIENCE_MS})
        return QtBot(request)


@pytest.fixture(scope="session")
def _borrowed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _nobody_is_at_home(_borrowed_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point every well-known folder at an empty place and hide the desktop's D-Bus, and with it the key store."""
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(_borrowed_home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(_borrowed_home / name.lower()))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
