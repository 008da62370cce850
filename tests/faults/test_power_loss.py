"""The power goes at any moment: nothing acknowledged is lost, and nothing malformed is ever met.

The same answers are written with `synchronous=OFF` as a control, which must fail, or this would prove nothing.
"""

from __future__ import annotations

import contextlib
import os
import random
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.storage.case_file import CaseFile
from tests.faults.answering import answer, log, text
from tests.faults.disks import mounted, needs_fuse
from tests.faults.lossy_disk import Step, crashed, read_log
from tests.unit.storage.case_files import SECRET, make, texts_in

pytestmark = [pytest.mark.slow, pytest.mark.fuse, needs_fuse]

ANSWERS = 60
CRASHES = 100


def answers_on(folder: Path, synchronous: str) -> list[Step]:
    """Answer on a lossy disk, and open the case again half-way; return what reached the disk, and when."""
    with mounted(folder) as disk:
        acknowledge = os.open(disk / "ack", os.O_CREAT | os.O_WRONLY)
        for first in (0, ANSWERS // 2):
            file = make(disk) if first == 0 else CaseFile.open(disk / "a.recovery-case", SECRET)
            file._database.pragma("synchronous", synchronous)
            for number in range(first, first + ANSWERS // 2):
                answer(file, number, acknowledge)
            file.close()
        os.close(acknowledge)
    return read_log(folder / "log")


def after(files: dict[str, bytes], acknowledged: list[bytes], folder: Path) -> str:
    """Look at what a disk holds after a crash; return "kept", "lost" or "malformed"."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    path = folder / "a.recovery-case"
    if not path.exists():
        return "lost" if acknowledged else "kept"
    try:
        with contextlib.closing(CaseFile.open(path, SECRET)) as file:
            told = texts_in(file)
            copied = {name: b"".join(file.exhibit(name)) for name in file.exhibit_ids()}
    except CaseError:
        return "malformed"
    if told != [text(number) for number in range(len(told))]:
        return "malformed"
    if any(data != log(int(name[1:])) for name, data in copied.items()):
        return "malformed"
    return "kept" if len(told) >= len(acknowledged) else "lost"


def outcomes(steps: list[Step], folder: Path, *, strict: bool) -> dict[str, int]:
    chance = random.Random(20261118)
    seen = {"kept": 0, "lost": 0, "malformed": 0}
    for number in range(CRASHES):
        place = folder / f"{strict}{number}"
        place.mkdir()
        files, acknowledged = crashed(steps, chance.randrange(len(steps) + 1), strict=strict, chance=chance)
        seen[after(files, acknowledged, place)] += 1
    return seen


@pytest.fixture(scope="module")
def safe_steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    return answers_on(tmp_path_factory.mktemp("safe"), "extra")


@pytest.mark.parametrize("strict", [False, True], ids=["ordered", "strict"])
def test_a_hundred_power_cuts(safe_steps: list[Step], tmp_path: Path, strict: bool) -> None:
    assert sum(step.kind == "ack" for step in safe_steps) == ANSWERS
    assert outcomes(safe_steps, tmp_path, strict=strict) == {"kept": CRASHES, "lost": 0, "malformed": 0}


def test_the_control_without_syncs_fails(tmp_path: Path) -> None:
    steps = answers_on(tmp_path, "off")
    seen = outcomes(steps, tmp_path, strict=False)
    assert seen["lost"] + seen["malformed"] > CRASHES // 4
