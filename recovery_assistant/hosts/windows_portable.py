"""Program files on Windows that lie where people keep downloads, and may never have been installed."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_assistant.domain.observation import Gap, ProgramFile
from recovery_assistant.hosts import port, windows_gaps
from recovery_assistant.hosts.program_file import Inside, look_inside
from recovery_assistant.hosts.windows_files import Disk, FoundFile
from recovery_assistant.hosts.windows_places import Places

PROGRAM_ENDINGS = (".exe", ".scr", ".com", ".pif", ".msi")
"""What a double click starts as a program. Windows goes by the ending, so a file without one cannot be started so."""

# folder of a person -> how many levels deep. Downloads are unpacked there; the other places are looked at flat, except
# where one-click programs from a web page (ClickOnce) live.
PERSONAL = {"Downloads": 3, "Desktop": 2, "Documents": 2}
IN_HOME = {
    "%USERPROFILE%": 1,
    "%APPDATA%": 1,
    "%LOCALAPPDATA%": 1,
    r"%LOCALAPPDATA%\Temp": 2,
    r"%LOCALAPPDATA%\Apps\2.0": 5,
}
SHARED = {
    r"%PUBLIC%\Downloads": 2,
    r"%PUBLIC%\Desktop": 1,
    r"%PUBLIC%\Documents": 1,
    "%PUBLIC%": 1,
    "%PROGRAMDATA%": 1,
    "%SYSTEMDRIVE%": 1,
    r"%SYSTEMROOT%\Temp": 2,
}


def program_files(disk: Disk, host: str, places: Places) -> Iterator[ProgramFile | Gap]:
    """Yield each program file in the places where portable copies lie, once."""
    seen: set[str] = set()
    for folder, depth in _folders(places):
        for found in disk.walk(folder, depth):
            if isinstance(found, OSError):
                yield windows_gaps.of_place(host, port.PROGRAM_FILES)(str(found.filename or folder), found)
            elif found.name.lower().endswith(PROGRAM_ENDINGS) and found.path.lower() not in seen:
                seen.add(found.path.lower())
                yield from _program_file(disk, host, found)


def _folders(places: Places) -> Iterator[tuple[str, int]]:
    for person in places.people:
        for name, depth in PERSONAL.items():
            yield person.folders[name], depth
        for text, depth in IN_HOME.items():
            yield places.expand(text, person.home), depth
    for text, depth in SHARED.items():
        yield places.expand(text), depth


def _program_file(disk: Disk, host: str, found: FoundFile) -> Iterator[ProgramFile | Gap]:
    inside = Inside("")
    if found.is_online_only:
        yield Gap(
            host=host,
            source=f"{port.PROGRAM_FILES}: {found.path}",
            reason="kept online only, so nobody looked inside",
            code=port.UNREADABLE,
        )
    else:
        try:
            with disk.open(found.path) as file:
                inside = look_inside(file)
        except OSError as error:
            yield windows_gaps.of_place(host, port.PROGRAM_FILES)(found.path, error)
            return
        if not inside.form:
            return
    yield ProgramFile(
        source=found.path,
        path=found.path,
        size=found.size,
        form=inside.form,
        inside=inside.inside,
        version_info=inside.version_info,
        modified_at=found.modified_at,
        arrived_at=found.created_at,
    )
