"""Whose a certificate is: the name in it, for certificates that a PC was told to trust."""

from __future__ import annotations

import warnings
from typing import Final

_COMMON_NAME: Final = b"\x06\x03\x55\x04\x03"  # 2.5.4.3 and 2.5.4.10 of X.520, as DER writes them
_ORGANISATION: Final = b"\x06\x03\x55\x04\x0a"
_LONG: Final = 0x80  # a length of two and more bytes; no name is that long


def subject_of(certificate: bytes) -> str:
    """Return the common name of a certificate (DER), else its organisation or its part, else ""."""
    if not certificate:
        return ""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old roots break small rules; whoever only wants a name need not know
            subject = x509.load_der_x509_certificate(certificate).subject
        names = [
            str(attribute.value)
            for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
            for attribute in subject.get_attributes_for_oid(kind)
        ]
    except ValueError:  # no certificate, or one that breaks the rules: it is told by its thumbprint
        return ""
    return names[0] if names else ""


def name_in(issuer: bytes) -> str:
    """Return the common name in a bare name (DER), else its organisation, else "".

    macOS notes such a name beside each certificate that it was told to trust, without the certificate. The library
    reads names only inside of certificates, so the text behind the mark of a common name is taken as it stands.
    """
    for kind in (_COMMON_NAME, _ORGANISATION):
        _, found, rest = issuer.partition(kind)
        if found and len(rest) > 2 and rest[1] < _LONG:
            return rest[2 : 2 + rest[1]].decode("utf-8", "replace")
    return ""
