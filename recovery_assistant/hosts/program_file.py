"""Look at a program file without starting it: what form it has and what it says about itself.

Only the parts that are needed are read. A damaged or hostile file gives the form and nothing more, never an error.
"""

from __future__ import annotations

import lzma
import re
import struct
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final, NamedTuple

from recovery_assistant.domain.observation import VersionInfo
from recovery_assistant.hosts.windows.authenticode import told_by

LARGEST_DIRECTORY_TABLE: Final = 4 * 2**20
MOST_INSIDE: Final = 64

MAGIC_LENGTH: Final = 16


class Inside(NamedTuple):
    """What a program file shows of itself.

    Attributes:
        signer: whose signature it carries; the chain of certificates is not verified (`authenticode`).
        note: what it shows and is not to be believed, in plain words; "" as a rule.
    """

    form: str
    version_info: VersionInfo | None = None
    inside: tuple[str, ...] = ()
    signer: str = ""
    note: str = ""


def form_of(start: bytes) -> str:
    """Return the form that the first `MAGIC_LENGTH` bytes of a file show, or "" when it is no program."""
    if start.startswith(b"\x7fELF"):
        return "appimage" if start[8:10] == b"AI" else "elf"
    if start.startswith(b"MZ"):
        return "pe"
    if start[:4] in (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xce\xfa\xed\xfe"):
        return "macho"
    for magic, form in _PACKAGES.items():
        if start.startswith(magic):
            return form
    return "script" if start.startswith(b"#!") else ""


_PACKAGES: Final = {b"!<arch>\ndebian": "deb", b"\xed\xab\xee\xdb": "rpm", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "msi"}


def look_inside(file: BinaryIO) -> Inside:
    """Return form and self-description of an open program file. Raises OSError only."""
    form = form_of(file.read(MAGIC_LENGTH))
    if form == "pe":
        told = told_by(file)
        return Inside(form, version_info=told.version_info, signer=told.signer, note=told.note)
    if form == "appimage":
        return Inside(form, inside=_names_in_appimage(file))
    return Inside(form)


# --- AppImage: an ELF loader with a squashfs behind it ------------------------------------------------------------

_SUPERBLOCK: Final = struct.Struct("<4sIIIIHHHHHHQQQQQQQQ")  # squashfs 4.0, kernel documentation
_BLOCK_IS_PLAIN: Final = 0x8000
_DESKTOP_ENTRY: Final = re.compile(rb"[A-Za-z0-9][\w.+-]{0,80}\.desktop")


def _unzstd(packed: bytes) -> bytes:
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=8192)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error


_UNPACK: Final[dict[int, Callable[[bytes], bytes]]] = {
    1: lambda packed: zlib.decompressobj().decompress(packed, 8192),
    4: lambda packed: lzma.LZMADecompressor(memlimit=64 * 2**20).decompress(packed, 8192),
    6: _unzstd,
}
"""Compression ids of squashfs that AppImages use. Metadata blocks hold at most 8192 bytes unpacked."""


def _names_in_appimage(file: BinaryIO) -> tuple[str, ...]:
    """Return the names of the desktop entries of an AppImage: they name the product, whatever the file is called."""
    offset = _end_of_elf(file)
    if offset is None:
        return ()
    file.seek(offset)
    raw = file.read(_SUPERBLOCK.size)
    if len(raw) < _SUPERBLOCK.size:
        return ()
    fields = _SUPERBLOCK.unpack(raw)
    magic, compression, directory_start, fragments_start = fields[0], fields[5], fields[16], fields[17]
    unpack = _UNPACK.get(compression)
    length = fragments_start - directory_start
    if magic != b"hsqs" or unpack is None or not 0 < length <= LARGEST_DIRECTORY_TABLE:
        return ()
    file.seek(offset + directory_start)
    names = _DESKTOP_ENTRY.findall(_unpacked(file.read(length), unpack))
    return tuple(dict.fromkeys(name.decode("ascii").lower() for name in names))[:MOST_INSIDE]


def _end_of_elf(file: BinaryIO) -> int | None:
    """Return where the ELF loader ends, which is where the squashfs begins."""
    file.seek(0)
    head = file.read(64)
    if len(head) < 64 or head[5] != 1:
        return None
    if head[4] == 2:
        (table,), (size, count) = struct.unpack_from("<Q", head, 40), struct.unpack_from("<HH", head, 58)
    else:
        (table,), (size, count) = struct.unpack_from("<I", head, 32), struct.unpack_from("<HH", head, 46)
    return int(table) + int(size) * int(count)


def _unpacked(table: bytes, unpack: Callable[[bytes], bytes]) -> bytes:
    """Return the blocks of a metadata table one behind the other, as far as they can be unpacked."""
    blocks = []
    place = 0
    while place + 2 <= len(table):
        (header,) = struct.unpack_from("<H", table, place)
        size = header & ~_BLOCK_IS_PLAIN
        block = table[place + 2 : place + 2 + size]
        try:
            blocks.append(block if header & _BLOCK_IS_PLAIN else unpack(block))
        except (zlib.error, lzma.LZMAError, EOFError, ValueError):
            break
        place += 2 + size
    return b"".join(blocks)
