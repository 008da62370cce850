"""Registry hive files for tests, written byte by byte after Microsoft's format, so that no Windows is needed.

The parser under test did not write them, and damage can be put in at a known place. Their likeness to real hives was
checked with two other readers; docs/adr says which.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from recovery_assistant.hosts.windows.hive_logs import checksum, marvin32

PAGE = 4096
NONE = 0xFFFFFFFF
LARGEST_IN_ONE_CELL = 16344
MOST_IN_A_LEAF = 500
_ZERO = datetime(1601, 1, 1, tzinfo=UTC)
WRITTEN = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)

SZ, EXPAND, BINARY, DWORD, MULTI, QWORD = 1, 2, 3, 4, 7, 11


class Raw(NamedTuple):
    """A value with its type's number and its bytes as they stand in the file."""

    kind: int
    data: bytes


class Written:
    """The bytes of a hive, and where things stand in them.

    Attributes:
        data: the whole file; change it to damage the hive.
        key_at: path in small letters -> place of its key cell in the file. The root is "".
        list_at: path -> place of the cell with its list of sub-keys.
        value_at: (path, name) -> place of the value's cell.
    """

    def __init__(self) -> None:
        self.data = bytearray()
        self.key_at: dict[str, int] = {}
        self.list_at: dict[str, int] = {}
        self.value_at: dict[tuple[str, str], int] = {}

    def seal(self, first: int = 1, second: int = 1) -> bytes:
        """Set both sequence numbers and the checksum of the first block, and return the file."""
        struct.pack_into("<II", self.data, 4, first, second)
        struct.pack_into("<I", self.data, 508, checksum(bytes(self.data)))
        return bytes(self.data)


def hive(
    keys: Mapping[str, Mapping[str, object]],
    *,
    written_at: datetime = WRITTEN,
    filetimes: Mapping[str, int] = MappingProxyType({}),
) -> Written:
    r"""Return a hive that holds `keys`: paths without a root, such as "Software\Microsoft" -> values.

    A text becomes REG_SZ (REG_EXPAND_SZ with a % in it), a number REG_DWORD or REG_QWORD, a list REG_MULTI_SZ.
    `filetimes` gives single keys another time of writing, as Windows counts it.
    """
    children: dict[str, dict[str, str]] = {"": {}}
    values: dict[str, Mapping[str, object]] = {}
    for path, named in keys.items():
        values[path.lower()] = named
        above = ""
        for part in path.split("\\") if path else ():
            here = f"{above}\\{part}".lower().lstrip("\\")
            children[above].setdefault(part.lower(), part)
            children.setdefault(here, {})
            above = here
    of_keys = {path.lower(): filetime for path, filetime in filetimes.items()}
    return _Writer(children, values, int((written_at - _ZERO).total_seconds()) * 10_000_000, of_keys).written


