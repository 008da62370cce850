"""A small case file, damaged in every way that a stick can damage it: never a silent wrong answer.

After each damage the file either does not open, with a code for the person, or it tells exactly what was written.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.domain.journal import Entry
from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.database import journal_path
from tests.unit.storage.case_files import AT, SECRET, add_exhibit, answered, cut_off, make, names_in

PAGE = 4096
LOG = random.Random(3).randbytes(1500)
DAMAGE_CODES = {"C-01", "C-02", "C-04", "C-08"}


class Told:
    """A case file, its bytes after each commit, and what it tells when it is whole."""

    def __init__(self, folder: Path) -> None:
        self.commits: list[bytes] = []
        file = make(folder)
        self.path = file.path
        for number in range(20):
            file.append("person", answered(f"answer {number} " + "and so on " * (number % 7 * 5)), AT)
            self.commits.append(self.path.read_bytes())
            if number == 11:
                add_exhibit(file, "x1", [LOG])
        self.entries = file.entries()
        file.close()
        self.whole = self.path.read_bytes()
        self.commits.append(self.whole)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("case"))


def outcome(path: Path, entries: list[Entry], *, read_only: bool = True) -> str:
    """Return "right", or the code of the refusal. Anything else is a failed test."""
    try:
        file = CaseFile.open(path, SECRET, read_only=read_only)
    except CaseError as error:
        if error.code not in DAMAGE_CODES:
            raise
        return error.code
    with contextlib.closing(file):
        assert file.entries() == entries
        with contextlib.suppress(CaseError):
            assert b"".join(file.exhibit("x1")) == LOG
    return "right"


def test_the_file_is_small_and_whole(told: Told) -> None:
    assert 6 * PAGE <= len(told.whole) <= 64 * 1024
    assert outcome(told.path, told.entries) == "right"


def by_both_cores(work: Callable[[int], Counter[str]]) -> Counter[str]:
    """Do the even and the odd part of a long work at once, in processes of their own; return what both saw."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        return sum(pool.map(work, (0, 1)), Counter[str]())


def flipped(original: Path, folder: Path, part: int) -> Counter[str]:
    """Flip a bit of every second byte, one after the other; count what opening said."""
    whole = original.read_bytes()
    with contextlib.closing(CaseFile.open(original, SECRET, read_only=True)) as file:
        entries = file.entries()
    path = folder / f"{part}.recovery-case"
    path.write_bytes(whole)
    seen = Counter[str]()
    with path.open("r+b", buffering=0) as stick:
        for at in range(part, len(whole), 2):
            stick.seek(at)
            stick.write(bytes((whole[at] ^ 1 << at % 8,)))
            seen[outcome(path, entries)] += 1
            stick.seek(at)
            stick.write(whole[at : at + 1])
    assert path.read_bytes() == whole
    return seen


@pytest.mark.slow
def test_every_byte_flipped(told: Told, tmp_path: Path) -> None:
    seen = by_both_cores(functools.partial(flipped, told.path, tmp_path))
    assert seen.total() == len(told.whole)
    # A page that no answer is on may be damaged without an answer being wrong; the first page never.
    assert seen["C-01"] + seen["C-02"] + seen["C-04"] == PAGE
    assert seen["C-08"] > 2 * PAGE


