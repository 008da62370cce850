"""Signatures for tests: the bytes of one made by hand, and a real one made by osslsigncode."""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

ROOM = 0x200
"""Where the header of the programs of `windows_pc.program` ends."""

CERTIFICATES_ENTRY_AT = 64 + 24 + 112 + 8 * 4
CHECKSUM_AT = 64 + 24 + 64
SHA256_NUMBER = "608648016503040201"


def der(tag: int, *content: bytes) -> bytes:
    """Return one element of ASN.1."""
    body = b"".join(content)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def numbered(dotted: str) -> bytes:
    return der(6, bytes.fromhex(dotted))


@cache
def certificate(common: str, *, organisation: str = "", number: int = 17) -> bytes:
    """Return a certificate that its owner signed themself; "" leaves a name out."""
    key = ec.generate_private_key(ec.SECP256R1())
    told = ((NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
    name = x509.Name([x509.NameAttribute(kind, text) for kind, text in told if text])
    made = x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
    made = made.serial_number(number).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    return made.not_valid_after(datetime(2027, 1, 1, tzinfo=UTC)).sign(key, SHA256()).public_bytes(Encoding.DER)


def signed_data(digest: bytes, certificates: list[bytes], *, number: int = 17, hash_kind: str = SHA256_NUMBER) -> bytes:
    """Return what stands in the certificate table of a signed program. The last certificate is the signer's."""
    method = der(0x30, numbered(hash_kind), der(5))
    image = der(0x30, der(3, b"\0"), der(0xA0, der(0xA2, der(0x80))))
    claim = der(0x30, der(0x30, numbered("2b06010401823702010f"), image), der(0x30, method, der(4, digest)))
    inside = der(0x30, numbered("2b060104018237020104"), der(0xA0, claim))
    issuer = x509.load_der_x509_certificate(certificates[-1]).issuer.public_bytes() if certificates else der(0x30)
    whose = der(0x30, issuer, der(2, bytes([number])))
    kind = der(0x30, numbered("2a864886f70d010903"), der(0x31, numbered("2b060104018237020104")))
    told = der(0x30, numbered("2a864886f70d010904"), der(0x31, der(4, bytes(32))))
    key = der(0x30, numbered("2a864886f70d010101"), der(5))
    signer = der(0x30, der(2, b"\1"), whose, method, der(0xA0, kind, told), key, der(4, bytes(256)))
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
    chain = [certificate("A root", number=1), certificate(signer, organisation=f"{signer} Inc")]
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
