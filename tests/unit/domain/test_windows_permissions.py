"""Who beside administrators may change a file: what is not understood counts as "anybody"."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.windows_permissions import CHANGES_FILE, read_descriptor, who_may

ADMINISTRATORS, USERS, SYSTEM = "S-1-5-32-544", "S-1-5-32-545", "S-1-5-18"
READ, ALL = 0x001200A9, 0x001F01FF


def sid(text: str) -> bytes:
    authority, *parts = (int(part) for part in text.split("-")[2:])
    return struct.pack("<BB", 1, len(parts)) + authority.to_bytes(6, "big") + struct.pack(f"<{len(parts)}I", *parts)


def descriptor(owner: str, *entries: tuple[int, int, int, str]) -> bytes:
    """Return a descriptor: (kind, flags, mask, sid) for each entry."""
    rows = b"".join(
        struct.pack("<BBHI", kind, flags, 8 + len(sid(name)), mask) + sid(name) for kind, flags, mask, name in entries
    )
    listed = struct.pack("<BBHHH", 2, 0, 8 + len(rows), len(entries), 0) + rows
    head = struct.pack("<BBHIIII", 1, 0, 0x8004, 20, 0, 0, 20 + len(sid(owner)))
    return head + sid(owner) + listed


@pytest.mark.parametrize(
    ("content", "others"),
    [
        (descriptor(SYSTEM, (0, 0, ALL, ADMINISTRATORS), (0, 0, READ, USERS)), ()),
        (descriptor(SYSTEM, (0, 0, ALL, ADMINISTRATORS), (0, 0, ALL, USERS)), (USERS,)),
        (descriptor(USERS, (0, 0, ALL, ADMINISTRATORS)), (USERS,)),
        (descriptor(SYSTEM, (1, 0, ALL, USERS)), ()),
        (descriptor(SYSTEM, (0, 0x08, ALL, USERS)), ()),  # only for what is made below
        (descriptor(SYSTEM, (5, 0, ALL, USERS)), ("nobody knows",)),
    ],
)
def test_who_may_change_it(content: bytes, others: tuple[str, ...]) -> None:
    assert who_may(read_descriptor(content), CHANGES_FILE) == others


def test_no_list_means_everybody() -> None:
    head = struct.pack("<BBHIIII", 1, 0, 0x8000, 20, 0, 0, 0) + sid(SYSTEM)
    assert who_may(read_descriptor(head), CHANGES_FILE) == ("everybody",)


@given(st.binary(max_size=120))
def test_broken_descriptors_are_told(content: bytes) -> None:
    try:
        found = read_descriptor(content)
    except ValueError:
        return
    assert isinstance(who_may(found, CHANGES_FILE), tuple)
