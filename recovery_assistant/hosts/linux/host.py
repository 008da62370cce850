"""A Linux machine: the one that the program runs on, or a tree of its files under another folder."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import structs

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Gap, Observation, Process, ProgramFile, System
from recovery_assistant.hosts import port
from recovery_assistant.hosts.browsers import every as browsers
from recovery_assistant.hosts.file_patterns import files_that_fit
from recovery_assistant.hosts.homes import download_places, homes_in, is_open
from recovery_assistant.hosts.linux import accounts as linux_accounts
from recovery_assistant.hosts.linux import packages as linux_packages
from recovery_assistant.hosts.linux import settings as linux_settings
from recovery_assistant.hosts.linux import startup as linux_startup
from recovery_assistant.hosts.linux.journal_files import journal_lines
from recovery_assistant.hosts.linux.origin_notes import origin_notes
from recovery_assistant.hosts.loose_files import loose_program, loose_programs, told_together
from recovery_assistant.hosts.machine_files import MachineFiles, gap_at
from recovery_assistant.hosts.mounted.tree_links import inside
from recovery_assistant.hosts.port import NOT_PROVIDED, Connection, FileFacts, FileNote, KeyText, RemoteSession
from recovery_assistant.hosts.time_zones import zone_of_tree
from recovery_assistant.hosts.untouched import facts_of, open_untouched, text_at, unreadable

_LONGEST_COMMAND: Final = 4096
_LARGEST_NAME_FILE: Final = 64 * 1024
_PRETTY_NAME: Final = re.compile(r'^PRETTY_NAME="?([^"\n]*)"?', re.MULTILINE)
_DELETED: Final = " (deleted)"
_TEMPORARY: Final = ("tmp", "var/tmp", "dev/shm")
_BY_HAND: Final = ("usr/local/bin", "usr/local/sbin")
_BY_HAND_IN_A_HOME: Final = (".local/bin", "bin", "Applications")
"""Where programs lie that came in no package."""

_BUNDLES: Final = "opt"
_DEEPEST_IN_BUNDLES: Final = 2
_MOST_IN_BUNDLES: Final = 20_000
_STARTED_FIELD: Final = 19
"""Of the fields of /proc/<pid>/stat behind the name: proc(5) calls it the 22nd, "starttime"."""
_MAY_START: Final = 0o111
_SYSTEM_FOLDERS: Final = ("/usr/", "/bin/", "/sbin/", "/lib", "/opt/", "/snap/", "/nix/", "/app/", "/var/lib/flatpak/")
"""What runs from here was installed by somebody who may install; its name, package and service tell what it is."""


class LinuxHost:
    """Reads files and /proc. Changes nothing, starts nothing but `rpm -qa` where there is an rpm list."""

    def __init__(self, *, root: Path = Path("/"), host_id: str = "this", homes: tuple[Path, ...] | None = None) -> None:
        """Look at the machine under `root`; `homes` stands for its people's folders where they are known."""
        self._root = root
        self._id = host_id
        self._files = MachineFiles(root)
        self._homes = homes_in(root) if homes is None else homes
        self._readers: dict[str, Callable[[], Iterator[Observation | Gap]]] = {
            port.INSTALLED_PROGRAMS: lambda: linux_packages.packages(self._id, self._root, self._homes),
            port.SERVICES: lambda: linux_startup.services(self._id, self._root, self._homes),
            port.PROCESSES: self._processes,
            port.AUTORUNS: lambda: linux_startup.autoruns(self._id, self._root, self._homes),
            port.SCHEDULED_TASKS: lambda: linux_startup.timed_jobs(self._id, self._root),
            port.ACCOUNTS: lambda: linux_accounts.accounts(self._id, self._files),
            port.SETTINGS: lambda: linux_settings.settings(self._id, self._files, self._homes_as_called()),
            port.BROWSERS: lambda: browsers.browsers(self._id, System.LINUX, self._homes, self._root),
            port.PROGRAM_FILES: self._program_files,
        }
        self._is_live = root == Path("/")  # sockets and sessions are asked of the running system; a tree has none
        if self._is_live:
            self._readers[port.LISTENING_SOCKETS] = self._listening_sockets

    @property
    def id(self) -> str:
        """Name in every report."""
        return self._id

    @property
    def system(self) -> System:
        """Always Linux."""
        return System.LINUX

    @property
    def os_name(self) -> str:
        """What the distribution calls itself."""
        for place in ("etc/os-release", "usr/lib/os-release"):
            try:
                text = text_at(inside(self._root, self._root / place), _LARGEST_NAME_FILE)
            except OSError:
                continue
            if (name := _PRETTY_NAME.search(text)) is not None:
                return name[1]
        return "Linux"

    def sources(self) -> tuple[str, ...]:
        """Return what can be looked at, in order."""
        return tuple(self._readers)

    def observations(self, source: str) -> Iterator[Observation | Gap]:
        """Read one source."""
        return self._readers[source]()

    def _homes_as_called(self) -> tuple[str, ...]:
        return tuple(self._files.called(home) for home in self._homes)

    def _process_numbers(self) -> list[int]:
        try:
            with os.scandir(self._root / "proc") as entries:
                return sorted(int(entry.name) for entry in entries if entry.name.isdigit())
        except OSError as error:
            raise unreadable(port.PROCESSES, error) from error

    def _processes(self) -> Iterator[Process | Gap]:
        nameless = 0
        prefix = f"{self._root / 'proc'}/"
        for number in self._process_numbers():
            shown = _process(f"{prefix}{number}", number)
            if shown is not None:
                nameless += not shown.exe
                yield shown
        if nameless:
            programs = "program" if nameless == 1 else "programs"
            reason = f"access denied to the files of {nameless} running {programs}"
            yield Gap(host=self._id, source=port.PROCESSES, reason=reason, code=port.ACCESS_DENIED)

    def _program_files(self) -> Iterator[Observation | Gap]:
        """Yield the program files in download places, and those that run now from anywhere but the system's folders."""
        seen: set[str] = set()
        for shown in map(self._called, self._files_in_places()):
            if isinstance(shown, ProgramFile):
                seen.add(shown.path)
            yield shown
        elsewhere = dict.fromkeys(path for path in self._running_from_elsewhere() if path not in seen)
        places = self._really(self._root / path.lstrip("/") for path in elsewhere)
        looks = (self._called(shown) for place in places for shown in loose_program(self._id, place))
        yield from told_together(self._id, "programs that are running", looks)

    def _files_in_places(self) -> Iterator[ProgramFile | Gap]:
        for home in self._homes:
            yield from loose_programs(self._id, [str(home)], deepest=0)
            if not is_open(home):
                continue  # told once, by the look into the home itself
            yield from loose_programs(self._id, self._really(download_places(home, self._root)))
            yield from loose_programs(self._id, self._really(home / name for name in _BY_HAND_IN_A_HOME), deepest=0)
        yield from loose_programs(self._id, self._really(self._root / name for name in _BY_HAND), deepest=0)
        yield from self._bundled()
        yield from loose_programs(self._id, self._really(self._root / name for name in _TEMPORARY))

    def _really(self, places: Iterable[Path]) -> list[str]:
        """Return where places lie, each once, without those whose links lead in a circle."""
        found = []
        for place in places:
            with contextlib.suppress(OSError):
                found.append(str(inside(self._root, place)))
        return list(dict.fromkeys(found))

    def _called(self, shown: ProgramFile | Gap) -> ProgramFile | Gap:
        """Return what was seen in a tree of files with the paths that the machine itself has for them."""
        if self._is_live:
            return shown
        if isinstance(shown, Gap):
            kind, _, path = shown.source.partition(": ")
            return structs.replace(shown, source=f"{kind}: {self._files.called(path)}")
        path = self._files.called(shown.path)
        return structs.replace(shown, source=path, path=path)

    def _bundled(self) -> Iterator[ProgramFile | Gap]:
        """Yield the programs below /opt by name. They are large and came with their names, so none is opened."""
        left = _MOST_IN_BUNDLES
        folders = [(Path(place), 0) for place in self._really([self._root / _BUNDLES])]
        while folders and left > 0:
            folder, depth = folders.pop()
            try:
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=lambda entry: entry.name)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield gap_at(self._id, port.PROGRAM_FILES, self._files.called(folder), error)
                continue
            left -= len(listed)
            for entry in listed:
                if entry.is_dir(follow_symlinks=False):
                    folders += [(Path(entry.path), depth + 1)] if depth < _DEEPEST_IN_BUNDLES else []
                elif entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mode & _MAY_START:
                    called = self._files.called(entry.path)
                    yield ProgramFile(source=called, path=called, arrived_at=self._files.arrived_at(called))
        if left <= 0:
            reason = f"more than {_MOST_IN_BUNDLES} files; the rest was not looked at"
            source = f"{port.PROGRAM_FILES}: /{_BUNDLES}"
            yield Gap(host=self._id, source=source, reason=reason, code=port.TOO_LARGE)

    def _running_from_elsewhere(self) -> Iterator[str]:
        """Yield the program files that run from anywhere but the system's folders: one link read for each process."""
        if not self._is_live and not (self._root / "proc").is_dir():
            return  # a disk that is not running keeps nothing there
        for number in self._process_numbers():
            try:
                exe = os.readlink(f"{self._root / 'proc'}/{number}/exe")  # noqa: PTH115 (see _process)
            except OSError:
                continue  # ended, a part of the kernel, or told by the source of processes
            if exe.startswith("/") and not exe.startswith(_SYSTEM_FOLDERS):
                yield _readable(exe).removesuffix(_DELETED)

    def _listening_sockets(self) -> Iterator[Observation | Gap]:
        from recovery_assistant.hosts import sockets

        return sockets.listening_sockets(self._id)

    def time_zone(self) -> tzinfo | None:
        """Return the zone that /etc/localtime names."""
        return zone_of_tree(self._files)

    def network_up(self) -> bool:
        """Return whether a cable or Wi-Fi is connected."""
        self._only_live("network")
        from recovery_assistant.hosts import sockets

        return sockets.network_up()

    def connections(self) -> Iterator[Connection]:
        """Yield established connections to other computers."""
        self._only_live("connections")
        from recovery_assistant.hosts import sockets

        return sockets.established()

    def running(self) -> Iterator[Process]:
        """Yield what runs now."""
        self._only_live("programs that are running now")
        return (shown for shown in self._processes() if isinstance(shown, Process))

    def remote_sessions(self) -> Iterator[RemoteSession]:
        """Yield who is signed in from another computer."""
        self._only_live("who is signed in from another computer")
        from recovery_assistant.hosts import sessions

        return sessions.remote_sessions()

    def _only_live(self, asked: str) -> None:
        if not self._is_live:
            raise SourceUnreadable(asked, "this is a copy of a disk, and nothing runs on it", NOT_PROVIDED)

    def event_records(self, channel: str, ids: Collection[int], since: datetime | None = None) -> Iterator[str]:  # noqa: ARG002
        """Yield the journal of the running system; raise SourceUnreadable for any other log."""
        if channel == port.JOURNAL and self._is_live:
            return journal_lines(since)
        raise SourceUnreadable(port.EVENT_LOGS, "not provided", port.NOT_PROVIDED)

    def glob(self, pattern: str) -> Iterator[str]:
        """Yield the files that fit a pattern."""
        for path in files_that_fit(pattern, self._root, self._homes):
            yield self._files.called(path)

    def open_file(self, path: str) -> BinaryIO:
        """Open one ordinary file read-only."""
        try:
            return open_untouched(path) if self._is_live else self._files.open(path)
        except OSError as error:
            raise unreadable(path, error) from error

    def file_facts(self, path: str) -> FileFacts:
        """Return size, time and owner of a file."""
        try:
            return facts_of(path) if self._is_live else self._files.file_facts(path)
        except OSError as error:
            raise unreadable(path, error) from error

    def notes(self, path: str) -> tuple[FileNote, ...]:
        """Return what browsers note beside a file."""
        try:
            return origin_notes(path if self._is_live else self._files.resolved_folder(path))
        except OSError as error:
            raise unreadable(path, error) from error

    def key_text(self, place: str) -> KeyText | None:  # noqa: ARG002 (no Linux has one)
        """Return None: there is no registry."""
        return None


