"""Real installers, run as a caller would have them run: what they left is found, and gone when they took it back."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.domain.observation import (
    Autorun,
    Gap,
    InstalledProgram,
    Observation,
    Process,
    RegisteredProgram,
    Service,
)
from recovery_assistant.hosts.this import this_host
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, scan
from tests.windows.conftest import Subject

pytestmark = pytest.mark.wine

PATIENCE = 20  # seconds; an uninstaller copies itself away and ends before it has done its work
SCREENCONNECT = "ScreenConnect Client (0123456789abcdef)"


def run(*words: str) -> None:
    ended = subprocess.run([*words], capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0, (words, ended.returncode, ended.stdout)


def seen(pc: WindowsHost, sources: Iterable[str], word: str) -> list[Observation]:
    """Return every observation of some sources that speaks of a word."""
    found = [one for source in sources for one in pc.observations(source) if not isinstance(one, Gap)]
    return [one for one in found if word in repr(one)]


def finding(tool: str) -> Finding | None:
    events = scan(this_host(), load_catalogue(resources_root()))
    return next((event.finding for event in events if isinstance(event, Found) and event.finding.tool_id == tool), None)


def gone(pc: WindowsHost, sources: Iterable[str], word: str) -> bool:
    """Wait until nothing of it is left."""
    until = time.monotonic() + PATIENCE
    while left := seen(pc, sources, word):
        if time.monotonic() > until:
            pytest.fail(f"still there: {left}")
        time.sleep(0.5)
    return True


def test_an_nsis_installer_with_service_start_up_entry_and_rules(pc: WindowsHost, subject: Subject) -> None:
    sources = ("installed-programs", "services", "autoruns", "scheduled-tasks", "registered-programs", "processes")
    assert seen(pc, sources, "AnyDesk") == []
    run(str(subject("anydesk-setup.exe")), "/S")
    try:
        found = seen(pc, sources, "AnyDesk")
        judged = finding("anydesk")
        (installed,) = (one for one in found if isinstance(one, InstalledProgram))
        uninstaller = installed.install_location + r"\uninstall.exe"
    finally:
        run(r"C:\Program Files\AnyDesk\uninstall.exe", "/S")
    assert Path(uninstaller) == Path(r"C:\Program Files\AnyDesk\uninstall.exe")
    (service,) = (one for one in found if isinstance(one, Service))
    assert (service.running, service.enabled, service.display_name) == (True, True, "AnyDesk Service")
    (running,) = (one for one in found if isinstance(one, Process))
    assert running.version_info is not None
    assert running.version_info.company_name == "AnyDesk Software GmbH"
    ways = {one.way: one for one in found if isinstance(one, RegisteredProgram)}
    assert set(ways) == {"app-path", "url-protocol", "firewall-rule"}
    assert ways["firewall-rule"].command == r"C:\Program Files\AnyDesk\AnyDesk.exe"
    starts = {one.command for one in found if isinstance(one, Autorun)}
    assert starts == {rf'"C:\Program Files\AnyDesk\AnyDesk.exe" {word}' for word in ("--control", "--update")}
    assert judged is not None
    assert judged.confidence == "certain"
    assert {part.kind for part in judged.evidence} >= {"installed_program", "service", "process", "autorun"}
    assert gone(pc, sources, "AnyDesk")


def test_an_msi_package_with_a_running_service(pc: WindowsHost, subject: Subject) -> None:
    sources = ("installed-programs", "services", "processes")
    assert seen(pc, sources, SCREENCONNECT) == []
    run("msiexec", "/i", str(subject("screenconnect.msi")), "/qn")
    try:
        found = seen(pc, sources, SCREENCONNECT)
        judged = finding("screenconnect")
    finally:
        run("msiexec", "/x", str(subject("screenconnect.msi")), "/qn")
    (installed,) = (one for one in found if isinstance(one, InstalledProgram))
    assert installed.publisher == "ScreenConnect Software"
    (service,) = (one for one in found if isinstance(one, Service))
    assert "?e=Access" in service.binary_path
    assert judged is not None
    assert judged.confidence == "certain"
    assert "0123456789abcdef" in (judged.instance or "")
    assert gone(pc, sources, SCREENCONNECT)
