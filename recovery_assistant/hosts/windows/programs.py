r"""What is installed on Windows: the uninstall keys of all hives and views, and the packages of the Store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from recovery_assistant.domain.observation import Gap, InstalledProgram
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.places import Person, hives
from recovery_assistant.hosts.windows.registry import (
    MACHINE,
    USERS,
    Entry,
    Problem,
    Registry,
    RegistryKey,
    View,
    moment,
    shown,
    views,
)

UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
STORE_OF_PERSON = r"Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
STORE_OF_ALL = rf"{MACHINE}\SOFTWARE\Microsoft\Windows\CurrentVersion\Appx\AppxAllUserStore\Applications"

_DAY = re.compile(r"\d{8}")


def installed_programs(registry: Registry, host: str, people: tuple[Person, ...]) -> Iterator[InstalledProgram | Gap]:
    """Yield every entry of the uninstall keys and every Store package. Raises OSError if the hives cannot be listed."""
    problems: list[Problem] = []
    roots = [(rf"{MACHINE}\{UNINSTALL}", view) for view in views(registry)]
    for hive in open_hives(registry, host, port.INSTALLED_PROGRAMS):
        if isinstance(hive, Gap):
            yield hive
        else:
            roots.append((rf"{hive}\{UNINSTALL}", View.NATIVE))
    for path, view in roots:
        yield from _entries(registry, host, path, view, problems)
    yield from _store_packages(registry, host, problems)
    yield from signed_out(host, port.INSTALLED_PROGRAMS, people)
    yield from windows_gaps.of_values(host, port.INSTALLED_PROGRAMS, problems)


def open_hives(registry: Registry, host: str, source: str) -> Iterator[str | Gap]:
    """Yield each loaded hive that this account may read, and one gap for each that it may not."""
    for hive in hives(registry):
        try:
            registry.read(hive)
        except OSError as error:
            yield windows_gaps.of_place(host, source)(hive, error)
        else:
            yield hive


def signed_out(host: str, source: str, people: tuple[Person, ...]) -> Iterator[Gap]:
    """Yield a gap for each person whose part of the registry is not loaded."""
    for person in people:
        if not person.is_signed_in:
            yield Gap(
                host=host,
                source=f"{source}: {person.name}",
                reason="not signed in, so their own settings are closed",
                code=port.UNREADABLE,
            )


def came_at(install_date: str, written_at: datetime | None) -> datetime | None:
    """Return when a program came: the day it says itself, or when its key was last written, whichever is earlier.

    An update writes the key anew, so a last-write time alone would make an old program look new. The day has no time
    of its own: where both are of the same day, the key's time is the better answer; otherwise it is midnight here.
    """
    day = _local_midnight(install_date)
    if day is None or written_at is None:
        return day or written_at
    return written_at if written_at <= day or written_at.astimezone().date() == day.date() else day


def _local_midnight(install_date: str) -> datetime | None:
    if not _DAY.fullmatch(install_date):
        return None
    try:
        return datetime.strptime(install_date, "%Y%m%d").astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _entries(
    registry: Registry, host: str, path: str, view: View, problems: list[Problem]
) -> Iterator[InstalledProgram | Gap]:
    say = windows_gaps.of_place(host, port.INSTALLED_PROGRAMS)
    place = shown(path, view)
    try:
        top = registry.read(path, view)
    except OSError as error:
        yield say(place, error)
        return
    for name in (top or RegistryKey()).subkeys:
        try:
            key = registry.read(rf"{path}\{name}", view)
        except OSError as error:
            yield say(rf"{place}\{name}", error)
            continue
        if key is None:
            # Listed but not to be opened by that name: a name with a NUL inside hides a key from ordinary programs.
            problems.append(Problem(rf"{place}\{name}", "listed, but cannot be opened"))
            continue
        entry = Entry(key, rf"{place}\{name}")
        yield _program(entry)
        problems += entry.problems


def _program(entry: Entry) -> InstalledProgram:
    return InstalledProgram(
        source=entry.place,
        display_name=entry.text("DisplayName"),
        publisher=entry.text("Publisher"),
        install_location=entry.text("InstallLocation").strip('"'),
        uninstall_string=entry.text("UninstallString"),
        registry_key=entry.place,
        installed_at=came_at(entry.text("InstallDate"), entry.written_at),
    )


def _store_packages(registry: Registry, host: str, problems: list[Problem]) -> Iterator[InstalledProgram | Gap]:
    """Yield each Store package once, first those that a person has, then those that only the machine lists."""
    say = windows_gaps.of_place(host, port.INSTALLED_PROGRAMS)
    seen: set[str] = set()
    users = registry.read(USERS) or RegistryKey()
    classes = [name for name in users.subkeys if name.lower().endswith("_classes")]
    for path in [*(rf"{USERS}\{name}\{STORE_OF_PERSON}" for name in classes), STORE_OF_ALL]:
        try:
            top = registry.read(path) or RegistryKey()
            for full_name in top.subkeys:
                if full_name.lower() not in seen:
                    seen.add(full_name.lower())
                    entry = Entry(registry.read(rf"{path}\{full_name}") or RegistryKey(), rf"{path}\{full_name}")
                    yield _package(full_name, entry)
                    problems += entry.problems
        except OSError as error:
            yield say(path, error)


def _package(full_name: str, entry: Entry) -> InstalledProgram:
    name = full_name.partition("_")[0]
    display_name = entry.text("DisplayName")
    installed = entry.number("InstallTime")
    return InstalledProgram(
        source=entry.place,
        # Most are references into a resource file ("@{…}", "ms-resource:…"), which only Windows itself can follow.
        display_name=name if display_name.startswith(("@{", "ms-resource:")) or not display_name else display_name,
        install_location=entry.text("PackageRootFolder"),
        package=name,
        registry_key=entry.place,
        installed_at=moment(installed) if installed else entry.written_at,
    )
