"""A registry file as it should be read: the newest changes of its logs over it, and damage made readable. In memory.

The file on the disk is only read, in the places that are asked for: it is not mapped into memory, because a disk that
fails under a mapping ends the whole program, and a failed read is only an error.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from recovery_assistant.hosts.windows import hive_logs
from recovery_assistant.hosts.windows.hive_logs import BASE_BLOCK, LARGEST_LOG, PAGE, SECTOR

LOG_MISSING: Final = "its newest changes may be missing: the PC stopped while writing, and no log of them can be used"
LOG_TOO_LARGE: Final = "its newest changes may be missing: one of its logs is too large to be read"
CUT_OFF: Final = "its end is missing"
DAMAGED: Final = "parts of it are damaged"

TOO_LARGE: Final = "only its first gigabyte was looked at"
LARGEST: Final = 1 << 30
"""Bytes of one registry file. Windows itself ends at two, and the largest real ones have a fifth of it."""

_BIN: Final = struct.Struct("<4sIIQQI")


class NoHiveError(OSError):
    """The file is no registry file at all, or nothing of it can be used."""


class HivePages(io.RawIOBase):
    """The bytes of one registry file, for a parser that reads and seeks.

    Attributes:
        problems: plain words for what may be missing.
    """

    def __init__(self, file: BinaryIO, logs: Sequence[BinaryIO] = ()) -> None:
        """Read the first block and, if need be, the logs. Raises OSError (NoHiveError for what is no registry)."""
        self.problems: list[str] = []
        self._file = file
        self._place = 0
        self._sectors: dict[int, bytes] = {}
        on_disk = file.seek(0, io.SEEK_END)
        file.seek(0)
        block = file.read(SECTOR).ljust(SECTOR, b"\0")
        base = hive_logs.base_of(block)
        bins = base.bins if base.is_valid else on_disk - BASE_BLOCK
        if base.is_dirty:
            replay = hive_logs.replayed(block, on_disk, list(self._read(logs)))
            if replay is not None:
                block, bins = replay.base, replay.bins
                first = BASE_BLOCK // SECTOR
                self._sectors = {number + first: sector for number, sector in replay.sectors.items()}
            elif not self.problems:
                self.problems.append(LOG_MISSING)
        if block[:4] != b"regf":
            raise NoHiveError(0, "no registry file")
        there = max([on_disk, *((number + 1) * SECTOR for number in self._sectors)])
        if BASE_BLOCK + bins > there:
            self.problems.append(CUT_OFF)
            bins = there - BASE_BLOCK
        if bins > LARGEST:
            self.problems.append(TOO_LARGE)
            bins = LARGEST
        bins = bins // PAGE * PAGE
        if bins <= 0:
            raise NoHiveError(0, "an empty registry file")
        self._size = BASE_BLOCK + bins
        self._sectors[0] = _as_clean(block, bins)

    def _read(self, logs: Sequence[BinaryIO]) -> Iterator[bytes]:
        for log in logs:
            try:
                content = log.read(LARGEST_LOG + 1)
            except OSError:  # a failing disk; without any log that can be used, it is told
                continue
            if len(content) > LARGEST_LOG:
                self.problems.append(LOG_TOO_LARGE)
            else:
                yield content

    def mend(self) -> bool:
        """Give each part (bin) whose head is damaged a new head. Return whether there was one. Raises OSError.

        Cells are found by their place, so that what stands behind a damaged head can still be read.
        """
        damaged = False
        place = BASE_BLOCK
        while place < self._size:
            size = self._bin_at(place)
            if not size:
                damaged = True
                end = place + PAGE
                while end < self._size and not self._bin_at(end):
                    end += PAGE
                size = end - place
                sector = self._sector(place // SECTOR)
                head = _BIN.pack(b"hbin", place - BASE_BLOCK, size, 0, 0, 0)
                self._sectors[place // SECTOR] = head + sector[len(head) :]
            place += size
        if damaged:
            self.problems.append(DAMAGED)
        return damaged

    def read(self, count: int = -1) -> bytes:
        """Return the next bytes. Raises OSError."""
        if count < 0 or count > self._size - self._place:
            count = max(self._size - self._place, 0)
        start, self._place = self._place, self._place + count
        self._file.seek(start)
        read = self._file.read(count)
        numbers = range(start // SECTOR, -(-(start + count) // SECTOR))
        if len(read) == count and self._sectors.keys().isdisjoint(numbers):
            return read
        whole = bytearray(read.ljust(count, b"\0"))
        for number in numbers:
            sector = self._sectors.get(number)
            if sector is not None:
                at = number * SECTOR - start
                cut = max(-at, 0)
                part = sector[cut : count - at]
                whole[at + cut : at + cut + len(part)] = part
        return bytes(whole)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        return self._place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def get_size(self) -> int:
        """Return how many bytes there are; the parser asks for it by this name."""
        return self._size

    def number_at(self, place: int) -> int:
        """Return the 32-bit number at a place; 0 behind the end. Raises OSError."""
        self._place = place
        return int.from_bytes(self.read(4), "little")

    def close(self) -> None:
        """Close the file below."""
        self._file.close()
        super().close()

    def _sector(self, number: int) -> bytes:
        self._place = number * SECTOR
        return self.read(SECTOR)

    def _bin_at(self, place: int) -> int:
        """Return the size of the bin whose head stands at a place; 0 if none does."""
        self._place = place
        mark, offset, size, *_ = _BIN.unpack(self.read(_BIN.size))
        fits = size and size % PAGE == 0 and place + size <= self._size
        return size if mark == b"hbin" and offset == place - BASE_BLOCK and fits else 0


def _as_clean(block: bytes, bins: int) -> bytes:
    """Return a first sector that says: nothing is left to write, and so many bytes follow."""
    clean = bytearray(block)
    struct.pack_into("<II", clean, 4, 1, 1)
    struct.pack_into("<I", clean, 28, 0)
    struct.pack_into("<I", clean, 40, bins)
    struct.pack_into("<I", clean, 508, hive_logs.checksum(bytes(clean)))
    return bytes(clean)
