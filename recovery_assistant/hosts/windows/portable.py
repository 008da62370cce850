"""Program files on Windows that lie where people keep downloads, and may never have been installed."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_assistant.domain.observation import Gap, ProgramFile
from recovery_assistant.hosts import port
from recovery_assistant.hosts.program_file import Inside
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows import zone as windows_zone
from recovery_assistant.hosts.windows.files import Disk, FoundFile
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.program_reader import ProgramReader

PROGRAM_ENDINGS = (".exe", ".scr", ".com", ".pif", ".msi")
"""What a double click starts as a program. Windows goes by the ending, so a file without one cannot be started so."""

# Folder -> how many levels deep (1: only its own files). A tool that was only unpacked lies one to three deep. A folder
# that stands by itself here is not entered again from the one above it.
PERSONAL = {"Downloads": 4, "Desktop": 3, "Documents": 3}
IN_HOME = {
    r"%LOCALAPPDATA%\Temp": 3,
    r"%LOCALAPPDATA%\Apps\2.0": 6,  # one-click programs from a web page (ClickOnce)
    r"%LOCALAPPDATA%\Programs": 4,
    "%LOCALAPPDATA%": 3,
    "%APPDATA%": 3,
    r"%USERPROFILE%\AppData\LocalLow": 3,
    "%USERPROFILE%": 2,
}
SHARED = {
    "%PUBLIC%": 3,
    "%PROGRAMDATA%": 4,
    r"%SYSTEMROOT%\Temp": 3,
    "%SYSTEMDRIVE%": 2,
}
NOT_FROM_THE_ROOT = ("%SYSTEMROOT%", "%PROGRAMFILES%", "%PROGRAMFILES(X86)%", r"%SYSTEMDRIVE%\Users")
"""Below the root of the drive these are not entered: what lies there is installed, or looked at by itself."""
ON_A_STICK = 3
WHERE_FROM = f"{port.PROGRAM_FILES}: where downloads came from"


def program_files(
    disk: Disk, host: str, places: Places, reader: ProgramReader, sticks: tuple[str, ...] = ()
) -> Iterator[ProgramFile | Gap]:
    """Yield each program file in the places where portable copies lie, once.

    Args:
        sticks: removable drives, such as ("E:",).
    """
    seen: set[str] = set()
    first = ""
    for folder, depth, leave_out in _folders(places, sticks):
        for found in disk.walk(folder, depth, leave_out, PROGRAM_ENDINGS):
            if isinstance(found, OSError):
                yield windows_gaps.of_place(host, port.PROGRAM_FILES)(str(found.filename or folder), found)
            elif found.path.lower() not in seen:
                seen.add(found.path.lower())
                first = first or found.path
                yield from _program_file(disk, host, found, reader)
    if first and not disk.keeps_streams(first):
        yield Gap(host=host, source=WHERE_FROM, reason="this copy of the disk does not show it", code=port.NOT_PROVIDED)


def _folders(places: Places, sticks: tuple[str, ...]) -> Iterator[tuple[str, int, frozenset[str]]]:
    """Yield each folder to walk, how deep, and the folders below it that have their own turn or none."""
    found: dict[str, int] = {}
    for person in places.people:
        for name, depth in PERSONAL.items():
            found.setdefault(person.folders[name], depth)
        for text, depth in IN_HOME.items():
            found.setdefault(places.expand(text, person.home), depth)
    for text, depth in SHARED.items():
        found.setdefault(places.expand(text), depth)
    found |= dict.fromkeys(sticks, ON_A_STICK)
    installed = (places.expand(text) for text in NOT_FROM_THE_ROOT)
    own_turn = frozenset(folder.lower() for folder in (*found, *installed))
    for folder, depth in found.items():
        yield folder, depth, own_turn - {folder.lower()}


def _program_file(disk: Disk, host: str, found: FoundFile, reader: ProgramReader) -> Iterator[ProgramFile | Gap]:
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
            inside = reader.lying(found)
        except FileNotFoundError:
            return  # gone since it was seen
        except OSError as error:
            yield windows_gaps.of_place(host, port.PROGRAM_FILES)(found.path, error)
            return
        if not inside.form:
            return
        if inside.note:
            source = f"{port.PROGRAM_FILES}: {found.path}"
            yield Gap(host=host, source=source, reason=inside.note, code=port.UNREADABLE)
    yield ProgramFile(
        source=found.path,
        path=found.path,
        size=found.size,
        form=inside.form,
        inside=inside.inside,
        signer=inside.signer,
        version_info=inside.version_info,
        came_from=_came_from(disk, found),
        modified_at=found.modified_at,
        arrived_at=found.created_at,
    )


def _came_from(disk: Disk, found: FoundFile) -> str:
    if found.is_online_only:
        return ""
    try:
        return windows_zone.noted_site(disk.stream(found.path, windows_zone.STREAM))
    except OSError:  # a disk without such notes (a stick), or a note that this account may not read
        return ""
