"""Run keys and start-up folders."""

from __future__ import annotations

from pathlib import Path

from recovery_assistant.domain.observation import Autorun, Gap
from recovery_assistant.hosts.windows.autoruns import autoruns
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.registry import RecordedRegistry
from tests.unit.hosts.windows_pc import ADA, put, registry, shortcut

CURRENT = r"Microsoft\Windows\CurrentVersion"
STARTUP = r"AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup"


def look(machine: RecordedRegistry, root: Path) -> tuple[list[Autorun], list[Gap]]:
    found = list(autoruns(machine, Disk(root), "this", read_places(machine)))
    return [x for x in found if isinstance(x, Autorun)], [x for x in found if isinstance(x, Gap)]


def test_run_keys_of_every_hive_and_view(tmp_path: Path) -> None:
    machine = registry(
        {
            rf"HKLM\SOFTWARE\{CURRENT}\Run": {"A": "a.exe"},
            rf"HKLM\SOFTWARE\WOW6432Node\{CURRENT}\RunOnce": {"B": "b.exe"},
            rf"HKU\{ADA}\SOFTWARE\{CURRENT}\Run": {"C": "c.exe", "Odd": b"\1"},
            rf"HKU\.DEFAULT\SOFTWARE\{CURRENT}\Policies\Explorer\Run": {"D": "d.exe"},
        }
    )
    found, gaps = look(machine, tmp_path)
    assert {(item.name, item.command) for item in found} == {(letter, f"{letter.lower()}.exe") for letter in "ABCD"}
    assert rf"HKLM\SOFTWARE\WOW6432Node\{CURRENT}\RunOnce" in {item.location for item in found}
    assert [gap.reason for gap in gaps] == ["not signed in, so their own settings are closed", "Odd is no text"]


def test_what_was_switched_off_in_the_task_manager_is_told_and_still_shown(tmp_path: Path) -> None:
    approved = rf"HKU\{ADA}\SOFTWARE\{CURRENT}\Explorer\StartupApproved\Run"
    machine = registry(
        {
            rf"HKU\{ADA}\SOFTWARE\{CURRENT}\Run": {"Off": "x.exe", "On": "x.exe", "Odd": "x.exe"},
            approved: {"Off": b"\3" + bytes(11), "On": b"\2" + bytes(11), "Odd": "text"},
        }
    )
    found, _ = look(machine, tmp_path)
    assert {item.name for item in found if item.location.endswith("(switched off)")} == {"Off"}


def test_start_up_folders_with_shortcuts_and_files(tmp_path: Path) -> None:
    put(tmp_path, rf"C:\Users\Ada\{STARTUP}\Help.lnk", shortcut(r"%LOCALAPPDATA%\x.exe", "--tray"))
    put(tmp_path, rf"C:\Users\Bob\{STARTUP}\run.bat", b"x")
    put(tmp_path, rf"C:\Users\Bob\{STARTUP}\desktop.ini", b"x")
    put(tmp_path, r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\Startup\broken.lnk", b"x")
    found, gaps = look(registry(), tmp_path)
    commands = {item.name: item.command for item in found}
    assert commands["Help"] == r'"C:\Users\Ada\AppData\Local\x.exe" --tray'
    assert commands["run.bat"] == rf"C:\Users\Bob\{STARTUP}\run.bat"
    assert commands["broken"].endswith("broken.lnk"), "the entry shows even when its target cannot be read"
    assert len(commands) == 3
    assert any("not a shortcut" in gap.reason for gap in gaps)


def test_a_closed_hive_is_one_gap_and_not_one_for_each_of_its_keys(tmp_path: Path) -> None:
    _, gaps = look(registry(denied={r"HKU\S-1-5-19"}), tmp_path)
    assert [(gap.source, gap.reason) for gap in gaps if "S-1-5-19" in gap.source] == [
        (r"autoruns: HKU\S-1-5-19", "access denied")
    ]


def test_a_closed_run_key_is_a_gap(tmp_path: Path) -> None:
    _, gaps = look(registry(denied={rf"HKLM\SOFTWARE\{CURRENT}\Run"}), tmp_path)
    assert (gaps[0].source, gaps[0].code) == (rf"autoruns: HKLM\SOFTWARE\{CURRENT}\Run", "G-02")
