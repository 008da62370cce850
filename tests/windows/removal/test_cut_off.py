r"""The runner is ended in the middle, at every step: what it wrote is true, and it can be gone on with or put back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.domain.removal.plan import Quarantine, RemovalPlan, RemoveValue, StopService
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, RunEnded
from recovery_assistant.runner.windows.store import store
from tests.windows.removal import prefix_state
from tests.windows.removal.look_alikes import (
    NAME,
    RUN,
    SERVICE,
    Installed,
    end_all_from,
    has_service,
    install,
    wait_for,
)
from tests.windows.removal.prefix_state import PrefixState, differences, outside
from tests.windows.removal.runs import Ran, begin, key_place, plan_of, putting_back, removal_of, results, run

pytestmark = pytest.mark.wine

SLOW = "wait:2500 service run key files"


def cut_off_after(plan: RemovalPlan, folder: Path, lines: int, is_so: Callable[[], bool] = lambda: True) -> Ran:
    """Start the runner and end it, without a word of warning, as soon as it has written so many lines and it is so."""
    running = begin(plan, folder, "administrator")
    until = time.monotonic() + 60
    while running.poll() is None and (len(results(plan, "administrator")) < lines or not is_so()):
        assert time.monotonic() < until
        time.sleep(0.005)
    running.kill()
    running.communicate(timeout=30)
    return Ran(1, "", results(plan, "administrator"))


def test_in_the_middle_of_an_uninstaller(stub: Path, tmp_path: Path) -> None:
    installed = install(stub, "own", SLOW)
    plan = removal_of(installed)
    ran = cut_off_after(plan, tmp_path, 4, lambda: bool(installed.calls))
    begun = [one.action_id for one in ran.lines if isinstance(one, ActionBegun)]
    assert begun == ["a1", "a2"]
    assert set(ran.statuses) == {"a1"}
    assert not any(isinstance(one, RunEnded) for one in ran.lines)
    again = run(plan, tmp_path, "administrator")
    assert again.code == 3, again  # a plan is done once; going on is a new plan
    wait_for("the uninstaller that goes on alone", lambda: not installed.is_listed())
    on = left_of(installed)
    ended = run(on, tmp_path, "administrator")
    assert set(ended.statuses.values()) <= {"done", "nothing-to-do"}, str(ended)
    assert not installed.folder.exists()
    assert not has_service(SERVICE)


def left_of(installed: Installed) -> RemovalPlan:
    """Return a plan without an uninstaller."""
    value = RemoveValue(key=key_place("HKLM", RUN), name=NAME, data=installed.value)
    stop = StopService(manager="windows", name=SERVICE, program=rf"{installed.folder}\LookAlike.exe")
    folder = Quarantine(path=str(installed.folder), kind="folder", is_leftover=True)
    return plan_of([("administrator", verb) for verb in (stop, value, folder)], installed.folder)


@pytest.mark.parametrize("lines", [2, 3, 4, 6], ids=["service", "after it", "value", "folder"])
def test_at_every_step_it_can_be_put_back(stub: Path, tmp_path: Path, first_state: PrefixState, lines: int) -> None:
    installed = install(stub, "own")
    big = installed.folder / "big.bin"
    big.write_bytes(bytes(range(256)) * 4000)
    before = prefix_state.look(first_state)
    plan = left_of(installed)
    ran = cut_off_after(plan, tmp_path, lines)
    ended = {one.action_id for one in ran.lines if isinstance(one, ActionEnded)}
    begun = [one.action_id for one in ran.lines if isinstance(one, ActionBegun)]
    assert ended <= set(begun)
    back = putting_back(plan, ran, "administrator", begun)
    if back.actions:
        undone = run(back, tmp_path, "administrator")
        assert undone.code == 0, str(undone)
        assert set(undone.statuses.values()) <= {"done", "nothing-to-do"}, str(undone)
    end_all_from([installed.folder])
    after = prefix_state.look(before)
    changes = outside(differences(before, after), str(store("administrator").parent))
    assert "\n".join(map(str, changes)) == ""
