"""Who may change a file, told from its security descriptor: whether an administrator may safely run it.

Pure: bytes in, an answer out. The layout is that of a self-relative SECURITY_DESCRIPTOR ([MS-DTYP] 2.4.6, 2.4.4). What
is not understood counts as "anybody may change it".
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

TRUSTED: Final = frozenset(
    {
        "S-1-5-18",  # Windows itself
        "S-1-5-32-544",  # administrators
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # the installer of Windows' own parts
        # The one account of Wine, which is an administrator at all times. No real Windows gives out a number of the
        # domain 0-0-0, so there this line trusts nobody.
        "S-1-5-21-0-0-0-1000",
    }
)
"""Whoever is one of these needs no program of ours to become an administrator."""

_OWNER_RIGHTS: Final = "S-1-3-4"
_HEAD: Final = struct.Struct("<BBHIIII")
_LIST: Final = struct.Struct("<BBHHH")
_ENTRY: Final = struct.Struct("<BBHI")
_HAS_LIST: Final = 0x0004
_ALLOWED, _DENIED = 0, 1
_ONLY_FOR_WHAT_IS_BELOW: Final = 0x08

DELETE: Final = 0x00010000
WRITE_LIST, WRITE_OWNER = 0x00040000, 0x00080000
GENERIC_WRITE, GENERIC_ALL = 0x40000000, 0x10000000
WRITE_DATA, APPEND_DATA, DELETE_BELOW = 0x2, 0x4, 0x40
TAKES_OVER: Final = DELETE | WRITE_LIST | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL
CHANGES_FILE: Final = TAKES_OVER | WRITE_DATA | APPEND_DATA
CHANGES_FOLDER: Final = TAKES_OVER | DELETE_BELOW | WRITE_DATA
"""Of the folder in which a program lies: whoever puts a library beside it runs code with its rights."""
CHANGES_WAY: Final = TAKES_OVER | DELETE_BELOW
"""Of the folders above: a new file there changes nothing about the way to what stands there already."""
CHANGES_ROOT: Final = CHANGES_WAY & ~DELETE
"""Of a drive itself, which nobody can rename or delete."""


class Entry(NamedTuple):
    """One entry of a list of permissions. `kind` 0 allows, 1 denies; others are for special purposes."""

    kind: int
    flags: int
    mask: int
    sid: str


class Descriptor(NamedTuple):
    """Owner and entries. `entries` None: no list at all, so everybody may do everything."""

    owner: str
    entries: tuple[Entry, ...] | None


def read_descriptor(content: bytes) -> Descriptor:
    """Take a self-relative security descriptor apart.

    Raises:
        ValueError: it does not hold together.
    """
    try:
        _revision, _, control, owner_at, _group, _audit, list_at = _HEAD.unpack_from(content)
        owner = _sid(content, owner_at) if owner_at else ""
        if not control & _HAS_LIST or not list_at:
            return Descriptor(owner, None)
        _, _, _size, count, _ = _LIST.unpack_from(content, list_at)
        at, entries = list_at + _LIST.size, []
        for _number in range(count):
            kind, flags, size, mask = _ENTRY.unpack_from(content, at)
            if size < _ENTRY.size or at + size > len(content):
                raise ValueError("an entry goes beyond the end")
            sid = _sid(content, at + _ENTRY.size) if kind in (_ALLOWED, _DENIED) else ""
            entries.append(Entry(kind, flags, mask, sid))
            at += size
    except struct.error as error:
        raise ValueError(f"no security descriptor: {error}") from None
    return Descriptor(owner, tuple(entries))


def who_may(descriptor: Descriptor, rights: int) -> tuple[str, ...]:
    """Return who beside administrators may do one of these things, () when nobody.

    Entries that deny are left aside: they can only make it safer. The owner may always change the list.
    """
    others = [] if descriptor.owner in TRUSTED else [descriptor.owner or "nobody knows"]
    if descriptor.entries is None:
        return (*others, "everybody")
    for entry in descriptor.entries:
        if entry.kind == _DENIED or entry.flags & _ONLY_FOR_WHAT_IS_BELOW or not entry.mask & rights:
            continue
        is_owner = entry.sid == _OWNER_RIGHTS and descriptor.owner in TRUSTED
        if entry.kind != _ALLOWED or (entry.sid not in TRUSTED and not is_owner):
            others.append(entry.sid or "nobody knows")
    return tuple(dict.fromkeys(others))


def _sid(content: bytes, at: int) -> str:
    revision, count = struct.unpack_from("<BB", content, at)
    if revision != 1 or count > 15:
        raise ValueError("no SID")
    authority = int.from_bytes(content[at + 2 : at + 8], "big")
    parts = struct.unpack_from(f"<{count}I", content, at + 8)
    return "-".join(["S-1", str(authority), *map(str, parts)])
