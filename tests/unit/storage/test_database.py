"""Whoever changes rows behind the program's back, even with the key, is noticed."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.case_key import file_key
from recovery_assistant.storage.database import header_of, journal_path, key_fits, was_cut_off
from tests.unit.storage.case_files import AT, HEADER, SECRET, answered, cut_off, made, raw, refused

SECRETLY_CHANGED = {
    "a row is gone": "DELETE FROM entry WHERE sequence = 2",
    "the last row is gone": "DELETE FROM entry WHERE sequence = 4",
    "all rows are gone": "DELETE FROM entry",
    "a row is added": "INSERT INTO entry SELECT 5, line, digest FROM entry WHERE sequence = 4",
    "a text is changed": "UPDATE entry SET line = CAST(replace(line, 'two', 'owt') AS BLOB) WHERE sequence = 3",
    "a digest is changed": "UPDATE entry SET digest = zeroblob(32) WHERE sequence = 3",
    "the count is changed": "UPDATE head SET count = 3",
    "the head is changed": "UPDATE head SET digest = zeroblob(32)",
    "the head is gone": "DELETE FROM head",
    "a table is gone": "DROP TABLE entry",
}


@pytest.mark.parametrize("what", SECRETLY_CHANGED)
def test_whoever_changes_rows_is_noticed(tmp_path: Path, what: str) -> None:
    path = made(tmp_path, "one", "two", "three")
    with contextlib.closing(raw(path)) as database:
        database.execute(SECRETLY_CHANGED[what])
    with refused("C-08"):
        CaseFile.open(path, SECRET)


def test_an_entry_with_a_false_number_is_noticed(tmp_path: Path) -> None:
    path = made(tmp_path)
    line = j.line_bytes(9, AT, "person", answered("x"))
    with contextlib.closing(raw(path)) as database:
        (head,) = database.execute("SELECT digest FROM head").fetchall()[0]
        assert isinstance(head, bytes)
        digest = j.chain(head, line)
        database.execute("INSERT INTO entry VALUES (2, ?, ?)", (line, digest))
        database.execute("UPDATE head SET count = 2, digest = ?", (digest,))
    with refused("C-08"):
        CaseFile.open(path, SECRET)


@pytest.mark.parametrize(("change", "code"), [("application_id = 7", "C-01"), ("user_version = 2", "C-02")])
def test_another_program_s_file_is_refused(tmp_path: Path, change: str, code: str) -> None:
    path = made(tmp_path)
    with contextlib.closing(raw(path)) as database:
        database.execute(f"PRAGMA {change}")
    with refused(code):
        CaseFile.open(path, SECRET)


def test_the_header_can_be_read_without_the_key(tmp_path: Path) -> None:
    assert header_of(made(tmp_path)) == HEADER


def test_a_key_can_be_tried_without_repairing_anything(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    assert key_fits(path, file_key(SECRET, HEADER))
    assert not key_fits(path, bytes(32))
    assert was_cut_off(path)
    assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, journal)


def test_a_reader_says_that_it_cannot_put_a_change_back(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    with refused("C-21"):
        CaseFile.open(path, SECRET, read_only=True)
    assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, journal)
