"""How long a full scan of this PC takes, beside one pass over the very same sources with nothing done to them.

A first scan is watched: every file and folder that it opens is written down, with the bytes that are read. The floor
opens and reads those again (the same number of bytes, the same folders listed with their facts, the same links of /proc
read) and throws everything away. Floor and scan run in turn, in one process, while that many idle processes run; the
ratio of medians is printed. Aim: at most 1.3.

    python benchmarks/scan.py [--processes 1500] [--rounds 7]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from recovery_assistant.content import compiled
from recovery_assistant.hosts.this import this_host
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Finished, scan

SLEEPER = "sleep"


class Watch:
    """Writes down what the process opens, how many bytes it reads of each, and what it lists, while it is switched on.

    What is read through a map of memory is not counted, so the floor is rather too low than too high.
    """

    def __init__(self) -> None:
        self.on = False
        self.opened: dict[str, int] = {}
        self.listed: list[str] = []
        self._last = ""
        self._io = os.open("/proc/self/io", os.O_RDONLY)
        self._read_before = 0
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on or not arguments or not isinstance(arguments[0], str):
            return
        if event == "open":
            self.count()
            self._last = arguments[0]
        elif event in {"os.scandir", "os.listdir"}:
            self.listed.append(arguments[0])

    def count(self) -> None:
        """Give what was read since the last time to the file that was opened last."""
        told = os.pread(self._io, 400, 0)
        read = int(told.split()[1])  # "rchar: 1234"; asking is itself a reading
        if self._last:
            self.opened[self._last] = self.opened.get(self._last, 0) + read - self._read_before
        self._read_before = read + len(told)


@contextlib.contextmanager
def idle_processes(number: int) -> Iterator[None]:
    running = [subprocess.Popen([SLEEPER, "600"]) for _ in range(number)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait()


def look() -> None:
    events = list(scan(this_host(), CATALOGUE))
    if not isinstance(events[-1], Finished):
        raise SystemExit("The scan did not reach its end.")


def pass_over(watch: Watch) -> None:
    """Read everything that the watched scan read, and do nothing with it."""
    for folder in watch.listed:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if folder.startswith("/proc"):
                        link = entry.path if folder.endswith("/fd") else f"{entry.path}/exe"
                        os.readlink(link)  # noqa: PTH115 (the floor is bare system calls)
                    else:
                        entry.stat()
    for path, length in watch.opened.items():
        with contextlib.suppress(OSError):
            number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            try:
                os.read(number, length)
            finally:
                os.close(number)


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    watch = Watch()
    look()  # whatever is only imported or compiled once is not what is measured
    with idle_processes(options.processes):
        watch.on = True
        look()
        watch.on = False
        watch.count()
        floor, ours = [], []
        for _ in range(options.rounds):
            floor.append(timed(lambda: pass_over(watch)))
            ours.append(timed(look))
    read = sum(watch.opened.values()) / 2**20
    print(f"files opened {len(watch.opened)}, {read:.1f} MB read, folders listed {len(watch.listed)}")
    print(f"one bare pass   {statistics.median(floor):8.1f} ms")
    print(f"full scan       {statistics.median(ours):8.1f} ms")
    print(f"ratio           {statistics.median(ours) / statistics.median(floor):8.2f}   (aim: at most 1.3)")


CATALOGUE = compiled.catalogue(resources_root())

if __name__ == "__main__":
    main()
