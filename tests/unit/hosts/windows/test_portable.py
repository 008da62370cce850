"""Portable copies in the places where people keep downloads."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, ProgramFile
from recovery_assistant.hosts.windows import portable as windows_portable
from recovery_assistant.hosts.windows.files import Disk, FoundFile
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.portable import program_files
from recovery_assistant.hosts.windows.program_reader import ProgramReader
from tests.unit.hosts.signed_program import certificate, digest_of, signed, signed_data, with_table
from tests.unit.hosts.windows_pc import program, put, registry

ANYDESK = program({"ProductName": "AnyDesk", "CompanyName": "AnyDesk Software GmbH", "OriginalFilename": ""})


NOTE = b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://evil.example/secret.exe\r\n"


def look(root: Path, *, sticks: tuple[str, ...] = ()) -> list[ProgramFile | Gap]:
    """Return what is found, without the one gap that a plain folder keeps no notes of Windows."""
    disk = Disk(root)
    found = list(program_files(disk, "this", read_places(registry()), ProgramReader(disk), sticks))
    return [one for one in found if one.source != windows_portable.WHERE_FROM]


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
        r"C:\Users\Ada\AppData\Roaming\Helper\client32.exe",
        r"C:\Users\Ada\AppData\LocalLow\Helper\x.exe",
        r"C:\Users\Ada\AppData\Local\Programs\Maker\Tool\x.exe",
        r"C:\ProgramData\Maker\Tool\ad_1\x.exe",
        r"C:\Support\x.exe",
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
    put(tmp_path, r"C:\Windows\x.exe", ANYDESK)
    put(tmp_path, r"C:\Program Files\x.exe", ANYDESK)
    put(tmp_path, r"C:\Users\Ada\Downloads\1\2\3\4\too deep.exe", ANYDESK)
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
    online = walked._replace(is_online_only=True)
    gap, found = windows_portable._program_file(nowhere, "this", online, ProgramReader(nowhere))
    assert isinstance(gap, Gap)
    assert "online" in gap.reason
    assert isinstance(found, ProgramFile)
    assert found.form == ""


def test_whose_signature_it_carries(tmp_path: Path) -> None:
    put(tmp_path, r"C:\Users\Ada\Downloads\x.exe", signed(ANYDESK, "AnyDesk Software GmbH"))
    (found,) = look(tmp_path)
    assert isinstance(found, ProgramFile)
    assert found.signer == "AnyDesk Software GmbH"


def test_a_signature_of_another_file_is_told_and_not_believed(tmp_path: Path) -> None:
    pasted = with_table(ANYDESK, signed_data(digest_of(b"MZ"), [certificate("Somebody")]))
    put(tmp_path, r"C:\Users\Ada\Downloads\x.exe", pasted)
    gap, found = look(tmp_path)
    assert isinstance(gap, Gap)
    assert "made for another file" in gap.reason
    assert isinstance(found, ProgramFile)
    assert found.signer == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a colon is no part of a file's name there")
def test_where_a_download_came_from(tmp_path: Path) -> None:
    path = r"C:\Users\Ada\Downloads\x.exe"
    put(tmp_path, path, ANYDESK)
    put(tmp_path, f"{path}:Zone.Identifier", NOTE)
    (found,) = look(tmp_path)
    assert isinstance(found, ProgramFile)
    assert found.came_from == "evil.example"


def test_where_a_download_came_from_on_a_mounted_disk(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux shows notes as attributes")
    path = put(tmp_path, r"C:\Users\Ada\Downloads\x.exe", ANYDESK)
    try:
        os.setxattr(path, "user.Zone.Identifier", NOTE)
    except OSError as error:
        pytest.skip(f"no attributes on this disk: {error}")
    (found,) = look(tmp_path)
    assert isinstance(found, ProgramFile)
    assert found.came_from == "evil.example"


def test_a_copy_of_a_disk_says_that_it_shows_no_notes(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    nothing = list(program_files(disk, "pc", read_places(registry()), ProgramReader(disk)))
    assert nothing == [], "without a download nothing is missing"
    put(tmp_path, r"C:\Users\Ada\Downloads\x.exe", ANYDESK)
    _, gap = program_files(disk, "pc", read_places(registry()), ProgramReader(disk))
    assert isinstance(gap, Gap)
    assert (gap.source, gap.code) == (windows_portable.WHERE_FROM, "G-03")


def test_sticks_are_looked_at(tmp_path: Path) -> None:
    put(tmp_path, r"C:\stick\tools\x.exe", ANYDESK)
    (found,) = look(tmp_path, sticks=(r"C:\stick",))
    assert found.source == r"C:\stick\tools\x.exe"


def test_no_folder_is_walked_twice(tmp_path: Path) -> None:
    folders = {folder: left_out for folder, _, left_out in windows_portable._folders(read_places(registry()), ())}
    local = r"C:\Users\Ada\AppData\Local"
    assert rf"{local}\Temp".lower() in folders[local]
    assert r"c:\users" in folders["C:"]
    assert all(folder.lower() not in left_out for folder, left_out in folders.items())
