"""Which folders are one tool's own, and which are never touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.paths import (
    as_spelled,
    below_shared,
    home_of,
    is_below,
    is_clean,
    is_of_system,
    may_be_own,
    own_folder,
    parent,
    program_in,
)
from tests.unit.domain.fake_ground import FakeGround

WIN, LINUX, MAC = System.WINDOWS, System.LINUX, System.MACOS


@pytest.mark.parametrize(
    ("program", "system", "folder"),
    [
        (r"C:\Program Files (x86)\AnyDesk\AnyDesk.exe", WIN, r"C:\Program Files (x86)\AnyDesk"),
        (r"C:\Program Files\Tool\bin\tool.exe", WIN, r"C:\Program Files\Tool"),
        (r"C:\Users\jane\AppData\Local\Tool\app-1.2.3\tool.exe", WIN, r"C:\Users\jane\AppData\Local\Tool"),
        (r"C:\Users\jane\AppData\Roaming\NetSup\client32.exe", WIN, r"C:\Users\jane\AppData\Roaming\NetSup"),
        (
            r"C:\Program Files (x86)\Google\Chrome Remote Desktop\120.0.1\host.exe",
            WIN,
            r"C:\Program Files (x86)\Google\Chrome Remote Desktop",
        ),
        (r"C:\Users\jane\Downloads\AnyDesk.exe", WIN, ""),
        (r"C:\Users\jane\Downloads\tools\AnyDesk.exe", WIN, ""),
        (r"C:\Program Files\tool.exe", WIN, ""),
        (r"C:\Windows\System32\tool.exe", WIN, ""),
        (r"C:\ProgramData\Microsoft\tool.exe", WIN, ""),
        (r"C:\Users\jane\AppData\Roaming\Microsoft\Windows\tool.exe", WIN, ""),
        (r"C:\Users\jane\AppData\Local\Temp\tool.exe", WIN, ""),
        (r"C:\Users\jane\AppData\Local\Google\tool.exe", WIN, ""),
        (r"C:\tool.exe", WIN, ""),
        (r"D:\tools\tool.exe", WIN, ""),
        ("/opt/tool/bin/tool", LINUX, "/opt/tool"),
        ("/usr/local/mesh_services/meshagent/meshagent", LINUX, "/usr/local/mesh_services/meshagent"),
        ("/usr/share/dwagent/native/dwagsvc", LINUX, "/usr/share/dwagent"),
        ("/usr/local/bin/tool", LINUX, ""),
        ("/usr/bin/tool", LINUX, ""),
        ("/home/jane/Downloads/tool.AppImage", LINUX, ""),
        ("/home/jane/.config/autostart/x", LINUX, ""),
        ("/home/jane/tool", LINUX, ""),
        ("/tmp/x/tool", LINUX, ""),
        ("/home/jane/.farview/farview", LINUX, "/home/jane/.farview"),
        ("/Applications/AnyDesk.app/Contents/MacOS/AnyDesk", MAC, "/Applications/AnyDesk.app"),
        ("/Library/PrivilegedHelperTools/com.x.Helper", MAC, ""),
    ],
)
def test_the_own_folder_of_a_program(program: str, system: System, folder: str) -> None:
    assert own_folder(program, system) == folder


@pytest.mark.parametrize(
    "path",
    [
        r"\\server\share\x.exe",
        r"\\?\C:\x.exe",
        r"C:\a\..\b.exe",
        r"C:\a\x.exe:stream",
        r"C:\a \x.exe",
        "C:\\a\\x.exe.",
        "x.exe",
        r"C:\a" + "\u202e" + "exe.x",
        "C:\\a\0.exe",
        "C:x.exe",
        "C:\\" + "a" * 2000,
    ],
)
def test_a_path_that_hides_where_it_leads_is_not_clean(path: str) -> None:
    assert not is_clean(path, WIN)


def test_clean_paths() -> None:
    assert is_clean(r"C:\Program Files (x86)\AnyDesk\AnyDesk.exe", WIN)
    assert is_clean("/opt/tool/x", LINUX)
    assert not is_clean("/opt/../etc/passwd", LINUX)
    assert not is_clean("opt/x", LINUX)


@pytest.mark.parametrize(
    ("command", "system", "program"),
    [
        (r'"C:\Program Files\X\x.exe" --service', WIN, r"C:\Program Files\X\x.exe"),
        (r"C:\Program Files\Mesh Agent\MeshAgent.exe --x", WIN, r"C:\Program Files\Mesh Agent\MeshAgent.exe"),
        (r"\??\C:\x\y.sys", WIN, r"C:\x\y.sys"),
        ("-/usr/bin/x -d", LINUX, "/usr/bin/x"),
        ("'/opt/a b/x' -d", LINUX, "/opt/a b/x"),
        ("/Applications/A B.app/Contents/MacOS/A B --x", MAC, "/Applications/A B.app/Contents/MacOS/A B"),
        ("", WIN, ""),
        ("", LINUX, ""),
    ],
)
def test_the_program_of_a_command(command: str, system: System, program: str) -> None:
    assert program_in(command, system) == program


def test_whose_home_and_what_is_the_systems() -> None:
    assert home_of(r"C:\Users\Jane\x", WIN) == "c:/users/jane"
    assert home_of(r"C:\Users\Public\x", WIN) == ""
    assert home_of("/home/jane/x", LINUX) == "/home/jane"
    assert home_of("/opt/x", LINUX) == ""
    assert is_of_system(r"c:\windows\x.exe", WIN)
    assert not is_of_system(r"c:\windows.old\x.exe", WIN)
    assert is_of_system("/System/x", MAC)
    assert is_of_system("/dev/sda", LINUX)
    assert not is_of_system("/dev/shm/x", LINUX)
    assert is_of_system("/bin/sh", LINUX)
    assert not is_of_system("/usr/bin/x11vnc", LINUX)
    assert is_below(r"C:\A\b", r"c:\a", WIN)
    assert not is_below(r"C:\AB", r"C:\A", WIN)


@given(st.text(max_size=60), st.sampled_from(list(System)))
def test_no_text_breaks_them_and_an_own_folder_is_always_one(text: str, system: System) -> None:
    folder = own_folder(text, system)
    assert folder == "" or (is_clean(folder, system) or ".app" in folder)
    assert folder == "" or may_be_own(folder, system)
    assert program_in(text, system) in text or text.startswith("\\??\\")
    assert len(parent(text)) <= len(text)


def test_windows_paths_as_windows_spells_them() -> None:
    real = r"C:\Users\jane longname\AppData\Local\Temp\AnyDesk.exe"
    short, link = r"C:\Users\JANELO~1\AppData\Local\Temp\AnyDesk.exe", r"C:\Temp~1\here\AnyDesk.exe"
    ground = FakeGround(files=[real], links={short: real, link: real})
    assert as_spelled(short, System.WINDOWS, ground) == real
    assert as_spelled(link, System.WINDOWS, ground) == link, "it leads elsewhere"
    assert as_spelled("C:/Users/x~y.exe", System.WINDOWS, ground) == r"C:\Users\x~y.exe"
    assert as_spelled("%ProgramFiles%/X/x.exe", System.WINDOWS, ground) == r"C:\Program Files\X\x.exe"
    assert as_spelled("/opt/x~1", System.LINUX, FakeGround(System.LINUX)) == "/opt/x~1"


def test_what_stands_below_the_folders_of_all() -> None:
    assert below_shared(r"C:\Program Files\Maker\Tool", System.WINDOWS) == "maker/tool"
    assert below_shared("/home/rustdesk/.config/chromium", System.LINUX) == "chromium"
    assert below_shared("/Applications/AnyDesk.app", System.MACOS) == "AnyDesk.app"
    assert below_shared("/srv/x", System.LINUX) == ""
