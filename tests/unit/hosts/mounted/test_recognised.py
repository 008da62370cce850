"""Which machine stands in a folder, and plain sentences where none does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.observation import System
from recovery_assistant.hosts.mounted import recognised as mount
from recovery_assistant.hosts.mounted.recognised import Found, mounted_hosts, systems_in
from tests.unit.hosts.hive_bytes import hive
from tests.unit.hosts.mounted_pc import mounted_pc, put


def code_of(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        systems_in(folder)
    return caught.value.code


def test_drive_c_itself_and_the_folder_of_windows(tmp_path: Path) -> None:
    mounted_pc(tmp_path)
    expected = (Found(System.WINDOWS, tmp_path, "WINDOWS"),)
    assert systems_in(tmp_path) == systems_in(tmp_path / "WINDOWS") == expected
    (host,) = mounted_hosts(tmp_path)
    assert host.id == "SHOP-PC"


def test_a_folder_of_partitions_and_further_drives(tmp_path: Path) -> None:
    mounted_pc(tmp_path / "C")
    put(tmp_path, "D/People/x.txt")
    put(tmp_path, "EFI/Boot/bootx64.efi")
    put(tmp_path, "linux/etc/os-release", b'PRETTY_NAME="Debian"\n')
    assert [(one.system, one.root.name) for one in systems_in(tmp_path)] == [
        (System.WINDOWS, "C"),
        (System.LINUX, "linux"),
    ]
    windows, linux = mounted_hosts(tmp_path)
    assert (windows.id, linux.id, linux.os_name) == ("SHOP-PC", "linux", "Debian")
    assert list(windows.glob("D:/People/*.txt")) == [r"D:\People\x.txt"]


def test_a_backup_some_folders_down_and_not_deeper(tmp_path: Path) -> None:
    mounted_pc(tmp_path / "backup" / "2026-11-17" / "C")
    assert [one.root.name for one in systems_in(tmp_path)] == ["C"]
    mounted_pc(tmp_path / "deep" / "a" / "b" / "c" / "d")
    assert code_of(tmp_path / "deep" / "a" / "b" / "c" / "d" / "Users") == mount.NO_SYSTEM


def test_an_old_windows_is_no_second_machine(tmp_path: Path) -> None:
    mounted_pc(tmp_path)
    mounted_pc(tmp_path / "Windows.old")
    assert len(systems_in(tmp_path)) == 1


def test_a_copy_of_only_the_people_of_a_windows(tmp_path: Path) -> None:
    put(tmp_path, "users/Ada/ntuser.dat", hive({}).seal())
    assert systems_in(tmp_path) == (Found(System.WINDOWS, tmp_path, "Windows"),)


def test_linux_by_its_name_or_its_list_of_packages(tmp_path: Path) -> None:
    put(tmp_path, "var/lib/dpkg/status")
    put(tmp_path, "etc/hostname", b"kitchen\n")
    (host,) = mounted_hosts(tmp_path)
    assert (host.system, host.id) == (System.LINUX, "kitchen")


def test_a_mac_in_one_volume_or_in_two(tmp_path: Path) -> None:
    put(tmp_path, "Macintosh HD/System/Library/CoreServices/SystemVersion.plist")
    assert [one.root.name for one in systems_in(tmp_path)] == ["Macintosh HD"]
    for name in ("Users/ada", "Library", "Applications", "private/var"):
        (tmp_path / "Macintosh HD - Data" / name).mkdir(parents=True)
    assert systems_in(tmp_path) == (Found(System.MACOS, tmp_path / "Macintosh HD - Data"),)
    (host,) = mounted_hosts(tmp_path)
    assert host.id == "Macintosh HD - Data"


def test_what_cannot_be_looked_at_is_said(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none") == mount.NOT_THERE
    assert code_of(put(tmp_path, "disk.img")) == mount.NO_FOLDER
    (tmp_path / "empty").mkdir()
    assert code_of(tmp_path / "empty") == mount.EMPTY
    put(tmp_path, "music/song.mp3")
    assert code_of(tmp_path / "music") == mount.NO_SYSTEM
    put(tmp_path, "locked/BitLockerToGo.exe")
    assert code_of(tmp_path / "locked") == mount.LOCKED


@pytest.mark.skipif(sys.platform == "darwin", reason="nobody tried it on a Mac")
def test_this_pc_itself_is_refused() -> None:
    assert code_of(Path("C:") if sys.platform == "win32" else Path("/")) == mount.RUNNING_SYSTEM


def test_the_search_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mount, "MOST_FOLDERS", 3)
    for number in range(5):
        put(tmp_path, f"{number}/x")
    mounted_pc(tmp_path / "z")
    assert code_of(tmp_path) == mount.NO_SYSTEM


@pytest.mark.skipif(sys.platform == "win32", reason="making a link needs rights here")
def test_links_are_not_searched(tmp_path: Path) -> None:
    mounted_pc(tmp_path / "real")
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert code_of(tmp_path / "given") == mount.NO_SYSTEM
