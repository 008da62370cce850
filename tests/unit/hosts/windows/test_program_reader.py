"""A program that runs and lies in the downloads is looked at once; one that was changed meanwhile, again."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from recovery_assistant.hosts.windows.files import Disk, FoundFile
from recovery_assistant.hosts.windows.program_reader import ProgramReader
from tests.unit.hosts.windows_pc import program, put

PLACE = r"C:\Users\Ada\Downloads\x.exe"


class CountingDisk(Disk):
    """Counts what is opened."""

    opened = 0

    def open_found(self, found: FoundFile) -> BinaryIO:
        self.opened += 1
        return super().open_found(found)


def walked(disk: Disk) -> FoundFile:
    (found,) = disk.walk(r"C:\Users\Ada\Downloads", 1)
    assert isinstance(found, FoundFile)
    return found


def test_a_running_program_is_looked_at_once(tmp_path: Path) -> None:
    put(tmp_path, PLACE, program({"ProductName": "AnyDesk"}))
    disk = CountingDisk(tmp_path)
    reader = ProgramReader(disk)
    running = reader.running(PLACE)
    assert reader.lying(walked(disk)) is running
    assert disk.opened == 1


def test_a_file_that_was_exchanged_is_looked_at_again(tmp_path: Path) -> None:
    put(tmp_path, PLACE, program({"ProductName": "AnyDesk"}))
    disk = CountingDisk(tmp_path)
    reader = ProgramReader(disk)
    reader.running(PLACE)
    put(tmp_path, PLACE, program({"ProductName": "Something longer"}) + b"x")
    shown = reader.lying(walked(disk)).version_info
    assert shown is not None
    assert shown.product_name == "Something longer"
    assert disk.opened == 2
