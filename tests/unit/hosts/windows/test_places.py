"""People, homes and folders, from the registry and not from the environment."""

from __future__ import annotations

import pytest

from recovery_assistant.hosts.windows.places import hives, read_places
from recovery_assistant.hosts.windows.registry import RecordedRegistry
from tests.unit.hosts.windows_pc import ADA, BOB, registry


def test_people_are_those_with_a_home_not_the_accounts_of_the_system() -> None:
    people = read_places(registry()).people
    assert [(person.name, person.is_signed_in) for person in people] == [("Ada", True), ("Bob", False)]
    assert people[0].folders["Downloads"] == r"C:\Users\Ada\Downloads"
    assert people[1].folders["Startup"].startswith(r"C:\Users\Bob\AppData\Roaming")


def test_folders_that_were_moved_into_onedrive_are_found() -> None:
    moved = {
        rf"HKU\{ADA}\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders": {
            "Desktop": r"%USERPROFILE%\OneDrive\Desktop",
            "{374DE290-123F-4565-9164-39C4925E467B}": "D:\\Downloads\\",
        }
    }
    folders = read_places(registry(moved)).people[0].folders
    assert folders["Desktop"] == r"C:\Users\Ada\OneDrive\Desktop"
    assert folders["Downloads"] == r"D:\Downloads"
    assert folders["Documents"] == r"C:\Users\Ada\Documents"


def test_a_closed_hive_leaves_the_usual_folders() -> None:
    closed = registry(denied={rf"HKU\{ADA}\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"})
    assert read_places(closed).people[0].folders["Desktop"] == r"C:\Users\Ada\Desktop"


def test_hives_are_the_loaded_ones_without_the_classes() -> None:
    assert hives(registry()) == (r"HKU\.DEFAULT", rf"HKU\{ADA}")
    assert r"HKU\S-1-5-18" not in hives(registry({r"HKU\S-1-5-18": {}})), "another name of .DEFAULT"
    assert BOB not in "".join(hives(registry()))


@pytest.mark.parametrize(
    ("text", "full"),
    [
        (r"%SystemRoot%\system32\svchost.exe", r"C:\Windows\system32\svchost.exe"),
        (r"%PROGRAMDATA%\AnyDesk", r"C:\ProgramData\AnyDesk"),
        (r"%AppData%\AnyDesk", r"C:\Users\Ada\AppData\Roaming\AnyDesk"),
        (r"%ProgramFiles(x86)%\TeamViewer", r"C:\Program Files (x86)\TeamViewer"),
        (r"%NOBODY%\x 100% y%", r"%NOBODY%\x 100% y%"),
    ],
)
def test_names_in_percent_signs(text: str, full: str) -> None:
    assert read_places(registry()).expand(text, r"C:\Users\Ada") == full


def test_an_empty_registry_gives_the_folders_of_a_new_windows() -> None:
    places = read_places(RecordedRegistry({}))
    assert (places.windows, places.drive, places.program_data) == (r"C:\Windows", "C:", r"C:\ProgramData")
    assert places.people == ()
