"""Scheduled tasks: the files that Windows writes, and XML that was written to do harm."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.observation import Autorun, Gap
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.tasks import LARGEST_TASK, NoTaskError, Task, read_task, scheduled_tasks
from tests.unit.hosts.windows_pc import put, registry

TASKS = r"C:\Windows\System32\Tasks"
FRAME = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><URI>\\Update</URI></RegistrationInfo>
  <Settings><Enabled>{enabled}</Enabled></Settings>
  <Actions Context="Author">{actions}</Actions>
</Task>"""
EXEC = "<Exec><Command>{}</Command><Arguments>{}</Arguments></Exec>"
BOMB = """<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Task><Actions><Exec><Command>&b;</Command></Exec></Actions></Task>"""
FILE = """<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><Task>&a;</Task>"""


def task(actions: str, enabled: str = "true") -> bytes:
    return FRAME.format(actions=actions, enabled=enabled).encode("utf-16")


def test_commands_with_their_arguments_in_any_order() -> None:
    swapped = "<Exec><Arguments>--tray</Arguments><Command>b.exe</Command></Exec>"
    found = read_task(task(EXEC.format(r"%TEMP%\a.exe", "/q &amp; /x") + swapped + EXEC.format("c.exe", "")))
    assert found == Task((r"%TEMP%\a.exe /q & /x", "b.exe --tray", "c.exe"), is_enabled=True)


def test_a_class_and_a_task_that_is_switched_off() -> None:
    found = read_task(task("<ComHandler><ClassId>{ABC}</ClassId><Data>x</Data></ComHandler>", "false"))
    assert found == Task(("{ABC}",), is_enabled=False)


def test_an_old_task_in_utf_8() -> None:
    xml = FRAME.format(actions=EXEC.format("Fernhilfe-ß.exe", ""), enabled="true").replace("UTF-16", "UTF-8")
    assert read_task(xml.encode()).commands == ("Fernhilfe-ß.exe",)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"MZ\x90\0",
        b"<Task><Actions>",
        b"<html/>",
        BOMB.encode(),
        FILE.encode(),
        b"<Task>" + b" " * LARGEST_TASK + b"</Task>",
        task(EXEC.format("a.exe", "") * 100),
        FRAME.format(actions="", enabled="true").encode(),  # says UTF-16 and is not
    ],
)
def test_what_is_no_task(data: bytes) -> None:
    with pytest.raises(NoTaskError):
        read_task(data)


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"<Task>{text}</Task>".encode("utf-8", "replace"))
)
def test_no_bytes_can_break_it(data: bytes) -> None:
    with contextlib.suppress(NoTaskError):
        read_task(data)


def test_task_files_are_found_in_folders_and_bad_ones_are_told(tmp_path: Path) -> None:
    put(tmp_path, rf"{TASKS}\Vendor\Deep\Update", task(EXEC.format(r"%ProgramData%\ad.exe", "--run")))
    put(tmp_path, rf"{TASKS}\Old", task(EXEC.format("old.exe", ""), "false"))
    put(tmp_path, rf"{TASKS}\Bomb", BOMB.encode())
    found = list(scheduled_tasks(Disk(tmp_path), "this", read_places(registry())))
    tasks = {item.name: item for item in found if isinstance(item, Autorun)}
    assert tasks[r"\Vendor\Deep\Update"].command == r"C:\ProgramData\ad.exe --run"
    assert tasks[r"\Vendor\Deep\Update"].source == rf"{TASKS}\Vendor\Deep\Update"
    assert tasks[r"\Old"].location.endswith("(switched off)")
    (gap,) = (item for item in found if isinstance(item, Gap))
    assert gap.source == rf"scheduled-tasks: {TASKS}\Bomb"
