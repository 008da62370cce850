"""Certificates made for a test, by the same library that reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def made(*, common: str = "", organisation: str = "") -> bytes:
    """Return a certificate that vouches for itself (DER)."""
    parts = [(NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common)]
    name = x509.Name([x509.NameAttribute(kind, text) for kind, text in parts if text])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_key().public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(_key(), hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
