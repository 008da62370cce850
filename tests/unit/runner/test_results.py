"""Lines are there when they are written, a plan's results are written once, and one run holds the store."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.results import ActionBegun, AnyLine, RunEnded, read_lines
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.results import ResultsFile, Told, lock, write_new
from tests.unit.runner.made_up_plans import NOW, only_on_linux

LINES: tuple[AnyLine, ...] = (ActionBegun(action_id="a1", at=NOW, command=("systemctl", "stop")), RunEnded(at=NOW))


def test_lines_can_be_read_while_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    results = ResultsFile(path, 0o600)
    for number, line in enumerate(LINES, 1):
        results.write(line)
        assert read_lines(path.read_bytes()) == LINES[:number]
    results.close()


def test_results_are_written_once(tmp_path: Path) -> None:
    ResultsFile(tmp_path / "x.jsonl", 0o600).close()
    with pytest.raises(Unable, match="U-08"):
        ResultsFile(tmp_path / "x.jsonl", 0o600)


@only_on_linux
def test_a_planted_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").symlink_to(tmp_path / "victim")
    with pytest.raises(Unable, match="U-08"):
        ResultsFile(tmp_path / "x.jsonl", 0o600)
    assert not (tmp_path / "victim").exists()


def test_others_can_tell_that_the_work_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    results = ResultsFile(path, 0o600)
    other = os.open(path, os.O_RDWR)
    with pytest.raises(Unable, match="U-08"):
        lock(other)
    results.close()
    lock(other)
    os.close(other)


def test_a_preview_is_only_told() -> None:
    out = io.BytesIO()
    for line in LINES:
        Told(out).write(line)
    assert read_lines(out.getvalue()) == LINES


@only_on_linux
def test_rights_of_a_new_file(tmp_path: Path) -> None:
    write_new(tmp_path / "x", b"content", 0o640, tmp_path.stat().st_gid)
    assert (tmp_path / "x").read_bytes() == b"content"
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "x", b"other")
