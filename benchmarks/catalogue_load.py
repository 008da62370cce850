"""How long the whole catalogue takes until it is ready to match, beside parsing its TOML, and a bare read of its bytes.

Each is done in a process of its own, with everything imported before, in turn; the medians are printed. "Ready" means:
loaded, and one observation of each common kind was compared. Aim: at most 15 ms. The time that the processor worked is
printed too: on a busy machine, only that says something.

    python benchmarks/catalogue_load.py [--rounds 15]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIM_MS = 15

COMMON = """
import time
from recovery_assistant.content import catalogue as parsed, compiled
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Autorun, InstalledProgram, Process, ProgramFile, Service, System
from recovery_assistant.resources import resources_root
ROWS = (
    Process(source="s", name="x", exe="/x"),
    ProgramFile(source="s", path="/x"),
    Service(source="s", name="x", display_name="x", binary_path="/x"),
    InstalledProgram(source="s", display_name="x", publisher="x"),
    Autorun(source="s", name="x", command="/x"),
)
RESOURCES = resources_root()
began, worked = time.perf_counter(), time.process_time()
"""
LOADED = """
loaded = time.perf_counter()
matcher = Matcher(catalogue)
for row in ROWS:
    matcher.hits(System.WINDOWS, row)
print((loaded - began) * 1000, (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000)
"""
WAYS = {
    "compiled": COMMON + "catalogue = compiled.catalogue(RESOURCES)" + LOADED,
    "parsed": COMMON + "catalogue = parsed.load_catalogue(RESOURCES)" + LOADED,
    "bare": COMMON
    + """
read = [path.read_bytes() for path in sorted((RESOURCES / "catalogue").glob("*.toml"))]
took = (time.perf_counter() - began) * 1000
print(took, took, (time.process_time() - worked) * 1000)
""",
}


def took(program: str) -> tuple[float, ...]:
    """Return the milliseconds until the catalogue is loaded, until it is ready, and of work, in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(float, done.stdout.split()))


def main() -> int:
    """Measure, print, and return 1 when the aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    took(WAYS["compiled"])  # the first one compiles it
    times: dict[str, list[tuple[float, ...]]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, program in WAYS.items():
            times[name].append(took(program))
    middle = {name: [statistics.median(part) for part in zip(*taken, strict=True)] for name, taken in times.items()}
    for name, (loaded, ready, worked) in middle.items():
        print(f"{name:9} loaded {loaded:8.1f} ms, ready to match {ready:8.1f} ms, of which work {worked:8.1f} ms")
    ready = middle["compiled"][1]
    print(f"parsed / compiled {middle['parsed'][1] / ready:.0f}, compiled / bare read {ready / middle['bare'][1]:.2f}")
    print(f"aim {AIM_MS} ms: {'reached' if ready <= AIM_MS else 'missed'}")
    return 0 if ready <= AIM_MS else 1


if __name__ == "__main__":
    sys.exit(main())
