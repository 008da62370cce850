r"""Uninstallers as makers write them, good and bad, run by the real runner: each ends in the state that is true.

A program is planted at C:\Program.exe and C:\Program Files\Look-alike.exe the whole time, where a command with spaces
and without quotes would lead; it would write down that it ran.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import shutil

from recovery_assistant.domain.removal.plan import Family, RemovalPlan, RunUninstaller
from tests.windows.removal import prefix_state
from tests.windows.removal.look_alikes import (
    NAME,
    RUN,
    end_all_from,
    has_service,
    install,
    read_value,
    seen,
    wait_for,
)
from tests.windows.removal.prefix_state import PrefixState
from tests.windows.removal.runs import QUICK, removal_of, run, unplanned

pytestmark = pytest.mark.wine

PLANTED = (Path(r"C:\Program.exe"), Path(r"C:\Program Files\Look-alike.exe"))


@pytest.fixture
def planted(stub: Path) -> Iterator[Path]:
    for place in PLANTED:
        shutil.copy(stub, place)
    yield stub
    ran = [place.name for place in PLANTED if seen(place.name)]
    end_all_from(PLANTED)
    for place in PLANTED:
        place.unlink()
    assert ran == []


def uninstaller_of(plan: RemovalPlan) -> str:
    """Return the number of the action that runs the uninstaller."""
    return next(action.id for action in plan.actions if isinstance(action.verb, RunUninstaller))


@pytest.mark.parametrize("family", ["inno", "nsis", "squirrel", "burn", "own"])
def test_a_good_uninstaller_of_each_family(
    planted: Path, tmp_path: Path, first_state: PrefixState, family: Family
) -> None:
    installed = install(planted, family)
    before = prefix_state.look(first_state)
    plan = removal_of(installed)
    shown = run(plan, tmp_path, installed.rights, "look")
    assert (shown.code, set(shown.statuses.values())) == (0, {"would-do"}), str(shown)
    assert unplanned(before, prefix_state.look(before), plan) == []
    assert not installed.calls
    ran = run(plan, tmp_path, installed.rights)
    assert ran.code == 0, ran.complaint
    assert ran.went_through
    number = uninstaller_of(plan)
    assert ran.ended(number).status == "done", str(ran)
    assert set(ran.statuses.values()) <= {"done", "nothing-to-do"}, str(ran)
    (call,) = installed.calls
    assert call.endswith(" ".join(installed.arguments))
    assert not installed.folder.exists()
    assert not installed.is_listed()
    assert not installed.service or not has_service(installed.service)
    assert read_value(installed.hive, RUN, NAME) is None
    assert unplanned(before, prefix_state.look(before), plan) == []


def test_programs_are_started_with_clean_variables_in_a_folder_of_windows(planted: Path, tmp_path: Path) -> None:
    installed = install(planted, "own")
    run(removal_of(installed), tmp_path, installed.rights)
    (line,) = seen(installed.program.name)
    _, worked_in, path = line.split("\t")
    assert worked_in.casefold() == r"c:\windows\system32"
    assert all(part.casefold().startswith("c:\\windows") for part in path.split(";"))


class Bad(NamedTuple):
    """An uninstaller that is not good: what it does, and what is true when the runner has ended.

    Attributes:
        status, code: of the action that runs it.
        stays: among "listed", "service", "folder".
    """

    steps: str
    status: str
    code: str
    stays: set[str]
    exit_code: int = 0
    arguments: tuple[str, ...] | None = None


EVERYTHING = {"listed", "service", "folder"}
BAD = {
    "hangs": Bad("hangs", "timed-out", "U-38", EVERYTHING),
    "asks in a window": Bad("service run key files", "timed-out", "U-38", EVERYTHING, arguments=("--remove",)),
    "fails with 1": Bad("", "failed", "U-37", EVERYTHING, exit_code=1),
    "says 0 and does nothing": Bad("", "failed", "U-37", EVERYTHING),
    "leaves its files": Bad("service run key", "done", "", set()),
    "leaves its service": Bad("run key files", "failed", "U-37", {"service", "folder"}),
    "leaves its entry in the list": Bad("service run files", "failed", "U-37", {"listed", "folder"}),
    "fails with 1 and removes all": Bad("service run key files", "done", "", set(), exit_code=1),
    "wants a restart": Bad("service run key restart", "restart-needed", "", set(), exit_code=3010),
    "has started a restart": Bad("service run key restart", "restart-needed", "", set(), exit_code=1641),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_uninstaller(planted: Path, tmp_path: Path, first_state: PrefixState, name: str) -> None:
    bad = BAD[name]
    installed = install(planted, "own", bad.steps, code=bad.exit_code)
    if bad.arguments is not None:
        installed = installed._replace(arguments=bad.arguments)
    before = prefix_state.look(first_state)
    plan = removal_of(installed)
    ran = run(plan, tmp_path, installed.rights, command=QUICK)
    assert ran.code == 0, ran.complaint
    ended = ran.ended(uninstaller_of(plan))
    assert (ended.status, ended.code) == (bad.status, bad.code), str(ran)
    if bad.status != "timed-out":
        assert ended.exit_code == bad.exit_code
    there = {
        "listed": installed.is_listed(),
        "service": has_service(installed.service),
        "folder": installed.folder.exists(),
    }
    assert {what for what, is_there in there.items() if is_there} == bad.stays, str(ran)
    # What the uninstaller did not bring to its end is not taken away from under it.
    assert ran.went_through == (bad.status not in {"timed-out", "failed"})
    pending = (r"HKLM\System\CurrentControlSet\Control\Session Manager -> PendingFileRenameOperations",)
    changed = unplanned(before, prefix_state.look(before), plan, *(pending if "restart" in bad.steps else ()))
    assert changed == []


def test_one_that_comes_back_while_it_works_is_told_as_it_was_seen(planted: Path, tmp_path: Path) -> None:
    installed = install(planted, "own", "back service run key files")
    plan = removal_of(installed)
    ran = run(plan, tmp_path, installed.rights, command=QUICK)
    ended = ran.ended(uninstaller_of(plan))
    # It comes back a moment after it went. Whoever looks between the two sees it gone, and the look behind the run is
    # there for that; but nobody who saw it back may say that it is gone.
    seen_back = any(not line.endswith(("not there", "none running")) for line in ended.looked)
    assert (ended.status, ended.code) == (("failed", "U-37") if seen_back else ("done", "")), str(ran)
    assert ran.went_through != seen_back


def test_it_deletes_the_records_of_its_connections(planted: Path, tmp_path: Path) -> None:
    installed = install(planted, "own", "service run logs key files")
    logs = installed.folder / "logs"
    logs.mkdir()
    (logs / "connections.log").write_text("2026-11-20 10:04 session from 123 456 789\n", "utf-8")
    plan = removal_of(installed)
    ran = run(plan, tmp_path, installed.rights)
    assert ran.ended(uninstaller_of(plan)).status == "done"
    assert not logs.exists()


def test_an_uninstaller_that_was_exchanged_after_the_preview_is_not_run(planted: Path, tmp_path: Path) -> None:
    installed = install(planted, "inno")
    plan = removal_of(installed)
    with installed.program.open("ab") as program:
        program.write(b"\0")
    ran = run(plan, tmp_path, installed.rights)
    ended = ran.ended(uninstaller_of(plan))
    assert (ended.status, ended.code) == ("refused", "U-35")
    assert not installed.calls
    assert installed.is_listed()
    assert not ran.went_through


def test_a_hung_uninstaller_is_left_to_go_on(planted: Path, tmp_path: Path) -> None:
    installed = install(planted, "inno", "copies:_iu14D2N.tmp wait:20000 service run key files")
    plan = removal_of(installed)
    ran = run(plan, tmp_path, installed.rights, command=QUICK)
    assert ran.ended(uninstaller_of(plan)).status == "timed-out"
    assert installed.is_listed()
    wait_for("the end of the uninstaller", lambda: not installed.is_listed(), 60)
