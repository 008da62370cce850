"""The program is killed 500 times at random moments: no acknowledged answer is lost, and the file always opens.

This does not test the disk: what a process wrote survives its death. `test_power_loss.py` does that.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
WRITERS = 4
ROOT = Path(__file__).parents[2]


class Writer:
    """The process that answers, one life after the other."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders: IO[bytes] = process.stdin
        self._said: IO[bytes] = process.stdout

    def live(self, folder: Path, first: int, answers: int, seconds: float) -> int | None:
        """Let it acknowledge some answers in `folder` and go on for some time, kill it; return the last number.

        Time alone would not do: on a busy machine nothing at all happens in most lives.
        """
        self._orders.write(json.dumps([str(folder), first]).encode() + b"\n")
        self._orders.flush()
        process_id = int(self._said.readline().split()[1])
        last = None
        for _ in range(answers):
            last = self._acknowledged(self._said.readline())
        time.sleep(seconds)
        os.kill(process_id, signal.SIGKILL)
        while (line := self._said.readline()) != b"ended\n":
            last = self._acknowledged(line)
        return last

    def _acknowledged(self, line: bytes) -> int:
        assert line.startswith(b"ack "), line
        return int(line.split()[1])


@contextlib.contextmanager
def writing() -> Iterator[Writer]:
    """Start a writer."""
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


def lives(place: Path, part: int) -> Counter[str]:
    """Kill one writer again and again, with a new case every 25 lives; count what was seen."""
    chance = random.Random(20261118 + part)
    folder, first = place, 0
    seen = Counter[str]()
    with writing() as writer:
        for life in range(KILLS // WRITERS):
            if life % 25 == 0:
                folder, first = place / f"{part}-{life}", 0
                folder.mkdir()
            last = writer.live(folder, first, chance.randrange(6), chance.uniform(0, 0.006))
            seen["lives"] += 1
            if not (folder / "a.recovery-case").exists():
                assert last is None  # killed before the case was made; nothing was acknowledged
                continue
            seen["repaired"] += was_cut_off(folder / "a.recovery-case")
            seen["acknowledged"] += 0 if last is None else last + 1 - first
            first = whole(folder, last)
            assert names_in(folder) == ["a.recovery-case"]
    return seen


def test_five_hundred_kills(tmp_path: Path) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        seen = sum(pool.map(functools.partial(lives, tmp_path), range(WRITERS)), Counter[str]())
    assert seen["lives"] == KILLS
    assert seen["acknowledged"] > KILLS
    assert seen["repaired"] > 20  # or the moments were not random enough to prove anything
