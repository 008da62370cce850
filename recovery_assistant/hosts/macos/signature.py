"""Who signed a program of a Mac, as far as the program file itself says: the team in its code directory.

Only the few kilobytes that hold it are read. Nothing is verified: whether the signature is good only a Mac can say.
Layout: Apple's open sources, <mach-o/loader.h>, <mach-o/fat.h> and cs_blobs.h. Libraries (LIEF 1.0, macholib) find
where the signature stands, after reading the whole program, and leave what is in it to the caller.
"""

from __future__ import annotations

import re
import struct
from typing import BinaryIO, Final, NamedTuple

_FAT: Final = b"\xca\xfe\xba\xbe"
_THIN: Final = {b"\xcf\xfa\xed\xfe": 32, b"\xce\xfa\xed\xfe": 28}  # magic of 64 and 32 bit -> length of the header
_CODE_SIGNATURE: Final = 0x1D
_SUPER_BLOB: Final = 0xFADE0CC0
_CODE_DIRECTORY: Final = 0xFADE0C02
_SLOT_CODE_DIRECTORY: Final = 0
_FIRST_VERSION_WITH_TEAM: Final = 0x20200
_MOST_PROCESSORS: Final = 32
_MOST_COMMANDS: Final = 64 * 1024
_MOST_BLOBS: Final = 64
_LARGEST_DIRECTORY: Final = 64 * 1024
_TEAM: Final = re.compile(rb"[A-Za-z0-9]{10}\Z")


class Signature(NamedTuple):
    """What the code directory says: the maker's ten signs at Apple, and the program's own name. "" when missing."""

    team: str = ""
    identifier: str = ""


def signature_of(file: BinaryIO) -> Signature:
    """Return what an open program file says about its signature. Raises OSError only.

    One file can hold programs for several processors; the first that is signed speaks for all.
    """
    try:
        found = (_signature(file, start) for start in _starts_of_programs(file))
        return next((one for one in found if one != Signature()), Signature())
    except (struct.error, ValueError, OverflowError):
        return Signature()  # cut, or built to mislead


def _starts_of_programs(file: BinaryIO) -> list[int]:
    file.seek(0)
    if file.read(4) != _FAT:
        return [0]
    (count,) = struct.unpack(">I", file.read(4))
    entries = [struct.unpack(">IIIII", file.read(20)) for _ in range(count if count <= _MOST_PROCESSORS else 0)]
    return [int(entry[2]) for entry in entries]


def _signature(file: BinaryIO, start: int) -> Signature:
    file.seek(start)
    head = file.read(32)
    length = _THIN.get(head[:4])
    if length is None:
        return Signature()
    count, size = struct.unpack_from("<II", head, 16)
    file.seek(start + length)
    commands = file.read(min(size, _MOST_COMMANDS))
    place = 0
    for _ in range(min(count, 1024)):
        command, command_size = struct.unpack_from("<II", commands, place)
        if command == _CODE_SIGNATURE:
            (offset,) = struct.unpack_from("<I", commands, place + 8)
            return _from_blobs(file, start + offset)
        if command_size < 8:
            break
        place += command_size
    return Signature()


def _from_blobs(file: BinaryIO, start: int) -> Signature:
    file.seek(start)
    magic, _length, count = struct.unpack(">III", file.read(12))
    if magic != _SUPER_BLOB:
        return Signature()
    index = file.read(8 * min(count, _MOST_BLOBS))
    for number in range(len(index) // 8):
        slot, offset = struct.unpack_from(">II", index, 8 * number)
        if slot == _SLOT_CODE_DIRECTORY:
            file.seek(start + offset)
            return _from_directory(file.read(_LARGEST_DIRECTORY))
    return Signature()


def _from_directory(blob: bytes) -> Signature:
    magic, _length, version = struct.unpack_from(">III", blob)
    if magic != _CODE_DIRECTORY:
        return Signature()
    (identifier,) = struct.unpack_from(">I", blob, 20)
    team = struct.unpack_from(">I", blob, 48)[0] if version >= _FIRST_VERSION_WITH_TEAM else 0
    name = _text_at(blob, team)
    return Signature(
        name.decode("ascii") if _TEAM.match(name) else "", _text_at(blob, identifier).decode("utf-8", "replace")
    )


def _text_at(blob: bytes, place: int) -> bytes:
    return blob[place : place + 255].partition(b"\0")[0] if place else b""
