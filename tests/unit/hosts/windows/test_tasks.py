"""Scheduled tasks, found in their files below a folder of Windows."""

from __future__ import annotations

from pathlib import Path

from recovery_assistant.domain.observation import Autorun, Gap
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.tasks import scheduled_tasks
from tests.unit.domain.test_task_file import BOMB, EXEC, task
from tests.unit.hosts.windows_pc import put, registry

TASKS = r"C:\Windows\System32\Tasks"


def test_task_files_are_found_in_folders_and_bad_ones_are_told(tmp_path: Path) -> None:
    put(tmp_path, rf"{TASKS}\Vendor\Deep\Update", task(EXEC.format(r"%ProgramData%\ad.exe", "--run")))
    put(tmp_path, rf"{TASKS}\Old", task(EXEC.format("old.exe", ""), "false"))
    put(tmp_path, rf"{TASKS}\Bomb", BOMB.encode())
    found = list(scheduled_tasks(Disk(tmp_path), "this", read_places(registry())))
    tasks = {item.name: item for item in found if isinstance(item, Autorun)}
    assert tasks[r"\Vendor\Deep\Update"].command == r"C:\ProgramData\ad.exe --run"
    assert tasks[r"\Vendor\Deep\Update"].source == rf"{TASKS}\Vendor\Deep\Update"
    assert tasks[r"\Old"].location.endswith("(switched off)")
    (gap,) = (item for item in found if isinstance(item, Gap))
    assert gap.source == rf"scheduled-tasks: {TASKS}\Bomb"
