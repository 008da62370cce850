"""One writer per case, and nothing stale after a writer that died."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from recovery_assistant.storage.writer_lock import WriterLock, lock_path
from tests.unit.storage.case_files import names_in, refused

HOLDER = """
import sys
from pathlib import Path
from recovery_assistant.storage.writer_lock import WriterLock
lock = WriterLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_writer_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    case = tmp_path / "a.recovery-case"
    first = WriterLock(case)
    with refused("C-03"):
        WriterLock(case)
    first.release()
    WriterLock(case).release()


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    WriterLock(tmp_path / "a.recovery-case").release()
    assert names_in(tmp_path) == []


def test_a_lock_file_that_nobody_holds_does_not_matter(tmp_path: Path) -> None:
    case = tmp_path / "a.recovery-case"
    lock_path(case).write_text("left by something", "utf-8")
    WriterLock(case).release()
    assert names_in(tmp_path) == []


def test_another_process_is_refused_too_and_its_death_lets_go(tmp_path: Path) -> None:
    case = tmp_path / "a.recovery-case"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(case)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with refused("C-03"):
            WriterLock(case)
        holder.kill()
        holder.wait()
    assert lock_path(case).exists()
    WriterLock(case).release()
    assert names_in(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows does not remove a file that is open")
def test_a_lock_whose_file_was_removed_is_not_taken_for_the_one_on_disk(tmp_path: Path) -> None:
    case = tmp_path / "a.recovery-case"
    first = WriterLock(case)
    lock_path(case).unlink()
    second = WriterLock(case)
    with refused("C-03"):
        WriterLock(case)
    second.release()
    first.release()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with refused("C-23"):
        WriterLock(tmp_path / "gone" / "a.recovery-case")
