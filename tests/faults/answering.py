"""A writer to be killed: answers into a case file and acknowledges each answer after `append` returned.

Run as `python -m tests.faults.answering`. Each line on standard input is a JSON list [folder, first];
for each, a fork answers until it is killed and writes "began <pid>" and then "ack <number>" lines. Forks, because
starting Python 500 times would take longer than the test.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
from pathlib import Path

from recovery_assistant.storage.case_file import CaseFile
from tests.unit.storage.case_files import AT, SECRET, add_exhibit, answered, make

LONG = "and so on, " * 300


def text(number: int) -> str:
    """Return the answer with this number: mostly short, sometimes over several pages."""
    return f"answer {number} " + (LONG[: number * 37 % len(LONG)] if number % 9 == 0 else "")


def log(number: int) -> bytes:
    """Return a copied file for this number."""
    return random.Random(number).randbytes(30_000 + number % 1000)


def answer(file: CaseFile, number: int, acknowledge: int) -> None:
    """Append one answer, and now and then a copied file before it; then acknowledge."""
    if number % 25 == 24 and f"x{number}" not in file.exhibit_ids():  # killed after it and before the answer
        add_exhibit(file, f"x{number}", [log(number)])
    file.append("person", answered(text(number)), AT)
    os.write(acknowledge, f"ack {number}\n".encode())


def work(folder: Path, first: int, acknowledge: int) -> None:
    """Open the case in a folder, or make it, and answer until killed."""
    path = folder / "a.recovery-case"
    file = CaseFile.open(path, SECRET) if path.exists() else make(folder)
    for number in itertools.count(first):
        answer(file, number, acknowledge)


def main() -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    for line in sys.stdin:
        folder, first = json.loads(line)
        child = os.fork()
        if child == 0:
            os.write(1, f"began {os.getpid()}\n".encode())
            work(Path(folder), first, 1)
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    main()
