"""What is no statement file gets a sentence and a code, and is never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import InputError
from recovery_assistant.statements import source
from recovery_assistant.statements.source import Source

BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "b">]>'


def code_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        Source(path)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "I-63"),
        (b"%PDF-1.7\n", "I-65"),
        (b"PK\x03\x04\x14\x00", "I-66"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "I-66"),
        (b"\x00\x01\x02\x03 something", "I-67"),
        (b"Date,Amount\n\0\0\0", "I-67"),
        (b"<html><body>Log in</body></html>", "I-67"),
        (BOMB.encode(), "I-70"),
    ],
)
def test_what_it_is_not(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert code_of(path) == code


def test_what_is_not_there(tmp_path: Path) -> None:
    assert code_of(tmp_path / "nothing.csv") == "I-60"
    assert code_of(tmp_path / "a\0b.csv") == "I-60"


def test_a_folder_a_device_and_a_pipe(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "I-62"
    if hasattr(os, "mkfifo"):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        assert code_of(pipe) == "I-62"
        assert code_of(Path("/dev/zero")) == "I-62"


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(2 * source.LARGEST)
    assert code_of(path) == "I-64"


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Amount\n")
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        assert code_of(path) == "I-61"
    else:
        pytest.skip("this account may read everything")


@pytest.mark.parametrize(
    ("content", "kind", "letters"),
    [
        (b"Date,Amount\n1,2\n", "table", "utf-8"),
        ("Café\n".encode(), "table", "utf-8"),
        ("Café\n".encode("cp1252"), "table", "cp1252"),
        ("Date,Amount,Payee\n".encode("utf-16-le"), "table", "utf-16"),
        ("Date,Amount,Payee\n".encode("utf-16"), "table", "utf-16"),
        (b"OFXHEADER:100\n<OFX>", "ofx", "utf-8"),
        (b'<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?><OFX>', "ofx", "utf-8"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">', "camt", "utf-8"),
    ],
)
def test_what_it_is(tmp_path: Path, content: bytes, kind: str, letters: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    found = Source(path)
    assert (found.kind, found.letters) == (kind, letters)


def test_letters_far_behind_the_start_count_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Date,Amount\n" * 20_000 + "Café\n".encode("cp1252"))
    assert Source(path).letters == "cp1252"
