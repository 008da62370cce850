"""Lists of installed packages: dpkg, rpm, flatpak, snap."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, InstalledProgram
from recovery_assistant.hosts.linux.packages import installed_in, packages, rpm_lines
from tests.unit.hosts.linux_tree import DPKG, linux_tree, put

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)


def test_only_installed_packages_count() -> None:
    assert installed_in(DPKG) == ["x11vnc", "libc6"]
    assert installed_in("") == []
    assert installed_in("Package: x\nno status\n\n\0garbage") == []


def test_each_package_has_the_day_it_was_unpacked(tmp_path: Path) -> None:
    shown = [one for one in packages("pc", linux_tree(tmp_path), ()) if isinstance(one, InstalledProgram)]
    assert {one.package for one in shown} == {"x11vnc", "libc6"}
    assert all(one.installed_at is not None and one.installed_at.tzinfo is not None for one in shown)


def test_flatpaks_of_the_system_and_of_a_person_and_snaps(tmp_path: Path) -> None:
    put(tmp_path, "var/lib/flatpak/app/com.rustdesk.RustDesk/current/x")
    put(tmp_path, "home/mary/.local/share/flatpak/app/com.anydesk.Anydesk/x")
    put(tmp_path, "snap/bin/tool")
    put(tmp_path, "snap/remmina/current/x")
    shown = packages("pc", tmp_path, (tmp_path / "home/mary",))
    assert {one.package for one in shown if isinstance(one, InstalledProgram)} == {
        "com.rustdesk.RustDesk",
        "com.anydesk.Anydesk",
        "remmina",
    }


def test_snaps_of_a_disk_that_does_not_run_and_packages_of_arch(tmp_path: Path) -> None:
    put(tmp_path, "snap/remmina/current/x")
    for name in ("remmina_12.snap", "rustdesk_1.snap", "rustdesk_2.snap"):
        put(tmp_path, f"var/lib/snapd/snaps/{name}")
    put(tmp_path, "var/lib/pacman/local/anydesk-bin-6.3.0-1/desc")
    put(tmp_path, "var/lib/pacman/local/ALPM_DB_VERSION", "9")
    shown = [one for one in packages("pc", tmp_path, ()) if isinstance(one, InstalledProgram)]
    assert [(one.package, one.source.partition(":")[0]) for one in shown] == [
        ("anydesk-bin", "pacman"),
        ("remmina", "snap"),
        ("rustdesk", "snap"),
    ]


def test_an_rpm_list_without_its_tool_is_a_gap(tmp_path: Path) -> None:
    put(tmp_path, "usr/lib/sysimage/rpm/rpmdb.sqlite", b"x")
    gaps = [one for one in packages("pc", tmp_path, ()) if isinstance(one, Gap)]
    assert [gap.source for gap in gaps] == ["installed-programs: rpm"]


def test_rpm_lines_are_packages_with_their_day() -> None:
    shown = list(rpm_lines("rustdesk\tRustDesk\t1700000000\nbroken\n\n\tx\t1\n"))
    assert [(one.package, one.publisher, one.installed_at is not None) for one in shown] == [
        ("rustdesk", "RustDesk", True),
        ("broken", "", False),
    ]


def test_a_list_that_is_no_file_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "var/lib/dpkg/status").mkdir(parents=True)
    gaps = [one for one in packages("pc", tmp_path, ()) if isinstance(one, Gap)]
    assert [gap.source for gap in gaps] == ["installed-programs: dpkg"]
