"""What a program file says about itself, also when it was cut or built to mislead."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.domain.observation import VersionInfo
from recovery_assistant.hosts.program_file import form_of, look_inside


def app_image(desktop_names: list[str], *, compression: int = 1, plain: bool = False) -> bytes:
    """Return the smallest AppImage: an ELF head, and a squashfs with nothing but a directory table."""
    head = bytearray(64)
    head[:7] = b"\x7fELF\x02\x01\x01"
    head[8:11] = b"AI\x02"
    struct.pack_into("<Q", head, 40, 64)  # section headers begin behind the head, and there are none
    names = b"".join(b"\0" * 8 + name.encode() for name in desktop_names)
    block = names if plain else zlib.compress(names)
    table = struct.pack("<H", len(block) | (0x8000 if plain else 0)) + block
    start = 96
    numbers = (b"hsqs", 0, 0, 0, 0, compression, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, start, start + len(table), 0)
    return bytes(head) + struct.pack("<4sIIIIHHHHHHQQQQQQQQ", *numbers) + table


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(9), "elf"),
        (b"\x7fELF\x02\x01\x01\x00AI\x02", "appimage"),
        (b"MZ\x90", "pe"),
        (b"\xcf\xfa\xed\xfe", "macho"),
        (b"!<arch>\ndebian-binary", "deb"),
        (b"\xed\xab\xee\xdb", "rpm"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "msi"),
        (b"#!/bin/sh", "script"),
        (b"%PDF-1.7", ""),
        (b"", ""),
    ],
)
def test_form_is_known_by_the_first_bytes(start: bytes, form: str) -> None:
    assert form_of(start) == form


@pytest.mark.parametrize("plain", [True, False])
def test_an_appimage_names_its_product_whatever_it_is_called(plain: bool) -> None:
    shown = look_inside(io.BytesIO(app_image(["RustDesk.desktop", "usr"], plain=plain)))
    assert (shown.form, shown.inside) == ("appimage", ("rustdesk.desktop",))


def test_a_broken_appimage_still_has_its_form() -> None:
    whole = app_image(["rustdesk.desktop"])
    for broken in (
        whole[:80],
        whole[:64] + bytes(96),
        whole[:-4] + b"\xff\xff\xff\xff",
        app_image(["x"], compression=9),
    ):
        shown = look_inside(io.BytesIO(broken))
        assert (shown.form, shown.inside) == ("appimage", ())


@settings(max_examples=25)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_look(content: bytes) -> None:
    for start in (b"MZ", b"\x7fELF\x02\x01\x01\x00AI\x02", b""):
        look_inside(io.BytesIO(start + content))


def test_a_windows_program_says_who_it_is_whatever_it_is_called() -> None:
    strings = {"ProductName": "AnyDesk", "OriginalFilename": "AnyDesk.exe", "CompanyName": "Maker\u202e", "Odd": "x"}
    program = pytest.importorskip("tests.unit.hosts.windows_pc").program
    shown = look_inside(io.BytesIO(program(strings)))
    assert shown.form == "pe"
    assert shown.version_info == VersionInfo(
        product_name="AnyDesk", original_filename="AnyDesk.exe", company_name="Maker\u202e"
    )


def test_a_program_without_a_resource_says_nothing() -> None:
    assert look_inside(io.BytesIO(b"MZ" + bytes(200))).version_info is None
