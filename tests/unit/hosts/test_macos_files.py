"""Program files that lie about on a Mac."""

from __future__ import annotations

import os
import plistlib
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, InstalledProgram, ProgramFile
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.macos_files import came_from, program_files, site_of
from tests.unit.hosts.mac_tree import clean_mac, program, put, put_app

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)

WHERE_FROM = "com.apple.metadata:kMDItemWhereFroms"
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


@pytest.mark.skipif(sys.platform != "linux", reason="where a copy keeps what stood beside a file")
def test_where_a_file_was_fetched_from(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    file = put(root, "Users/mary/Downloads/AnyDesk.dmg", IMAGE)
    noted = plistlib.dumps(["https://Download.AnyDesk.com/a.dmg", "https://x.example/"], fmt=plistlib.FMT_BINARY)
    try:
        os.setxattr(file, f"user.{WHERE_FROM}", noted)
    except OSError:
        pytest.skip("this file system keeps nothing beside a file")
    (shown,) = program_files("mac", MachineFiles(root), ("/Users/mary",))
    assert isinstance(shown, ProgramFile)
    assert shown.came_from == "download.anydesk.com"
    os.setxattr(file, f"user.{WHERE_FROM}", b"bplist00")
    assert came_from(MachineFiles(root), "/Users/mary/Downloads/AnyDesk.dmg") == ""


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://user:word@Bank.example:8443/a?b", "bank.example"),
        ("http://[2001:db8::1]:80/x", "[2001:db8::1]:80"),
        ("https://x.example?a/b", "x.example"),
        ("file:///etc/hosts", ""),
        ("mary@example.org", ""),
        ("", ""),
    ],
)
def test_the_site_in_an_address(address: str, site: str) -> None:
    assert site_of(address) == site
