"""Files that other programs use, tasks, shortcuts as the shell writes them, and names that are no files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import _winapi
import ctypes
import uuid
from collections.abc import Callable
from ctypes import wintypes

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Autorun, Gap
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.hosts.windows.places import Person

pytestmark = pytest.mark.wine

TASK = r"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><Actions>
<Exec><Command>"%ProgramData%\ad.exe"</Command><Arguments>--boot</Arguments></Exec></Actions></Task>"""


def held(path: Path, share: int) -> int:
    """Open a file for writing as another program does, sharing only what is said, and return the handle."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = wintypes.HANDLE
    handle = kernel.CreateFileW(str(path), 0x40000000, share, None, 3, 0, None)
    assert handle
    return int(handle)


def test_a_log_that_is_being_written_can_be_copied_and_turned_over(pc: WindowsHost, tmp_path: Path) -> None:
    log = tmp_path / "ad.trace"
    log.write_bytes(b"first line")
    handle = held(log, share=1 | 2 | 4)
    try:
        with pc.open_file(str(log)) as file:
            log.rename(tmp_path / "ad.trace.old")  # the tool turns its log over while we read
            (tmp_path / "ad.trace.old").unlink()
            assert file.read() == b"first line"
    finally:
        _winapi.CloseHandle(handle)


def test_a_file_that_is_locked_for_everybody_is_told(pc: WindowsHost, tmp_path: Path) -> None:
    log = tmp_path / "locked.log"
    log.write_bytes(b"x")
    handle = held(log, share=0)
    try:
        with pytest.raises(SourceUnreadable, match="in use by another program"):
            pc.open_file(str(log))
    finally:
        _winapi.CloseHandle(handle)


@pytest.mark.parametrize("name", ["NUL", r"C:\NUL", r"\\.\C:", r"\\.\pipe\x", "C:\\", r"C:\nowhere\x", "a\0b", "CON"])
def test_what_is_no_file_is_refused(pc: WindowsHost, name: str) -> None:
    with pytest.raises(SourceUnreadable):
        pc.open_file(name).close()


def test_facts_of_a_file(pc: WindowsHost, tmp_path: Path) -> None:
    (tmp_path / "x.log").write_bytes(b"12345")
    facts = pc.file_facts(str(tmp_path / "x.log"))
    assert facts.size == 5
    assert facts.modified_at.tzinfo is not None
    assert facts.owner.endswith(os.environ["USERNAME"])


def test_a_junction_that_leads_in_a_circle_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.exe").write_bytes(b"MZ")
    try:
        _winapi.CreateJunction(str(tmp_path / "a"), str(tmp_path / "a" / "circle"))
    except OSError as error:
        pytest.skip(f"no junctions here: {error}")
    found = [str(item) for item in Disk().walk(str(tmp_path), depth=9)]
    assert len(found) == 1


def test_paths_longer_than_the_old_limit(pc: WindowsHost, tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(10):
        deep = deep / ("d" * 30)
    path = str(deep / "x.log")
    Path("\\\\?\\" + str(deep)).mkdir(parents=True)
    Path("\\\\?\\" + path).write_bytes(b"deep")
    with pc.open_file(path) as file:
        assert file.read() == b"deep"


def test_a_scheduled_task(pc: WindowsHost, throwaway: None) -> None:
    file = Path(os.environ["SYSTEMROOT"]) / "System32" / "Tasks" / "Recovery Test" / "Boot"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(TASK.encode("utf-16"))
    try:
        tasks = [item for item in pc.observations("scheduled-tasks") if isinstance(item, Autorun)]
    finally:
        file.unlink()
        file.parent.rmdir()
    (found,) = (task for task in tasks if task.name == r"\Recovery Test\Boot")
    assert found.command == r'"C:\ProgramData\ad.exe" --boot'


def test_a_shortcut_as_the_shell_writes_it(pc: WindowsHost, me: Person, throwaway: None) -> None:
    link = Path(me.folders["Startup"]) / "Remote help.lnk"
    link.parent.mkdir(parents=True, exist_ok=True)
    make_shortcut(link, r"C:\windows\notepad.exe", "--für Ömer")
    try:
        items = list(pc.observations("autoruns"))
    finally:
        link.unlink()
    (found,) = (item for item in items if isinstance(item, Autorun) and item.name == "Remote help")
    assert found.command.lower() == r'"c:\windows\notepad.exe" --für ömer'
    assert not [item for item in items if isinstance(item, Gap) and "Remote help" in item.source]


def make_shortcut(link: Path, target: str, arguments: str) -> None:
    """Have the shell write a shortcut, through the three methods of its COM object that are needed."""
    ole = ctypes.OleDLL("ole32")
    ole.CoInitialize(None)
    shell_link, file = ctypes.c_void_p(), ctypes.c_void_p()
    shell_class, wanted = guid("{00021401-0000-0000-C000-000000000046}"), guid("{000214F9-0000-0000-C000-000000000046}")
    ole.CoCreateInstance(shell_class, None, 1, wanted, ctypes.byref(shell_link))
    text, pointer = ctypes.c_wchar_p, ctypes.c_void_p
    as_file = guid("{0000010B-0000-0000-C000-000000000046}")
    for code in (
        method(20, "SetPath", text)(shell_link, target),
        method(11, "SetArguments", text)(shell_link, arguments),
        method(0, "QueryInterface", pointer, pointer)(shell_link, as_file, ctypes.byref(file)),
        method(6, "Save", text, wintypes.BOOL)(file, str(link), True),
    ):
        assert code == 0


def guid(text: str) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(uuid.UUID(text).bytes_le, 16)


def method(number: int, name: str, *arguments: type) -> Callable[..., int]:
    """Return a method of a COM object by its place in the table."""
    return ctypes.WINFUNCTYPE(ctypes.c_long, *arguments)(number, name)
