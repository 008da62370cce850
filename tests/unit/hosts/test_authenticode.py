"""Whose signature a program carries, and that one of another program is not believed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.hosts import authenticode
from recovery_assistant.hosts.authenticode import OF_ANOTHER_FILE, TOO_LARGE, UNREADABLE, Signed, signed_by
from recovery_assistant.hosts.portable_executable import layout_of
from tests.unit.hosts.signed_program import (
    CERTIFICATES_ENTRY_AT,
    CHECKSUM_AT,
    certificate,
    der,
    digest_of,
    name,
    really_signed,
    signed,
    signed_data,
    with_table,
)
from tests.unit.hosts.windows_pc import program

PLAIN = program({"ProductName": "AnyDesk"})
ANYDESK = "AnyDesk Software GmbH"


def look(data: bytes) -> Signed:
    file = io.BytesIO(data)
    layout = layout_of(file)
    assert layout is not None
    return signed_by(file, layout)


def test_a_signature_in_somebodys_name() -> None:
    assert look(signed(PLAIN, ANYDESK)) == Signed(ANYDESK)
    assert look(PLAIN) == Signed()


@pytest.mark.parametrize("hash_kind", ["sha1", "sha256", "sha384"])
def test_a_real_signature(tmp_path: Path, hash_kind: str) -> None:
    whole = really_signed(tmp_path, PLAIN, "/C=DE/O=Other/CN=AnyDésk Sóftware GmbH", hash_kind)
    assert look(whole) == Signed("AnyDésk Sóftware GmbH")
    assert look(with_other_byte(whole, 0x1800)) == Signed(note=OF_ANOTHER_FILE)


def test_without_a_common_name_the_organisation_counts(tmp_path: Path) -> None:
    assert look(really_signed(tmp_path, PLAIN, "/C=DE/O=Only an organisation")) == Signed("Only an organisation")


def test_a_signature_cut_out_of_another_program_is_not_believed() -> None:
    other = program({"ProductName": "Something else"})
    table = signed_data(digest_of(PLAIN), [certificate(name(ANYDESK))])
    assert look(with_table(PLAIN, table)) == Signed(ANYDESK)
    assert look(with_table(other, table)) == Signed(note=OF_ANOTHER_FILE)


def test_only_what_signing_changes_is_left_out_of_the_hash() -> None:
    whole = signed(PLAIN, ANYDESK)
    assert look(with_other_byte(whole, CHECKSUM_AT)) == Signed(ANYDESK)
    assert look(with_other_byte(whole, CHECKSUM_AT - 1)) == Signed(note=OF_ANOTHER_FILE)
    assert look(with_other_byte(whole, len(PLAIN) - 1)) == Signed(note=OF_ANOTHER_FILE)
    assert look(whole + b"more") == Signed(note=OF_ANOTHER_FILE)


@pytest.mark.parametrize(("tag", "encoding"), [(12, "utf-8"), (30, "utf-16-be"), (20, "latin-1"), (28, "utf-32-be")])
def test_every_kind_of_text(tag: int, encoding: str) -> None:
    maker = certificate(name("Schärfe GmbH", tag=tag, encoding=encoding))
    assert look(with_table(PLAIN, signed_data(digest_of(PLAIN), [maker]))) == Signed("Schärfe GmbH")


def test_the_certificate_counts_that_the_signature_names() -> None:
    chain = [
        certificate(name("Wrong number"), number=b"\x12"),
        certificate(name("Wrong issuer"), issuer=name("Another root")),
        certificate(name("Right"), with_version=False),
    ]
    assert look(with_table(PLAIN, signed_data(digest_of(PLAIN), chain))) == Signed("Right")
    assert look(with_table(PLAIN, signed_data(digest_of(PLAIN), chain[:2]))) == Signed(note=UNREADABLE)


def test_an_unknown_hash_is_told() -> None:
    data = signed_data(digest_of(PLAIN), [certificate(name(ANYDESK))], hash_kind="608648016503040299")
    assert look(with_table(PLAIN, data)) == Signed(note=UNREADABLE)


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"\xff" * 64,
        b"\x30\x80" + bytes(60),  # a length that is told at the end
        b"\x30\x84\xff\xff\xff\xff" + bytes(60),
        der(0x30) * 9000,
        b"\x30\x82\xff\x00" * 9000,  # nested a thousand times
        signed_data(b"x" * 32, [certificate(name(ANYDESK))])[:200],
        signed_data(b"x" * 32, [b"\x30\x00"]),
        signed_data(b"x" * 32, []),
    ],
)
def test_garbage_is_told_and_nothing_falls_over(table: bytes) -> None:
    assert look(with_table(PLAIN, table)) == Signed(note=UNREADABLE)


def test_a_file_that_was_cut_off() -> None:
    whole = signed(PLAIN, ANYDESK)
    for length in range(len(PLAIN) - 64, len(whole), 16):
        assert look(whole[:length]).signer in ("", ANYDESK)
    assert look(whole[: len(PLAIN)]) == Signed(note=UNREADABLE)


def test_a_place_in_the_header_is_no_place_for_certificates() -> None:
    head = bytearray(PLAIN)
    head[CERTIFICATES_ENTRY_AT : CERTIFICATES_ENTRY_AT + 8] = b"\x08\0\0\0\xff\xff\xff\x7f"
    assert look(bytes(head)) == Signed(note=UNREADABLE)


def test_a_huge_program_is_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authenticode, "LARGEST_FILE", 1000)
    assert look(signed(PLAIN, ANYDESK)) == Signed(note=TOO_LARGE)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=8), st.integers(0, 20_000))
def test_whatever_was_changed_nobody_else_signed_it(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(signed(PLAIN, ANYDESK))
    for place, value in changes:
        data[place % len(data)] = value
    file = io.BytesIO(bytes(data[: max(len(data) - cut, 0)]))
    layout = layout_of(file)
    if layout is not None:
        shown = signed_by(file, layout)
        assert not (shown.signer and shown.note)


def with_other_byte(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
