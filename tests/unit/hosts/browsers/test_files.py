"""Files of browsers are read bounded; what is closed, damaged or leads away is told."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.hosts.browsers import files as browser_files
from recovery_assistant.hosts.browsers.files import BrowserFiles, chrome_time, part, text, texts, unix_time
from tests.unit.hosts.browser_pc import write


def _link(place: Path, target: Path) -> None:
    """Make a link, or skip where nobody may."""
    try:
        place.symlink_to(target)
    except OSError:
        pytest.skip("no links can be made here")
    if not place.is_symlink():
        pytest.skip("links are shown here as what they lead to")


def test_what_is_not_there_is_no_gap(tmp_path: Path) -> None:
    files = BrowserFiles("this")
    assert files.json(tmp_path / "x") == {}
    assert files.table(tmp_path / "x", "t", ("a",)).rows == ()
    assert files.names(tmp_path / "x") == []
    assert files.json(tmp_path) == {} or files.gaps, "a folder is no file"


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[1]", b"7", b"[" * 100_000])
def test_damaged_json_is_told(tmp_path: Path, content: bytes) -> None:
    files = BrowserFiles("this")
    assert files.json(write(tmp_path / "x", content)) == {}
    assert [gap.reason for gap in files.gaps] == ["it is damaged"]


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(100)])
def test_a_damaged_database_is_told(tmp_path: Path, content: bytes) -> None:
    files = BrowserFiles("this")
    assert files.table(write(tmp_path / "x", content), "logins", ("a",)).rows == ()
    assert len(files.gaps) == 1


def test_a_file_that_is_too_large_is_told_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_files, "LARGEST_JSON", 10)
    files = BrowserFiles("this")
    assert files.json(write(tmp_path / "x", {"a": "much too long"})) == {}
    assert files.gaps[0].code == "G-05"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "real", {"a": 1})
    _link(tmp_path / "link", tmp_path / "real")
    files = BrowserFiles("this")
    assert files.json(tmp_path / "link") == {}
    assert len(files.gaps) == 1


def test_no_link_leads_out_of_an_inspected_disk(tmp_path: Path) -> None:
    write(tmp_path / "ours/Preferences", {"a": 1})
    (tmp_path / "disk/home").mkdir(parents=True)
    _link(tmp_path / "disk/home/profile", tmp_path / "ours")
    files = BrowserFiles("this", tmp_path / "disk")
    assert files.names(tmp_path / "disk/home/profile") == []
    assert files.json(tmp_path / "disk/home/profile/Preferences") == {}
    assert {gap.reason for gap in files.gaps} == {"it leads away from this disk"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_closed_folder_is_one_gap(tmp_path: Path) -> None:  # pragma: no cover
    tmp_path.chmod(0)
    files = BrowserFiles("this")
    assert not files.is_open(tmp_path)
    assert [gap.code for gap in files.gaps] == ["G-02"]
    tmp_path.chmod(0o700)


def test_a_folder_without_end_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_files, "MOST_NAMES", 3)
    for number in range(5):
        write(tmp_path / str(number), b"")
    files = BrowserFiles("this")
    assert len(files.names(tmp_path)) == 3
    assert files.gaps[0].code == "G-05"


def test_values_of_any_kind() -> None:
    assert part({"a": {"b": {"c": 1}}}, "a", "b") == {"c": 1}
    assert part({"a": 7}, "a", "b") == {}
    assert text({"a": 7}, "a") == ""
    assert text({"a": "x" * 999}, "a") == "x" * 300
    assert list(texts(["a", 1, "b"])) == ["a", "b"]
    assert list(texts("a")) == ["a"]
    assert chrome_time("13439820924322390") == datetime(2026, 11, 22, 11, 35, 24, 322390, tzinfo=UTC)
    assert chrome_time("0") is chrome_time("x") is chrome_time(None) is chrome_time("9" * 19) is None
    assert unix_time(1795347357253) == datetime(2026, 11, 22, 11, 35, 57, 253000, tzinfo=UTC)
    assert unix_time(None) is unix_time("x") is unix_time(1e300) is None
