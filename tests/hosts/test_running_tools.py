"""Real remote-control programs, running here: Debian's x11vnc and xrdp, and a renamed copy in a download folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.hosts.linux.host import LinuxHost
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, scan

NEEDED = ("x11vnc", "xrdp", "xrdp-sesman", "Xvfb")
PATH = os.pathsep.join(("/usr/local/sbin", "/usr/sbin", os.environ.get("PATH", "")))
MISSING = [name for name in NEEDED if shutil.which(name, path=PATH) is None]
SECONDS = 20

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="Debian's programs"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}"),
]


@contextlib.contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PATH": PATH}
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    try:
        yield started
    finally:
        started.terminate()
        started.wait(SECONDS)
        if started.stdout is not None:
            started.stdout.close()


def until(happens: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < end, what
        time.sleep(0.05)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with running("Xvfb", "-displayfd", "1", "-screen", "0", "320x240x24", "-nolisten", "tcp") as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().decode().strip()}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("mary")
    (home / "Downloads").mkdir()
    shutil.copy("/usr/bin/x11vnc", home / "Downloads" / "invoice-viewer")
    return home


def serve(program: str, display: str) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    return running(program, "-display", display, "-localhost", "-autoport", "5970", "-forever", "-nopw", "-quiet")


@pytest.fixture(scope="module")
def findings(display: str, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Finding]]]:
    settings = tmp_path_factory.mktemp("xrdp") / "xrdp.ini"
    text = Path("/etc/xrdp/xrdp.ini").read_text("utf-8").replace("\nport=3389", "\nport=tcp://.:13389")
    settings.write_text(text, "utf-8")
    with (
        serve("/usr/bin/x11vnc", display) as installed,
        serve(str(home / "Downloads" / "invoice-viewer"), display) as renamed,
        running("xrdp", "--nodaemon", "--config", str(settings)) as xrdp,
        running("xrdp-sesman", "--nodaemon"),
    ):
        for server in (installed, renamed):
            # x11vnc says "PORT=5970" once it listens; before that it may not even be itself yet.
            assert server.stdout is not None
            assert server.stdout.readline().startswith(b"PORT=")
        until(lambda: Path(f"/proc/{xrdp.pid}/exe").readlink().name == "xrdp", "xrdp did not start")
        catalogue = load_catalogue(resources_root())
        host = LinuxHost(homes=(home,))
        shown: dict[str, list[Finding]] = {}
        for event in scan(host, catalogue):
            if isinstance(event, Found):
                shown.setdefault(event.finding.tool_id, []).append(event.finding)
        assert installed.poll() is None, "x11vnc ended by itself"
        assert renamed.poll() is None, "the renamed copy ended by itself"
        assert xrdp.poll() is None, "xrdp ended by itself"
        yield shown


def test_installed_and_running_x11vnc_is_certain(findings: dict[str, list[Finding]]) -> None:
    (found,) = [one for one in findings["x11vnc"] if one.instance is None]
    assert found.confidence == "certain"
    assert {"installed_program", "process"} <= {part.kind for part in found.evidence}
    assert found.came_at is not None


def test_installed_and_running_xrdp_is_certain(findings: dict[str, list[Finding]]) -> None:
    (found,) = [one for one in findings["xrdp"] if one.instance is None]
    assert found.confidence == "certain"
    assert {"installed_program", "service", "process"} <= {part.kind for part in found.evidence}


def test_a_renamed_copy_in_downloads_is_found_by_itself(findings: dict[str, list[Finding]], home: Path) -> None:
    (found,) = [one for one in findings["x11vnc"] if one.instance == str(home / "Downloads")]
    assert found.is_alarm
    values = {part.kind: part for part in found.evidence}
    assert values["program_file"].value == str(home / "Downloads" / "invoice-viewer")
    assert values["program_file"].says.startswith("This file says inside that it is x11vnc.")
    assert found.came_at is not None
