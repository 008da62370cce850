"""Program files in download places: depth, bounds, gaps."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, ProgramFile
from recovery_assistant.hosts import loose_files
from recovery_assistant.hosts.loose_files import loose_programs
from tests.unit.hosts.linux_tree import ELF, LARGE, put

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)


def test_depth_is_bounded(tmp_path: Path) -> None:
    for depth in ("", "a/", "a/b/", "a/b/c/", "a/b/c/d/"):
        put(tmp_path, depth + "tool", ELF + LARGE)
    assert len(list(loose_programs("pc", [str(tmp_path)]))) == 4
    assert len(list(loose_programs("pc", [str(tmp_path)], deepest=0))) == 1


def test_the_day_of_arrival_is_not_the_date_inside_a_package(tmp_path: Path) -> None:
    put(tmp_path, "tool", ELF + LARGE)
    packed = datetime(2023, 2, 6, tzinfo=UTC)
    os.utime(tmp_path / "tool", (packed.timestamp(), packed.timestamp()))
    (found,) = loose_programs("pc", [str(tmp_path)])
    assert isinstance(found, ProgramFile)
    assert found.modified_at == packed
    assert found.arrived_at is not None
    assert found.arrived_at > packed + timedelta(days=365)


def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "real/tool", ELF + LARGE)
    (tmp_path / "place").mkdir()
    (tmp_path / "place/link").symlink_to(tmp_path / "real/tool")
    (tmp_path / "place/folder").symlink_to(tmp_path / "real")
    assert list(loose_programs("pc", [str(tmp_path / "place")])) == []


def test_a_folder_with_too_many_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loose_files, "MOST_FILES", 3)
    for number in range(5):
        put(tmp_path, f"tool{number}", ELF + LARGE)
    shown = list(loose_programs("pc", [str(tmp_path)]))
    assert sum(isinstance(one, ProgramFile) for one in shown) == 3
    assert [one.code for one in shown if isinstance(one, Gap)] == ["G-05"]


def test_a_closed_folder_is_a_gap(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    shown = list(loose_programs("pc", [str(tmp_path)]))
    assert [one.code for one in shown if isinstance(one, Gap)] == ["G-02"]


def test_many_closed_files_are_one_gap() -> None:
    def gaps(number: int) -> list[ProgramFile | Gap]:
        return [
            Gap(host="pc", source=f"program-files: /tmp/{n}", reason="access denied", code="G-02")
            for n in range(number)
        ]

    assert list(loose_files.told_together("pc", "/tmp", gaps(3))) == gaps(3)
    (told,) = loose_files.told_together("pc", "/tmp", gaps(50))
    assert isinstance(told, Gap)
    assert (told.source, told.reason) == ("program-files: /tmp", "access denied to 50 files and folders")


def test_a_name_that_is_no_text_is_made_visible(tmp_path: Path) -> None:
    name = os.fsencode(str(tmp_path)) + b"/bad\xff"
    with open(name, "wb") as file:  # noqa: PTH123 (a name in bytes)
        file.write(ELF + LARGE)
    (shown,) = loose_programs("pc", [str(tmp_path)])
    assert isinstance(shown, ProgramFile)
    assert shown.path.endswith("bad\\xff")
    assert shown.path.encode("utf-8")


def test_a_missing_place_is_nothing(tmp_path: Path) -> None:
    assert list(loose_programs("pc", [str(tmp_path / "none")])) == []
