r"""What was run on this Windows once: names that the system and its shell remember, long after a program is gone.

Five memories: prefetch (names and times of files only, never their content), the shell's names for programs it showed
(MuiCache), its counters (UserAssist), what was checked for compatibility, and the log of background activity (BAM).
They support other evidence and never stand alone. Prefetch and, on some PCs, BAM are open to administrators only.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from recovery_assistant.domain.observation import Gap, PastRun, VersionInfo
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import Person, Places
from recovery_assistant.hosts.windows.programs import open_hives, signed_out
from recovery_assistant.hosts.windows.registry import (
    LONGEST_TEXT,
    MACHINE,
    USERS,
    Problem,
    Registry,
    RegistryKey,
    moment,
)

PREFETCH: Final = r"%SYSTEMROOT%\Prefetch"
MUI_CACHE: Final = r"Local Settings\Software\Microsoft\Windows\Shell\MuiCache"
USER_ASSIST: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\UserAssist"
COMPATIBILITY: Final = (
    r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\AppCompatFlags\Compatibility Assistant\Store",
    r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\AppCompatFlags\Compatibility Assistant\Persisted",
)
BACKGROUND: Final = (
    rf"{MACHINE}\SYSTEM\CurrentControlSet\Services\bam\State\UserSettings",
    rf"{MACHINE}\SYSTEM\CurrentControlSet\Services\bam\UserSettings",
)

_PREFETCH_NAME: Final = re.compile(r"(.+)-[0-9A-F]{8}\.pf", re.IGNORECASE)
_LAST_COUNTED_AT: Final = 60  # where in a counter of UserAssist the time of the last run stands, from Windows 7 on
_COUNTER_SIZE: Final = 72
# Folders that UserAssist names by number, as KnownFolders.h has them.
_FOLDERS: Final = {
    "{1ac14e77-02e7-4e5d-b744-2eb1ae5198b7}": r"%SYSTEMROOT%\System32",
    "{d65231b0-b2f1-4857-a4ce-a8e7c6ea7d27}": r"%SYSTEMROOT%\SysWOW64",
    "{f38bf404-1d43-42f2-9305-67de0b28fc23}": "%SYSTEMROOT%",
    "{6d809377-6af0-444b-8957-a3773f02200e}": "%PROGRAMFILES%",
    "{7c5a40ef-a0fb-4bfc-874a-c0f2e0b9fa8e}": "%PROGRAMFILES(X86)%",
    "{905e63b6-c1bf-494e-b29c-65b732d3d21a}": "%PROGRAMFILES%",
    "{374de290-123f-4565-9164-39c4925e467b}": r"%USERPROFILE%\Downloads",
    "{b4bfcc3a-db2c-424c-b029-7fe99a87c641}": r"%USERPROFILE%\Desktop",
    "{f1b32785-6fba-4fcf-9d55-7b8e7f157091}": "%LOCALAPPDATA%",
    "{3eb685db-65f9-4cf6-a03a-e3ef65729f3d}": "%APPDATA%",
}
_FRIENDLY, _COMPANY = ".friendlyappname", ".applicationcompany"


def past_runs(registry: Registry, disk: Disk, host: str, places: Places) -> Iterator[PastRun | Gap]:
    """Yield every name that a memory holds. Raises OSError if the hives cannot be listed."""
    problems: list[Problem] = []
    yield from _prefetch(disk, host, places)
    for hive in open_hives(registry, host, port.PAST_RUNS):
        if isinstance(hive, Gap):
            yield hive
            continue
        home = _home_of(hive, places.people)
        for path in COMPATIBILITY:
            yield from _compatibility(registry, host, rf"{hive}\{path}", problems)
        yield from _counters(registry, host, rf"{hive}\{USER_ASSIST}", places, home, problems)
    users = registry.read(USERS) or RegistryKey()
    for name in users.subkeys:
        if name.lower().endswith("_classes"):
            yield from _shown_names(registry, host, rf"{USERS}\{name}\{MUI_CACHE}", problems)
    for path in BACKGROUND:
        yield from _background(registry, host, path, problems)
    yield from signed_out(host, port.PAST_RUNS, places.people)
    yield from windows_gaps.of_values(host, port.PAST_RUNS, problems)


def _prefetch(disk: Disk, host: str, places: Places) -> Iterator[PastRun | Gap]:
    folder = places.expand(PREFETCH)
    for found in disk.walk(folder, 1):
        if isinstance(found, OSError):
            yield windows_gaps.of_place(host, port.PAST_RUNS)(folder, found)
        elif name := _PREFETCH_NAME.fullmatch(found.name):
            yield PastRun(source=found.path, name=name[1], last_at=found.modified_at)


def _compatibility(registry: Registry, host: str, path: str, problems: list[Problem]) -> Iterator[PastRun | Gap]:
    key = _read(registry, path, problems)
    if isinstance(key, OSError):
        yield windows_gaps.of_place(host, port.PAST_RUNS)(path, key)
        return
    for program in key.values:
        if _is_program(program):
            yield _run(path, program)


def _counters(
    registry: Registry, host: str, path: str, places: Places, home: str, problems: list[Problem]
) -> Iterator[PastRun | Gap]:
    """Yield the programs of UserAssist. Their names are written in ROT13, which hides nothing from anybody."""
    say = windows_gaps.of_place(host, port.PAST_RUNS)
    top = _read(registry, path, problems)
    if isinstance(top, OSError):
        yield say(path, top)
        return
    for group in top.subkeys:
        place = rf"{path}\{group}\Count"
        key = _read(registry, place, problems)
        if isinstance(key, OSError):
            yield say(place, key)
            continue
        for hidden, counter in key.values.items():
            folder, _, rest = codecs.decode(hidden, "rot13").partition("\\")
            known = _FOLDERS.get(folder.lower())
            program = rf"{places.expand(known, home)}\{rest}" if known else rf"{folder}\{rest}" if rest else folder
            if _is_program(program):
                yield _run(place, program, last_at=_last_counted(counter))


def _shown_names(registry: Registry, host: str, path: str, problems: list[Problem]) -> Iterator[PastRun | Gap]:
    """Yield the programs whose names the shell showed: it keeps what each file said of itself at that time."""
    key = _read(registry, path, problems)
    if isinstance(key, OSError):
        yield windows_gaps.of_place(host, port.PAST_RUNS)(path, key)
        return
    told: dict[str, dict[str, str]] = {}
    for name, value in key.values.items():
        for ending in (_FRIENDLY, _COMPANY):
            if name.lower().endswith(ending) and isinstance(value, str):
                told.setdefault(name[: -len(ending)], {})[ending] = value.partition("\0")[0][:LONGEST_TEXT]
    for program, texts in told.items():
        description, company = texts.get(_FRIENDLY, ""), texts.get(_COMPANY, "")
        if _is_program(program):
            yield _run(path, program, VersionInfo(file_description=description, company_name=company))


def _background(registry: Registry, host: str, path: str, problems: list[Problem]) -> Iterator[PastRun | Gap]:
    say = windows_gaps.of_place(host, port.PAST_RUNS)
    top = _read(registry, path, problems)
    if isinstance(top, OSError):
        yield say(path, top)
        return
    for person in top.subkeys:
        place = rf"{path}\{person}"
        key = _read(registry, place, problems)
        if isinstance(key, OSError):
            yield say(place, key)
            continue
        for program, told in key.values.items():
            if _is_program(program):
                at = int.from_bytes(told[:8], "little") if isinstance(told, bytes) else 0
                yield _run(place, program, last_at=moment(at))


def _read(registry: Registry, path: str, problems: list[Problem]) -> RegistryKey | OSError:
    try:
        key = registry.read(path) or RegistryKey()
    except OSError as error:
        return error
    problems += [Problem(path, reason) for reason in key.problems]
    return key


def _is_program(path: str) -> bool:
    return path.lower().endswith((".exe", ".scr", ".com", ".pif", ".msi")) and len(path) <= LONGEST_TEXT


def _run(source: str, path: str, version: VersionInfo | None = None, last_at: datetime | None = None) -> PastRun:
    return PastRun(source=source, name=path.rpartition("\\")[2], path=path, version_info=version, last_at=last_at)


def _last_counted(counter: object) -> datetime | None:
    if not isinstance(counter, bytes) or len(counter) < _COUNTER_SIZE:
        return None
    return moment(int.from_bytes(counter[_LAST_COUNTED_AT : _LAST_COUNTED_AT + 8], "little"))


def _home_of(hive: str, people: tuple[Person, ...]) -> str:
    homes: Mapping[str, str] = {person.sid.lower(): person.home for person in people}
    return homes.get(hive.rpartition("\\")[2].lower(), "")
