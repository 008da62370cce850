"""Shortcuts: what they start, and bytes that are none."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.hosts.windows.shortcut import NoShortcutError, read_shortcut
from tests.unit.hosts.windows_pc import shortcut


@pytest.mark.parametrize("with_id_list", [True, False])
def test_target_and_arguments(with_id_list: bool) -> None:
    data = shortcut(r"C:\Users\Ada\Fernzugriff für Ömer.exe", "--silent", with_id_list=with_id_list)
    assert read_shortcut(data) == r'"C:\Users\Ada\Fernzugriff für Ömer.exe" --silent'


def test_target_alone() -> None:
    assert read_shortcut(shortcut(r"C:\AnyDesk.exe")) == r"C:\AnyDesk.exe"


def test_old_shortcuts_have_the_narrow_spelling_only() -> None:
    narrow = b"C:\\AnyDesk.exe\0"
    info = struct.pack("<IIIIIII", 0x1C + len(narrow) + 1, 0x1C, 1, 0, 0x1C, 0, 0x1C + len(narrow)) + narrow + b"\0"
    head = shortcut("x")[:20] + struct.pack("<I", 0x2)
    assert read_shortcut(head.ljust(0x4C, b"\0") + info) == r"C:\AnyDesk.exe"


def test_a_target_with_variables_stands_behind_the_texts() -> None:
    head = (shortcut("x")[:20] + struct.pack("<I", 0x80)).ljust(0x4C, b"\0")
    wide = r"%TEMP%\AnyDesk.exe".encode("utf-16-le").ljust(520, b"\0")
    other = struct.pack("<II", 12, 0xA0000003) + bytes(4)
    block = struct.pack("<II", 0x314, 0xA0000001) + bytes(260) + wide
    assert read_shortcut(head + other + block) == r"%TEMP%\AnyDesk.exe"


def test_a_shortcut_to_no_file_is_empty() -> None:
    head = (shortcut("x")[:20] + struct.pack("<I", 0x81)).ljust(0x4C, b"\0")
    assert read_shortcut(head + struct.pack("<H", 2) + b"\0\0") == ""


@pytest.mark.parametrize("data", [b"", b"MZ" + bytes(200), shortcut("x")[:0x30]])
def test_what_is_no_shortcut(data: bytes) -> None:
    with pytest.raises(NoShortcutError):
        read_shortcut(data)


def test_every_cut_ends_in_an_answer_or_in_no_shortcut() -> None:
    whole = shortcut(r"C:\Users\Ada\AnyDesk.exe", "--silent")
    for length in range(len(whole)):
        try:
            read_shortcut(whole[:length])
        except NoShortcutError:
            continue


@given(st.integers(0, 0xFFFFFFFF), st.binary(max_size=600))
def test_no_bytes_can_break_it(flags: int, rest: bytes) -> None:
    with contextlib.suppress(NoShortcutError):
        read_shortcut((shortcut("x")[:20] + struct.pack("<I", flags)).ljust(0x4C, b"\0") + rest)
