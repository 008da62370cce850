"""Program files that lie about on a Mac."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, InstalledProgram, ProgramFile
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.macos.files import program_files
from tests.unit.hosts.mac_tree import clean_mac, program, put, put_app

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)

IMAGE = bytes(9000) + b"koly" + bytes(508)


def test_apps_images_installers_and_helpers(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    put_app(root, "Users/mary/Downloads/Help.app", "com.teamviewer.TeamViewerQS", team="H7UGFBUGV6", executable="QS")
    put(root, "Users/mary/Downloads/AnyDesk.dmg", IMAGE)
    put(root, "Users/mary/Downloads/letter.dmg", bytes(9000))
    put(root, "Users/mary/Desktop/Zoom.pkg", b"xar!" + bytes(100))
    put(root, "Users/mary/tool", program("a.b", "ABCDE12345"))
    put(root, "Library/PrivilegedHelperTools/com.x.helper", program("com.x.helper", "ABCDE12345"))
    seen = list(program_files("mac", MachineFiles(root), ("/Users/mary",)))
    assert not [one for one in seen if isinstance(one, Gap)]
    (app,) = [one for one in seen if isinstance(one, InstalledProgram)]
    assert (app.install_location, app.bundle_id) == ("/Users/mary/Downloads/Help.app", "com.teamviewer.TeamViewerQS")
    files = {one.path: (one.form, one.signer) for one in seen if isinstance(one, ProgramFile)}
    assert files == {
        "/Users/mary/Downloads/Help.app/Contents/MacOS/QS": ("macho", "H7UGFBUGV6"),
        "/Users/mary/Downloads/AnyDesk.dmg": ("dmg", ""),
        "/Users/mary/Desktop/Zoom.pkg": ("pkg", ""),
        "/Users/mary/tool": ("macho", "ABCDE12345"),
        "/Library/PrivilegedHelperTools/com.x.helper": ("macho", "ABCDE12345"),
    }


def test_a_place_that_leads_out_of_the_disk_shows_nothing_of_ours(tmp_path: Path) -> None:
    root = clean_mac(tmp_path / "disk")
    put(tmp_path, "ours/tool", program("ours", ""))
    (root / "Users/mary/Documents").symlink_to(tmp_path / "ours")
    assert list(program_files("mac", MachineFiles(root), ("/Users/mary",))) == []
