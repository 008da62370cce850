"""Root certificates that somebody added to Windows: whoever holds such a root can pass for any web page.

Windows keeps the roots of its own programme apart (store "AuthRoot") and fetches them by itself, so the store "Root"
holds only a dozen of Microsoft's and whatever programs, makers of PCs, offices and people put there. What is ordinary
is told by thumbprint, never by name: anybody can call a certificate "Microsoft". (MITRE ATT&CK T1553.004)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.observation import Setting
from recovery_assistant.hosts.certificate_name import subject_of
from recovery_assistant.hosts.windows.keys import Keys, whose
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.registry import MACHINE, RegistryKey

_OF_PC: Final = (
    (rf"{MACHINE}\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates", "this PC"),
    (rf"{MACHINE}\SOFTWARE\Policies\Microsoft\SystemCertificates\Root\Certificates", "this PC, by a rule"),
    (rf"{MACHINE}\SOFTWARE\Microsoft\EnterpriseCertificates\Root\Certificates", "this PC, by its domain"),
)
_OF_PERSON: Final = r"Software\Microsoft\SystemCertificates\Root\Certificates"
ORDINARY: Final = frozenset(
    {
        "18F7C1FCC3090203FD5BAA2F861A754976C8DD25",  # NO LIABILITY ACCEPTED, (c)97 VeriSign, Inc.
        "245C97DF7514E7CF2DF8BE72AE957B9E04741E85",  # Copyright (c) 1997 Microsoft Corp.
        "3B1EFD3A66EA28B16697394703A72CA340A05BD5",  # Microsoft Root Certificate Authority 2010
        "7F88CD7223F3C813818C994614A89C99FA3B5247",  # Microsoft Authenticode(tm) Root Authority
        "8F43288AD272F3103B6FB1428485EA3014C0BCFE",  # Microsoft Root Certificate Authority 2011
        "A43489159A520F0D93D032CCAF37E7FE20A8B419",  # Microsoft Root Authority
        "BE36A4562FB2EE05DBB3D32323ADF445084ED656",  # Thawte Timestamping CA
        "CDD4EEAE6000AC7F40C3802C171E30148030C072",  # Microsoft Root Certificate Authority
        "0119E81BE9A14CD8E22F40AC118C687ECBA3F4D8",  # Microsoft Time Stamp Root Certificate Authority 2014
        "06F1AA330B927B753A40E68CDF22E34BCBEF3352",  # Microsoft ECC Product Root Certificate Authority 2018
        "31F9FC8BA3805986B721EA7295C65B3A44534274",  # Microsoft ECC TS Root Certificate Authority 2018
        "92B46C76E13054E104F230517E6E504D43AB10B5",  # Symantec Enterprise Mobile Root for Microsoft
    }
)
"""Thumbprints that Windows brings along: the first eight are named by MITRE ATT&CK T1553.004, all by lists of the
store on new PCs (checked 2026-11-22)."""

_PART: Final = struct.Struct("<3I")  # property, reserved, length: CertSerializeCertificateStoreElement
_CERTIFICATE, _FRIENDLY_NAME = 32, 11  # CERT_CERT_PROP_ID, CERT_FRIENDLY_NAME_PROP_ID
_LARGEST: Final = 64 * 1024
_LONGEST_NAME: Final = 200


def root_certificates(keys: Keys, hives: tuple[str, ...], where: Places) -> Iterator[Setting]:
    """Yield every root that Windows did not bring along: its name, its thumbprint, and whose store it is in."""
    stores = [*_OF_PC, *((rf"{hive}\{_OF_PERSON}", whose(hive, where.people)) for hive in hives)]
    for store, person in stores:
        for thumbprint in keys.key(store).subkeys:
            if thumbprint.upper() not in ORDINARY:
                key = keys.key(rf"{store}\{thumbprint}")
                yield Setting(
                    source=rf"{store}\{thumbprint}",
                    name="root-certificate",
                    value=_name(key) or "no name",
                    about=f"{thumbprint.upper()}, {person}",
                    changed_at=key.written_at,
                )


def _name(key: RegistryKey) -> str:
    blob = next((value for name, value in key.values.items() if name.lower() == "blob"), None)
    if not isinstance(blob, bytes) or len(blob) > _LARGEST:
        return ""
    parts = dict(_parts(blob))
    friendly = parts.get(_FRIENDLY_NAME, b"").decode("utf-16-le", "replace").strip("\0 ")
    return (subject_of(parts.get(_CERTIFICATE, b"")) or friendly)[:_LONGEST_NAME]


def _parts(blob: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _PART.size <= len(blob):
        number, _reserved, length = _PART.unpack_from(blob, at)
        at += _PART.size
        yield number, blob[at : at + length]
        at += length
