"""Texts of every system in one shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.observation import Process, Service, VersionInfo
from recovery_assistant.domain.traits import LONGEST_TEXT, program_names, split_command, traits_of


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("C:\\Users\\x\\Downloads\\AnyDesk (1).exe", ("anydesk",)),
        ("C:\\Users\\x\\Downloads\\ScreenConnect.ClientSetup (3).exe", ("screenconnect.clientsetup",)),
        ("AnyDesk - Copy (2).exe", ("anydesk",)),
        ("/home/x/rustdesk-1.2.3-x86_64.AppImage", ("rustdesk-1.2.3-x86_64", "rustdesk")),
        ("anydesk_6.3.0-1_amd64.deb", ("anydesk_6.3.0-1_amd64", "anydesk")),
        ("AA_v3.exe", ("aa_v3", "aa")),
        ("/Applications/TeamViewer.app", ("teamviewer",)),
        ("7z.exe", ("7z",)),
        ("123", ("123",)),
        (".exe", (".exe",)),
        ("", ()),
        ("C:\\", ("c:",)),
    ],
)
def test_program_names_have_no_ending_copy_number_or_version(path: str, names: tuple[str, ...]) -> None:
    assert program_names(path) == names


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ('"C:\\Program Files\\X y\\a.exe" -service', "c:/program files/x y/a.exe"),
        ("C:\\Program Files (x86)\\X y\\a.exe -service", "c:/program files (x86)/x y/a.exe"),
        ("C:\\Windows\\System32\\svchost.exe -k x.exe", "c:/windows/system32/svchost.exe"),
        ("-/usr/sbin/sshd -D $OPTS", "/usr/sbin/sshd"),
        ("/Applications/Foo Bar.app/Contents/MacOS/Foo Bar --x", "/applications/foo bar.app/contents/macos/foo bar"),
        ("env A=b /usr/bin/x y", "/usr/bin/x"),
        ("sh", "sh"),
        ('"', ""),
        ("", ""),
    ],
)
def test_a_command_is_split_into_program_and_line(command: str, program: str) -> None:
    found, line = split_command(command)
    assert found == program
    assert line == command.strip().lower().replace("\\", "/")


def test_a_process_gives_both_names_and_what_its_file_says() -> None:
    traits = traits_of(
        Process(
            source="p",
            name="worker",
            exe="C:\\x\\invoice.exe",
            version_info=VersionInfo(original_filename="AnyDesk.exe", product_name="AnyDesk"),
        )
    )
    assert traits["program"] == ("invoice", "worker")
    assert traits["original"] == ("anydesk",)
    assert "company" not in traits, "an empty text is nothing to compare"


def test_a_unit_is_known_with_and_without_its_ending() -> None:
    assert traits_of(Service(source="s", name="x11vnc.service"))["name"] == ("x11vnc", "x11vnc.service")


@given(st.text(max_size=200))
def test_no_text_of_a_hostile_pc_breaks_anything(text: str) -> None:
    assert all(name for name in program_names(text))
    split_command(text)


def test_a_huge_text_is_cut_before_it_is_compared() -> None:
    command = traits_of(Process(source="p", name="x", cmdline="a" * 1_000_000))["command"][0]
    assert len(command) == LONGEST_TEXT
    assert program_names("(1)" * 100_000 + ".exe")
