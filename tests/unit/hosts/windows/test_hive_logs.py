"""The logs of a registry file: replayed as far as Windows would trust them, and no further."""

from __future__ import annotations

import struct

import pytest

from recovery_assistant.hosts.windows.hive_logs import Base, base_of, checksum, marvin32, replayed
from tests.unit.hosts.hive_bytes import PAGE, hive, log_of, old_log_of

FIRST_SECTOR_OF_A_BIN = b"new".ljust(512, b".")
PAGES = {0: b"a" * PAGE}
SIZE = 3 * PAGE


def dirty() -> bytes:
    return hive({"A": {}}).seal(first=8, second=7)


def test_the_hash_is_that_of_windows() -> None:
    # The head of an entry that Windows 10 wrote: its first 32 bytes, then their hash.
    head = bytes.fromhex("48764c45005e00000000000002000000005000000100000031e40718666c8667")
    assert marvin32(head) == int.from_bytes(bytes.fromhex("027f65a7cff344cd"), "little")
    assert marvin32(b"") != marvin32(b"\0") != marvin32(b"\0\0")


def test_a_first_block_is_read() -> None:
    block = hive({}).seal(first=3, second=2)
    assert base_of(block) == Base(3, 2, base_of(block).written, 0, len(block) - PAGE, is_valid=True)
    assert base_of(block).is_dirty
    assert not base_of(hive({}).seal()).is_dirty
    assert not base_of(b"regf").is_valid
    assert base_of(b"\0" * PAGE).is_dirty


def test_the_checksum_never_is_nought() -> None:
    assert checksum(bytes(512)) == 1
    assert checksum(b"\xff\xff\xff\xff" + bytes(508)) == 0xFFFFFFFE


def test_entries_follow_each_other_over_both_logs() -> None:
    block = dirty()
    logs = [log_of(block, {0: b"c" * PAGE}, sequence=9), log_of(block, PAGES, {0: b"b" * PAGE}, sequence=7)]
    replay = replayed(block, len(block), logs)
    assert replay is not None
    assert replay.sectors[0] == b"c" * 512
    assert replay.bins == len(block) - PAGE


def test_an_entry_that_does_not_follow_is_left_out() -> None:
    block = dirty()
    logs = [log_of(block, PAGES, sequence=7), log_of(block, {0: b"z" * PAGE}, sequence=30)]
    replay = replayed(block, len(block), logs)
    assert replay is not None
    assert replay.sectors[0] == b"a" * 512


def test_a_log_older_than_the_file_is_not_used() -> None:
    block = dirty()
    assert replayed(block, len(block), [log_of(block, PAGES, sequence=5)]) is None


@pytest.mark.parametrize("at", [4, 12, 16, 20, 24, 32, 40, 44, 48, 3000])
def test_an_entry_with_one_wrong_bit_is_not_trusted(at: int) -> None:
    block = dirty()
    log = bytearray(log_of(block, PAGES, sequence=7))
    log[512 + at] ^= 1
    assert replayed(block, len(block), [bytes(log)]) is None


def test_an_honest_hash_over_nonsense_is_not_trusted() -> None:
    block = dirty()
    beyond = log_of(block, {1 << 30: b"a" * PAGE}, sequence=7)
    uneven = log_of(block, {100: b"a" * PAGE}, sequence=7)
    huge = log_of(block, PAGES, sequence=7, bins=1 << 31)
    for log in (beyond, uneven, huge):
        assert replayed(block, len(block), [log]) is None


def test_a_log_that_was_cut_off_is_used_as_far_as_it_is_whole() -> None:
    block = dirty()
    log = log_of(block, PAGES, {0: b"b" * PAGE}, sequence=7)
    replay = replayed(block, len(block), [log[:-512]])
    assert replay is not None
    assert replay.sectors[0] == b"a" * 512
    assert replayed(block, len(block), [log[:600], b"", b"regf"]) is None


def test_without_a_first_block_the_newest_log_gives_it() -> None:
    block = dirty()
    replay = replayed(b"\0" * 512, len(block), [log_of(block, PAGES, sequence=7), log_of(block, PAGES, sequence=9)])
    assert replay is not None
    assert replay.base[:4] == b"regf"


def test_the_old_layout_is_replayed() -> None:
    block = dirty()
    replay = replayed(block, len(block), [old_log_of(block, {1: FIRST_SECTOR_OF_A_BIN, 3: b"x" * 512})])
    assert replay is not None
    assert replay.sectors == {1: FIRST_SECTOR_OF_A_BIN, 3: b"x" * 512}


def test_an_old_log_of_another_write_or_one_cut_off_is_not_used() -> None:
    block = dirty()
    log = old_log_of(block, {1: FIRST_SECTOR_OF_A_BIN})
    other = bytearray(log)
    struct.pack_into("<Q", other, 12, 5)
    struct.pack_into("<I", other, 508, checksum(bytes(other)))
    assert replayed(block, len(block), [bytes(other)]) is None
    assert replayed(block, len(block), [log[:-1]]) is None
    assert replayed(block, len(block), [log[:514]]) is None
