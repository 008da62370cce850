"""Running programs, asked of this system; what only Windows tells is proven in tests/windows."""

from __future__ import annotations

import os
import sys

import pytest

from recovery_assistant.domain.observation import Process
from recovery_assistant.hosts.windows import processes as windows_processes
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.program_reader import ProgramReader


@pytest.mark.skipif(sys.platform == "win32", reason="there is no service manager elsewhere")
def test_without_a_service_manager_nobody_knows_what_runs() -> None:
    assert windows_processes.running_services() is None


def test_this_very_process_is_found() -> None:
    found = list(windows_processes.processes(ProgramReader(Disk()), "this"))
    own = next(item for item in found if isinstance(item, Process) and item.pid == os.getpid())
    assert "python" in own.exe
    assert "pytest" in own.cmdline
    assert own.started_at is not None


@pytest.mark.parametrize(("exe", "has_one"), [(r"C:\x.exe", True), ("/bin/sh", True), ("Registry", False), ("", False)])
def test_parts_of_the_kernel_have_no_file(exe: str, has_one: bool) -> None:
    assert windows_processes.has_a_file(exe) is has_one
