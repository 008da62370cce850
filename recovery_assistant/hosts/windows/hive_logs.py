"""The transaction logs of a registry file: what Windows had still to write into it when the PC stopped.

A PC that was switched off by force, or that does not start, leaves its registry files "dirty": the newest changes
stand in .LOG1 and .LOG2 beside them, and often the program that is looked for is among those changes. They are put
over the file in memory only. Format: "Windows registry file format specification" by M. Suhanov (CC BY 4.0), both
layouts, with every check that Windows makes before it trusts an entry; nothing here trusts a length.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

SECTOR: Final = 512
BASE_BLOCK: Final = 4096
PAGE: Final = 4096
LARGEST_LOG: Final = 64 << 20
"""Bytes. Windows writes a log into its file and begins anew long before that; real ones have some megabytes."""

_ENTRY: Final = struct.Struct("<4sIIIIIQQ")
_REFERENCE: Final = struct.Struct("<II")
_WORD: Final = 0xFFFFFFFF
_SEED: Final = (0x7A4E55C5, 0x82EF4D88)
_TYPE_OF_OLD_LOG: Final = (1, 2)


class Base(NamedTuple):
    """The first block of a registry file, or its copy in a log.

    Attributes:
        first, second: sequence numbers; unequal while a write is not finished.
        written: Windows time stamp of the last write.
        bins: bytes of data behind the first block.
    """

    first: int
    second: int
    written: int
    kind: int
    bins: int
    is_valid: bool

    @property
    def is_dirty(self) -> bool:
        """Return whether Windows would look into the logs."""
        return not self.is_valid or self.first != self.second


class Replay(NamedTuple):
    """What the logs put over a registry file.

    Attributes:
        sectors: number of the 512-byte sector behind the first block -> its newest bytes.
        bins: bytes of data behind the first block from then on.
        base: the first sector of the file as it has to be read, before its size and sequence are set.
    """

    sectors: Mapping[int, bytes]
    bins: int
    base: bytes


def base_of(block: bytes) -> Base:
    """Return what a first block says; `is_valid` only if its mark and its checksum are right."""
    block = block[:SECTOR].ljust(SECTOR, b"\0")
    first, second, written = struct.unpack_from("<IIQ", block, 4)
    (kind,) = struct.unpack_from("<I", block, 28)
    (bins,) = struct.unpack_from("<I", block, 40)
    (claimed,) = struct.unpack_from("<I", block, 508)
    return Base(first, second, written, kind, bins, block[:4] == b"regf" and claimed == checksum(block))


def checksum(block: bytes) -> int:
    """Return the checksum of a first block: all words before it, one over the other."""
    number = 0
    for (word,) in struct.iter_unpack("<I", block[:508]):
        number ^= word
    return {0: 1, _WORD: _WORD - 1}.get(number, number)


def replayed(block: bytes, size: int, logs: Sequence[bytes]) -> Replay | None:
    """Return what the logs of a dirty registry file put over it; None if none of them can be used.

    Args:
        block: the first sector of the file.
        size: bytes of the whole file.
        logs: .LOG1, .LOG2 and .LOG as far as they are there.
    """
    base = base_of(block)
    usable = [(log, copy) for log in logs if (copy := base_of(log)).is_valid and copy.first == copy.second]
    newest = [(log, copy) for log, copy in usable if log[SECTOR : SECTOR + 4] == b"HvLE"]
    if newest:
        return _from_entries(block, base, size, newest)
    for log, copy in usable:
        is_for_this = copy.kind in _TYPE_OF_OLD_LOG and (not base.is_valid or copy.written == base.written)
        if is_for_this and (replay := _from_bitmap(block if base.is_valid else log[:SECTOR], copy, log)) is not None:
            return replay
    return None


def _from_entries(block: bytes, base: Base, size: int, logs: list[tuple[bytes, Base]]) -> Replay | None:
    """Put the entries of the layout since Windows 8.1 one over the other, as far as their numbers follow."""
    logs.sort(key=lambda pair: pair[1].first)
    if not base.is_valid:
        logs = logs[-1:]
        block = logs[0][0][:SECTOR]
    most = max(size, BASE_BLOCK) + sum(len(log) for log, _ in logs)
    sectors: dict[int, bytes] = {}
    bins = 0
    wanted: int | None = None
    for log, copy in logs:
        if wanted is None:
            wanted = copy.first
            if base.is_valid and wanted < base.second:
                wanted = None
                continue
        place = SECTOR
        while (head := _head(log, place, most)) is not None and head.sequence <= wanted:
            if head.sequence == wanted:
                pages = _pages(log, place, head, most)
                if pages is None:
                    break
                sectors.update(pages)
                bins = head.bins
                wanted += 1
            place += head.size
    if not bins:
        return None
    return Replay({number: data for number, data in sectors.items() if number * SECTOR < bins}, bins, block)


class _Head(NamedTuple):
    size: int
    sequence: int
    bins: int
    references: int
    hash_of_rest: int


def _head(log: bytes, place: int, most: int) -> _Head | None:
    """Return the head of the entry at a place of a log, or None if there is none that Windows would trust."""
    if place + _ENTRY.size > len(log):
        return None
    mark, size, _flags, sequence, bins, count, hash_1, hash_2 = _ENTRY.unpack_from(log, place)
    if mark != b"HvLE" or size % SECTOR or not _ENTRY.size <= size <= len(log) - place:
        return None
    if bins % PAGE or bins > most or _ENTRY.size + count * _REFERENCE.size > size:
        return None
    return None if marvin32(log[place : place + 32]) != hash_2 else _Head(size, sequence, bins, count, hash_1)


def _pages(log: bytes, place: int, head: _Head, most: int) -> dict[int, bytes] | None:
    """Return the sectors of an entry, or None if Windows would not trust it. Old entries are not asked for theirs."""
    if marvin32(log[place + _ENTRY.size : place + head.size]) != head.hash_of_rest:
        return None
    sectors: dict[int, bytes] = {}
    data = place + _ENTRY.size + head.references * _REFERENCE.size
    for number in range(head.references):
        offset, length = _REFERENCE.unpack_from(log, place + _ENTRY.size + number * _REFERENCE.size)
        if offset % SECTOR or length % SECTOR or offset + length > most or data + length > place + head.size:
            return None
        for at in range(0, length, SECTOR):
            sectors[(offset + at) // SECTOR] = log[data + at : data + at + SECTOR]
        data += length
    return sectors


def _from_bitmap(block: bytes, copy: Base, log: bytes) -> Replay | None:
    """Put the pages of the layout before Windows 8.1 over the file: a bit for each sector, then the sectors."""
    count = copy.bins // SECTOR
    bitmap = log[SECTOR + 4 : SECTOR + 4 + count // 8]
    if log[SECTOR : SECTOR + 4] != b"DIRT" or len(bitmap) < count // 8:
        return None
    place = -(-(SECTOR + 4 + len(bitmap)) // SECTOR) * SECTOR
    sectors: dict[int, bytes] = {}
    for number, byte in enumerate(bitmap):
        for bit in range(8):
            if byte >> bit & 1:
                if place + SECTOR > len(log):  # the log itself was cut off: half of a change is worse than none
                    return None
                sectors[number * 8 + bit] = log[place : place + SECTOR]
                place += SECTOR
    return Replay(sectors, copy.bins, block) if sectors else None


def marvin32(data: bytes) -> int:
    """Return the hash that guards an entry of a log, with the seed that Windows uses there."""
    low, high = _SEED
    whole = len(data) & ~3
    last = int.from_bytes(data[whole:] + b"\x80", "little")
    for word in (*(word for (word,) in struct.iter_unpack("<I", data[:whole])), last, 0):
        low = low + word & _WORD
        high ^= low
        low = ((low << 20 | low >> 12) & _WORD) + high & _WORD
        high = (high << 9 | high >> 23) & _WORD ^ low
        low = ((low << 27 | low >> 5) & _WORD) + high & _WORD
        high = (high << 19 | high >> 13) & _WORD
    return high << 32 | low
