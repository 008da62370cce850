"""A registry file as it should be read: logs over it, damage mended, nothing of it changed."""

from __future__ import annotations

import io
import os

import pytest

from recovery_assistant.hosts.windows import hive_pages
from recovery_assistant.hosts.windows.hive_pages import (
    CUT_OFF,
    DAMAGED,
    LOG_MISSING,
    LOG_TOO_LARGE,
    TOO_LARGE,
    HivePages,
    NoHiveError,
)
from tests.unit.hosts.hive_bytes import PAGE, hive, log_of

KEYS = {f"Many\\k{number:04}": {"text": "x" * 40} for number in range(300)}


def test_a_clean_file_is_read_as_it_is() -> None:
    data = hive(KEYS).seal()
    pages = HivePages(io.BytesIO(data))
    assert pages.read() == data
    assert pages.problems == []
    assert not pages.mend()
    assert pages.get_size() == pages.seek(0, os.SEEK_END) == pages.tell() == len(data)
    assert pages.read(10) == b""


def test_the_log_lies_over_the_file_wherever_it_is_read() -> None:
    data = hive(KEYS).seal(first=8, second=7)
    page = os.urandom(PAGE)
    pages = HivePages(io.BytesIO(data), [io.BytesIO(log_of(data, {PAGE: page}, sequence=7))])
    expected = data[: 2 * PAGE] + page + data[3 * PAGE :]
    assert pages.problems == []
    for start, count in ((PAGE, 3 * PAGE), (2 * PAGE - 5, 10), (2 * PAGE + 100, 7), (3 * PAGE - 1, 2)):
        pages.seek(start)
        assert pages.read(count) == expected[start : start + count]


def test_a_file_grows_by_its_log() -> None:
    data = hive(KEYS).seal(first=8, second=7)
    bins = len(data) - PAGE
    log = log_of(data, {bins: b"z" * PAGE}, sequence=7, bins=bins + PAGE)
    pages = HivePages(io.BytesIO(data), [io.BytesIO(log)])
    pages.seek(len(data))
    assert pages.read() == b"z" * PAGE


def test_without_its_log_a_dirty_file_says_so() -> None:
    pages = HivePages(io.BytesIO(hive(KEYS).seal(first=8, second=7)))
    assert pages.problems == [LOG_MISSING]


def test_a_file_without_its_end_says_so() -> None:
    data = hive(KEYS).seal()
    pages = HivePages(io.BytesIO(data[: -PAGE - 100]))
    assert pages.problems == [CUT_OFF]
    assert pages.get_size() == len(data) - 2 * PAGE


def test_damaged_heads_are_replaced() -> None:
    data = bytearray(hive(KEYS).seal())
    data[2 * PAGE] ^= 1
    data[4 * PAGE + 8] ^= 0xFF
    pages = HivePages(io.BytesIO(bytes(data)))
    assert pages.mend()
    assert pages.problems == [DAMAGED]
    assert not pages.mend()
    pages.seek(2 * PAGE + 32)
    assert pages.read(100) == data[2 * PAGE + 32 : 2 * PAGE + 132]


class Failing(io.BytesIO):
    """A file on a disk that fails."""

    def read(self, _size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_logs_that_fail_or_are_too_large_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = hive(KEYS).seal(first=8, second=7)
    assert HivePages(io.BytesIO(data), [Failing()]).problems == [LOG_MISSING]
    monkeypatch.setattr(hive_pages, "LARGEST_LOG", 1000)
    log = log_of(data, {0: bytes(PAGE)}, sequence=7)
    assert HivePages(io.BytesIO(data), [io.BytesIO(log)]).problems == [LOG_TOO_LARGE]
    with pytest.raises(OSError, match="Input"):
        HivePages(Failing(data))


def test_of_a_file_without_end_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = hive(KEYS).seal()
    monkeypatch.setattr(hive_pages, "LARGEST", 2 * PAGE)
    pages = HivePages(io.BytesIO(data))
    assert pages.problems == [TOO_LARGE]
    assert pages.get_size() == 3 * PAGE


@pytest.mark.parametrize("data", [b"", b"MZ" * 5000, bytes(20_000), hive({}).seal()[:PAGE]])
def test_what_is_no_registry_is_refused(data: bytes) -> None:
    with pytest.raises(NoHiveError):
        HivePages(io.BytesIO(data))
