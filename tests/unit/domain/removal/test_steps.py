"""Steps stand in one order, each once, and only for what is there, no link, and nobody else's."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.observation import Autorun, Process, System
from recovery_assistant.domain.removal.plan import (
    EndProcess,
    Quarantine,
    RemoveKey,
    RemoveTask,
    RemoveValue,
    StopService,
)
from recovery_assistant.domain.removal.steps import MOST_PROCESSES, Steps, same_task
from tests.unit.domain.fake_ground import OWN_HIVE, FakeGround
from tests.unit.domain.removal_machines import AT, RUN, runs, starts

WIN = System.WINDOWS
FOLDER = r"C:\Users\jane\AppData\Local\Tool"


def test_an_administrators_steps_come_first_then_stage_after_stage() -> None:
    steps = Steps(WIN, FakeGround())
    steps.add("last", RemoveKey(key="HKLM\\x"), "administrator")
    steps.add("end", EndProcess(pid=5, started_at=AT, exe=r"C:\x.exe"), "person", r"C:\x.exe")
    stop = StopService(manager="windows", name="x", program=r"C:\x.exe")
    steps.add("stop", stop, "administrator")
    steps.add("stop", stop, "administrator")
    actions = steps.actions()
    assert [action.id for action in actions] == ["a1", "a2", "a3"]
    assert [type(action.verb) for action in actions] == [StopService, RemoveKey, EndProcess]
    assert list(steps.roots) == [r"C:\x.exe"]
    assert steps.has(StopService)
    assert not steps.has(Quarantine)


def test_a_flood_of_processes_is_bounded_and_one_without_a_start_is_left() -> None:
    steps = Steps(WIN, FakeGround())
    for pid in range(500):
        steps.end(runs(rf"{FOLDER}\t.exe", pid + 2))
    steps.end(Process(source="x", name="x", exe=rf"{FOLDER}\t.exe", pid=4))
    assert len(steps.actions()) == MOST_PROCESSES
    steps.end(runs(r"C:\Windows\System32\svchost.exe"))
    assert [refusal.code for refusal in steps.refusals] == ["part-of-system"]


def test_what_runs_from_the_kept_things_is_ended_and_they_are_never_moved() -> None:
    kept = "/home/jane/.local/share/recovery-assistant/removed/kept/r-0123456789ab/a2/content/x.AppImage.quar"
    steps = Steps(System.LINUX, FakeGround(System.LINUX, files=[kept]))
    steps.end(runs(kept))
    steps.put_away(kept)
    assert [type(action.verb) for action in steps.actions()] == [EndProcess]
    assert not steps.roots
    assert not steps.refusals


def test_slashes_lean_backward_and_short_names_are_written_out() -> None:
    real, short = r"C:\Users\jane longname\Downloads\x.exe", r"C:\Users\JANELO~1\Downloads\x.exe"
    steps = Steps(WIN, FakeGround(files=[real, rf"{FOLDER}\t.exe"], links={short: real}))
    steps.put_away(FOLDER.replace("\\", "/") + "/t.exe")
    steps.end(runs(short))
    assert [getattr(one.verb, "path", "") or getattr(one.verb, "exe", "") for one in steps.actions()] == [
        real,
        rf"{FOLDER}\t.exe",
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (r"C:\Windows\System32\x.exe", "part-of-system"),
        (r"C:\Users\bob\x.exe", "other-person"),
        (r"C:\Tools\link", "link"),
        (r"C:\Tools\..\x.exe", "part-of-system"),
        (r"\\server\x.exe", "part-of-system"),
        (r"C:\gone.exe", ""),
    ],
)
def test_what_is_not_put_away(path: str, code: str) -> None:
    there = [r"C:\Windows\System32\x.exe", r"C:\Users\bob\x.exe", r"C:\Other"]
    steps = Steps(WIN, FakeGround(files=there, links={r"C:\Tools\link": r"C:\Other"}))
    steps.put_away(path)
    assert not steps.actions()
    assert [refusal.code for refusal in steps.refusals] == ([code] if code else [])


def test_a_file_goes_with_its_folder_and_slashes_are_windows_own() -> None:
    steps = Steps(WIN, FakeGround(files=[rf"{FOLDER}\t.exe"], folders=[FOLDER]))
    steps.put_away(FOLDER.replace("\\", "/"))
    steps.put_away(rf"{FOLDER}\t.exe")
    assert [action.verb for action in steps.actions()] == [Quarantine(path=FOLDER, kind="folder")]


def test_starts_by_what_keeps_them() -> None:
    link = r"C:\Users\jane\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup\x.lnk"
    task = r"C:\Windows\System32\Tasks\x"
    steps = Steps(WIN, FakeGround(files=[link, task]))
    steps.remove_autorun(starts("x", "x.exe"))
    steps.remove_autorun(starts("y", "x.exe", RUN.replace(OWN_HIVE, r"HKU\S-1-12-1-1-2-3-4")))
    steps.remove_autorun(starts("z", "x.exe", r"HKU\.DEFAULT\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"))
    steps.remove_autorun(Autorun(source=task, location="x", name=r"\x", command="x.exe"))
    steps.remove_autorun(Autorun(source=task, location="x", name=r"\Microsoft\Windows\x\y", command="x.exe"))
    steps.remove_autorun(Autorun(source=link, location="x", name="x", command="x.exe"))
    steps.remove_autorun(Autorun(source="somewhere", location="x", name="q", command="x.exe"))
    told = [(action.rights, type(action.verb)) for action in steps.actions()]
    assert told == [
        ("administrator", RemoveValue),
        ("administrator", RemoveTask),
        ("person", RemoveValue),
        ("person", Quarantine),
    ]
    assert {refusal.code for refusal in steps.refusals} == {"other-person", "part-of-system", "no-way-known"}


def test_all_that_one_task_starts() -> None:
    first = Autorun(source="t", location="x", name="x", command="a")
    second = Autorun(source="t", location="x", name="x", command="b")
    other = Autorun(source="u", location="x", name="x", command="c")
    assert same_task([first, second, other], first) == [first, second]
