"""Making, opening, copying and wiping cases, with each of the three ways to the key."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.journal import CaseStarted
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from recovery_assistant.storage.case_key import recovery_code, secret_from_code
from recovery_assistant.storage.database import journal_path
from tests.unit.services.key_stores import DrawerKeyStore
from tests.unit.storage.case_files import SECRET, cut_off, names_in

AT = datetime(2026, 11, 18, 14, 5, tzinfo=timezone(timedelta(hours=1)))
PHRASE = "four plain english words"


def clock() -> datetime:
    return AT


@pytest.fixture
def drawer() -> DrawerKeyStore:
    return DrawerKeyStore()


@pytest.fixture
def cases(tmp_path: Path, drawer: DrawerKeyStore) -> Cases:
    return Cases(tmp_path / "cases", drawer, clock)


@contextlib.contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(AssistantError) as refusal:
        yield
    assert refusal.value.code == code, refusal.value


def closed(book: Casebook) -> Casebook:
    book.close()
    return book


def test_a_new_case_has_a_number_and_a_file_of_that_name(cases: Cases) -> None:
    with contextlib.closing(cases.new("gb", "person")) as book:
        assert book.number.startswith("2026-11-18-")
        assert len(book.number) == 15
        assert book.path == (cases.folder / f"{book.number}.recovery-case").resolve()
        assert (book.case.country, book.case.mode, book.read_only, book.why_read_only) == ("gb", "person", False, "")
        started = book.entries[0].event
        assert isinstance(started, CaseStarted)
        assert started.program_version


def test_the_key_is_in_the_key_store_under_the_name_of_the_case(cases: Cases, drawer: DrawerKeyStore) -> None:
    book = closed(cases.new("gb", "person"))
    assert drawer.kept == {book.case_id: secret_from_code(book.recovery_code())}
    with contextlib.closing(cases.open(book.path)) as again:
        assert again.case == book.case


def test_the_key_of_a_case_with_passphrase_is_never_put_into_a_store(cases: Cases, drawer: DrawerKeyStore) -> None:
    with contextlib.closing(cases.new("gb", "technician", PHRASE)) as book, refused("C-06"):
        cases.remember(book)
    assert drawer.kept == {}


def test_what_can_be_read_of_a_damaged_case_goes_on_in_a_new_file(cases: Cases) -> None:
    book = cases.new("gb", "person")
    for number in range(40):
        book.answer("story", {f"note-{number}": "and so on " * 40})
    seal = f"{book.seal} ({book.seal.count})"
    book.close()
    data = bytearray(book.path.read_bytes())
    data[-2000] ^= 1
    book.path.write_bytes(data)
    with refused("C-08"):
        cases.open(book.path)
    with contextlib.closing(cases.salvage(book.path)) as saved:
        (lost,) = saved.case.lost
        assert saved.path.name == f"{book.number} (2).recovery-case"
        assert saved.entries[: lost.kept] == book.entries[: lost.kept]
        assert 1 < lost.kept < 41
        assert lost.lost == 41 - lost.kept
        assert not saved.verify(seal).holds
        with refused("C-18"):
            saved.undo(lost.kept + 1)  # a gap stays visible
    assert book.path.read_bytes() == data
    with contextlib.closing(cases.open(saved.path, recovery_code=book.recovery_code())) as again:
        assert again.case == saved.case


def test_a_technician_s_case_never_touches_the_key_store(cases: Cases, drawer: DrawerKeyStore) -> None:
    drawer.refuses = "K-07"  # any call would raise
    with refused("C-13"):
        cases.new("gb", "technician")
    book = closed(cases.new("gb", "technician", PHRASE))
    assert (book.actor, book.entries[0].actor) == ("technician", "technician")
    with contextlib.closing(cases.open(book.path, passphrase=PHRASE)) as again:
        assert again.case == book.case
    cases.wipe(book.path)
    assert drawer.kept == {}


def test_without_a_key_store_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    cases = Cases(tmp_path, None, clock)
    with refused("K-01"):
        cases.new("gb", "person")
    assert names_in(tmp_path) == []
    closed(cases.new("gb", "person", PHRASE))


@pytest.mark.parametrize("code", ["K-01", "K-02", "K-03", "K-04", "K-05", "K-07"])
def test_where_the_key_cannot_be_kept_no_file_is_made(cases: Cases, drawer: DrawerKeyStore, code: str) -> None:
    drawer.refuses = code
    with refused(code):
        cases.new("gb", "person")
    assert names_in(cases.folder) == []


def test_where_the_file_cannot_be_made_no_key_is_left(cases: Cases, drawer: DrawerKeyStore, tmp_path: Path) -> None:
    taken = tmp_path / "taken.recovery-case"
    taken.write_text("mine", "utf-8")
    with refused("C-14"):
        cases.new("gb", "person", path=taken)
    assert (drawer.kept, taken.read_text("utf-8")) == ({}, "mine")


def test_a_short_passphrase_is_refused_before_anything_is_made(cases: Cases) -> None:
    with refused("C-12"):
        cases.new("gb", "technician", "short")
    assert cases.known() == []


def test_the_recovery_code_opens_a_copy_on_another_pc(cases: Cases, tmp_path: Path) -> None:
    for phrase in (None, PHRASE):
        book = closed(cases.new("gb", "person", phrase))
        elsewhere = tmp_path / f"stick{phrase}"
        elsewhere.mkdir()
        moved = elsewhere / "renamed.recovery-case"
        moved.write_bytes(book.path.read_bytes())
        typed = book.recovery_code().lower().replace("-", " ")
        with contextlib.closing(Cases(elsewhere, None, clock).open(moved, recovery_code=typed)) as again:
            assert again.case == book.case


def test_wrong_ways_in_have_their_codes_and_change_nothing(cases: Cases) -> None:
    by_store, by_phrase = closed(cases.new("gb", "person")), closed(cases.new("gb", "person", PHRASE))
    before = {name: (cases.folder / name).read_bytes() for name in names_in(cases.folder)}
    with refused("C-06"):
        cases.open(by_phrase.path)
    with refused("C-04"):
        cases.open(by_phrase.path, passphrase=PHRASE + "!")
    with refused("C-07"):
        cases.open(by_store.path, passphrase=PHRASE)
    with refused("C-04"):
        cases.open(by_store.path, recovery_code=by_phrase.recovery_code())
    with refused("C-05"):
        cases.open(by_store.path, recovery_code=by_store.recovery_code()[:-1] + "*")
    with refused("C-15"):
        cases.open(cases.folder / "gone.recovery-case")
    assert {name: (cases.folder / name).read_bytes() for name in names_in(cases.folder)} == before


def test_a_wiped_key_store_never_gets_a_new_key_for_an_old_case(cases: Cases, drawer: DrawerKeyStore) -> None:
    book = closed(cases.new("gb", "person"))
    before = book.path.read_bytes()
    drawer.kept.clear()
    with refused("K-06"):
        cases.open(book.path)
    assert (drawer.kept, book.path.read_bytes()) == ({}, before)
    with contextlib.closing(cases.open(book.path, recovery_code=book.recovery_code())) as again:
        assert drawer.kept == {}
        cases.remember(again)
    closed(cases.open(book.path))


def test_without_a_key_store_the_code_is_asked_for(cases: Cases) -> None:
    book = closed(cases.new("gb", "person"))
    elsewhere = Cases(cases.folder, None, clock)
    with refused("K-01"):
        elsewhere.open(book.path)
    with contextlib.closing(elsewhere.open(book.path, recovery_code=book.recovery_code())) as again, refused("K-01"):
        elsewhere.remember(again)


def test_a_second_window_reads_and_says_why(cases: Cases) -> None:
    with contextlib.closing(cases.new("gb", "person")) as first:
        with contextlib.closing(cases.open(first.path)) as second:
            assert second.read_only
            assert "another window" in second.why_read_only
            assert second.case == first.case
        first.answer("story", {"name": "Kevin"})
    with contextlib.closing(cases.open(first.path)) as later:
        assert (later.read_only, later.why_read_only) == (False, "")


def test_a_copy_is_opened_beside_the_others_and_the_original_stays(cases: Cases, tmp_path: Path) -> None:
    book = closed(cases.new("gb", "person"))
    before = book.path.read_bytes()
    with contextlib.closing(cases.open_copy(book.path)) as copy:
        assert copy.path.name == f"{book.number} (2).recovery-case"
        copy.answer("story", {"name": "Kevin"})
    to = tmp_path / "there.recovery-case"
    closed(cases.open_copy(book.path, to, recovery_code=book.recovery_code()))
    assert book.path.read_bytes() == before
    with refused("C-14"):
        cases.open_copy(book.path, to)


def test_a_cut_off_answer_on_a_read_only_stick_is_put_right_in_a_copy(cases: Cases, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    path, main, journal = cut_off(tmp_path / "stick")
    with contextlib.closing(cases.open_copy(path, recovery_code=recovery_code(SECRET))) as copy:
        assert len(copy.entries) == 3
    assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, journal)


def test_known_cases_are_listed_newest_first_without_a_key(cases: Cases) -> None:
    assert cases.known() == []
    first, second = closed(cases.new("gb", "person")), closed(cases.new("gb", "technician", PHRASE))
    broken = cases.folder / "broken.recovery-case"
    broken.write_bytes(b"")
    for age, path in enumerate((second.path, first.path, broken)):
        os.utime(path, (2_000_000_000 - age, 2_000_000_000 - age))
    listed = cases.known()
    assert [(case.path.name, case.opens_with) for case in listed] == [
        (second.path.name, "passphrase"),
        (first.path.name, "key-store"),
        (broken.name, "unknown"),
    ]
    assert listed[0].name == second.number


def test_wiping_leaves_neither_file_nor_key(cases: Cases, drawer: DrawerKeyStore) -> None:
    book, other = closed(cases.new("gb", "person")), closed(cases.new("gb", "person"))
    cases.wipe(book.path)
    assert names_in(cases.folder) == [other.path.name]
    assert list(drawer.kept) == [other.case_id]


def test_an_open_case_is_not_wiped(cases: Cases, drawer: DrawerKeyStore) -> None:
    with contextlib.closing(cases.new("gb", "person")) as book:
        with refused("C-03"):
            cases.wipe(book.path)
        assert (book.path.exists(), len(drawer.kept)) == (True, 1)


def test_where_the_key_cannot_be_removed_the_file_stays(cases: Cases, drawer: DrawerKeyStore) -> None:
    book = closed(cases.new("gb", "person"))
    drawer.refuses = "K-02"
    with refused("K-02"):
        cases.wipe(book.path)
    assert book.path.exists()
    drawer.refuses = "K-01"  # a PC without key store cannot hold this key, so there is nothing to remove
    cases.wipe(book.path)
    assert not book.path.exists()


def test_what_is_no_case_file_is_never_wiped(cases: Cases, tmp_path: Path) -> None:
    letter = tmp_path / "letter.odt"
    letter.write_text("Dear Ann", "utf-8")
    with refused("C-01"):
        cases.wipe(letter)
    assert letter.exists()


def test_case_numbers_have_no_letters_that_are_misheard(cases: Cases) -> None:
    for _ in range(20):
        number = closed(cases.new("gb", "person")).number
        assert not set(number[11:]) & set("01ILOU")
