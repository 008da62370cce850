"""Signatures for tests: the bytes of one made by hand, and a real one made by osslsigncode."""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

ROOM = 0x200
"""Where the header of the programs of `windows_pc.program` ends."""

CERTIFICATES_ENTRY_AT = 64 + 24 + 112 + 8 * 4
CHECKSUM_AT = 64 + 24 + 64
SHA256 = "608648016503040201"


def der(tag: int, *content: bytes) -> bytes:
    """Return one element of ASN.1."""
    body = b"".join(content)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def numbered(dotted: str) -> bytes:
    return der(6, bytes.fromhex(dotted))


def name(common: str, organisation: str = "", *, tag: int = 12, encoding: str = "utf-8") -> bytes:
    """Return a name as certificates have it: one part for each thing that is known."""
    parts = [("550406", "DE"), *([("55040a", organisation)] if organisation else [])]
    parts += [("550403", common)] if common else []
    return der(
        0x30,
        *(der(0x31, der(0x30, numbered(kind), der(tag, text.encode(encoding)))) for kind, text in parts),
    )


def certificate(subject: bytes, *, number: bytes = b"\x11", issuer: bytes = b"", with_version: bool = True) -> bytes:
    """Return a certificate without key and signature: nobody looks at those."""
    version = [der(0xA0, der(2, b"\2"))] if with_version else []
    method = der(0x30, numbered("2a864886f70d01010b"))
    body = der(0x30, *version, der(2, number), method, issuer or name("A root"), der(0x30), subject, der(0x30))
    return der(0x30, body, method, der(3, b"\0"))


def signed_data(digest: bytes, certificates: list[bytes], *, number: bytes = b"\x11", hash_kind: str = SHA256) -> bytes:
    """Return what stands in the certificate table of a signed program."""
    method = der(0x30, numbered(hash_kind), der(5))
    claim = der(0x30, der(0x30, numbered("2b06010401823702010f")), der(0x30, method, der(4, digest)))
    inside = der(0x30, numbered("2b060104018237020104"), der(0xA0, claim))
    signer = der(0x30, der(2, b"\1"), der(0x30, name("A root"), der(2, number)), method, der(4, b"x"))
    data = der(0x30, der(2, b"\1"), der(0x31, method), inside, der(0xA0, *certificates), der(0x31, signer))
    return der(0x30, numbered("2a864886f70d010702"), der(0xA0, data))


def with_table(program: bytes, table: bytes) -> bytes:
    """Return a program with a certificate table behind it."""
    program += bytes(-len(program) % 8)
    entry = struct.pack("<IHH", len(table) + 8, 0x200, 2) + table
    entry += bytes(-len(entry) % 8)
    head = bytearray(program)
    struct.pack_into("<II", head, CERTIFICATES_ENTRY_AT, len(program), len(entry))
    return bytes(head) + entry


def digest_of(program: bytes, hash_kind: str = "sha256") -> bytes:
    """Return the hash over a program as a signature has it: checksum and place of the certificates left out."""
    program += bytes(-len(program) % 8)
    counted = program[:CHECKSUM_AT] + program[CHECKSUM_AT + 4 : CERTIFICATES_ENTRY_AT]
    return hashlib.new(hash_kind, counted + program[CERTIFICATES_ENTRY_AT + 8 :]).digest()


def signed(program: bytes, signer: str) -> bytes:
    """Return a program that carries a signature in somebody's name."""
    chain = [certificate(name("A root"), number=b"\x01"), certificate(name(signer, f"{signer} Inc"))]
    return with_table(program, signed_data(digest_of(program), chain))


def really_signed(folder: Path, program: bytes, subject: str, hash_kind: str = "sha256") -> bytes:
    """Return a program that osslsigncode signed with a certificate made here, or skip the test."""
    for needed in ("osslsigncode", "openssl"):
        if not shutil.which(needed):
            pytest.skip(f"{needed} is not installed")
    key, made, plain, done = (str(folder / one) for one in ("key.pem", "made.pem", "plain.exe", "signed.exe"))
    Path(plain).write_bytes(program)
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-utf8"]
    run([*new, "-keyout", key, "-out", made, "-subj", subject])
    run(["osslsigncode", "sign", "-h", hash_kind, "-certs", made, "-key", key, "-in", plain, "-out", done])
    return Path(done).read_bytes()


def run(command: list[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, (command, ended.stdout, ended.stderr)
