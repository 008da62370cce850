"""A program that runs under the name of a remote-control tool, and what lies in the downloads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.domain.observation import Process, ProgramFile
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.hosts.windows.places import Person
from tests.unit.hosts.windows_pc import program

pytestmark = pytest.mark.wine


def test_a_running_copy_is_found_by_name_path_and_command(pc: WindowsHost, renamed_python: Path) -> None:
    running = [item for item in pc.observations("processes") if isinstance(item, Process)]
    found = next(item for item in running if item.name == "AnyDesk.exe")
    assert Path(found.exe) == renamed_python
    assert "sys.stdin.read()" in found.cmdline
    assert found.started_at is not None
    lying = [item.path for item in pc.observations("program-files") if isinstance(item, ProgramFile)]
    assert str(renamed_python).lower() in [path.lower() for path in lying]


def test_a_renamed_download_says_what_it_is(pc: WindowsHost, me: Person, throwaway: None) -> None:
    copy = Path(me.folders["Downloads"]) / "tax refund form.exe"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(program({"ProductName": "UltraViewer", "CompanyName": "DucFabulous"}))
    try:
        found = [item for item in pc.observations("program-files") if isinstance(item, ProgramFile)]
        version = next(item.version_info for item in found if item.path.endswith("tax refund form.exe"))
    finally:
        copy.unlink()
    assert version is not None
    assert (version.product_name, version.company_name) == ("UltraViewer", "DucFabulous")


def test_the_network_can_be_asked(pc: WindowsHost) -> None:
    assert pc.network_up() in (True, False)
    for connection in pc.connections():
        assert not connection.remote.startswith("127.")
    list(pc.observations("listening-sockets"))