def test_a_damaged_file_is_not_written_to(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "a.recovery-case"
    for at in range(0, len(told.whole), 613):
        damaged = told.whole[:at] + bytes((told.whole[at] ^ 255,)) + told.whole[at + 1 :]
        path.write_bytes(damaged)
        if outcome(path, told.entries, read_only=False) != "right":
            assert path.read_bytes() == damaged
        assert names_in(tmp_path) == [path.name]


def truncated(original: Path, folder: Path, part: int) -> Counter[str]:
    """Cut the file to every second length, down to nothing; count what opening said."""
    whole = original.read_bytes()
    path = folder / f"{part}.recovery-case"
    path.write_bytes(whole)
    seen = Counter[str]()
    with path.open("r+b", buffering=0) as stick:
        for length in range(len(whole) - 1 - part, -1, -2):
            stick.truncate(length)
            seen[outcome(path, [])] += 1
    return seen


@pytest.mark.slow
def test_every_truncation(told: Told, tmp_path: Path) -> None:
    seen = by_both_cores(functools.partial(truncated, told.path, tmp_path))
    assert seen.total() == len(told.whole)
    assert "right" not in seen


def pages(data: bytes) -> list[bytes]:
    return [data[start : start + PAGE] for start in range(0, len(data), PAGE)]


def older_pages(told: Told) -> Iterator[tuple[int, bytes]]:
    """Yield each page's number with each version of it that differs from today's."""
    today = pages(told.whole)
    seen = set(enumerate(today))
    for commit in told.commits:
        for version in enumerate(pages(commit)):
            if version not in seen:
                seen.add(version)
                yield version


def test_every_page_put_back_from_every_earlier_commit(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "a.recovery-case"
    seen: dict[str, int] = {}
    for number, page in older_pages(told):
        path.write_bytes(told.whole[: number * PAGE] + page + told.whole[(number + 1) * PAGE :])
        result = outcome(path, told.entries)
        seen[result] = seen.get(result, 0) + 1
        if result == "right":
            goes_on_rightly(path, told.entries)
    assert sum(seen.values()) > 40
    assert seen["C-08"] > 20


def goes_on_rightly(path: Path, entries: list[Entry]) -> None:
    """Whatever opens must also be safe to write to: nothing of what is there may be overwritten."""
    with contextlib.closing(CaseFile.open(path, SECRET)) as file:
        for number in range(12):
            file.append("person", answered(f"more {number} " * 90), AT)
        add_exhibit(file, "x2", [LOG[::-1]])
    with contextlib.closing(CaseFile.open(path, SECRET)) as file:
        assert file.entries()[: len(entries)] == entries
        assert len(file.entries()) == len(entries) + 13
        assert b"".join(file.exhibit("x2")) == LOG[::-1]
        with contextlib.suppress(CaseError):
            assert b"".join(file.exhibit("x1")) == LOG


def test_pages_that_change_places(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "a.recovery-case"
    count = len(told.whole) // PAGE
    for one in range(count):
        for other in range(one + 1, count):
            swapped = pages(told.whole)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            path.write_bytes(b"".join(swapped))
            outcome(path, told.entries)


@pytest.mark.parametrize("fill", [b"\x00", b"\xff", None], ids=["zeros", "ones", "noise"])
def test_every_page_wiped(told: Told, tmp_path: Path, fill: bytes | None) -> None:
    path = tmp_path / "a.recovery-case"
    for number in range(len(told.whole) // PAGE):
        page = fill * PAGE if fill else random.Random(number).randbytes(PAGE)
        path.write_bytes(told.whole[: number * PAGE] + page + told.whole[(number + 1) * PAGE :])
        outcome(path, told.entries)


def test_a_whole_older_file_is_an_older_case_and_the_seal_shows_it(told: Told, tmp_path: Path) -> None:
    """This cannot be noticed without paper, and the program does not claim it; `case verify` is for this."""
    path = tmp_path / "a.recovery-case"
    path.write_bytes(told.commits[4])
    with contextlib.closing(CaseFile.open(path, SECRET, read_only=True)) as file:
        assert file.entries() == told.entries[:6]


def every_damage(data: bytes) -> Iterator[bytes]:
    chosen = [*range(40), *range(40, len(data), 173)]
    for at in chosen:
        yield data[:at] + bytes((data[at] ^ 1 << at % 8,)) + data[at + 1 :]
    for length in range(0, len(data), 509):
        yield data[:length]


@pytest.mark.slow
@pytest.mark.parametrize("which", [journal_path, lambda path: path], ids=["its journal", "the file"])
def test_a_cut_off_change_whose_pieces_are_damaged(tmp_path: Path, which: Callable[[Path], Path]) -> None:
    path, main, journal = cut_off(tmp_path)
    damages = list(every_damage(which(path).read_bytes()))
    with contextlib.closing(CaseFile.open(path, SECRET)) as file:
        entries = file.entries()
    seen: dict[str, int] = {}
    for damaged in damages:
        path.write_bytes(main)
        journal_path(path).write_bytes(journal)
        which(path).write_bytes(damaged)
        before = path.read_bytes()
        result = outcome(path, entries, read_only=False)
        assert result == "right" or path.read_bytes() == before
        seen[result] = seen.get(result, 0) + 1
    assert seen["right"]
