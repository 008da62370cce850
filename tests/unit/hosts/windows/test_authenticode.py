"""What a program says of itself, whose signature it carries, and that one of another program is not believed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.domain.observation import VersionInfo
from recovery_assistant.hosts.windows import authenticode
from recovery_assistant.hosts.windows.authenticode import (
    LONGEST_TEXT,
    OF_ANOTHER_FILE,
    TOO_LARGE,
    UNREADABLE,
    Told,
    told_by,
)
from tests.unit.hosts.signed_program import (
    CERTIFICATES_ENTRY_AT,
    CHECKSUM_AT,
    certificate,
    der,
    digest_of,
    really_signed,
    signed,
    signed_data,
    with_table,
)
from tests.unit.hosts.windows_pc import program

STRINGS = {"ProductName": "AnyDesk", "OriginalFilename": "AnyDesk.exe", "CompanyName": "Maker\u202e", "Odd": "x"}
PLAIN = program(STRINGS)
ANYDESK = "AnyDesk Software GmbH"


def look(data: bytes) -> Told:
    return told_by(io.BytesIO(data))


def signature(data: bytes) -> tuple[str, str]:
    told = look(data)
    return told.signer, told.note


def with_other_byte(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


# --- what it says of itself ---------------------------------------------------------------------------------------


def test_it_says_who_it_is() -> None:
    assert look(PLAIN).version_info == VersionInfo(
        product_name="AnyDesk", original_filename="AnyDesk.exe", company_name="Maker\u202e"
    )


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ" + bytes(200), b"MZ" + b"\xff" * 9000, b"\x7fELF" + bytes(200)])
def test_what_is_no_program_says_nothing(data: bytes) -> None:
    assert look(data) == Told()


def test_a_program_without_a_resource_and_one_that_was_cut_off() -> None:
    assert look(program({})).version_info is None
    assert all(look(PLAIN[:length]).version_info is None for length in range(0, 0x240, 7))


def test_long_texts_are_cut() -> None:
    shown = look(program({"ProductName": "A" * 9000})).version_info
    assert shown is not None
    assert shown.product_name == "A" * LONGEST_TEXT


def test_half_a_letter_is_no_reason_to_fall_over() -> None:
    broken = PLAIN.replace("AnyDesk.exe".encode("utf-16-le"), b"\x00\xd8" + "nyDesk.exe".encode("utf-16-le"))
    assert broken != PLAIN
    shown = look(broken).version_info
    assert shown is None or shown.original_filename.isprintable()


# --- whose signature it carries -----------------------------------------------------------------------------------


def test_a_signature_in_somebodys_name() -> None:
    assert signature(signed(PLAIN, ANYDESK)) == (ANYDESK, "")
    assert signature(PLAIN) == ("", "")


@pytest.mark.parametrize("hash_kind", ["sha1", "sha256", "sha384"])
def test_a_real_signature(tmp_path: Path, hash_kind: str) -> None:
    whole = really_signed(tmp_path, PLAIN, "/C=DE/O=Other/CN=AnyDésk, Sóftware GmbH", hash_kind)
    assert signature(whole) == ("AnyDésk, Sóftware GmbH", "")
    assert signature(with_other_byte(whole, 0x1800)) == ("", OF_ANOTHER_FILE)
    assert look(whole).version_info == look(PLAIN).version_info


def test_without_a_common_name_the_organisation_counts(tmp_path: Path) -> None:
    whole = really_signed(tmp_path, PLAIN, "/C=DE/O=Only an organisation")
    assert signature(whole) == ("Only an organisation", "")


def test_a_signature_cut_out_of_another_program_is_not_believed() -> None:
    table = signed_data(digest_of(PLAIN), [certificate(ANYDESK)])
    assert signature(with_table(PLAIN, table)) == (ANYDESK, "")
    other = program({"ProductName": "Something else"})
    assert signature(with_table(other, table)) == ("", OF_ANOTHER_FILE)


def test_only_what_signing_changes_is_left_out_of_the_hash() -> None:
    whole = signed(PLAIN, ANYDESK)
    assert signature(with_other_byte(whole, CHECKSUM_AT)) == (ANYDESK, "")
    assert signature(with_other_byte(whole, CHECKSUM_AT - 1)) == ("", OF_ANOTHER_FILE)
    assert signature(with_other_byte(whole, len(PLAIN) - 1)) == ("", OF_ANOTHER_FILE)
    assert signature(whole + b"more") == ("", OF_ANOTHER_FILE)


def test_the_certificate_counts_that_the_signature_names() -> None:
    chain = [certificate("Wrong number", number=18), certificate("Right")]
    assert signature(with_table(PLAIN, signed_data(digest_of(PLAIN), chain))) == ("Right", "")
    assert signature(with_table(PLAIN, signed_data(digest_of(PLAIN), chain[:1]))) == ("", UNREADABLE)


def test_an_unknown_hash_is_told() -> None:
    data = signed_data(digest_of(PLAIN), [certificate(ANYDESK)], hash_kind="608648016503040299")
    assert signature(with_table(PLAIN, data)) == ("", UNREADABLE)


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"\xff" * 64,
        b"\x30\x80" + bytes(60),  # a length that is told at the end
        b"\x30\x84\xff\xff\xff\xff" + bytes(60),
        der(0x30) * 9000,
        b"\x30\x82\xff\x00" * 9000,  # nested a thousand times
        signed_data(b"x" * 32, [certificate(ANYDESK)])[:200],
        signed_data(b"x" * 32, []),
    ],
)
def test_garbage_is_told_and_nothing_falls_over(table: bytes) -> None:
    assert signature(with_table(PLAIN, table)) == ("", UNREADABLE)


def test_a_file_that_was_cut_off() -> None:
    whole = signed(PLAIN, ANYDESK)
    for length in range(len(PLAIN) - 64, len(whole), 16):
        assert look(whole[:length]).signer in ("", ANYDESK)
    assert signature(whole[: len(PLAIN)]) == ("", UNREADABLE)


def test_a_place_in_the_header_is_no_place_for_certificates() -> None:
    head = bytearray(PLAIN)
    head[CERTIFICATES_ENTRY_AT : CERTIFICATES_ENTRY_AT + 8] = b"\x08\0\0\0\xff\xff\xff\x7f"
    assert signature(bytes(head)) == ("", UNREADABLE)


def test_a_huge_program_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authenticode, "LARGEST_PROGRAM", 1000)
    assert look(signed(PLAIN, ANYDESK)) == Told(note=TOO_LARGE)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=8), st.integers(0, 20_000))
def test_whatever_was_changed_nobody_else_signed_it(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(signed(PLAIN, ANYDESK))
    for place, value in changes:
        data[place % len(data)] = value
    told = look(bytes(data[: max(len(data) - cut, 0)]))
    assert not (told.signer and told.note)
