"""What is saved of a damaged case is what was written, from the beginning on; the gap is told."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.domain.journal import EntriesLost, Entry
from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.database import journal_path
from recovery_assistant.storage.salvage import salvage
from tests.unit.storage.case_files import (
    AT,
    SECRET,
    add_exhibit,
    answered,
    cut_off,
    made,
    make,
    names_in,
    raw,
    refused,
    texts_in,
)

PAGE = 4096
LOG = bytes(range(256)) * 40


@pytest.fixture
def long_case(tmp_path: Path) -> tuple[Path, list[Entry]]:
    """Make a case of several pages with a copied file in it."""
    file = make(tmp_path)
    for number in range(40):
        if number == 5:
            add_exhibit(file, "x1", [LOG])
        file.append("person", answered(f"answer {number} " + "and so on " * 30), AT)
    entries = file.entries()
    file.close()
    return file.path, entries


def damage(path: Path, at: int) -> bytes:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    return bytes(data)


def what_was_lost(file: CaseFile) -> EntriesLost:
    event = file.entries()[-1].event
    assert isinstance(event, EntriesLost)
    return event


def test_wherever_a_page_is_damaged_the_entries_before_it_are_kept(
    long_case: tuple[Path, list[Entry]], tmp_path: Path
) -> None:
    path, entries = long_case
    whole = path.read_bytes()
    kept, refusals = [], set()
    for page in range(len(whole) // PAGE):
        path.write_bytes(whole)
        before = damage(path, page * PAGE + 2000)
        to = tmp_path / f"{page}.recovery-case"
        try:
            file = salvage(path, to, SECRET, AT)
        except CaseError as error:
            refusals.add(error.code)
            assert not to.exists()
            continue
        finally:
            assert path.read_bytes() == before
        with contextlib.closing(file):
            lost = what_was_lost(file)
            assert file.entries()[:-1] == entries[: lost.kept]
            assert lost.lost is None or lost.kept + lost.lost == len(entries)
            if lost.kept > 6 and not lost.files_lost:
                assert b"".join(file.exhibit("x1")) == LOG
            file.append("person", answered("and on"), AT)
            assert file.check_every_page() == 0
        kept.append(lost.kept)
    assert refusals <= {"C-04", "C-24"}
    assert len({number for number in kept if number < len(entries)}) > 3  # damage at several places of the journal
    assert kept.count(len(entries)) >= 1  # damage elsewhere: nothing of the journal is lost


@pytest.mark.parametrize("share", [0.95, 0.8, 0.6])
def test_a_file_that_was_cut_short_is_saved_as_far_as_it_goes(
    long_case: tuple[Path, list[Entry]], tmp_path: Path, share: float
) -> None:
    path, entries = long_case
    short = path.read_bytes()[: int(path.stat().st_size * share)]
    path.write_bytes(short)
    with contextlib.closing(salvage(path, tmp_path / "b.recovery-case", SECRET, AT)) as saved:
        lost = what_was_lost(saved)
        assert saved.entries()[:-1] == entries[: lost.kept]
        assert lost.kept > 1
    assert path.read_bytes() == short


def test_entries_that_no_page_leads_to_any_more_are_found(long_case: tuple[Path, list[Entry]], tmp_path: Path) -> None:
    path, entries = long_case
    damage(path, PAGE + 2000)  # the page that names the pages with the entries
    with contextlib.closing(salvage(path, tmp_path / "b.recovery-case", SECRET, AT)) as saved:
        assert saved.entries()[:-1] == entries
        assert what_was_lost(saved) == EntriesLost(kept=len(entries), lost=0, files_lost=0)
        assert b"".join(saved.exhibit("x1")) == LOG
    assert names_in(tmp_path) == ["a.recovery-case", "b.recovery-case"]


def test_a_cut_off_file_with_the_wrong_key_is_no_damage(tmp_path: Path) -> None:
    path = made(tmp_path, "one")
    path.write_bytes(path.read_bytes()[:-5000])
    with refused("C-04"):
        salvage(path, tmp_path / "b.recovery-case", bytes(16), AT)


def test_nothing_is_left_beside_the_two_files(long_case: tuple[Path, list[Entry]], tmp_path: Path) -> None:
    path, _ = long_case
    damage(path, path.stat().st_size - 3000)
    salvage(path, tmp_path / "b.recovery-case", SECRET, AT).close()
    assert names_in(tmp_path) == ["a.recovery-case", "b.recovery-case"]


def test_a_copied_file_that_is_damaged_is_counted_and_not_kept(tmp_path: Path) -> None:
    file = make(tmp_path, "one")
    add_exhibit(file, "x1", [os.urandom(60_000)])
    file.append("person", answered("two"), AT)
    file.close()
    damage(file.path, file.path.stat().st_size - 5000)
    with contextlib.closing(salvage(file.path, tmp_path / "b.recovery-case", SECRET, AT)) as saved:
        assert texts_in(saved) == ["one", "two"]
        assert what_was_lost(saved) == EntriesLost(kept=4, lost=0, files_lost=1)
        with refused("C-22"):
            b"".join(saved.exhibit("x1"))


def test_an_entry_that_does_not_fit_its_digest_ends_what_is_kept(tmp_path: Path) -> None:
    path = made(tmp_path, "one", "two", "three")
    with contextlib.closing(raw(path)) as database:
        database.execute("UPDATE entry SET line = CAST(replace(line, 'two', 'owt') AS BLOB) WHERE sequence = 3")
    with contextlib.closing(salvage(path, tmp_path / "b.recovery-case", SECRET, AT)) as saved:
        assert texts_in(saved) == ["one"]
        assert what_was_lost(saved) == EntriesLost(kept=2, lost=2, files_lost=0)


def test_a_change_that_was_cut_off_is_put_back_first(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    with contextlib.closing(salvage(path, tmp_path / "b.recovery-case", SECRET, AT)) as saved:
        assert texts_in(saved) == ["one", "two"]
    assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, journal)


def test_a_change_that_cannot_be_put_back_costs_only_what_it_changed(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    journal_path(path).write_bytes(journal[:600] + bytes(len(journal) - 600))
    with refused("C-24"):  # every line was under change in this file: not one can be trusted
        salvage(path, tmp_path / "b.recovery-case", SECRET, AT)
    assert path.read_bytes() == main
    assert not (tmp_path / "b.recovery-case").exists()


def test_the_wrong_key_a_taken_name_and_a_missing_folder_are_said(tmp_path: Path) -> None:
    path = made(tmp_path, "one")
    with refused("C-04"):
        salvage(path, tmp_path / "b.recovery-case", bytes(16), AT)
    with refused("C-14"):
        salvage(path, path, SECRET, AT)
    with refused("C-23"):
        salvage(path, tmp_path / "gone" / "b.recovery-case", SECRET, AT)
    with refused("C-15"):
        salvage(tmp_path / "gone", tmp_path / "b.recovery-case", SECRET, AT)
    assert names_in(tmp_path) == [path.name]
