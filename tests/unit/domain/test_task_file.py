"""Task files that Windows writes, and XML that was written to do harm."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.task_file import LARGEST_TASK, NoTaskError, Task, read_task

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
    assert found == Task((r"%TEMP%\a.exe /q & /x", "b.exe --tray", "c.exe"), is_enabled=True, uri="\\Update")


def test_what_a_task_says_of_itself() -> None:
    told = "<Date>2026-11-18T14:05:00</Date><Author>PC\\Ada</Author><URI>"
    whole = task(EXEC.format("a.exe", "")).decode("utf-16").replace("<URI>", told)
    found = read_task(whole.encode("utf-16"))
    assert (found.date, found.author, found.uri) == ("2026-11-18T14:05:00", "PC\\Ada", "\\Update")


def test_a_class_and_a_task_that_is_switched_off() -> None:
    found = read_task(task("<ComHandler><ClassId>{ABC}</ClassId><Data>x</Data></ComHandler>", "false"))
    assert found == Task(("{ABC}",), is_enabled=False, uri="\\Update")


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
