r"""How long a look at a Windows takes, beside one pass over the very same sources with nothing done to them.

Puts 2,000 files into the downloads (half of them programs, a fifth of those signed), watches a first look, and writes
down every key, folder, file and piece of a file that it read. The floor asks Windows for the same again and throws it
away. Aim: at most 1.3 times the floor, and no file opened twice.

    python packaging/under_wine.py benchmarks/windows_scan.py [--files 2000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Self, cast

import psutil

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.observation import ProgramFile
from recovery_assistant.hosts.port import PROGRAM_FILES
from recovery_assistant.hosts.windows.files import Disk, FoundFile
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.registry import LiveRegistry, RegistryKey, View
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Finished, scan
from tests.unit.hosts.signed_program import signed
from tests.unit.hosts.windows_pc import program

ROOM = "recovery benchmark"
Piece = tuple[int, int]


class WatchedFile:
    """A file that writes down where and how much is read from it."""

    def __init__(self, file: BinaryIO, pieces: list[Piece]) -> None:
        self._file = file
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:  # noqa: D102
        self._pieces.append((self._file.tell(), size))
        return self._file.read(size)

    def seek(self, place: int, whence: int = 0) -> int:  # noqa: D102
        return self._file.seek(place, whence)

    def close(self) -> None:  # noqa: D102
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()


class WatchedDisk(Disk):
    """A disk that writes down what is listed and opened."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[str] = []
        self.opened: list[tuple[str, list[Piece]]] = []
        self.asked_for_notes: list[str] = []

    def _listed(self, folder: str) -> list[os.DirEntry[str]]:
        self.listed.append(str(self.on_disk(folder + "\\" if folder.endswith(":") else folder)))
        return super()._listed(folder)

    def open(self, path: str) -> BinaryIO:  # noqa: D102
        return self._watched(path, super().open(path))

    def open_found(self, found: FoundFile) -> BinaryIO:  # noqa: D102
        return self._watched(found.path, super().open_found(found))

    def _watched(self, path: str, file: BinaryIO) -> BinaryIO:
        pieces: list[Piece] = []
        self.opened.append((str(self.on_disk(path)), pieces))
        return cast("BinaryIO", WatchedFile(file, pieces))

    def stream(self, path: str, name: str) -> bytes:  # noqa: D102
        self.asked_for_notes.append(str(self.on_disk(f"{path}:{name}")))
        return super().stream(path, name)


class WatchedRegistry(LiveRegistry):
    """A registry that writes down which keys are read."""

    def __init__(self) -> None:
        self.keys: list[tuple[str, View]] = []

    def read(self, path: str, view: View = View.NATIVE) -> RegistryKey | None:  # noqa: D102
        self.keys.append((path, view))
        return super().read(path, view)


def pass_over(disk: WatchedDisk, registry: WatchedRegistry) -> None:
    """Ask Windows for everything that the watched look asked for, and do nothing with it."""
    for path, view in registry.keys:
        bare_key(path, view)
    for folder in disk.listed:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    entry.stat(follow_symlinks=False)
    for path, pieces in disk.opened:
        with contextlib.suppress(OSError):
            number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            try:
                for place, size in pieces:
                    os.lseek(number, place, os.SEEK_SET)
                    os.read(number, size if size >= 0 else 1 << 24)
            finally:
                os.close(number)
    for note in disk.asked_for_notes:
        with contextlib.suppress(OSError):
            os.close(os.open(note, os.O_RDONLY))
    for process in psutil.process_iter():
        for ask in (process.name, process.exe, process.cmdline, process.create_time):
            with contextlib.suppress(psutil.Error, OSError):
                ask()
    with contextlib.suppress(psutil.Error, OSError):
        psutil.net_connections()
    bare_services()


def bare_key(path: str, view: View) -> None:
    if sys.platform != "win32":
        return
    import winreg

    hive, _, inside = path.partition("\\")
    root = winreg.HKEY_LOCAL_MACHINE if hive == "HKLM" else winreg.HKEY_USERS
    side = winreg.KEY_WOW64_32KEY if view is View.OLD else winreg.KEY_WOW64_64KEY
    with contextlib.suppress(OSError), winreg.OpenKey(root, inside, 0, winreg.KEY_READ | side) as key:
        subkeys, values, _ = winreg.QueryInfoKey(key)
        for number in range(values):
            winreg.EnumValue(key, number)
        for number in range(subkeys):
            winreg.EnumKey(key, number)


def bare_services() -> None:
    if sys.platform != "win32":
        return
    for service in psutil.win_service_iter():
        with contextlib.suppress(psutil.Error):
            service.name()
            service.status()


def look(disk: Disk | None = None, registry: LiveRegistry | None = None) -> None:
    host = WindowsHost(disk=disk)
    if registry is not None:
        host._registry = registry  # noqa: SLF001 (the constructor takes a registry as a PC that is not running)
    if not isinstance(list(scan(host, CATALOGUE))[-1], Finished):
        raise SystemExit("The look did not reach its end.")


def fill(folder: Path, files: int) -> None:
    """Write half papers and half programs; every fifth program is signed and larger."""
    folder.mkdir(parents=True)
    plain = program({"ProductName": "Some program", "CompanyName": "Some maker"}) + bytes(300_000)
    heavy = signed(plain + bytes(2_000_000), "Some maker")
    for number in range(files):
        is_program = number % 2
        name = f"{number:04}.exe" if is_program else f"{number:04}.pdf"
        content = (heavy if number % 10 == 1 else plain) if is_program else b"%PDF" + bytes(20_000)
        (folder / name).write_bytes(content)


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if sys.platform != "win32":
        raise SystemExit("Needs Windows, real or under Wine.")
    folder = Path(read_places(LiveRegistry()).people[0].folders["Downloads"]) / ROOM
    shutil.rmtree(folder, ignore_errors=True)
    fill(folder, options.files)
    try:
        look()  # whatever is only imported or compiled once is not what is measured
        disk, registry = WatchedDisk(), WatchedRegistry()
        look(disk, registry)
        floor, ours = [], []
        for _ in range(options.rounds):
            floor.append(timed(lambda: pass_over(disk, registry)))
            ours.append(timed(look))
        programs = sum(isinstance(one, ProgramFile) for one in WindowsHost().observations(PROGRAM_FILES))
    finally:
        shutil.rmtree(folder)
    twice = [path for path, times in Counter(path.lower() for path, _ in disk.opened).items() if times > 1]
    print(
        f"keys {len(registry.keys)}, folders {len(disk.listed)}, files opened {len(disk.opened)}, programs {programs}"
    )
    print(f"files opened twice: {len(twice)} {twice[:5]}")
    print(f"folders listed twice: {len(disk.listed) - len({one.lower() for one in disk.listed})}")
    print(f"one bare pass   {statistics.median(floor):8.1f} ms")
    print(f"full look       {statistics.median(ours):8.1f} ms")
    print(f"ratio           {statistics.median(ours) / statistics.median(floor):8.2f}   (aim: at most 1.3)")


CATALOGUE = load_catalogue(resources_root())

if __name__ == "__main__":
    main()
