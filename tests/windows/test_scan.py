"""The whole look at a real Windows: what the test put there comes out as findings of the catalogue."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.hosts.this import this_host
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Finished, Found, scan
from tests.windows.conftest import MakeService, WriteKey

pytestmark = pytest.mark.wine

UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"


def findings() -> dict[str, Finding]:
    events = list(scan(this_host(), load_catalogue(resources_root())))
    assert isinstance(events[-1], Finished)
    assert events[-1].complete
    return {event.finding.tool_id: event.finding for event in events if isinstance(event, Found)}


def test_a_windows_with_nothing_on_it_has_no_alarm(throwaway: None) -> None:
    assert [finding.tool_id for finding in findings().values() if finding.is_alarm] == []


def test_tools_are_found_by_registry_service_and_process(
    write_key: WriteKey, make_service: MakeService, renamed_python: Path
) -> None:
    write_key(
        winreg.HKEY_LOCAL_MACHINE,
        rf"{UNINSTALL}\TeamViewer",
        {"DisplayName": (winreg.REG_SZ, "TeamViewer"), "Publisher": (winreg.REG_SZ, "TeamViewer")},
        32,
    )
    make_service(
        "ScreenConnect Client (0123456789abcdef)",
        r'"C:\Program Files (x86)\ScreenConnect Client (0123456789abcdef)\ScreenConnect.ClientService.exe" "?e=Access"',
        "ScreenConnect Client (0123456789abcdef)",
    )
    found = findings()
    assert found["teamviewer"].is_alarm
    assert any("WOW6432Node" in part.source for part in found["teamviewer"].evidence)
    assert found["screenconnect"].is_alarm
    assert found["anydesk"].is_alarm
    assert {part.kind for part in found["anydesk"].evidence} >= {"process", "program_file"}
