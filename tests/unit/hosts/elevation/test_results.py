"""What the runner writes is read while it works, and whether it still works is known from a lock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from recovery_assistant.hosts.elevation.results import LARGEST_RESULTS, StoredResults, is_held, store_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tests/windows has the same for Windows")

HOLDING = """
import fcntl, sys
file = open(sys.argv[1], "ab")
fcntl.flock(file, fcntl.LOCK_EX)
file.write(b"line\\n"); file.flush()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def results(tmp_path: Path) -> StoredResults:
    (tmp_path / "administrator" / "runs").mkdir(parents=True)
    return StoredResults(lambda rights: tmp_path / rights)


def test_lines_are_read_while_it_works(results: StoredResults, tmp_path: Path) -> None:
    file = tmp_path / "administrator" / "runs" / "r-1-administrator.jsonl"
    assert results.lines("r-1", "administrator") == b""
    assert not results.is_at_work("r-1", "administrator")
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", HOLDING, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == b"held\n"
        assert results.lines("r-1", "administrator") == b"line\n"
        assert results.is_at_work("r-1", "administrator")
        assert not results.is_at_work("r-1", "person")
        child.kill()  # a lock goes with its program, however that ends
    assert not results.is_at_work("r-1", "administrator")
    assert results.lines("r-1", "administrator") == b"line\n"


def test_neither_a_link_nor_a_pipe_is_read(results: StoredResults, tmp_path: Path) -> None:
    runs = tmp_path / "administrator" / "runs"
    (tmp_path / "elsewhere").write_bytes(b"secret\n")
    (runs / "r-1-administrator.jsonl").symlink_to(tmp_path / "elsewhere")
    if sys.platform != "win32":
        os.mkfifo(runs / "r-2-administrator.jsonl")
    for plan_id in ("r-1", "r-2"):
        assert results.lines(plan_id, "administrator") == b""
        assert not results.is_at_work(plan_id, "administrator")


def test_a_closed_store_tells_nothing() -> None:
    def closed(_rights: object) -> Path:
        raise OSError("nobody tells")

    assert StoredResults(closed).lines("r-1", "person") == b""
    assert not StoredResults(closed).is_at_work("r-1", "person")


def test_not_more_is_read_than_a_run_can_write(results: StoredResults, tmp_path: Path) -> None:
    file = tmp_path / "administrator" / "runs" / "r-1-administrator.jsonl"
    with file.open("wb") as big:
        big.truncate(LARGEST_RESULTS + 5)
    assert len(results.lines("r-1", "administrator")) == LARGEST_RESULTS


def test_stores_come_from_the_system_and_not_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = store_here("person")
    monkeypatch.setenv("HOME", "/elsewhere")
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    assert store_here("person") == before
    assert "/elsewhere" not in str(store_here("administrator"))


def test_a_folder_is_held_by_nobody(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
