"""How long a mounted Windows disk takes: our reading beside dissect.target's, of the same keys from the same tree.

A tree with real registry files is made: SOFTWARE with that many uninstall keys, SYSTEM with services, and people, each
with Run and uninstall keys. Both sides open the tree anew in each round and read every value of every such key; what
they read is compared, so that neither does less. They run in turn, each in a process of its own, because
dissect.target is AGPL and never part of this program's environment. The ratio of medians is printed.

    python benchmarks/mounted_disk.py --peer-python PATH [--keys 20000] [--rounds 5]

PATH is the Python of an environment with dissect.target in it; without one, only our own time is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CURRENT = r"Microsoft\Windows\CurrentVersion"
UNINSTALL, RUN = rf"{CURRENT}\Uninstall", rf"{CURRENT}\Run"
SERVICES = r"SYSTEM\ControlSet001\Services"
PEOPLE = 5
SID = "S-1-5-21-11-22-33-{}"

Values = Iterator[tuple[str, str, str]]
"""Name of a key, name of a value, the value as text."""


def make_tree(root: Path, keys: int) -> None:
    from tests.unit.hosts.hive_bytes import hive

    profiles = r"Microsoft\Windows NT\CurrentVersion\ProfileList"
    software: dict[str, dict[str, object]] = {
        r"Microsoft\Windows NT\CurrentVersion": {"SystemRoot": r"C:\Windows", "ProductName": "Windows 11 Home"},
        RUN: {f"Run {number}": rf"C:\Program Files\Run {number}\run.exe" for number in range(20)},
    }
    for number in range(keys):
        view = "WOW6432Node\\" if number % 2 else ""
        software[rf"{view}{UNINSTALL}\Program {number}"] = {
            "DisplayName": f"Program {number}",
            "Publisher": "Example",
            "InstallLocation": rf"C:\Program Files\Program {number}",
            "UninstallString": rf"C:\Program Files\Program {number}\uninstall.exe",
            "EstimatedSize": number,
        }
    for number in range(PEOPLE):
        software[rf"{profiles}\{SID.format(1001 + number)}"] = {"ProfileImagePath": rf"C:\Users\person{number}"}
    services = {
        rf"ControlSet001\Services\svc{number}": {
            "ImagePath": rf"C:\Windows\System32\svc{number}.exe",
            "Start": 2,
            "Type": 16,
        }
        for number in range(700)
    }
    person = {
        rf"Software\{RUN}": {f"Mine {number}": rf"C:\mine{number}.exe" for number in range(10)},
        **{rf"Software\{UNINSTALL}\Own {number}": {"DisplayName": f"Own {number}"} for number in range(50)},
    }
    config = root / "Windows" / "System32" / "config"
    config.mkdir(parents=True)
    (config / "SOFTWARE").write_bytes(hive(software).seal())
    (config / "SYSTEM").write_bytes(hive({"Select": {"Current": 1}, **services}).seal())
    for name in ("SAM", "SECURITY", "DEFAULT"):
        (config / name).write_bytes(hive({}).seal())
    for number in range(PEOPLE):
        home = root / "Users" / f"person{number}"
        home.mkdir(parents=True)
        (home / "NTUSER.DAT").write_bytes(hive(person).seal())


def places(people: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield the keys to read, and whether it is their sub-keys that are wanted."""
    yield rf"HKLM\{SERVICES}", True
    for view in ("", "WOW6432Node\\"):
        yield rf"HKLM\SOFTWARE\{view}{UNINSTALL}", True
        yield rf"HKLM\SOFTWARE\{view}{RUN}", False
    for sid in people:
        yield rf"HKU\{sid}\Software\{UNINSTALL}", True
        yield rf"HKU\{sid}\Software\{RUN}", False


def read_by_us(tree: Path) -> Values:
    from recovery_assistant.hosts.windows.files import Disk
    from recovery_assistant.hosts.windows.hives import HiveRegistry

    registry = HiveRegistry(Disk(tree))
    users = registry.read("HKU")
    people = [name for name in users.subkeys if name.startswith("S-1-5-21")] if users else []
    for path, has_children in places(people):
        top = registry.read(path)
        names = [rf"{path}\{name}" for name in top.subkeys] if top and has_children else [path]
        for name in names:
            key = registry.read(name)
            for value, content in key.values.items() if key else ():
                yield name.rpartition("\\")[2], value, str(content)
    registry.close()


def read_by_dissect(tree: Path) -> Values:
    from dissect.target import Target  # in the peer's environment only
    from dissect.target.exceptions import RegistryError

    logging.disable(logging.CRITICAL)
    target: Any = Target.open(tree)
    people = sorted(user.sid for user in target.users() if user.sid.startswith("S-1-5-21"))
    for path, has_children in places(people):
        full = path.replace("HKLM", "HKEY_LOCAL_MACHINE", 1).replace("HKU", "HKEY_USERS", 1)
        try:
            top = target.registry.key(full)
        except RegistryError:
            continue
        for key in top.subkeys() if has_children else [top]:
            for value in key.values():
                yield key.name, value.name, str(value.value)


READERS: dict[str, Callable[[Path], Values]] = {"ours": read_by_us, "dissect": read_by_dissect}


def one_round(reader: str, tree: Path) -> None:
    """Read once to warm up what is only imported once, then once by the clock; print time, count and digest."""
    sum(1 for _ in READERS[reader](tree))
    began = time.perf_counter()
    found = list(READERS[reader](tree))
    seconds = time.perf_counter() - began
    digest = hashlib.sha256(json.dumps(sorted(found)).encode()).hexdigest()
    print(json.dumps({"seconds": seconds, "values": len(found), "digest": digest}))


def asked(python: str, reader: str, tree: Path) -> dict[str, Any]:
    command = [python, str(Path(__file__).resolve()), "--reader", reader, "--tree", str(tree)]
    answer = subprocess.run(command, capture_output=True, check=False, text=True)
    if answer.returncode:
        raise SystemExit(f"{reader} did not end well:\n{answer.stderr}")
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer-python", default="")
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--tree", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if options.reader:
        one_round(options.reader, options.tree)
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        make_tree(tree, options.keys)
        size = (tree / "Windows/System32/config/SOFTWARE").stat().st_size / 2**20
        ours, peer = [], []
        for _ in range(options.rounds):
            ours.append(asked(sys.executable, "ours", tree))
            if options.peer_python:
                peer.append(asked(options.peer_python, "dissect", tree))
        if len({one["digest"] for one in ours + peer}) != 1:
            counts = {one["values"] for one in ours}, {one["values"] for one in peer}
            raise SystemExit(f"The two sides did not read the same values: {counts}")
    print(f"SOFTWARE of {size:.1f} MB with {options.keys} uninstall keys; {ours[0]['values']} values read by each side")
    print(f"ours            {statistics.median(one['seconds'] for one in ours) * 1000:8.1f} ms")
    if peer:
        print(f"dissect.target  {statistics.median(one['seconds'] for one in peer) * 1000:8.1f} ms")
        ratio = statistics.median(one["seconds"] for one in ours) / statistics.median(one["seconds"] for one in peer)
        print(f"ratio           {ratio:8.2f}   (below 1: ours is faster)")


if __name__ == "__main__":
    main()
