"""Paths, keys and command lines of Windows, compared as Windows compares them."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.removal.windows_wording import (
    PRODUCT,
    folders_above,
    is_below,
    is_full,
    is_same,
    starts_program,
    without_line,
    without_move,
)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (r"C:\Program Files\AnyDesk\AnyDesk.exe", True),
        (r"c:\x", True),
        (r"C:\Users\Zoë\naïve 数据.log", True),
        (r"C:", False),
        ("C:\\", False),
        (r"C:x", False),
        (r"\\server\share\x", False),
        (r"\\.\PhysicalDrive0", False),
        (r"\\?\C:\x", False),
        (r"C:\x\..\y", False),
        (r"C:\x\.\y", False),
        (r"C:\x\\y", False),
        (r"C:\x\y ", False),
        (r"C:\x.\y", False),
        (r"C:\x\y:stream", False),
        (r"C:/x", False),
        ("C:\\x\0y", False),
        (r"%TEMP%\x", False),
        ("", False),
    ],
)
def test_a_full_path_says_exactly_what_it_says(path: str, is_one: bool) -> None:
    assert is_full(path) is is_one


def test_places_are_compared_without_regard_to_case() -> None:
    assert is_same(r"C:\Program Files\X", r"\\?\c:\program files\x" + "\\")
    assert not is_same("", "")
    assert is_below(r"C:\Tool\a\b.exe", r"c:\TOOL")
    assert is_below(r"C:\Tool", r"C:\Tool")
    assert not is_below(r"C:\Toolbox\b.exe", r"C:\Tool")
    assert not is_below(r"C:\Tool", "")


def test_every_folder_above_is_named_up_to_the_drive() -> None:
    assert folders_above(r"C:\Program Files\X\y.exe") == (r"C:\Program Files\X", r"C:\Program Files", "C:\\")


@pytest.mark.parametrize(
    ("command", "program", "starts"),
    [
        (r'"C:\Program Files\X\x.exe" --service', r"C:\Program Files\X\x.exe", True),
        (r"C:\Program Files\X\x.exe --service", r"c:\program files\x\X.EXE", True),
        (r"C:\Program Files\X\x.exe", r"C:\Program Files\X\x.exe", True),
        (r"C:\Program Files\X\x.exe.bak", r"C:\Program Files\X\x.exe", False),
        (r'"C:\Other\x.exe" "C:\Program Files\X\x.exe"', r"C:\Program Files\X\x.exe", False),
        ("", r"C:\x.exe", False),
        (r"C:\x.exe", "", False),
    ],
)
def test_which_program_a_command_starts(command: str, program: str, starts: bool) -> None:
    assert starts_program(command, program) is starts


def test_a_product_code_is_nothing_else() -> None:
    assert PRODUCT.fullmatch("{01234567-89ab-CDEF-0123-456789abcdef}")
    for wrong in ("{x}", "01234567-89ab-CDEF-0123-456789abcdef", "{01234567-89ab-CDEF-0123-456789abcdef} /i x", ""):
        assert not PRODUCT.fullmatch(wrong)


def test_a_line_goes_out_wherever_it_stands_and_the_rest_stays_to_the_byte() -> None:
    content = b"a\r\n127.0.0.1 bank\r\nb\n127.0.0.1 bank\n\xff\xfe\n127.0.0.1 bank # mine"
    assert without_line(content, "127.0.0.1 bank") == b"a\r\nb\n\xff\xfe\n127.0.0.1 bank # mine"
    assert without_line(content, "127.0.0.1") == content


def test_a_move_that_waits_for_windows_is_taken_back_and_the_others_stay() -> None:
    def kept(*texts: str) -> bytes:
        return ("".join(f"{one}\0" for one in texts) + "\0").encode("utf-16-le")

    other, delete = (r"\??\C:\a", r"!\??\C:\b"), (r"\??\C:\temp", "")
    wishes = kept(*other, *delete, r"\??\C:\Tool\x.exe", r"\??\C:\kept\x.exe")
    assert without_move(wishes, r"c:\tool\X.exe") == kept(*other, *delete)
    assert without_move(wishes, r"C:\Tool") == wishes
    assert without_move(kept(r"\??\C:\x", r"\??\C:\y"), r"C:\x") == kept()
