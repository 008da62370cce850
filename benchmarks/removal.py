"""How long it takes to take a folder of a tool away and to put it back, beside reading and hashing the same files once.

The runner hashes each file before the move and once more behind it, renames every file so that nothing opens it, and
writes its manifest through to the disk before anything moves; putting back goes the same way. So two times the floor is
the least that its promises cost on the same volume. Onto another volume each file is copied and compared as well.

Both run in turn on warm files, in one process, on one core; ratios are of medians. Aim on the same volume: at most 3
times the floor for taking away, and 10 for putting back, which writes the rights of each file through to the disk.

    python benchmarks/removal.py [--files 2000] [--kib 64] [--rounds 5] [--other-volume FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
    PutBack,
    Quarantine,
    RemovalPlan,
    digest_of,
    plan_bytes,
)
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.linux.hand import LinuxHand
from recovery_assistant.runner.running import WENT_THROUGH, run


def made_tree(folder: Path, files: int, kib: int) -> None:
    """Make a folder as an installed tool has one: files in a few folders, no two alike."""
    content = os.urandom(kib * 1024)
    for number in range(files):
        place = folder / f"part{number % 20}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"file{number}.so").write_bytes(number.to_bytes(8, "big") + content)


def hashed_once(folder: Path) -> float:
    """Return the seconds that it takes to read and hash every file: the floor."""
    began = time.perf_counter()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                hashlib.file_digest(file, "sha256")
    return time.perf_counter() - began


def runner_time(home: Path, number: int, verb: AnyVerb, roots: tuple[str, ...], undoes: str = "") -> float:
    """Return the seconds that a whole run of the runner takes for one action."""
    plan = RemovalPlan(
        id=f"r-{number:012x}",
        case_number="2026-11-18-A7KD",
        item="f-1",
        name="a tool",
        system=System.LINUX,
        made_at=datetime.now(tz=UTC),
        roots=roots,
        actions=(Action(id="a1", rights="person", verb=verb),),
        undoes=undoes,
    )
    content = plan_bytes(plan)
    file = home / f"{plan.id}.json"
    file.write_bytes(content)
    said = io.StringIO()
    began = time.perf_counter()
    words = [str(file), digest_of(content), "do", "person"]
    code = run(words, System.LINUX, LinuxHand(known=home), SystemClock(), io.BytesIO(), said)
    took = time.perf_counter() - began
    if code != WENT_THROUGH:
        raise SystemExit(f"the runner ended with {code}: {said.getvalue()}")
    return took


def measure(folder: Path, home: Path, arguments: argparse.Namespace, label: str) -> None:
    tool = folder / "tool"
    made_tree(tool, arguments.files, arguments.kib)
    floors, aways, backs = [], [], []
    for turn in range(arguments.rounds + 1):
        floor = hashed_once(tool)
        away_id = 2 * turn + 1
        away = runner_time(home, away_id, Quarantine(path=str(tool), kind="folder"), (str(tool),))
        if tool.exists():
            raise SystemExit("the folder is still there, so nothing was measured")
        undone = f"r-{away_id:012x}"
        back = runner_time(home, away_id + 1, PutBack(plan_id=undone, action_id="a1"), (), undone)
        if not tool.exists():
            raise SystemExit("the folder did not come back, so nothing was measured")
        if turn:  # the first round only warms up
            floors.append(floor)
            aways.append(away)
            backs.append(back)
    floor, away, back = (statistics.median(times) for times in (floors, aways, backs))
    mib = arguments.files * arguments.kib / 1024
    print(f"{label}: {arguments.files} files, {mib:.0f} MiB, {arguments.rounds} rounds")
    print(f"  read and hashed once  {floor * 1000:8.1f} ms")
    print(f"  taken away            {away * 1000:8.1f} ms  {away / floor:5.2f} of the floor")
    print(f"  put back              {back * 1000:8.1f} ms  {back / floor:5.2f} of the floor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kib", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--other-volume", type=Path, help="a folder on another disk, such as a stick")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    with tempfile.TemporaryDirectory() as here:
        home = Path(here) / "home"
        home.mkdir()
        measure(Path(here), home, arguments, "same volume")
        if arguments.other_volume is not None:
            with tempfile.TemporaryDirectory(dir=arguments.other_volume) as elsewhere:
                other = Path(here) / "home2"
                other.mkdir()
                measure(Path(elsewhere), other, arguments, "another volume")


if __name__ == "__main__":
    main()
