"""The disk of a Windows PC: walked and searched, links left alone, closed folders told."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.hosts.windows import files as windows_files
from recovery_assistant.hosts.windows.files import Disk, FoundFile
from tests.unit.hosts.windows_pc import put


def names(disk: Disk, folder: str, depth: int) -> list[str]:
    return [found.path for found in disk.walk(folder, depth) if isinstance(found, FoundFile)]


def test_a_walk_goes_as_deep_as_asked(tmp_path: Path) -> None:
    for path in (r"C:\a\1.exe", r"C:\a\b\2.exe", r"C:\a\b\c\3.exe"):
        put(tmp_path, path, b"x")
    assert names(Disk(tmp_path), r"C:\a", 2) == [r"C:\a\1.exe", r"C:\a\b\2.exe"]


def test_the_root_of_a_drive_can_be_walked(tmp_path: Path) -> None:
    put(tmp_path, r"C:\Alpemix.exe", b"x")
    assert names(Disk(tmp_path), "C:", 1) == [r"C:\Alpemix.exe"]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(Disk(tmp_path).walk(r"C:\nowhere", 3)) == []


def test_links_are_not_followed_so_a_circle_ends(tmp_path: Path) -> None:
    put(tmp_path, r"C:\a\1.exe", b"x")
    (tmp_path / "a" / "circle").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "out.exe").symlink_to("/etc/passwd")
    assert names(Disk(tmp_path), r"C:\a", 50) == [r"C:\a\1.exe"]
    assert list(Disk(tmp_path).glob(r"C:", "a/circle/*")) == []
    assert list(Disk(tmp_path).glob(r"C:", "a/*")) == [r"C:\a\1.exe"]
    with pytest.raises(OSError, match="link"):
        Disk(tmp_path).open(r"C:\a\out.exe")


def test_too_many_files_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_files, "MOST_FILES", 3)
    for number in range(5):
        put(tmp_path, rf"C:\a\{number}.exe")
    found = list(Disk(tmp_path).walk(r"C:\a", 1))
    assert len(found) == 4
    assert isinstance(found[-1], OSError)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("AnyDesk/*.trace", [r"C:\p\AnyDesk\ad.trace", r"C:\p\AnyDesk\ad_svc.TRACE"]),
        ("anydesk*/*.trace", [r"C:\p\AnyDesk\ad.trace", r"C:\p\AnyDesk\ad_svc.TRACE"]),
        ("AnyDesk/ad.trace", [r"C:\p\AnyDesk\ad.trace"]),
        ("AnyDesk", []),
        ("*/deep/*", []),
        ("Any[D]esk/??.trace", [r"C:\p\AnyDesk\ad.trace"]),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    put(tmp_path, r"C:\p\AnyDesk\ad.trace")
    put(tmp_path, r"C:\p\AnyDesk\ad_svc.TRACE")
    put(tmp_path, r"C:\p\AnyDesk\other.txt")
    assert list(Disk(tmp_path).glob(r"C:\p", pattern)) == expected


def test_facts_and_bytes(tmp_path: Path) -> None:
    put(tmp_path, r"C:\log.txt", b"12345")
    disk = Disk(tmp_path)
    assert disk.facts(r"C:\log.txt").size == 5
    assert disk.facts(r"C:\log.txt").modified_at.utcoffset() is not None
    with disk.open(r"C:\log.txt") as file:
        assert file.read() == b"12345"
    with pytest.raises(OSError, match="ordinary"):
        disk.facts("C:\\")


def test_long_paths_get_the_prefix_that_windows_wants() -> None:
    assert str(Disk().on_disk("C:\\" + "a" * 300)).startswith("\\\\?\\C:\\")
    assert str(Disk().on_disk(r"C:\short")) == r"C:\short"


def test_folders_with_a_turn_of_their_own_are_left_out(tmp_path: Path) -> None:
    for path in (r"C:\a\1.exe", r"C:\a\Temp\2.exe", r"C:\a\b\3.exe"):
        put(tmp_path, path, b"x")
    walked = Disk(tmp_path).walk(r"C:\a", 9, frozenset({r"c:\a\temp"}))
    assert [one.path for one in walked if isinstance(one, FoundFile)] == [r"C:\a\1.exe", r"C:\a\b\3.exe"]


def test_only_files_with_an_ending_that_is_asked_for(tmp_path: Path) -> None:
    for path in (r"C:\a\1.exe", r"C:\a\2.EXE", r"C:\a\3.pdf", r"C:\a\folder.pdf\4.exe"):
        put(tmp_path, path, b"x")
    walked = Disk(tmp_path).walk(r"C:\a", 9, endings=(".exe",))
    assert [one.name for one in walked if isinstance(one, FoundFile)] == ["1.exe", "2.EXE", "4.exe"]


def test_a_folder_with_too_many_names_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_files, "MOST_NAMES", 3)
    for number in range(5):
        put(tmp_path, rf"C:\a\{number}.txt")
    (told,) = Disk(tmp_path).walk(r"C:\a", 1, endings=(".exe",))
    assert isinstance(told, OSError)


@pytest.mark.parametrize(
    "path", ["\\\\server\\share\\hosts", "//server/share/hosts", "\\\\?\\UNC\\server\\share", "hosts", ""]
)
def test_nothing_is_asked_of_another_computer(path: str) -> None:
    with pytest.raises(OSError, match="not on a drive of this PC"):
        Disk().on_disk(path)


def test_a_long_name_of_a_drive_is_one_of_this_pc() -> None:
    assert str(Disk().on_disk("\\\\?\\C:\\x")) == "\\\\?\\C:\\x"
