"""Portable copies in the places where people keep downloads."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, ProgramFile
from recovery_assistant.hosts import windows_portable
from recovery_assistant.hosts.windows_files import Disk, FoundFile
from recovery_assistant.hosts.windows_places import read_places
from recovery_assistant.hosts.windows_portable import program_files
from tests.unit.hosts.windows_pc import program, put, registry

ANYDESK = program({"ProductName": "AnyDesk", "CompanyName": "AnyDesk Software GmbH", "OriginalFilename": ""})


def look(root: Path) -> list[ProgramFile | Gap]:
    return list(program_files(Disk(root), "this", read_places(registry())))


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Users\Ada\Downloads\tax form.exe",
        r"C:\Users\Bob\Downloads\unpacked\bin\x.EXE",
        r"C:\Users\Ada\Desktop\x.scr",
        r"C:\Users\Ada\Documents\x.com",
        r"C:\Users\Ada\AppData\Local\Temp\abc\x.exe",
        r"C:\Users\Ada\AppData\Local\Apps\2.0\A1\B2\scre..tion_1\x.exe",
        r"C:\Users\Public\x.exe",
        r"C:\ProgramData\x.exe",
        r"C:\x.exe",
        r"C:\Windows\Temp\x.exe",
    ],
)
def test_a_renamed_copy_says_what_it_is(tmp_path: Path, path: str) -> None:
    put(tmp_path, path, ANYDESK)
    (found,) = look(tmp_path)
    assert isinstance(found, ProgramFile)
    assert (found.path, found.form, found.size) == (path, "pe", len(ANYDESK))
    assert found.version_info is not None
    assert found.version_info.product_name == "AnyDesk"
    assert found.modified_at is not None
    assert found.arrived_at is not None


def test_what_is_no_program_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, r"C:\Users\Ada\Downloads\letter.exe", b"Dear Ada")
    put(tmp_path, r"C:\Users\Ada\Downloads\letter.pdf", ANYDESK)
    put(tmp_path, r"C:\Windows\System32\x.exe", ANYDESK)
    assert look(tmp_path) == []


def test_a_program_without_any_version_still_shows(tmp_path: Path) -> None:
    put(tmp_path, r"C:\Users\Ada\Downloads\AnyDesk.exe", b"MZ" + bytes(9000))
    (found,) = look(tmp_path)
    assert isinstance(found, ProgramFile)
    assert found.version_info is None


def test_a_file_that_onedrive_keeps_online_is_not_fetched(tmp_path: Path) -> None:
    put(tmp_path, r"C:\Users\Ada\Downloads\AnyDesk.exe", ANYDESK)
    (walked,) = Disk(tmp_path).walk(r"C:\Users\Ada\Downloads", 1)
    assert isinstance(walked, FoundFile)
    nowhere = Disk(tmp_path / "nowhere")  # opening anything here would fail
    gap, found = windows_portable._program_file(nowhere, "this", walked._replace(is_online_only=True))
    assert isinstance(gap, Gap)
    assert "online" in gap.reason
    assert isinstance(found, ProgramFile)
    assert found.form == ""
