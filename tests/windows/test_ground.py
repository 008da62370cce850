"""What a removal plan asks of a Windows that runs: files, links, permissions, Windows Installer, whose places."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.hosts.ground import this_ground
from recovery_assistant.hosts.ground import windows as ground_of_windows
from recovery_assistant.hosts.ground.windows import WindowsGround
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.registry import LiveRegistry

pytestmark = pytest.mark.wine

UNKNOWN = "{00000000-1111-2222-3333-444444444444}"


@pytest.fixture
def ground() -> Ground:
    return this_ground()


def test_this_is_the_ground_of_windows(ground: Ground) -> None:
    assert isinstance(ground, WindowsGround)
    assert ground.rights in ("person", "administrator")


def test_what_stands_at_a_path(ground: Ground, tmp_path: Path) -> None:
    folder = Path(ground.real_path(str(tmp_path)))
    file = folder / "Tool.exe"
    file.write_bytes(b"MZ")
    assert ground.kind_of(str(file)) == "file"
    assert ground.kind_of(str(folder)) == "folder"
    assert ground.kind_of(str(folder / "gone.exe")) == "missing"
    assert ground.kind_of(r"\\localhost\c$\x") == "closed"
    assert ground.real_path(str(folder / "TOOL.EXE")).lower() == str(file).lower()
    assert ground.real_path(str(folder / "gone.exe")) == ""
    assert ground.sha256_of(str(file)) == hashlib.sha256(b"MZ").hexdigest()
    assert ground.sha256_of(str(folder)) == ""


def test_a_link_is_told_as_a_link(ground: Ground, tmp_path: Path) -> None:
    folder = Path(ground.real_path(str(tmp_path)))
    target = folder / "real"
    target.mkdir()
    link = folder / "link"
    try:
        link.symlink_to(target, target_is_directory=True)
    except OSError as error:
        pytest.skip(f"no links can be made here: {error}")
    if not link.is_symlink():
        pytest.skip("Wine says that it made a link, and did not")
    assert ground.kind_of(str(link)) == "link"
    (target / "x.exe").write_bytes(b"MZ")
    assert not ground.is_protected(str(link / "x.exe"))


def test_the_person_of_this_process_has_a_home_of_their_own(ground: Ground) -> None:
    sid = ground_of_windows._own_sid()
    assert sid.startswith("S-1-5-")
    people = {person.sid: person for person in read_places(LiveRegistry()).people}
    if sid not in people:
        pytest.skip("this account has no profile")
    home = people[sid].home
    assert ground.is_own(rf"{home}\Downloads\x.exe")
    assert ground.is_own(rf"HKU\{sid}\SOFTWARE\x")
    assert not ground.is_own(r"C:\Windows\x.exe")
    assert ground.expanded("%APPDATA%").lower().startswith(home.lower())
    assert ground.expanded("%ProgramFiles%").lower().startswith("c:\\program files")


def test_permissions_are_read_and_a_file_for_everybody_is_not_protected(ground: Ground, tmp_path: Path) -> None:
    """Under Wine each file is its one account's, which is an administrator; what others may do is asked for."""
    content = ground_of_windows._descriptor_of(r"C:\Windows")
    assert content is not None
    assert len(content) >= 20
    assert not ground.is_protected(r"C:\gone.exe")
    assert not ground.is_protected(r"\\localhost\c$\Windows\explorer.exe")
    file = Path(ground.real_path(str(tmp_path))) / "x.exe"
    file.write_bytes(b"MZ")
    opened = subprocess.run(["icacls", str(file), "/grant", "*S-1-1-0:(F)"], capture_output=True, check=False)
    if opened.returncode or b"Everyone" not in subprocess.run(["icacls", str(file)], capture_output=True).stdout:
        pytest.skip("permissions cannot be given away here")
    assert not ground.is_protected(str(file))


def test_windows_installer_knows_no_made_up_product(ground: Ground) -> None:
    assert not ground.knows_product(UNKNOWN)
    assert ground.product_name(UNKNOWN) == ""
    assert not ground.knows_product("{1234}")
    assert not ground.knows_product(f"{UNKNOWN} /x")


def test_a_program_of_somebody_unsigned_has_no_signer(ground: Ground, tmp_path: Path) -> None:
    copy = Path(ground.real_path(str(tmp_path))) / "x.exe"
    shutil.copyfile(sys.executable, copy)
    with copy.open("ab") as file:
        file.write(b"changed")
    assert isinstance(ground.signer_of(str(copy)), str)
    (copy.parent / "text.exe").write_bytes(b"no program")
    assert ground.signer_of(str(copy.parent / "text.exe")) == ""


def test_keys_of_the_registry(ground: Ground) -> None:
    name = r"SOFTWARE\Recovery Assistant test of the ground"
    sid = ground_of_windows._own_sid()
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, name):
        assert ground.has_key(rf"HKU\{sid}\{name}")
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, name)
    assert not ground.has_key(rf"HKU\{sid}\{name}")
    assert ground.has_key(r"HKLM\SYSTEM\CurrentControlSet\Services")
