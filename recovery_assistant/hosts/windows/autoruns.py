r"""What starts by itself when somebody signs in to Windows: Run keys of all hives and views, and start-up folders."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_assistant.domain.observation import Autorun, Gap
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows import shortcut as windows_shortcut
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.programs import open_hives, signed_out
from recovery_assistant.hosts.windows.registry import MACHINE, Entry, Problem, Registry, RegistryKey, View, shown, views

RUN_KEYS = (
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run",
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\RunOnce",
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer\Run",
)
APPROVED = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved"
COMMON_STARTUP = r"%PROGRAMDATA%\Microsoft\Windows\Start Menu\Programs\Startup"
SWITCHED_OFF = " (switched off)"
NO_PROGRAMS = ("desktop.ini", "thumbs.db")


def autoruns(registry: Registry, disk: Disk, host: str, places: Places) -> Iterator[Autorun | Gap]:
    """Yield every entry of the Run keys and start-up folders. Raises OSError if the hives cannot be listed."""
    problems: list[Problem] = []
    roots = [(MACHINE, view) for view in views(registry)]
    for own in open_hives(registry, host, port.AUTORUNS):
        if isinstance(own, Gap):
            yield own
        else:
            roots.append((own, View.NATIVE))
    for hive, view in roots:
        for run_key in RUN_KEYS:
            yield from _run_key(registry, host, hive, run_key, view, problems)
    yield from _startup_folders(registry, disk, host, places, problems)
    yield from signed_out(host, port.AUTORUNS, places.people)
    yield from windows_gaps.of_values(host, port.AUTORUNS, problems)


def _run_key(
    registry: Registry, host: str, hive: str, run_key: str, view: View, problems: list[Problem]
) -> Iterator[Autorun | Gap]:
    path = rf"{hive}\{run_key}"
    place = shown(path, view)
    try:
        key = registry.read(path, view)
    except OSError as error:
        yield windows_gaps.of_place(host, port.AUTORUNS)(place, error)
        return
    if key is None:
        return
    approved = rf"{hive}\{APPROVED}\{'Run32' if view is View.OLD else 'Run'}"
    off = _switched_off(registry, approved)
    entry = Entry(key, place)
    for name, command in entry.texts():
        mark = SWITCHED_OFF if name.lower() in off else ""
        yield Autorun(source=place, location=f"{place}{mark}", name=name, command=command)
    problems += entry.problems


def _startup_folders(
    registry: Registry, disk: Disk, host: str, places: Places, problems: list[Problem]
) -> Iterator[Autorun | Gap]:
    say = windows_gaps.of_place(host, port.AUTORUNS)
    folders = [(places.expand(COMMON_STARTUP), places.program_data, MACHINE)]
    folders += [(person.folders["Startup"], person.home, rf"HKU\{person.sid}") for person in places.people]
    for folder, home, hive in folders:
        off = _switched_off(registry, rf"{hive}\{APPROVED}\StartupFolder")
        for found in disk.walk(folder, depth=1):
            if isinstance(found, OSError):
                yield say(str(found.filename or folder), found)
            elif found.name.lower() not in NO_PROGRAMS:
                mark = SWITCHED_OFF if found.name.lower() in off else ""
                command = _command(disk, found.path, places, home, problems)
                yield Autorun(
                    source=found.path,
                    location=f"{folder}{mark}",
                    name=found.name.removesuffix(".lnk"),
                    command=command,
                )


def _command(disk: Disk, path: str, places: Places, home: str, problems: list[Problem]) -> str:
    """Return what a file in a start-up folder starts: the target of a shortcut, else the file itself."""
    if not path.lower().endswith(".lnk"):
        return path
    try:
        with disk.open(path) as file:
            target = windows_shortcut.read_shortcut(file.read(windows_shortcut.LARGEST))
    except (OSError, windows_shortcut.NoShortcutError) as error:
        problems.append(Problem(path, str(error)))
        return path
    return places.expand(target, home) or path


def _switched_off(registry: Registry, path: str) -> frozenset[str]:
    """Return the names, in small letters, of entries that were switched off in the Task Manager.

    Each value is binary; an odd first byte means off (2 and 6: on; 3 and 7: off).
    """
    try:
        key = registry.read(path) or RegistryKey()
    except OSError:  # without it every entry counts as on, which is the careful side
        return frozenset()
    return frozenset(
        name.lower() for name, value in key.values.items() if isinstance(value, bytes) and value[:1] and value[0] & 1
    )
