"""One encrypted file: nothing readable in it, every answer comes back, and every kind of damage has its code."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from pathlib import Path

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.storage.case_file import CaseFile
from tests.unit.storage.case_files import (
    AT,
    HEADER,
    SECRET,
    STARTED,
    add_exhibit,
    answered,
    made,
    make,
    names_in,
    refused,
    texts_in,
)


def test_what_was_appended_is_there_after_opening_again(tmp_path: Path) -> None:
    file = make(tmp_path, "Kevin from Leeds", "he said Microsoft")
    before = file.entries()
    file.close()
    with contextlib.closing(CaseFile.open(file.path, SECRET)) as again:
        assert again.entries() == before
        assert texts_in(again) == ["Kevin from Leeds", "he said Microsoft"]
        assert [entry.sequence for entry in before] == [1, 2, 3]
        assert before[0].event == STARTED


def test_one_file_is_all_that_is_left(tmp_path: Path) -> None:
    made(tmp_path, "Kevin")
    assert names_in(tmp_path) == ["a.recovery-case"]


def test_nothing_in_the_folder_can_be_read_without_the_key(tmp_path: Path) -> None:
    secret_words = "Zanzibar-Quokka"
    file = make(tmp_path, secret_words)
    with contextlib.suppress(KeyboardInterrupt), file._writing() as database:
        database.execute("UPDATE entry SET line = zeroblob(3000)")
        database.cache_flush()  # so that the journal of the change under way is on the disk as well
        seen = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        assert len(seen["a.recovery-case-journal"]) > 512
        raise KeyboardInterrupt
    file.close()
    for name, data in seen.items():
        for word in (b"Zanzibar", b"SQLite", b"entry", b"StepAnswered", b"A7KD"):
            assert word not in data, name
    assert seen["a.recovery-case"][:16] == HEADER.to_bytes()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = made(tmp_path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_every_answer_is_synced_and_the_folder_too(tmp_path: Path) -> None:
    with contextlib.closing(make(tmp_path)) as file:
        assert file._database.pragma("journal_mode") == "truncate"
        assert file._database.pragma("synchronous") == 3  # EXTRA
        assert file._database.pragma("fullfsync") == 1


def test_another_secret_does_not_open_it(tmp_path: Path) -> None:
    path = made(tmp_path, "Kevin")
    before = path.read_bytes()
    with refused("C-04"):
        CaseFile.open(path, bytes(16))
    assert (path.read_bytes(), names_in(tmp_path)) == (before, [path.name])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "C-01"),
        (b"RAC", "C-01"),
        (b"%PDF-1.7 and so on, which is no case at all", "C-01"),
        (b"RAC\x09" + bytes(5000), "C-02"),
        (HEADER.to_bytes(), "C-04"),
        (HEADER.to_bytes() + bytes(4080), "C-04"),
    ],
)
def test_what_is_no_case_file_is_refused_and_not_touched(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.recovery-case"
    path.write_bytes(data)
    with refused(code):
        CaseFile.open(path, SECRET)
    assert (path.read_bytes(), names_in(tmp_path)) == (data, [path.name])


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with refused("C-15"):
        CaseFile.open(tmp_path / "gone.recovery-case", SECRET)
    assert names_in(tmp_path) == []


def test_a_folder_is_no_case_file(tmp_path: Path) -> None:
    with refused("C-20"):
        CaseFile.open(tmp_path, SECRET)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes in folders on Windows")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "a.recovery-case")
    with refused("C-01"):
        CaseFile.open(tmp_path / "a.recovery-case", SECRET)


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = made(tmp_path, "Kevin")
    before = path.read_bytes()
    with refused("C-14"):
        make(tmp_path)
    assert (path.read_bytes(), names_in(tmp_path)) == (before, [path.name])


def test_a_case_that_was_never_finished_is_not_met(tmp_path: Path) -> None:
    (tmp_path / "a.recovery-case-unfinished").write_bytes(b"half of a file")
    with contextlib.closing(make(tmp_path, "Kevin")) as file:
        assert texts_in(file) == ["Kevin"]
    assert names_in(tmp_path) == ["a.recovery-case"]


def test_a_second_window_may_read_while_the_first_writes(tmp_path: Path) -> None:
    with contextlib.closing(make(tmp_path, "one")) as file:
        with refused("C-03"):
            CaseFile.open(file.path, SECRET)
        with contextlib.closing(CaseFile.open(file.path, SECRET, read_only=True)) as reader:
            assert texts_in(reader) == ["one"]
            file.append("person", answered("two"), AT)
            assert texts_in(reader) == ["one", "two"]
            with refused("C-16"):
                reader.append("person", answered("three"), AT)
            with refused("C-16"):
                add_exhibit(reader, "x", [b"log"])
    with contextlib.closing(CaseFile.open(file.path, SECRET)) as later:
        assert texts_in(later) == ["one", "two"]


def test_several_events_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    with contextlib.closing(make(tmp_path)) as file:
        unheard_of: list[j.KnownEvent] = [answered("one"), object()]  # type: ignore[list-item]
        with pytest.raises(TypeError):
            file.append_all("person", unheard_of, AT)
        assert texts_in(file) == []
        assert [e.sequence for e in file.append_all("person", [answered("a"), answered("b")], AT)] == [2, 3]


def test_many_threads_may_answer_at_once(tmp_path: Path) -> None:
    with contextlib.closing(make(tmp_path)) as file:

        def work(name: str) -> None:
            for number in range(20):
                file.append("person", answered(f"{name}{number}"), AT)

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(texts_in(file)) == sorted(f"{name}{number}" for name in "abcd" for number in range(20))


def test_the_whole_file_can_be_looked_through(tmp_path: Path) -> None:
    with contextlib.closing(make(tmp_path, "one")) as file:
        add_exhibit(file, "x1", [bytes(100_000)])
        assert file.check_every_page() == 0


def test_a_page_of_a_copied_file_that_is_damaged_does_not_hide_the_answers(tmp_path: Path) -> None:
    file = make(tmp_path, "one")
    add_exhibit(file, "x1", [os.urandom(60_000)])
    file.close()
    data = bytearray(file.path.read_bytes())
    data[-5000] ^= 1
    file.path.write_bytes(data)
    with contextlib.closing(CaseFile.open(file.path, SECRET)) as again:
        assert texts_in(again) == ["one"]
        with refused("C-17"):
            b"".join(again.exhibit("x1"))
        with refused("C-08"):
            again.check_every_page()


def test_a_file_that_is_longer_than_it_says_is_looked_at_closely(tmp_path: Path) -> None:
    """Junk behind the last page hides nothing; an older first page does, and tests/faults shows that it is noticed."""
    path = made(tmp_path, "one")
    with path.open("ab") as file:
        file.write(bytes(4096))
    for read_only in (False, True):
        with contextlib.closing(CaseFile.open(path, SECRET, read_only=read_only)) as again:
            assert texts_in(again) == ["one"]
            assert again.check_every_page() == 4096
