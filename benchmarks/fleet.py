"""Results of a fleet: time for each machine beside bare JSON decoding, and memory at 1,000 and at 10,000 machines.

    python benchmarks/fleet.py [--machines 10000] [--engine osquery]

The results are made here: the lines of all machines mixed by time, as engines log them, three days one after the other;
every 20th machine has a tool. Each figure comes from a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.fleet import QUESTIONS, pack_name
from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.hosts.reported.osquery import read_osquery
from recovery_assistant.hosts.reported.velociraptor import read_velociraptor
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, scan

READERS = {"osquery": read_osquery, "velociraptor": read_velociraptor}
FEW, DAYS, EVERY = 1_000, 3, 20
CANDIDATES = {
    "programs": {"display_name": "Level Editor 3.1", "publisher": "Somebody", "install_location": "C:\\Games\\Level"},
    "services": {"name": "LevelService", "display_name": "Level", "binary_path": "C:\\Games\\Level\\svc.exe"},
    "processes": {"pid": "4711", "name": "level.exe", "exe": "C:\\Games\\Level\\level.exe", "cmdline": "level.exe /q"},
}
TOOL = {"name": "AnyDesk", "display_name": "AnyDesk Service", "enabled": "1", "running": "1",
        "binary_path": '"C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe" --service'}  # fmt: skip


def rows_of(question: str, machine: int) -> list[dict[str, str]]:
    rows = [CANDIDATES[question]] * 3 if question in CANDIDATES else []
    return [*rows, TOOL] if question == "services" and machine % EVERY == 0 else rows


def log_lines(engine: str, machines: int) -> Iterator[str]:
    """Yield the lines of three days, those of each day mixed."""
    names = ["about", *(question.name for question in QUESTIONS[System.WINDOWS])]
    dice = random.Random(7)
    for day in range(DAYS):
        order = list(range(machines))
        dice.shuffle(order)
        for name in names:
            for machine in order:
                rows = [{"os_name": "Windows 11"}] if name == "about" else rows_of(name, machine)
                yield from _lines(engine, name, machine, day, rows)


def _lines(engine: str, name: str, machine: int, day: int, rows: list[dict[str, str]]) -> Iterator[str]:
    at = 1_795_000_000 + day * 86_400
    if engine == "osquery":
        head = {"name": f"pack_{pack_name(System.WINDOWS)}_{name}", "hostIdentifier": f"pc-{machine:05}"}
        yield json.dumps({**head, "unixTime": at, "counter": day, "snapshot": rows, "action": "snapshot"}) + "\n"
        return
    head = {"question": f"{pack_name(System.WINDOWS)}/{name}", "ClientId": f"C.{machine:05}", "asked_at": at}
    yield json.dumps({**head, "is_marker": name != "about"}) + "\n"
    for row in rows:
        yield json.dumps({**head, "is_marker": False, **row}) + "\n"


def look(engine: str, path: Path) -> tuple[int, int]:
    """Look at every machine of a file; return how many there were, and how many had an alarm."""
    catalogue = load_catalogue(resources_root())
    seen = found = 0
    with path.open("rb") as file:
        for host in READERS[engine](file, print):
            if isinstance(host, Gap):
                raise TypeError(host)
            seen += 1
            found += any(isinstance(event, Found) and event.finding.is_alarm for event in scan(host, catalogue))
    return seen, found


def decode(path: Path) -> int:
    """Decode every line and do nothing with it: the least that any reader has to do."""
    with path.open("rb") as file:
        return sum(1 for line in file if json.loads(line))


def measured(what: str, engine: str, path: Path) -> tuple[float, float, str]:
    """Return seconds, peak memory in MiB, and what was printed, of a process of its own."""
    began = time.perf_counter()
    command = [sys.executable, __file__, "--run", what, "--engine", engine, "--file", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    ended = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    seconds = time.perf_counter() - began
    memory, _, rest = ended.stdout.strip().partition(" ")
    return seconds, int(memory) / 1024, rest


def run(what: str, engine: str, path: Path) -> None:
    import resource

    told = decode(path) if what == "decode" else look(engine, path)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, told)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--machines", type=int, default=10_000)
    parser.add_argument("--engine", choices=READERS, default="osquery")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run(given.run, given.engine, given.file)
        return 0
    peaks = []
    for machines in (FEW, given.machines):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "results.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(log_lines(given.engine, machines))
            size = path.stat().st_size / 2**20
            whole, peak, told = measured("look", given.engine, path)
            bare, _, lines = measured("decode", given.engine, path)
        peaks.append(peak)
        print(f"{machines:>6} machines, {lines} lines, {size:.0f} MiB: {whole:.1f} s, "
              f"{whole / machines * 1000:.2f} ms a machine, {whole / bare:.1f}x bare decoding ({bare:.1f} s), "
              f"peak {peak:.0f} MiB; (machines, with an alarm) = {told}")  # fmt: skip
    print(f"memory at {given.machines} against {FEW} machines: {peaks[1] / peaks[0]:.2f}x")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
