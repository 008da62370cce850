"""The program is killed 500 times at random moments: no acknowledged answer is lost, and the file always opens.

This does not test the disk: what a process wrote survives its death. `test_power_loss.py` does that.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.database import was_cut_off
from tests.faults.answering import log, text
from tests.unit.storage.case_files import SECRET, names_in, texts_in

if sys.platform == "win32":
    pytest.skip("needs a POSIX system", allow_module_level=True)

pytestmark = pytest.mark.slow

KILLS = 500
ROOT = Path(__file__).parents[2]


class Writer:
    """The process that answers, one life after the other."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders: IO[bytes] = process.stdin
        self._said: IO[bytes] = process.stdout

    def live(self, folder: Path, first: int, seconds: float) -> int | None:
        """Let it answer in `folder` for some time, kill it, and return the last number that it acknowledged."""
        self._orders.write(json.dumps([str(folder), first]).encode() + b"\n")
        self._orders.flush()
        process_id = int(self._said.readline().split()[1])
        time.sleep(seconds)
        os.kill(process_id, signal.SIGKILL)
        last = None
        while (line := self._said.readline()) != b"ended\n":
            assert line.startswith(b"ack "), line
            last = int(line.split()[1])
        return last


@pytest.fixture(scope="module")
def writer() -> Iterator[Writer]:
    command = [sys.executable, "-m", "tests.faults.answering"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Writer(process)
        assert process.stdin is not None
        process.stdin.close()


def whole(folder: Path, acknowledged: int | None) -> int:
    """Open the case, compare it with what must be in it, and return the number of the next answer."""
    with contextlib.closing(CaseFile.open(folder / "a.recovery-case", SECRET)) as file:
        told = texts_in(file)
        assert told == [text(number) for number in range(len(told))]
        assert len(told) > (-1 if acknowledged is None else acknowledged)
        for exhibit_id in file.exhibit_ids()[-2:]:
            assert b"".join(file.exhibit(exhibit_id)) == log(int(exhibit_id[1:]))
        return len(told)


def test_five_hundred_kills(writer: Writer, tmp_path: Path) -> None:
    chance = random.Random(20261118)
    folder, first, life, acknowledged = tmp_path / "0", 0, 0, 0
    repaired = 0
    for life in range(KILLS):
        if life % 25 == 0:
            folder, first = tmp_path / str(life), 0
            folder.mkdir()
        last = writer.live(folder, first, chance.uniform(0.001, 0.03))
        if not (folder / "a.recovery-case").exists():
            assert last is None  # killed before the case was made; nothing was acknowledged
            continue
        repaired += was_cut_off(folder / "a.recovery-case")
        acknowledged += 0 if last is None else last + 1 - first
        first = whole(folder, last)
        assert names_in(folder) == ["a.recovery-case"]
    assert acknowledged > KILLS
    assert repaired > 20  # or the moments were not random enough to prove anything
