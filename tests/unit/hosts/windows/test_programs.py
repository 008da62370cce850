"""Uninstall keys in every hive and view, and Store packages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recovery_assistant.domain.observation import Gap, InstalledProgram
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.programs import came_at, installed_programs
from recovery_assistant.hosts.windows.registry import RecordedRegistry
from tests.unit.hosts.windows_pc import ADA, registry

UNINSTALL = r"Microsoft\Windows\CurrentVersion\Uninstall"
PACKAGE = "MicrosoftCorporationII.QuickAssist_2.0.32.0_x64__8wekyb3d8bbwe"


def look(machine: RecordedRegistry) -> tuple[list[InstalledProgram], list[Gap]]:
    found = list(installed_programs(machine, "this", read_places(machine).people))
    return [x for x in found if isinstance(x, InstalledProgram)], [x for x in found if isinstance(x, Gap)]


def test_every_hive_and_both_views() -> None:
    machine = registry(
        {
            rf"HKLM\SOFTWARE\{UNINSTALL}\TeamViewer": {"DisplayName": "TeamViewer"},
            rf"HKLM\SOFTWARE\WOW6432Node\{UNINSTALL}\AnyDesk": {
                "DisplayName": "AnyDesk",
                "Publisher": "AnyDesk Software GmbH",
                "InstallLocation": r'"C:\Program Files (x86)\AnyDesk"',
                "UninstallString": r'"C:\Program Files (x86)\AnyDesk\AnyDesk.exe" --uninstall',
            },
            rf"HKU\{ADA}\SOFTWARE\{UNINSTALL}\Zoom": {"DisplayName": "Zoom"},
            rf"HKU\.DEFAULT\SOFTWARE\{UNINSTALL}\{{GUID}}": {"DisplayName": "Supremo"},
        }
    )
    programs, gaps = look(machine)
    assert {program.display_name for program in programs} == {"TeamViewer", "AnyDesk", "Zoom", "Supremo"}
    anydesk = next(program for program in programs if program.display_name == "AnyDesk")
    assert anydesk.source == rf"HKLM\SOFTWARE\WOW6432Node\{UNINSTALL}\AnyDesk"
    assert anydesk.install_location == r"C:\Program Files (x86)\AnyDesk"
    assert anydesk.publisher == "AnyDesk Software GmbH"
    assert anydesk.uninstall_string.endswith("--uninstall")
    assert [gap.source for gap in gaps] == ["installed-programs: Bob"], "Bob is not signed in, and that is told"


def test_an_entry_without_a_name_is_kept_because_its_key_may_tell() -> None:
    programs, _ = look(registry({rf"HKLM\SOFTWARE\{UNINSTALL}\AnyDesk": {}}))
    assert programs[0].registry_key.endswith(r"\AnyDesk")


def test_a_denied_hive_is_a_gap_and_the_others_are_still_read() -> None:
    machine = registry(
        {rf"HKLM\SOFTWARE\{UNINSTALL}\TeamViewer": {"DisplayName": "TeamViewer"}},
        denied={rf"HKU\{ADA}\SOFTWARE\{UNINSTALL}"},
    )
    programs, gaps = look(machine)
    assert [program.display_name for program in programs] == ["TeamViewer"]
    assert (gaps[0].source, gaps[0].reason) == (
        rf"installed-programs: HKU\{ADA}\SOFTWARE\{UNINSTALL}",
        "access denied",
    )


def test_hostile_values_are_skipped_and_told() -> None:
    machine = registry(
        {rf"HKLM\SOFTWARE\{UNINSTALL}\X": {"DisplayName": b"\xff\xfe", "Publisher": 7, "InstallDate": "99999999"}}
    )
    programs, gaps = look(machine)
    assert (programs[0].display_name, programs[0].publisher, programs[0].installed_at) == ("", "", None)
    assert [gap.reason for gap in gaps[1:]] == ["DisplayName is no text", "Publisher is no text"]


def test_a_key_that_is_listed_and_cannot_be_opened_is_told() -> None:
    class Hiding(RecordedRegistry):
        """A sub-key whose name has a NUL inside: it is listed, and no ordinary program can open it."""

        def _hang_in(self, path: str) -> None:
            super()._hang_in(path.replace("Hidden", "Hid\0den"))

    machine = Hiding({rf"HKLM\SOFTWARE\{UNINSTALL}\Hidden": {}, r"HKU\.DEFAULT": {}})
    machine._values.pop(rf"hklm\software\{UNINSTALL}\hidden".lower())
    _, gaps = look(machine)
    assert [gap.reason for gap in gaps] == ["listed, but cannot be opened"]


def test_store_packages_once_with_the_name_that_stays_the_same() -> None:
    own = (
        rf"HKU\{ADA}_Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion"
        rf"\AppModel\Repository\Packages\{PACKAGE}"
    )
    of_all = rf"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Appx\AppxAllUserStore\Applications\{PACKAGE}"
    folder = rf"C:\Program Files\WindowsApps\{PACKAGE}"
    values = {"DisplayName": "@{ms-resource}", "PackageRootFolder": folder, "InstallTime": 133_000_000_000_000_000}
    programs, _ = look(registry({own: values, of_all: {"Path": folder}}))
    assert len(programs) == 1
    assert programs[0].package == "MicrosoftCorporationII.QuickAssist"
    assert programs[0].display_name == "MicrosoftCorporationII.QuickAssist"
    assert programs[0].install_location == folder
    assert programs[0].installed_at == datetime(2022, 6, 18, 4, 26, 40, tzinfo=UTC)


def local(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour).astimezone()


@pytest.mark.parametrize(
    ("install_date", "written_at", "expected"),
    [
        ("20261118", local(2026, 11, 18, 15), local(2026, 11, 18, 15)),  # the same day: the key knows the hour
        ("20240131", local(2026, 11, 18, 15), local(2024, 1, 31)),  # an update wrote the key anew
        ("20261120", local(2026, 11, 18, 15), local(2026, 11, 18, 15)),
        ("", local(2026, 11, 18, 15), local(2026, 11, 18, 15)),
        ("11/18/2026", None, None),
        ("20261332", None, None),
        ("20261118", None, local(2026, 11, 18)),
    ],
)
def test_when_a_program_came(install_date: str, written_at: datetime | None, expected: datetime | None) -> None:
    assert came_at(install_date, written_at) == expected
