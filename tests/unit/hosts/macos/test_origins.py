"""Which site a file on a Mac was fetched from."""

from __future__ import annotations

import os
import plistlib
import sqlite3
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import ProgramFile
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.macos.files import program_files
from recovery_assistant.hosts.macos.origins import Origins
from tests.unit.hosts.mac_tree import clean_mac, put

WHERE_FROM = "com.apple.metadata:kMDItemWhereFroms"
EVENT = "4F0A1D20-3B6C-4E8A-9B1D-0123456789AB"
EVENTS = "Users/mary/Library/Preferences/com.apple.LaunchServices.QuarantineEventsV2"
IMAGE = bytes(9000) + b"koly" + bytes(508)
FILE = "/Users/mary/Downloads/AnyDesk.dmg"


def note(file: Path, name: str, content: bytes) -> None:
    if sys.platform != "linux":
        pytest.skip("where a copy keeps what stood beside a file")
    try:
        os.setxattr(file, f"user.{name}", content)
    except OSError:
        pytest.skip("this file system keeps nothing beside a file")


def origins(root: Path) -> Origins:
    return Origins(MachineFiles(root), ("/Users/mary",))


def test_the_address_that_stands_beside_a_file(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("links of another machine cannot be made here")
    root = clean_mac(tmp_path)
    file = put(root, FILE, IMAGE)
    noted = plistlib.dumps(["https://Download.AnyDesk.com/a.dmg", "https://x.example/"], fmt=plistlib.FMT_BINARY)
    note(file, WHERE_FROM, noted)
    (shown,) = program_files("mac", MachineFiles(root), ("/Users/mary",))
    assert isinstance(shown, ProgramFile)
    assert shown.came_from == "download.anydesk.com"
    note(file, WHERE_FROM, b"bplist00")
    assert origins(root).site(FILE) == ""


def test_the_download_that_the_mark_of_a_file_names(tmp_path: Path) -> None:
    file = put(tmp_path, FILE, IMAGE)
    note(file, "com.apple.quarantine", f"0083;65a1b2c3;Safari;{EVENT.lower()}".encode())
    assert origins(tmp_path).site(FILE) == ""
    put(tmp_path, EVENTS)
    (tmp_path / EVENTS).unlink()
    base = sqlite3.connect(tmp_path / EVENTS)
    base.execute(
        "CREATE TABLE LSQuarantineEvent (LSQuarantineEventIdentifier TEXT PRIMARY KEY, "
        "LSQuarantineAgentName TEXT, LSQuarantineDataURLString TEXT, LSQuarantineOriginURLString TEXT)"
    )
    base.execute("INSERT INTO LSQuarantineEvent VALUES (?, 'Safari', NULL, 'https://help.example/x')", (EVENT,))
    base.commit()
    base.close()
    assert origins(tmp_path).site(FILE) == "help.example"
    put(tmp_path, EVENTS, b"damaged")
    assert origins(tmp_path).site(FILE) == ""
