"""A plan on its way to the runner, and the runner's lines on their way into the case."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest
from msgspec import structs

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.journal import RemovalAgreed, RemovalReported
from recovery_assistant.domain.removal.plan import Rights, digest_of
from recovery_assistant.domain.removal.results import (
    ActionBegun,
    ActionEnded,
    AnyLine,
    RunEnded,
    RunStarted,
    line_bytes,
)
from recovery_assistant.services.removal.events import Reported, Running
from recovery_assistant.services.removal.running import (
    ask_to_stop,
    began,
    bytes_of,
    digest_and_bytes,
    events_of,
    make_private,
    nobody_runs,
    plan_file,
    take_over,
    went_through,
    withdraw,
)
from recovery_assistant.storage.writer_lock import WriterLock
from tests.unit.domain.removal.test_plan import AT, MOVE, PLAN, STOP
from tests.unit.services.pretend_host import PretendCasebook

DIGEST, CONTENT = digest_and_bytes(PLAN)
STARTED = RunStarted(plan_id=PLAN.id, sha256=DIGEST, rights="administrator", acts=True, at=AT, user="root", version="1")
LINES: tuple[AnyLine, ...] = (
    STARTED,
    ActionBegun(action_id="a1", at=AT, command=("x",)),
    ActionEnded(action_id="a1", at=AT, status="done"),
    RunEnded(at=AT),
)


class Written:
    """What a runner has written so far."""

    def __init__(self, *lines: AnyLine, rest: bytes = b"") -> None:
        self.content = b"".join(line_bytes(line) for line in lines) + rest

    def lines(self, plan_id: str, rights: Rights) -> bytes:
        return self.content if rights == "administrator" else b""

    def is_at_work(self, plan_id: str, rights: Rights) -> bool:
        return False


@pytest.fixture
def casebook() -> PretendCasebook:
    return PretendCasebook(RemovalAgreed(plan=PLAN, sha256=DIGEST))


def test_each_line_is_taken_over_once(casebook: PretendCasebook) -> None:
    for count, new in ((1, 1), (1, 0), (3, 2), (4, 1), (4, 0)):
        assert len(take_over(casebook, Written(*LINES[:count]), PLAN.id, "administrator")) == new
    removal = casebook.case.removals[PLAN.id]
    assert removal.lines["administrator"] == LINES
    assert sum(isinstance(event, RemovalReported) for event in casebook.events) == 4
    assert (began(removal, "administrator"), began(removal, "person")) == (True, False)
    assert (went_through(removal, "administrator"), went_through(removal, "person")) == (True, False)


def test_half_a_line_waits_for_its_other_half(casebook: PretendCasebook) -> None:
    whole = line_bytes(LINES[1])
    taken = take_over(casebook, Written(STARTED, rest=whole[:-4]), PLAN.id, "administrator")
    assert taken == (STARTED,)
    assert take_over(casebook, Written(*LINES[:2]), PLAN.id, "administrator") == (LINES[1],)


@pytest.mark.parametrize(
    "first",
    [
        structs.replace(STARTED, sha256="0" * 64),
        structs.replace(STARTED, plan_id="r-other"),
        structs.replace(STARTED, rights="person"),
        structs.replace(STARTED, acts=False),
        LINES[1],
    ],
)
def test_lines_about_another_plan_are_no_business_of_this_case(casebook: PretendCasebook, first: AnyLine) -> None:
    assert take_over(casebook, Written(first, *LINES[1:]), PLAN.id, "administrator") == ()
    assert len(casebook.events) == 1


def test_a_run_that_stopped_early_did_not_go_through(casebook: PretendCasebook) -> None:
    take_over(casebook, Written(*LINES[:3], RunEnded(at=AT, stopped=True)), PLAN.id, "administrator")
    removal = casebook.case.removals[PLAN.id]
    assert removal.has_run("administrator")
    assert not went_through(removal, "administrator")


def test_what_a_window_is_told() -> None:
    told = list(events_of(PLAN, "administrator", LINES))
    assert told[1] == Running(rights="administrator", action=STOP, command=("x",))
    assert [event.line for event in told if isinstance(event, Reported)] == list(LINES)
    unknown = list(events_of(PLAN, "person", [ActionBegun(action_id="a99", at=AT)]))
    assert [type(event) for event in unknown] == [Reported]
    assert MOVE.id != "a99"


def test_a_plan_file_is_exact_private_and_gone_at_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "running"
    make_private(folder)
    with plan_file(folder, "r-1.json", CONTENT) as path:
        assert digest_of(path.read_bytes()) == DIGEST
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_a_planted_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x", "utf-8")
    (tmp_path / "r-1.json").symlink_to(tmp_path / "precious")
    with plan_file(tmp_path, "r-1.json", CONTENT) as path:
        assert not path.is_symlink()
    assert (tmp_path / "precious").read_text("utf-8") == "x"


def test_a_folder_of_a_former_start_is_closed_again(tmp_path: Path) -> None:
    (tmp_path / "running").mkdir(mode=0o755)
    make_private(tmp_path / "running")
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "running").stat().st_mode) == 0o700


def test_where_nothing_can_be_written_nothing_is_begun(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError) as error:
        make_private(tmp_path / "file" / "running")
    assert error.value.code == "U-55"
    with pytest.raises(InputError) as error, plan_file(tmp_path / "missing", "r-1.json", CONTENT):
        pass
    assert error.value.code == "U-55"


def test_a_full_disk_leaves_no_empty_plan_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError) as error, plan_file(tmp_path, "r-1.look.json", CONTENT):
        pass
    assert error.value.code == "U-55"
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_text_makes_no_plan_file() -> None:
    with pytest.raises(InputError) as error:
        bytes_of(structs.replace(PLAN, name="\udce9"))
    assert error.value.code == "U-56"


def test_the_mark_to_stop_needs_a_plan_and_goes_with_it(tmp_path: Path) -> None:
    ask_to_stop(tmp_path, "r-1")
    assert os.listdir(tmp_path) == []  # noqa: PTH208
    (tmp_path / "r-1.json").touch()
    ask_to_stop(tmp_path, "r-1")
    assert (tmp_path / "r-1.json.stop").exists()
    withdraw(tmp_path, "r-1")
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_a_killed_start_leaves_nothing_for_long(tmp_path: Path) -> None:
    folder = tmp_path / "running"
    with nobody_runs(folder) as is_free:
        assert is_free
    folder.mkdir()
    lock = WriterLock(folder / "removal")
    with nobody_runs(folder) as is_free:
        assert not is_free
    assert folder.is_dir()
    lock.release()
    (folder / "removal-lock").touch()  # as a killed process leaves it: nobody holds it any more
    with nobody_runs(folder) as is_free:
        assert is_free
    assert not folder.exists()
