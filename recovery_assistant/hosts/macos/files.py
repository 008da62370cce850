"""Program files that lie about on a Mac: apps, disk images and installers in Downloads and the like, and helper tools.

Where a file came from is what the Mac itself noted beside it when it was fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import structs

from recovery_assistant.domain.observation import Gap, InstalledProgram, ProgramFile
from recovery_assistant.hosts.loose_files import loose_program, loose_programs
from recovery_assistant.hosts.machine_files import MachineFiles, gap_at
from recovery_assistant.hosts.macos import programs as macos_programs
from recovery_assistant.hosts.macos import signature as macos_signature
from recovery_assistant.hosts.macos.origins import Origins
from recovery_assistant.hosts.port import PROGRAM_FILES
from recovery_assistant.hosts.untouched import open_untouched

_IN_A_HOME: Final = ("Downloads", "Desktop", "Documents")
_SHARED: Final = ("/private/tmp", "/private/var/tmp", "/Users/Shared")
_HELPERS: Final = "/Library/PrivilegedHelperTools"
_DEEPEST_APP: Final = 2
_MOST_PROGRAMS_OF_AN_APP: Final = 3
_MAGIC_OF_PACKAGE: Final = b"xar!"
_END_OF_IMAGE: Final = 512  # a disk image ends with a block of this size that begins with "koly"


def program_files(
    host: str, files: MachineFiles, homes: tuple[str, ...]
) -> Iterator[InstalledProgram | ProgramFile | Gap]:
    """Yield apps, disk images, installers and program files in the places of downloads, and every helper tool."""
    origins = Origins(files, homes)
    for place in (*(f"{home}/{name}" for home in homes for name in _IN_A_HOME), *_SHARED):
        for shown in macos_programs.apps_below(host, files, place, _DEEPEST_APP):
            yield shown
            if isinstance(shown, InstalledProgram):
                yield from _programs_of(host, origins, shown)
        yield from _loose(host, origins, place, 1)
        yield from _packed(origins, place)
    for place in (*homes, _HELPERS):
        yield from _loose(host, origins, place, 0)


def _programs_of(host: str, origins: Origins, shown: InstalledProgram) -> Iterator[ProgramFile | Gap]:
    """Yield the first program files inside an app that lies about, so that they are looked into."""
    folder = f"{shown.install_location}/Contents/MacOS"
    try:
        names = origins.files.names(folder)
    except OSError:
        return  # the app itself was told
    for name in names[:_MOST_PROGRAMS_OF_AN_APP]:
        yield from _told(
            origins, loose_program(host, origins.files.on_disk(f"{folder}/{name}")), shown.install_location
        )


def _loose(host: str, origins: Origins, place: str, deepest: int) -> Iterator[ProgramFile | Gap]:
    try:
        real = origins.files.resolved(place)
    except OSError as error:
        yield gap_at(host, PROGRAM_FILES, place, error)
        return
    yield from _told(origins, loose_programs(host, [real], deepest=deepest))


def _told(origins: Origins, shown: Iterable[ProgramFile | Gap], fetched: str = "") -> Iterator[ProgramFile | Gap]:
    """Yield the same with the maker's team and the site it came from, under the names of the machine itself.

    `fetched` is the app that was fetched, where the file is a part of one.
    """
    for one in shown:
        if isinstance(one, Gap):
            source, _, path = one.source.partition(": ")
            yield structs.replace(one, source=f"{source}: {origins.files.called(path)}")
            continue
        called = origins.files.called(one.path)
        site = origins.site(fetched or called)
        yield structs.replace(one, source=called, path=called, signer=_team(one), came_from=site)


def _team(file: ProgramFile) -> str:
    if file.form != "macho":
        return ""
    try:
        with open_untouched(file.path) as opened:
            return macos_signature.signature_of(opened).team
    except OSError:
        return ""


def _packed(origins: Origins, place: str) -> Iterator[ProgramFile]:
    """Yield disk images and installer packages, which have no form that is known by their first bytes alone."""
    files = origins.files
    try:
        names = files.names(place)
    except OSError:
        return  # told by whoever looked at this place before
    for name in names:
        path = f"{place}/{name}"
        form = _form(files, path) if name.lower().endswith((".dmg", ".pkg", ".mpkg")) else ""
        if form:
            yield ProgramFile(
                source=files.called(path),
                path=files.called(path),
                size=files.facts(path).st_size,
                form=form,
                came_from=origins.site(path),
                modified_at=files.changed_at(path),
                arrived_at=files.arrived_at(path),
            )


def _form(files: MachineFiles, path: str) -> str:
    try:
        with open_untouched(files.on_disk(path)) as file:
            if file.read(len(_MAGIC_OF_PACKAGE)) == _MAGIC_OF_PACKAGE:
                return "pkg"
            file.seek(-_END_OF_IMAGE, os.SEEK_END)
            return "dmg" if file.read(4) == b"koly" else ""
    except OSError:
        return ""
