"""Read a Windows program file without starting it: where its parts lie, and what it says about itself.

Own code, because two small parts of a file of many megabytes are wanted, from hostile bytes, on any system
(docs/adr/0017). A few thousand bytes are read, wherever in the file they lie. Every length is checked against what is
there, every list has an end, nothing calls itself: a file that was built to mislead gives nothing, never an error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from recovery_assistant.domain.observation import VersionInfo

LARGEST_VERSION: Final = 64 * 1024
"""Bytes of a version resource that are read. Its lengths are 16-bit numbers, so it cannot be larger."""
MOST_ENTRIES: Final = 4096
"""Entries of one resource folder that are looked at."""
MOST_SECTIONS: Final = 96
"""More sections the loader of Windows refuses."""
LONGEST_TEXT: Final = 512

_HEADERS: Final = 4096
_FILE_HEADER: Final = struct.Struct("<4sHHIIIHH")
_SECTION: Final = struct.Struct("<IIII")
_RESOURCES, _CERTIFICATES = 2, 4
_KIND_VERSION: Final = 16
_IS_FOLDER: Final = 0x80000000
_SECTOR: Final = 0x1FF


class Section(NamedTuple):
    """A part of the file, and where it stands in memory once the program runs."""

    memory_size: int
    memory_at: int
    file_size: int
    file_at: int


class Layout(NamedTuple):
    """Where the parts of a Windows program lie in its file. All numbers are bytes from its beginning.

    Attributes:
        checksum_at: four bytes that change when a program is signed.
        certificates_entry_at: eight bytes of the header that say where the certificates lie.
        certificates_at: where the certificates lie; 0 when there are none.
        resources_at: where the resources stand in memory; 0 when there are none.
    """

    checksum_at: int
    certificates_entry_at: int
    certificates_at: int
    certificates_size: int
    resources_at: int
    sections: tuple[Section, ...]

    def in_file(self, memory_at: int) -> int | None:
        """Return where in the file that lies which stands at `memory_at` once the program runs."""
        for section in self.sections:
            inside = memory_at - section.memory_at
            if 0 <= inside < max(section.memory_size, section.file_size):
                return (section.file_at & ~_SECTOR) + inside
        return None


def layout_of(file: BinaryIO) -> Layout | None:
    """Return where the parts of an open program lie, or None if it is no Windows program. Raises OSError only."""
    file.seek(0)
    head = file.read(_HEADERS)
    if len(head) < 64 or head[:2] != b"MZ":
        return None
    (start,) = struct.unpack_from("<I", head, 60)
    if not 4 <= start <= _HEADERS * 16:  # the stub of MS-DOS before it is a few hundred bytes long
        return None
    head = _at(file, start, _HEADERS)
    try:
        return _layout(head, start)
    except struct.error:
        return None


def version_of(file: BinaryIO, layout: Layout) -> VersionInfo | None:
    """Return what the program says about itself, or None when it says nothing. Raises OSError only."""
    base = layout.in_file(layout.resources_at) if layout.resources_at else None
    if base is None:
        return None
    try:
        place = base
        for wanted in (_KIND_VERSION, None, None):  # kind, then the first name, then the first language
            below = _entry(file, place, wanted)
            if below is None:
                return None
            place = base + (below & ~_IS_FOLDER)
        memory_at, size = struct.unpack("<II", _at(file, place, 8))
    except struct.error:
        return None
    data_at = layout.in_file(memory_at)
    return None if data_at is None else _version(_at(file, data_at, min(size, LARGEST_VERSION)))


def _layout(head: bytes, start: int) -> Layout | None:
    signature, _machine, count, _time, _symbols, _number, optional_size, _flags = _FILE_HEADER.unpack_from(head)
    (magic,) = struct.unpack_from("<H", head, 24)
    directories_at = {0x10B: 24 + 96, 0x20B: 24 + 112}.get(magic)  # of 32-bit and of 64-bit programs
    if signature != b"PE\0\0" or directories_at is None or count > MOST_SECTIONS:
        return None
    (directories,) = struct.unpack_from("<I", head, directories_at - 4)

    def directory(number: int) -> tuple[int, int]:
        at = directories_at + 8 * number
        if number >= directories or at + 8 > 24 + optional_size:
            return 0, 0
        place, size = struct.unpack_from("<II", head, at)
        return (place, size) if place and size else (0, 0)

    sections_at = 24 + optional_size
    sections = tuple(Section(*_SECTION.unpack_from(head, sections_at + 40 * number + 8)) for number in range(count))
    certificates_at, certificates_size = directory(_CERTIFICATES)
    return Layout(
        checksum_at=start + 24 + 64,
        certificates_entry_at=start + directories_at + 8 * _CERTIFICATES,
        certificates_at=certificates_at,
        certificates_size=certificates_size,
        resources_at=directory(_RESOURCES)[0],
        sections=sections,
    )


def _entry(file: BinaryIO, folder_at: int, wanted: int | None) -> int | None:
    """Return what an entry of a resource folder points to: the one with a number, or the first one."""
    named, numbered = struct.unpack_from("<HH", _at(file, folder_at, 16), 12)
    count = min(named + numbered, MOST_ENTRIES)
    entries = _at(file, folder_at + 16, 8 * count)
    for number, target in struct.iter_unpack("<II", entries[: len(entries) // 8 * 8]):
        if wanted is None or number == wanted:
            return int(target)
    return None


# --- the version resource: a tree of nodes, each with its length, a name, and a value or more nodes ------------------


def _version(resource: bytes) -> VersionInfo | None:
    strings: dict[str, str] = {}
    for _, top in _nodes(resource):
        for kind, file_info in _nodes(top[_padded(52) :]):  # behind the fixed part, which holds numbers only
            if kind == "StringFileInfo":
                for _, table in _nodes(file_info):
                    for name, value in _nodes(table):
                        strings.setdefault(name, _text(value))
        break
    if not strings:
        return None
    return VersionInfo(
        original_filename=strings.get("OriginalFilename", ""),
        product_name=strings.get("ProductName", ""),
        company_name=strings.get("CompanyName", ""),
        file_description=strings.get("FileDescription", ""),
    )


def _nodes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each node that stands one behind the other in `data`.

    The length of a node's value is left aside: half of all compilers count it in letters, the others in bytes.
    """
    place = 0
    while place + 6 <= len(data):
        (length,) = struct.unpack_from("<H", data, place)
        if length < 8:  # a header and the end of a name; less would never come to an end
            return
        node = data[place : place + length]
        end = _end_of_text(node, 6)
        yield node[6:end].decode("utf-16-le", "replace"), node[_padded(end + 2) :]
        place = _padded(place + length)


def _end_of_text(data: bytes, start: int) -> int:
    """Return where the two zero bytes stand that end a text, or where the data ends."""
    place = data.find(b"\0\0", start)
    while place > 0 and (place - start) % 2:
        place = data.find(b"\0\0", place + 1)
    return place if place >= 0 else start + (len(data) - start) // 2 * 2


def _text(value: bytes) -> str:
    return value[: _end_of_text(value, 0)].decode("utf-16-le", "replace").strip()[:LONGEST_TEXT]


def _padded(place: int) -> int:
    return (place + 3) & ~3


def _at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)
