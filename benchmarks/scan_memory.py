"""Peak memory of a scan over 10,000 and over 100,000 program files: it must not grow with their number.

The files are told by a host that makes them up one by one, as a reader of a disk does; one in a thousand is a tool. A
scan is a process of its own each, and the peaks of resident memory are compared. Aim: at most 1.1 times.

    python benchmarks/scan_memory.py [--few 10000] [--many 100000]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIM = 1.1

LOOK = """
import resource, sys, time
from recovery_assistant.content import compiled
from recovery_assistant.domain.observation import ProgramFile, System, VersionInfo
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Finished, scan

class Disk:
    id, system, os_name = "disk", System.WINDOWS, "Windows"
    def sources(self):
        return ("program-files",)
    def observations(self, source):
        for number in range(int(sys.argv[1])):
            name = f"AnyDesk ({number})" if number % 1000 == 0 else f"Photo Studio {number}"
            told = VersionInfo(original_filename=f"photo{number}.exe", product_name=f"Photo Studio {number}")
            path = f"C:/Users/pat/Downloads/{number % 997}/{name}.exe"
            yield ProgramFile(source=source, path=path, form="pe", version_info=told)

began = time.perf_counter()
last = None
for last in scan(Disk(), compiled.catalogue(resources_root())):
    pass
assert isinstance(last, Finished) and last.findings
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.perf_counter() - began)
"""


def look(files: int) -> tuple[float, float]:
    """Return the peak in megabytes and the seconds of a scan over so many files."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(files)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    peak, seconds = map(float, done.stdout.split())
    return peak, seconds


def main() -> int:
    """Measure, print, and return 1 when the aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=100_000)
    options = parser.parse_args()
    look(1000)  # the first one compiles the catalogue
    (few, few_seconds), (many, many_seconds) = look(options.few), look(options.many)
    print(f"{options.few:8,} files: peak {few:6.1f} MB, {few_seconds:6.2f} s")
    print(f"{options.many:8,} files: peak {many:6.1f} MB, {many_seconds:6.2f} s")
    print(f"ratio {many / few:.2f} (aim: at most {AIM}: {'reached' if many <= AIM * few else 'missed'})")
    return 0 if many <= AIM * few else 1


if __name__ == "__main__":
    sys.exit(main())
