"""The casebook: every answer is durable and guarded, undo works, seals from paper are recognised."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.errors import CaseError, InputError
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.journal import KnownEvent, TextGuarded
from recovery_assistant.services.casebook import Casebook, SealCheck, local_time
from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.case_key import secret_from_code
from tests.unit.domain.events import events
from tests.unit.storage.case_files import SECRET, STARTED, make

BEGAN = datetime(2026, 11, 18, 14, 5, tzinfo=timezone(timedelta(hours=1)))


class Ticking:
    """A clock that is one minute later each time."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with contextlib.closing(Casebook(make(tmp_path), SECRET, Ticking())) as book:
        yield book


def reopened(book: Casebook) -> Casebook:
    book.close()
    return Casebook(CaseFile.open(book.path, SECRET), SECRET, Ticking())


def test_a_new_casebook_knows_its_case(casebook: Casebook) -> None:
    assert (casebook.number, casebook.actor, casebook.read_only) == (STARTED.number, "person", False)
    assert casebook.seal.count == 1


def test_an_answer_is_in_the_case_and_in_the_file(casebook: Casebook) -> None:
    assert casebook.answer("story", {"name": "Kevin", "at-work": None}) == ()
    assert casebook.case.answer("story", "name") == "Kevin"
    with contextlib.closing(reopened(casebook)) as again:
        assert again.case == casebook.case
        assert again.entries == casebook.entries
        assert again.entries[1].at == BEGAN + timedelta(minutes=1)


def test_a_secret_is_told_to_the_person_and_never_reaches_the_file(casebook: Casebook) -> None:
    removed = casebook.answer("story", {"said": "PIN is 4821, he was kind"})
    assert removed == (TextGuarded(step="story", field="said", kind="pin"),)
    assert casebook.case.guarded == removed
    with contextlib.closing(reopened(casebook)) as again:
        assert "4821" not in repr(again.entries)
        assert again.case.guarded == removed


def test_a_note_that_a_front_end_forgot_to_guard_is_guarded(casebook: Casebook) -> None:
    case = casebook.record(j.StepCompleted(step="bank", note="card 5555 5555 5555 4444 stopped"))
    assert "5555 5555" not in case.notes["bank"]
    assert [guarded.kind for guarded in case.guarded] == ["card-number"]


@pytest.mark.parametrize(
    "odd", ["caf\udce9", "a\x00b", "\u202egnp.exe", "", "\U0001f600", "'; DROP TABLE entry; --", "x" * 200_000]
)
def test_odd_texts_are_saved_too(casebook: Casebook, odd: str) -> None:
    casebook.answer("story", {"said": odd})
    with contextlib.closing(reopened(casebook)) as again:
        assert again.case.answer("story", "said") == odd.encode("utf-8", "backslashreplace").decode()
        assert again.case == casebook.case


def test_who_did_it_is_kept(casebook: Casebook) -> None:
    casebook.record(j.StepCompleted(step="bank"))
    casebook.record(j.StepCompleted(step="scan"), "program")
    assert [entry.actor for entry in casebook.entries] == ["person", "person", "program"]


def test_undo_and_undo_of_undo(casebook: Casebook) -> None:
    casebook.answer("story", {"name": "Kevin"})
    casebook.answer("story", {"name": "Karl"})
    assert casebook.undo(3).answer("story", "name") == "Kevin"
    assert casebook.undo(4).answer("story", "name") == "Karl"
    assert len(casebook.entries) == 5


@pytest.mark.parametrize("sequence", [-1, 0, 1, 2, 99])
def test_what_is_not_there_or_began_the_case_cannot_be_undone(casebook: Casebook, sequence: int) -> None:
    with pytest.raises(CaseError) as refusal:
        casebook.undo(sequence)
    assert refusal.value.code == "C-18"
    assert len(casebook.entries) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(happened=st.lists(events, max_size=6))
def test_the_case_in_memory_is_always_what_the_file_tells(tmp_path: Path, happened: list[KnownEvent]) -> None:
    (tmp_path / "a.recovery-case").unlink(missing_ok=True)
    with contextlib.closing(Casebook(make(tmp_path), SECRET, Ticking())) as book:
        for event in happened:
            book.record(event)
        assert book.case == fold(book.entries)
        with contextlib.closing(CaseFile.open(book.path, SECRET, read_only=True)) as file:
            assert tuple(file.entries()) == book.entries


