"""A full disk, a failing disk, a read-only place: a plain sentence, a code, and what was there is as it was."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.case_key import recovery_code
from recovery_assistant.storage.copies import copy_case
from recovery_assistant.storage.database import journal_path
from recovery_assistant.storage.settings import Settings, load_settings, save_settings
from tests.faults.disks import mounted, needs_fuse
from tests.unit.storage.case_files import AT, SECRET, add_exhibit, answered, cut_off, made, make, names_in, texts_in

if sys.platform == "win32":
    pytest.skip("needs a POSIX system", allow_module_level=True)

pytestmark = [pytest.mark.fuse]

LONG = "and so on, " * 200


def code_of(error: pytest.ExceptionInfo[CaseError]) -> str:
    return error.value.code


def answer_until_refused(file: CaseFile, more: str) -> tuple[int, str]:
    """Answer until the disk refuses; return how many answers were saved, and the code of the refusal."""
    for number in range(1000):
        try:
            file.append("person", answered(f"{number} {more}"), AT)
        except CaseError as error:
            return number, error.code
    raise AssertionError("the disk took everything")


@needs_fuse
def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_space(tmp_path: Path) -> None:
    with mounted(tmp_path, "--bytes", "200000") as disk:
        file = make(disk)
        hoard = disk / "holiday pictures"
        hoard.write_bytes(bytes(60_000))
        saved, code = answer_until_refused(file, LONG)
        assert code == "C-10"
        before = file.entries()
        assert len(before) == saved + 1
        with pytest.raises(CaseError) as refusal:
            add_exhibit(file, "x1", [os.urandom(100_000)])
        assert code_of(refusal) == "C-10"
        assert (file.entries(), file.exhibit_ids()) == (before, [])
        hoard.write_bytes(b"")  # the person makes some space
        file.append("person", answered("after all"), AT)
        file.close()
        with contextlib.closing(CaseFile.open(file.path, SECRET)) as again:
            assert texts_in(again)[-1] == "after all"
            assert again.entries()[:-1] == before
            again.check_every_page()


@needs_fuse
def test_on_a_disk_that_is_full_from_the_start_no_half_case_is_left(tmp_path: Path) -> None:
    with mounted(tmp_path, "--bytes", "9000") as disk:
        with pytest.raises(CaseError) as refusal:
            make(disk)
        assert code_of(refusal) == "C-10"
        assert names_in(disk) == []


@needs_fuse
def test_a_repair_without_space_for_a_copy_leaves_everything_for_later(tmp_path: Path) -> None:
    path, main, journal = cut_off(tmp_path)
    with mounted(tmp_path, "--bytes", str(len(main) + len(journal) + 9000)) as disk:
        on_disk = disk / path.name
        shutil.copyfile(path, on_disk)
        shutil.copyfile(journal_path(path), journal_path(on_disk))
        with pytest.raises(CaseError) as refusal:
            CaseFile.open(on_disk, SECRET)
        assert code_of(refusal) == "C-10"
        assert (on_disk.read_bytes(), journal_path(on_disk).read_bytes()) == (main, journal)
        assert len(names_in(disk)) == 2


@needs_fuse
def test_a_disk_that_fails_is_never_taken_for_saved(tmp_path: Path) -> None:
    with mounted(tmp_path, "--syncs", "40") as disk:
        file = make(disk)
        saved, code = answer_until_refused(file, "")
        assert code == "C-11"
        assert saved > 3
        file.close()
        with contextlib.closing(CaseFile.open(file.path, SECRET, read_only=True)) as reader:
            assert texts_in(reader) == [f"{number} " for number in range(saved)]


@contextlib.contextmanager
def read_only_place(folder: Path, tmp_path: Path) -> Iterator[Path]:
    """Show a folder once more at a place that nothing can be written to, as root cannot be kept out otherwise."""
    place = tmp_path / "stick"
    place.mkdir()
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    bound = subprocess.run(["mount", "--bind", str(folder), str(place)], capture_output=True, check=False)
    if bound.returncode != 0:
        pytest.skip("this machine does not let a folder be shown read-only")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


class TestReadOnlyPlace:
    """Everything that can be asked of a write-protected stick."""

    def test_a_case_can_be_read_and_says_why_it_cannot_be_changed(self, tmp_path: Path) -> None:
        folder = tmp_path / "cases"
        folder.mkdir()
        path = made(folder, "one")
        with read_only_place(folder, tmp_path) as stick:
            cases = Cases(tmp_path / "here", None)
            book = cases.open(stick / path.name, recovery_code=recovery_code(SECRET))
            with contextlib.closing(book):
                assert book.read_only
                assert book.why_read_only
                assert len(book.entries) == 2
                with pytest.raises(CaseError) as refusal:
                    book.answer("story", {"name": "Kevin"})
                assert code_of(refusal) == "C-16"
            with contextlib.closing(cases.open_copy(stick / path.name, recovery_code=recovery_code(SECRET))) as copy:
                assert not copy.read_only
                copy.answer("story", {"name": "Kevin"})
        assert names_in(folder) == [path.name]

    def test_a_cut_off_answer_needs_a_copy(self, tmp_path: Path) -> None:
        folder = tmp_path / "cases"
        folder.mkdir()
        path, main, journal = cut_off(folder)
        with read_only_place(folder, tmp_path) as stick:
            cases = Cases(tmp_path / "here", None)
            with pytest.raises(CaseError) as refusal:
                cases.open(stick / path.name, recovery_code=recovery_code(SECRET))
            assert code_of(refusal) == "C-21"
            with contextlib.closing(cases.open_copy(stick / path.name, recovery_code=recovery_code(SECRET))) as copy:
                assert len(copy.entries) == 3
        assert (path.read_bytes(), journal_path(path).read_bytes()) == (main, journal)

    def test_no_new_case_and_no_wiping_there(self, tmp_path: Path) -> None:
        folder = tmp_path / "cases"
        folder.mkdir()
        path = made(folder, "one")
        with read_only_place(folder, tmp_path) as stick:
            for attempt in (
                lambda: make(stick, name="b.recovery-case"),
                lambda: copy_case(path, stick / "b.recovery-case"),
                lambda: Cases(stick, None).wipe(stick / path.name),
            ):
                with pytest.raises(CaseError) as refusal:
                    attempt()
                assert code_of(refusal) in ("C-09", "C-20")
            assert not save_settings(Settings(text_size=150), stick / "settings.json")
            assert load_settings(stick / "settings.json") == Settings()
        assert names_in(folder) == [path.name]


@needs_fuse
def test_a_casebook_still_tells_what_is_saved_after_the_disk_was_full(tmp_path: Path) -> None:
    with mounted(tmp_path, "--bytes", "120000") as disk, contextlib.closing(Casebook(make(disk), SECRET)) as book:
        with contextlib.suppress(CaseError):
            for number in range(1000):
                book.answer("story", {str(number): LONG})
        assert 2 < len(book.entries) < 1000
        case, entries = book.case, book.entries
        assert len(case.answers["story"]) == len(entries) - 1
        assert book.refresh() == case
        assert book.entries == entries
