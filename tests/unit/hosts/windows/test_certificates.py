"""Root certificates that somebody added to a Windows PC."""

from __future__ import annotations

import hashlib
import struct
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from recovery_assistant.domain.observation import Setting
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows.certificates import ORDINARY, root_certificates
from recovery_assistant.hosts.windows.keys import Keys
from recovery_assistant.hosts.windows.places import hives, read_places
from tests.unit.hosts.windows_pc import ADA, registry
from tests.unit.hosts.windows_pc import Keys as Content

MACHINE = r"HKLM\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates"
PERSON = rf"HKU\{ADA}\Software\Microsoft\SystemCertificates\Root\Certificates"


@cache
def certificate(name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    made = builder.not_valid_after(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=9)).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def part(number: int, data: bytes) -> bytes:
    return struct.pack("<3I", number, 1, len(data)) + data


def blob(name: str) -> bytes:
    der = certificate(name)
    return part(3, hashlib.sha1(der).digest()) + part(11, "Friendly\0".encode("utf-16-le")) + part(32, der)


def look(content: Content) -> list[Setting]:
    machine = registry(content)
    return list(root_certificates(Keys(machine, "this", port.SETTINGS), hives(machine), read_places(machine)))


@pytest.mark.parametrize(("store", "whose"), [(MACHINE, "this PC"), (PERSON, "Ada")])
def test_an_added_root_is_told_with_its_name(store: str, whose: str) -> None:
    thumbprint = "AB" * 20
    (found,) = look({rf"{store}\{thumbprint.lower()}": {"Blob": blob("Fiddler Root")}})
    assert (found.name, found.value, found.about) == ("root-certificate", "Fiddler Root", f"{thumbprint}, {whose}")


def test_what_windows_brings_along_is_told_by_thumbprint_alone() -> None:
    assert look({rf"{MACHINE}\{thumbprint}": {"Blob": b""} for thumbprint in ORDINARY}) == []
    named_like_it = look({rf"{MACHINE}\{'CD' * 20}": {"Blob": blob("Microsoft Root Certificate Authority 2011")}})
    assert [one.value for one in named_like_it] == ["Microsoft Root Certificate Authority 2011"]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"", "no name"),
        ("text", "no name"),
        (part(11, "Only friendly\0".encode("utf-16-le")), "Only friendly"),
        (part(32, b"\x30\x82nonsense") + part(11, "Fallback\0".encode("utf-16-le")), "Fallback"),
        (struct.pack("<3I", 32, 1, 0xFFFFFFFF) + b"short", "no name"),
        (b"\xff" * 7, "no name"),
        (b"\0" * 200_000, "no name"),
    ],
)
def test_damaged_certificates_are_told_by_thumbprint(value: object, name: str) -> None:
    (found,) = look({rf"{PERSON}\{'EF' * 20}": {"Blob": value}})
    assert (found.value, found.about) == (name, f"{'EF' * 20}, Ada")
