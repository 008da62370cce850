"""What Windows remembers of programs that ran."""

from __future__ import annotations

import codecs
import struct
from datetime import UTC, datetime
from pathlib import Path

from recovery_assistant.domain.observation import Gap, PastRun, VersionInfo
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.past_runs import BACKGROUND, COMPATIBILITY, MUI_CACHE, USER_ASSIST, past_runs
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.registry import RecordedRegistry
from tests.unit.hosts.windows_pc import ADA, Keys, put, registry

FILETIME = 133_000_000_000_000_000
AT = datetime(2022, 6, 18, 4, 26, 40, tzinfo=UTC)
DOWNLOADS = "{374DE290-123F-4565-9164-39C4925E467B}"


def look(root: Path, machine: RecordedRegistry) -> list[PastRun]:
    everything = past_runs(machine, Disk(root), "pc", read_places(machine))
    return [one for one in everything if isinstance(one, PastRun)]


def test_prefetch_tells_names_and_times(tmp_path: Path) -> None:
    put(tmp_path, r"C:\Windows\Prefetch\ANYDESK.EXE-1A2B3C4D.pf")
    put(tmp_path, r"C:\Windows\Prefetch\Layout.ini")
    (found,) = look(tmp_path, registry())
    assert (found.name, found.path) == ("ANYDESK.EXE", "")
    assert found.last_at is not None


def test_what_the_shell_showed(tmp_path: Path) -> None:
    path = r"C:\Users\Ada\Downloads\help.exe"
    values = {
        f"{path}.FriendlyAppName": "AnyDesk",
        f"{path}.ApplicationCompany": "AnyDesk Software GmbH",
        "LangID": b"\x09\x04",
        "C:\\x.dll.FriendlyAppName": "no program",
        f"{path}2.FriendlyAppName": 7,
    }
    (found,) = look(tmp_path, registry({rf"HKU\{ADA}_Classes\{MUI_CACHE}": values}))
    assert (found.name, found.path) == ("help.exe", path)
    assert found.version_info == VersionInfo(file_description="AnyDesk", company_name="AnyDesk Software GmbH")


def test_counters_of_the_shell(tmp_path: Path) -> None:
    counter = bytes(60) + struct.pack("<Q", FILETIME) + bytes(4)
    names = {
        rf"{DOWNLOADS}\AnyDesk.exe": counter,
        r"C:\Tools\x.exe": b"short",
        "Microsoft.Windows.Explorer": counter,
        "{00000000-0000-0000-0000-000000000000}\\z.exe": counter,
    }
    values = {codecs.encode(name, "rot13"): value for name, value in names.items()}
    found = look(tmp_path, registry({rf"HKU\{ADA}\{USER_ASSIST}\{{CEBFF5CD}}\Count": values}))
    assert [(one.path, one.last_at) for one in found] == [
        (r"C:\Users\Ada\Downloads\AnyDesk.exe", AT),
        (r"C:\Tools\x.exe", None),
        (r"{00000000-0000-0000-0000-000000000000}\z.exe", AT),
    ]


def test_compatibility_and_background(tmp_path: Path) -> None:
    keys: Keys = {
        rf"HKU\{ADA}\{COMPATIBILITY[0]}": {r"C:\Users\Ada\Downloads\a.exe": b"SACP", "SIGN.MEDIA=1": b""},
        rf"{BACKGROUND[0]}\{ADA}": {
            r"\Device\HarddiskVolume3\Users\Ada\b.exe": struct.pack("<QQ", FILETIME, 0),
            "Version": 1,
            "SequenceNumber": 9,
        },
    }
    found = {one.name: one for one in look(tmp_path, registry(keys))}
    assert set(found) == {"a.exe", "b.exe"}
    assert found["b.exe"].last_at == AT


def test_closed_memories_are_gaps(tmp_path: Path) -> None:
    machine = registry(
        {rf"HKU\{ADA}\{USER_ASSIST}\x": {}},
        denied={BACKGROUND[0], rf"HKU\{ADA}_Classes\{MUI_CACHE}", rf"HKU\{ADA}\{USER_ASSIST}\x\Count"},
    )
    found = list(past_runs(machine, Disk(tmp_path), "pc", read_places(machine)))
    denied = [one for one in found if isinstance(one, Gap) and one.code == "G-02"]
    assert len(denied) == 3
    assert any("Bob" in one.source for one in found if isinstance(one, Gap)), "Bob is not signed in"


def test_odd_names_and_numbers(tmp_path: Path) -> None:
    values: dict[str, object] = {"x" * 9000 + ".exe": b"", ".exe": b"\xff" * 72, "\0.exe": 7}
    look(tmp_path, registry({rf"HKU\{ADA}\{USER_ASSIST}\x\Count": values, rf"{BACKGROUND[1]}\x": values}))
