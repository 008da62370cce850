"""Windows' paths on a disk whose files are spelled otherwise, and links that lead away."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.hosts.mounted import folded_paths
from recovery_assistant.hosts.mounted.folded_paths import FoldedPaths, is_link

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="making a link needs rights here")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    place = tmp_path / "WINDOWS" / "system32" / "Notepad.EXE"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"x")
    return tmp_path


def test_capitals_do_not_matter(tree: Path) -> None:
    paths = FoldedPaths({"C": tree})
    for path in (
        r"C:\Windows\System32\notepad.exe",
        r"c:\WINDOWS\system32\Notepad.EXE",
        "C:/windows/SYSTEM32/notepad.exe",
    ):
        assert paths.find(path).read_bytes() == b"x"
    assert paths.find("C:") == paths.find("c:\\") == tree


def test_what_is_not_there_gives_the_place_where_it_would_be(tree: Path) -> None:
    assert FoldedPaths({"c": tree}).find(r"C:\Windows\none.exe") == tree / "WINDOWS" / "none.exe"


@pytest.mark.skipif(sys.platform != "linux", reason="two names that differ in capitals only")
def test_the_exact_spelling_comes_first(tmp_path: Path) -> None:
    for name in ("tool.exe", "Tool.exe"):
        (tmp_path / name).write_text(name)
    paths = FoldedPaths({"c": tmp_path})
    assert [paths.find(rf"C:\{name}").read_text() for name in ("tool.exe", "Tool.exe", "TOOL.EXE")] == [
        "tool.exe",
        "Tool.exe",
        "Tool.exe",
    ]


@pytest.mark.parametrize("path", [r"D:\x", r"\\server\share\x", "x", "", r"C:\..\x", r"C:\Windows\..\..\x", r"C:\."])
def test_other_drives_and_ways_up_are_refused(tree: Path, path: str) -> None:
    with pytest.raises(OSError, match=r"drive|name"):
        FoldedPaths({"c": tree}).find(path)


@needs_links
def test_a_link_on_the_way_is_not_followed(tree: Path) -> None:
    (tree / "Users").symlink_to(Path.home().parent, target_is_directory=True)
    paths = FoldedPaths({"c": tree})
    with pytest.raises(OSError, match="link"):
        paths.find(r"C:\users\Ada\x.txt")
    assert is_link(paths.find(r"C:\Users").lstat())


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8")
def test_a_name_that_is_no_text_is_found_by_what_is_shown(tree: Path) -> None:
    (tree / os.fsdecode(b"a\xff.exe")).write_bytes(b"y")
    (tree / "a\\b.exe").write_bytes(b"z")
    paths = FoldedPaths({"c": tree})
    assert paths.find(r"C:\A[U+DCFF].exe").read_bytes() == b"y"
    assert paths.find(r"C:\a[U+005C]b.exe").read_bytes() == b"z"


def test_few_lists_are_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folded_paths, "KEPT_LISTS", 2)
    for number in range(5):
        (tree / f"F{number}").mkdir()
        (tree / f"F{number}" / "a.txt").write_bytes(b"%d" % number)
    paths = FoldedPaths({"c": tree})
    for number in range(5):
        assert paths.find(rf"C:\f{number}\A.TXT").read_bytes() == b"%d" % number