def test_a_read_only_window_sees_what_the_other_wrote(casebook: Casebook) -> None:
    with contextlib.closing(Casebook(CaseFile.open(casebook.path, SECRET, read_only=True), SECRET)) as reader:
        casebook.answer("story", {"name": "Kevin"})
        assert reader.case.answers == {}
        assert reader.refresh() == casebook.case
        with pytest.raises(CaseError) as refusal:
            reader.answer("story", {"name": "Karl"})
        assert refusal.value.code == "C-16"
        assert reader.case == casebook.case


def test_a_window_may_read_while_a_scan_writes(casebook: Casebook) -> None:
    def scan() -> None:
        for number in range(60):
            casebook.record(j.StepCompleted(step=f"s{number}"), "program")

    worker = threading.Thread(target=scan)
    worker.start()
    while worker.is_alive():
        entries = casebook.entries
        assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
        assert casebook.seal.count >= len(entries)
    worker.join()
    assert len(casebook.case.steps) == 60


def test_an_exhibit_is_stored_hashed_and_recorded(casebook: Casebook) -> None:
    copy = casebook.begin_copy()
    for line in (b"line one\n", b"line two\n"):
        copy.add(line)
    wanted = j.ExhibitCopied(
        exhibit_id="x1", finding_id="f-1", path="/var/log/tool.log", size=0, sha256="", modified_at=None
    )
    event = casebook.keep_copy(copy, wanted)
    assert event.sha256 == hashlib.sha256(b"line one\nline two\n").hexdigest()
    assert (event.size, casebook.case.exhibits[0].path) == (18, "/var/log/tool.log")
    assert b"".join(casebook.exhibit("x1")) == b"line one\nline two\n"
    assert casebook.entries[-1].actor == casebook.case.exhibits[0].copied_for == "person"
    assert (casebook.free_bytes() or 0) > 0
    casebook.check_every_page()


def test_the_recovery_code_is_the_secret_and_is_never_in_the_journal(casebook: Casebook) -> None:
    code = casebook.recovery_code()
    assert secret_from_code(code) == SECRET
    casebook.record(j.RecoverySheetMade())
    assert code not in repr(casebook.entries)


def sealed(book: Casebook) -> tuple[str, int]:
    return str(book.seal), book.seal.count


def test_a_seal_from_paper_is_found_again(casebook: Casebook) -> None:
    casebook.answer("story", {"name": "Kevin"})
    paper, count = sealed(casebook)
    at = casebook.entries[-1].at
    casebook.record(j.RecordMade(audience="bank", form="pdf", sha256="00"))
    expected = SealCheck(holds=True, count=count, at=at, newer=1)
    for typed in (
        paper,
        paper.lower(),
        paper.replace(" ", ""),
        paper.replace(" ", "-"),
        f"{paper} ({count} entries)",
        f"{paper}({count})",
        f"  {paper.lower()}   {count} entries ",
        paper.replace("0", "o").replace("1", "l"),
    ):
        assert casebook.verify(typed) == expected, typed


def test_a_seal_of_another_case_does_not_hold(casebook: Casebook, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with contextlib.closing(Casebook(make(tmp_path / "other", "something else"), SECRET)) as other:
        assert casebook.verify(str(other.seal)) == SealCheck(holds=False)


def test_the_right_letters_with_another_count_do_not_hold(casebook: Casebook) -> None:
    paper, count = sealed(casebook)
    assert not casebook.verify(f"{paper} ({count + 1} entries)").holds
    assert not casebook.verify(f"{paper} (999999999 entries)").holds


def test_an_answer_put_in_before_the_print_shows(casebook: Casebook, tmp_path: Path) -> None:
    paper, _ = sealed(casebook)
    (tmp_path / "other").mkdir()
    file = make(tmp_path / "other", "never said")
    with contextlib.closing(Casebook(file, SECRET)) as other:
        assert other.verify(paper).count == 1  # same beginning, so the paper of one entry holds
        other_paper = str(other.seal)
    assert not casebook.verify(other_paper).holds


@pytest.mark.parametrize("typed", ["", "7F3K 92QD", "7F3K 92QD 4MTX 9", "not a seal at all", "(31 entries)", "é" * 12])
def test_what_is_no_seal_is_said(casebook: Casebook, typed: str) -> None:
    if typed == "é" * 12:
        assert not casebook.verify(typed).holds
        return
    with pytest.raises(InputError) as refusal:
        casebook.verify(typed)
    assert refusal.value.code == "I-01"


def test_the_wall_clock_has_an_offset() -> None:
    assert local_time().utcoffset() is not None