def _process(folder: str, number: int) -> Process | None:
    """Return a running program, or None when it has ended meanwhile or is a part of the kernel."""
    try:
        command = _start_of(f"{folder}/cmdline")
        name = _start_of(f"{folder}/comm")
    except OSError:
        return None
    try:
        exe = os.readlink(f"{folder}/exe")  # noqa: PTH115 (a Path for each process costs more than the look itself)
    except PermissionError:
        exe = ""
    except OSError:
        return None  # a part of the kernel has no program file
    if not exe and not command:
        return None
    return Process(
        source=f"/proc/{number}",
        name=name.decode("utf-8", "replace").rstrip("\n"),
        exe=_readable(exe).removesuffix(_DELETED),
        cmdline=command.decode("utf-8", "replace").rstrip("\0").replace("\0", " "),
        pid=number,
        started_at=_started_at(folder),
    )


def _started_at(folder: str) -> datetime | None:
    """Return when a process of this PC started: ticks since the PC did, so that its number alone is not trusted."""
    if sys.platform == "win32":
        return None
    try:
        fields = _start_of(f"{folder}/stat").rpartition(b")")[2].split()
        seconds = _boot_time(folder.rpartition("/")[0]) + int(fields[_STARTED_FIELD]) / os.sysconf("SC_CLK_TCK")
        return datetime.fromtimestamp(seconds, UTC).astimezone()
    except (OSError, ValueError, IndexError, OverflowError):
        return None


@lru_cache(maxsize=4)
def _boot_time(proc: str) -> int:
    """Return the second in which the PC started. Raises ValueError or OSError where nobody tells."""
    with open(f"{proc}/stat", "rb") as file:  # noqa: PTH123 (see _process)
        line = next((one for one in file if one.startswith(b"btime ")), b"")
    return int(line.split()[1])


def _start_of(path: str) -> bytes:
    # os.open instead of open(): a quarter of the time, and a PC can have thousands of processes.
    number = os.open(path, os.O_RDONLY)
    try:
        return os.read(number, _LONGEST_COMMAND)
    finally:
        os.close(number)


def _readable(path: str) -> str:
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
