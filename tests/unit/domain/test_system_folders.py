"""Places that no plan touches, whatever else is right about it: planner and runner hold to the same list."""

from __future__ import annotations

from typing import get_args

import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.places import known_folder_of, store_of
from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.domain.system_folders import is_below, is_kept_place, objection

WIN, LINUX, MAC = System.WINDOWS, System.LINUX, System.MACOS


@pytest.mark.parametrize(
    ("path", "system"),
    [
        (r"C:\Program Files\AnyDesk", WIN),
        (r"C:\Program Files (x86)\AnyDesk\AnyDesk.exe", WIN),
        (r"C:\Users\jane\Downloads\AnyDesk.exe", WIN),
        (r"C:\ProgramData\AnyDesk", WIN),
        ("/opt/anydesk", LINUX),
        ("/usr/local/mesh_services/meshagent", LINUX),
        ("/home/jane/Downloads/x.AppImage", LINUX),
        ("/dev/shm/rustdesk", LINUX),
        ("/run/user/1000/rustdesk", LINUX),
        ("/etc/apt/sources.list.d/anydesk.list", LINUX),
        ("/etc/cloudflared", LINUX),
        ("/Applications/AnyDesk.app", MAC),
        ("/Library/Tailscale", MAC),
    ],
)
def test_places_of_tools(path: str, system: System) -> None:
    assert objection(path, system) is None


@pytest.mark.parametrize(
    ("path", "system"),
    [
        (r"C:\Program Files", WIN),
        (r"C:\Windows\System32", WIN),
        (r"C:\Users\jane", WIN),
        (r"C:\Users\jane\Documents", WIN),
        (r"C:\Users\jane\AppData\Roaming", WIN),
        (r"C:\a\..\Windows", WIN),
        (r"C:\PROGRA~1\x", WIN),
        (r"\\server\share\x", WIN),
        (r"C:\x\con", WIN),
        (r"C:\x:stream", WIN),
        ("/", LINUX),
        ("/etc", LINUX),
        ("/etc/passwd", LINUX),
        ("/home/jane", LINUX),
        ("/home/jane/.config", LINUX),
        ("/usr/share/applications", LINUX),
        ("/opt/../etc/x", LINUX),
        ("/bin/sh", LINUX),
        ("/Library/Application Support/Apple", MAC),
        ("/Users/jane/Library", MAC),
        ("/System/x", MAC),
    ],
)
def test_places_of_the_system_and_of_people(path: str, system: System) -> None:
    assert objection(path, system)


def test_below_is_by_whole_names() -> None:
    assert is_below("/opt/x/y", "/opt/x", LINUX)
    assert not is_below("/opt/xy", "/opt/x", LINUX)
    assert is_below(r"C:\A\B", r"c:\a", WIN)


@pytest.mark.parametrize(("system", "rights"), [(one, rights) for one in System for rights in get_args(Rights)])
def test_what_this_program_keeps_is_never_taken_away_again(system: System, rights: Rights) -> None:
    homes = {System.LINUX: "/home/anna", System.MACOS: "/Users/anna", System.WINDOWS: r"C:\Users\anna"}
    known = {
        "root": "/",
        "home": homes[system],
        "program-data": r"C:\ProgramData",
        "local-app-data": r"C:\Users\anna\AppData\Local",
    }
    mark = "\\" if system is System.WINDOWS else "/"
    store = store_of(system, rights, known[known_folder_of(system, rights)])
    for path in (store, mark.join((store, "kept", "r-1", "a2", "content", "x.exe"))):
        assert objection(path, system) is not None
        assert is_kept_place(path, system)
    assert not is_kept_place(mark.join((homes[system], "Downloads", "x.exe")), system)
    assert not is_kept_place(f"{store}{mark}..{mark}x", system)
