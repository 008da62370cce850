"""Copies and repairs never touch the original, and removal leaves nothing."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.copies import copy_case, for_removal
from recovery_assistant.storage.database import journal_path, was_cut_off
from tests.unit.storage.case_files import SECRET, cut_off, made, make, names_in, refused, texts_in


def test_a_change_that_was_cut_off_is_put_back(tmp_path: Path) -> None:
    path, _, _ = cut_off(tmp_path)
    assert was_cut_off(path)
    with contextlib.closing(CaseFile.open(path, SECRET)) as file:
        assert texts_in(file) == ["one", "two"]
    assert names_in(tmp_path) == [path.name]


def test_a_wrong_key_changes_nothing_where_a_change_was_cut_off(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    with refused("C-04"):
        CaseFile.open(path, bytes(16))
    assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, journal)
    assert len(names_in(tmp_path)) == 2


def test_a_repair_that_fails_leaves_the_original_as_it_was(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    spoilt = journal[:600] + bytes(len(journal) - 600)
    journal_path(path).write_bytes(spoilt)
    with refused("C-08"):
        CaseFile.open(path, SECRET)
    assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, spoilt)
    assert len(names_in(tmp_path)) == 2


def test_a_copy_takes_the_cut_off_change_along(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    to = tmp_path / "b.recovery-case"
    copy_case(path, to)
    with contextlib.closing(CaseFile.open(to, SECRET)) as file:
        assert texts_in(file) == ["one", "two"]
    assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, journal)


def test_a_copy_overwrites_nothing(tmp_path: Path) -> None:
    path, other = made(tmp_path, "one"), made(tmp_path, "two", name="b.recovery-case")
    before = other.read_bytes()
    with refused("C-14"):
        copy_case(path, other)
    assert other.read_bytes() == before
    with refused("C-15"):
        copy_case(tmp_path / "gone", tmp_path / "c")


def test_a_copy_into_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    path = made(tmp_path, "one")
    with refused("C-23"):
        copy_case(path, tmp_path / "gone" / "b.recovery-case")
    assert names_in(tmp_path) == [path.name]


def test_what_lies_where_the_copy_s_journal_would_go_is_left_alone(tmp_path: Path) -> None:
    path, _, _ = cut_off(tmp_path)
    to = tmp_path / "b.recovery-case"
    journal_path(to).write_bytes(b"not ours")
    with refused("C-14"):
        copy_case(path, to)
    assert journal_path(to).read_bytes() == b"not ours"
    assert not to.exists()


def test_removal_waits_for_the_other_window(tmp_path: Path) -> None:
    file = make(tmp_path)
    with refused("C-03"), for_removal(file.path):
        pytest.fail("must not get here")
    file.close()
    file.path.with_name(file.path.name + "-trial").write_bytes(file.path.read_bytes())
    with for_removal(file.path):
        pass
    assert names_in(tmp_path) == []
