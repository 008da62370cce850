"""How long one answer takes until it is durable, beside a bare SQLite commit of the same durability.

The floor is apsw with the same journal mode and syncs, no encryption, one INSERT of the same bytes and nothing checked.
Ours is `Casebook.answer`: text guard, event, chain, encryption, commit, fold. Both run in turn, in one process and one
folder; the ratio of medians is printed. Aim: at most 1.5.

    python benchmarks/answer_saved.py [--answers 400] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import apsw

from recovery_assistant.domain.journal import GENESIS, Answer, StepAnswered, line_bytes
from recovery_assistant.services.casebook import local_time
from recovery_assistant.services.cases import Cases

STORY = "He said his name was Kevin and that Microsoft had seen errors on my PC. I should not tell the bank. "
INSERT = "INSERT INTO entry VALUES (?, ?, ?)"


def bare(path: Path) -> apsw.Connection:
    """Return a database like the case file's, without encryption."""
    database = apsw.Connection(str(path))
    database.pragma("journal_mode", "truncate")
    database.pragma("synchronous", "extra")
    database.pragma("fullfsync", "on")
    database.execute(
        "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, line BLOB NOT NULL, digest BLOB NOT NULL) STRICT"
    )
    return database


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def measure(folder: Path, answers: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each commit and of each answer."""
    floor: list[float] = []
    ours: list[float] = []
    with (
        contextlib.closing(bare(folder / "bare")) as database,
        contextlib.closing(Cases(folder, None).new("gb", "person", "four plain english words")) as book,
    ):
        for number in range(answers):
            given: dict[str, Answer] = {"said": f"{number} {STORY}", "when": "2026-11-18"}
            line = line_bytes(number, local_time(), "person", StepAnswered(step="story", answers=given))
            floor.append(timed(partial(database.execute, INSERT, (number, line, GENESIS))))
            ours.append(timed(partial(book.answer, "story", given)))
    return floor, ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=400)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure; default: the temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        floor, ours = (statistics.median(times) for times in measure(Path(folder), options.answers))
    print(f"bare SQLite commit   {floor:6.2f} ms")
    print(f"one answer saved     {ours:6.2f} ms")
    print(f"ratio                {ours / floor:6.2f}   (aim: at most 1.5)")


if __name__ == "__main__":
    main()
