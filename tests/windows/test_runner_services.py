"""Services and programs that run, switched off and ended on a real Windows, and let run again."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.domain.removal.plan import EndProcess, StopService
from tests.windows.conftest import MakeService, Subject
from tests.windows.removal_runs import carry_out, folder_of_tool, plan_of, put_back

pytestmark = pytest.mark.wine

NAME = "RecoveryRunnerTest"


def start_type() -> int:
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, rf"SYSTEM\CurrentControlSet\Services\{NAME}") as key:
        return int(winreg.QueryValueEx(key, "Start")[0])


def is_running() -> bool:
    return bool(psutil.win_service_get(NAME).status() == "running")


def rests_at_last(seconds: float = 60.0) -> bool:
    """Return whether the manager has heard that the service ended; Wine's may hear of it a while after it did."""
    until = time.monotonic() + seconds
    while is_running() and time.monotonic() < until:
        time.sleep(0.2)
    return not is_running()


def test_a_service_is_switched_off_and_stopped_and_put_back(
    make_service: MakeService, subject: Subject, tmp_path: Path
) -> None:
    program = subject("anydesk.exe")
    make_service(NAME, f'"{program}" --service', NAME)
    subprocess.run(["sc", "start", NAME], check=True, capture_output=True)
    plan = plan_of(StopService(manager="windows", name=NAME, program=str(program)), roots=(str(program),))
    looked = carry_out(plan, tmp_path, "look").only
    assert (looked.status, looked.looked) == ("would-do", (f"service {NAME}: running",))
    assert (start_type(), is_running()) == (2, True), "a look changes nothing"
    ran = carry_out(plan, tmp_path)
    assert ran.only.status == "done", ran
    assert ran.begun[0].command[:2] == ("ChangeServiceConfigW", NAME), "switched off before it is stopped"
    assert (start_type(), rests_at_last()) == (4, True)
    assert carry_out(plan_of(plan.actions[0].verb, roots=plan.roots), tmp_path).only.status == "nothing-to-do"
    back = put_back(ran, tmp_path)
    assert back.only.status == "done", back
    assert (start_type(), is_running()) == (2, True)
    subprocess.run(["sc", "stop", NAME], check=True, capture_output=True)


def test_a_service_that_ends_without_a_word_is_told_as_it_was_seen(
    make_service: MakeService, subject: Subject, tmp_path: Path
) -> None:
    program, name = subject("anydesk.exe"), f"{NAME}WithoutAWord"
    make_service(name, f'"{program}" --service --ends-without-a-word', name)
    subprocess.run(["sc", "start", name], check=True, capture_output=True)
    pid = psutil.win_service_get(name).pid()
    verb = StopService(manager="windows", name=name, program=str(program))
    ran = carry_out(plan_of(verb, roots=(str(program),)), tmp_path)
    assert ran.only.status == "done", ran
    assert not psutil.pid_exists(pid)
    # Windows' manager sees by itself that a program ended; Wine's says for good that the service runs.
    told = "its program has ended" if psutil.win_service_get(name).status() == "running" else "stopped"
    assert ran.only.looked == (f"service {name}: switched off, {told}",)


def test_a_service_that_starts_another_program_now_is_left(
    make_service: MakeService, subject: Subject, tmp_path: Path
) -> None:
    program = subject("anydesk.exe")
    make_service(NAME, f'"{program}"', NAME)
    other = str(program.with_name("other.exe"))
    ran = carry_out(plan_of(StopService(manager="windows", name=NAME, program=other), roots=(other,)), tmp_path)
    assert (ran.only.status, ran.only.code) == ("refused", "U-30")
    assert start_type() == 2


def test_a_service_that_is_not_there_needs_nothing(tmp_path: Path) -> None:
    verb = StopService(manager="windows", name="NoSuchService", program=r"C:\x\y.exe")
    assert carry_out(plan_of(verb, roots=(r"C:\x",)), tmp_path).only.status == "nothing-to-do"


def test_a_service_of_windows_is_refused_with_the_whole_plan(tmp_path: Path) -> None:
    verb = StopService(manager="windows", name="EventLog", program=r"C:\x\y.exe")
    ran = carry_out(plan_of(verb, roots=(r"C:\x",)), tmp_path)
    assert (ran.code, ran.ended) == (2, ())


def test_a_driver_is_left_whatever_the_plan_says_of_it(tmp_path: Path) -> None:
    program = r"C:\x\y.exe"
    subprocess.run(["sc", "create", NAME, "binPath=", program, "type=", "kernel", "start=", "demand"], check=True)
    try:
        ran = carry_out(plan_of(StopService(manager="windows", name=NAME, program=program)), tmp_path)
        assert (ran.only.status, ran.only.code) == ("refused", "U-30"), ran
        assert start_type() == 3
    finally:
        subprocess.run(["sc", "delete", NAME], check=True)


def test_a_program_that_was_started_by_a_short_name_is_known_by_its_long_one(subject: Subject, tmp_path: Path) -> None:
    import ctypes

    assert sys.platform == "win32"
    with folder_of_tool("Recovery Test Tool Long") as folder:
        program = folder / "long name tool.exe"
        program.write_bytes(subject("anydesk.exe").read_bytes())
        room = ctypes.create_unicode_buffer(1024)
        ctypes.WinDLL("kernel32").GetShortPathNameW(str(program), room, len(room))
        assert "~" in room.value
        running = subprocess.Popen([room.value], stdin=subprocess.PIPE)
        began = datetime.fromtimestamp(psutil.Process(running.pid).create_time(), UTC)
        verb = EndProcess(pid=running.pid, started_at=began, exe=str(program))
        try:
            ran = carry_out(plan_of(verb, roots=(str(folder),)), tmp_path)
            assert ran.only.status == "done", ran
        finally:
            running.kill()
            running.communicate()


def test_one_program_is_ended_by_number_start_and_file(subject: Subject, tmp_path: Path) -> None:
    with folder_of_tool("Recovery Test Tool") as folder:
        program = folder / "tool.exe"
        program.write_bytes(subject("anydesk.exe").read_bytes())
        running = subprocess.Popen([str(program)], stdin=subprocess.PIPE)
        began = datetime.fromtimestamp(psutil.Process(running.pid).create_time(), UTC)
        roots = (str(folder),)

        def verb(at: datetime, exe: str = str(program)) -> EndProcess:
            return EndProcess(pid=running.pid, started_at=at, exe=exe)

        try:
            assert carry_out(plan_of(verb(began), roots=roots), tmp_path, "look").only.status == "would-do"
            earlier = verb(began - timedelta(seconds=30))
            assert carry_out(plan_of(earlier, roots=roots), tmp_path).only.status == "nothing-to-do"
            other = verb(began, str(folder / "other.exe"))
            assert carry_out(plan_of(other, roots=roots), tmp_path).only.status == "nothing-to-do"
            assert running.poll() is None, "another program of the same number is left alone"
            ran = carry_out(plan_of(verb(began), roots=roots), tmp_path)
            assert ran.only.status == "done", ran
            assert running.wait(10) == 1
            assert carry_out(plan_of(verb(began), roots=roots), tmp_path).only.status == "nothing-to-do"
        finally:
            running.kill()
            running.communicate()