class _Writer:
    def __init__(
        self,
        children: Mapping[str, Mapping[str, str]],
        values: Mapping[str, Mapping[str, object]],
        filetime: int,
        of_keys: Mapping[str, int],
    ) -> None:
        self._of_keys = of_keys
        self._children = children
        self._values = values
        self._filetime = filetime
        self._bin_end = self._next = 0
        self.written = Written()
        self._bytes = self.written.data
        self._bytes += bytes(PAGE)
        root = self._key("", "ROOT", NONE)
        self._close_bin()
        struct.pack_into(
            "<4sIIQIIIIIII64s",
            self._bytes,
            0,
            *(b"regf", 1, 1, filetime, 1, 5, 0, 1, root, len(self._bytes) - PAGE, 1),
            "TEST".encode("utf-16-le"),
        )
        self.written.seal()

    def _key(self, path: str, name: str, parent: int) -> int:
        raw, is_narrow = _name(name)
        here = self._cell(76 + len(raw))
        self.written.key_at[path] = here + PAGE
        below = self._children[path]
        values = self._values.get(path, {})
        value_list = self._cell_of(*(self._value(path, *one) for one in values.items())) if values else NONE
        ordered = sorted(below.items(), key=lambda pair: pair[1].upper())
        keys = [(self._key(f"{path}\\{small}".lstrip("\\"), spelling, here), spelling) for small, spelling in ordered]
        key_list = self._key_list(keys) if keys else NONE
        if keys:
            self.written.list_at[path] = key_list + PAGE
        flags = (0x20 if is_narrow else 0) | (0x2C if not path else 0)
        head = struct.pack("<2sHQII", b"nk", flags, self._of_keys.get(path, self._filetime), 0, parent)
        head += struct.pack("<IIII", len(keys), 0, key_list, NONE)
        head += struct.pack("<IIIIIIIII", len(values), value_list, NONE, NONE, 64, 0, 256, 1 << 16, 0)
        self._fill(here, head + struct.pack("<HH", len(raw), 0) + raw)
        return here

    def _key_list(self, keys: list[tuple[int, str]]) -> int:
        leaves = [keys[at : at + MOST_IN_A_LEAF] for at in range(0, len(keys), MOST_IN_A_LEAF)]
        places = []
        for leaf in leaves:
            data = b"lh" + struct.pack("<H", len(leaf))
            data += b"".join(struct.pack("<II", place, _hash(name)) for place, name in leaf)
            places.append(self._filled(data))
        if len(places) == 1:
            return places[0]
        return self._filled(b"ri" + struct.pack(f"<H{len(places)}I", len(places), *places))

    def _value(self, path: str, name: str, value: object) -> int:
        kind, data = _typed(value)
        raw, is_narrow = _name(name)
        if len(data) <= 4:
            size, place = len(data) | 0x80000000, struct.unpack("<I", data.ljust(4, b"\0"))[0]
        elif len(data) <= LARGEST_IN_ONE_CELL:
            size, place = len(data), self._filled(data)
        else:
            parts = range(0, len(data), LARGEST_IN_ONE_CELL)
            segments = [self._filled(data[at : at + LARGEST_IN_ONE_CELL]) for at in parts]
            size = len(data)
            place = self._filled(b"db" + struct.pack("<HI", len(segments), self._cell_of(*segments)))
        record = struct.pack("<2sHIIIHH", b"vk", len(raw), size, place, kind, int(is_narrow), 0) + raw
        here = self._filled(record)
        self.written.value_at[path, name] = here + PAGE
        return here

    def _cell_of(self, *numbers: int) -> int:
        return self._filled(struct.pack(f"<{len(numbers)}I", *numbers))

    def _filled(self, data: bytes) -> int:
        here = self._cell(len(data))
        self._fill(here, data)
        return here

    def _fill(self, here: int, data: bytes) -> None:
        at = here + PAGE + 4
        self._bytes[at : at + len(data)] = data

    def _cell(self, length: int) -> int:
        """Make room for that many bytes and return the place, counted from the first bin, as hives count."""
        size = -(-(length + 4) // 8) * 8
        if self._next + size > self._bin_end:
            self._close_bin()
            self._open_bin(size)
        here = self._next
        struct.pack_into("<i", self._bytes, here + PAGE, -size)
        self._next += size
        return here

    def _open_bin(self, size: int) -> None:
        start = len(self._bytes) - PAGE
        length = -(-(size + 32) // PAGE) * PAGE
        self._bytes += struct.pack("<4sIIQQI", b"hbin", start, length, 0, self._filetime, 0).ljust(length, b"\0")
        self._next, self._bin_end = start + 32, start + length

    def _close_bin(self) -> None:
        if self._bin_end > self._next:
            struct.pack_into("<i", self._bytes, self._next + PAGE, self._bin_end - self._next)


def _name(name: str) -> tuple[bytes, bool]:
    """Return a name as it stands in a hive: a byte for each letter where that is enough, else two."""
    try:
        return name.encode("latin-1"), True
    except UnicodeEncodeError:
        return name.encode("utf-16-le", "surrogatepass"), False


def _typed(value: object) -> tuple[int, bytes]:
    match value:
        case Raw():
            return value.kind, value.data
        case str():
            return (EXPAND if "%" in value else SZ), value.encode("utf-16-le", "surrogatepass") + b"\0\0"
        case bytes():
            return BINARY, value
        case int() if value < 1 << 32:
            return DWORD, struct.pack("<I", value)
        case int():
            return QWORD, struct.pack("<Q", value)
        case list():
            return MULTI, "".join(f"{text}\0" for text in [*value, ""]).encode("utf-16-le")
    raise TypeError(type(value).__name__)


def _hash(name: str) -> int:
    number = 0
    for letter in name.upper():
        number = (number * 37 + ord(letter)) & NONE
    return number


def log_of(base: bytes | bytearray, *entries: Mapping[int, bytes], sequence: int, bins: int = 0) -> bytes:
    """Return a log in the layout since Windows 8.1. Each entry: place behind the first block -> whole pages."""
    head = bytearray(base[:512])
    struct.pack_into("<II", head, 4, sequence, sequence)
    struct.pack_into("<I", head, 28, 6)
    struct.pack_into("<I", head, 508, checksum(bytes(head)))
    log = bytes(head)
    for number, pages in enumerate(entries):
        body = b"".join(struct.pack("<II", place, len(page)) for place, page in pages.items())
        body += b"".join(pages.values())
        size = -(-(len(body) + 40) // 512) * 512
        body = body.ljust(size - 40, b"\0")
        size_of_bins = bins or struct.unpack_from("<I", base, 40)[0]
        start = struct.pack("<4sIIIIIQ", b"HvLE", size, 0, sequence + number, size_of_bins, len(pages), marvin32(body))
        log += start + struct.pack("<Q", marvin32(start)) + body
    return log


def old_log_of(base: bytes | bytearray, sectors: Mapping[int, bytes]) -> bytes:
    """Return a log in the layout before Windows 8.1. Sectors: number behind the first block -> 512 bytes."""
    head = bytearray(base[:512])
    struct.pack_into("<II", head, 4, 2, 2)
    struct.pack_into("<I", head, 28, 1)
    struct.pack_into("<I", head, 508, checksum(bytes(head)))
    bitmap = bytearray(struct.unpack_from("<I", base, 40)[0] // 512 // 8)
    for number in sectors:
        bitmap[number // 8] |= 1 << number % 8
    vector = b"DIRT" + bytes(bitmap)
    return (
        bytes(head) + vector.ljust(-(-len(vector) // 512) * 512, b"\0") + b"".join(sectors[n] for n in sorted(sectors))
    )
