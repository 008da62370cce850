"""Which site a file on a Mac was fetched from: the Mac notes it beside the file, or in its list of downloads."""

from __future__ import annotations

import os
import re
import sys
from typing import Final

from recovery_assistant.domain.addresses import site_of
from recovery_assistant.foreign_database import LARGEST, NotADatabase, read_table
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.port import FileNote
from recovery_assistant.property_list import NotAPropertyList, read_texts

_WHERE_FROM: Final = "com.apple.metadata:kMDItemWhereFroms"
_QUARANTINE: Final = "com.apple.quarantine"
_EVENT: Final = re.compile(rb"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_EVENTS: Final = "Library/Preferences/com.apple.LaunchServices.QuarantineEventsV2"
_COLUMNS: Final = ("LSQuarantineEventIdentifier", "LSQuarantineDataURLString", "LSQuarantineOriginURLString")


class Origins:
    """Answers for the files of one Mac. The lists of downloads are read when they are first needed."""

    def __init__(self, files: MachineFiles, homes: tuple[str, ...]) -> None:
        self.files = files
        self._homes = homes
        self._events: dict[str, str] | None = None

    def site(self, path: str) -> str:
        """Return the site that a file or app was fetched from, or ""."""
        on_disk = self.files.on_disk(path)
        try:
            addresses = read_texts(_beside(on_disk, _WHERE_FROM) or b"")
        except NotAPropertyList:
            addresses = ()
        noted = next((site for address in addresses if (site := site_of(address))), "")
        return noted or self._of_event(_beside(on_disk, _QUARANTINE))

    def _of_event(self, quarantine: bytes) -> str:
        """Return the site of the download that the mark of a downloaded file names ("0083;…;Safari;NUMBER")."""
        number = _EVENT.search(quarantine)
        if number is None:
            return ""
        if self._events is None:
            self._events = {}
            for home in self._homes:
                self._events.update(_events(self.files, f"{home}/{_EVENTS}"))
        return self._events.get(number[0].decode().upper(), "")


def _events(files: MachineFiles, path: str) -> dict[str, str]:
    try:
        rows = read_table(files.read(path, LARGEST), "LSQuarantineEvent", _COLUMNS).named()
    except (OSError, NotADatabase):
        return {}  # this only adds where a file came from; the file itself is told anyway
    found = {}
    for row in rows:
        number, *addresses = (str(row.get(name) or "") for name in _COLUMNS)
        site = next((site for address in addresses if (site := site_of(address))), "")
        if site:
            found[number.upper()] = site
    return found


def notes_beside(path: str) -> tuple[FileNote, ...]:
    """Return what the Mac noted beside a file that lies here."""
    names = (_QUARANTINE, _WHERE_FROM)
    return tuple(FileNote(name, content) for name in names if (content := _beside(path, name)))


def _beside(path: str, name: str) -> bytes:
    """Return what the Mac noted beside a file. A Linux that holds a copy keeps it under names for people."""
    if sys.platform == "linux":
        for spelled in (f"user.{name}", name):
            try:
                return os.getxattr(path, spelled, follow_symlinks=False)
            except OSError:
                continue
    elif sys.platform == "darwin":
        from recovery_assistant.hosts.macos import api as macos_api

        return macos_api.extended_attribute(path, name)
    return b""
