"""Whose signature a Windows program carries (Authenticode), read from its bytes on any system.

**The chain of certificates is not verified.** Whether Windows would trust a signature depends on its date, its list of
trusted makers and lists of withdrawn certificates on the internet; and anybody can make a certificate in anybody's
name. So nothing here says "made by": it says "carries the signature of …". What is checked is that the signature was
made for this very file: the hash in it agrees with the file, so that one cut out of another program is not believed.

Own code on top of the standard library's hashes (docs/adr/0017). The name comes from the certificate table alone, at
most `LARGEST_TABLE` bytes; the file is gone through once for its hash, and only if it carries a signature.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from recovery_assistant.hosts.portable_executable import Layout

LARGEST_TABLE: Final = 4 * 2**20
"""Bytes of certificates that are read. Usual are ten thousand; some makers hide the settings of a client in there."""
LARGEST_FILE: Final = 256 * 2**20
"""Bytes of a program whose hash is checked; a larger one would take longer than somebody waits."""
LONGEST_NAME: Final = 256

OF_ANOTHER_FILE: Final = "carries a signature that was made for another file, so its maker is not known"
UNREADABLE: Final = "carries a signature that cannot be read, so its maker is not known"
TOO_LARGE: Final = "is too large to check its signature"

_CHUNK: Final = 2**20
_MOST_PARTS: Final = 4096
_PKCS: Final = 2  # WIN_CERT_TYPE_PKCS_SIGNED_DATA

# Tags of ASN.1 in its fixed form (DER), and the numbers of what is looked for in it.
_SEQUENCE, _SET, _NUMBER, _OCTETS, _FIRST, _KIND_OF_TEXT = 0x30, 0x31, 0x02, 0x04, 0xA0, 0x1F
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_HASH_OF_PROGRAM: Final = bytes.fromhex("2b060104018237020104")  # SPC_INDIRECT_DATA
_COMMON_NAME: Final = bytes.fromhex("550403")
_ORGANIZATION: Final = bytes.fromhex("55040a")
_HASHES: Final = {
    bytes.fromhex("2a864886f70d0205"): "md5",
    bytes.fromhex("2b0e03021a"): "sha1",
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
_TEXTS: Final = {12: "utf-8", 19: "ascii", 20: "latin-1", 22: "ascii", 28: "utf-32-be", 30: "utf-16-be"}


class Signed(NamedTuple):
    """Whose signature a program carries.

    Attributes:
        signer: common name (else organisation) of the signing certificate; "" when there is none to be believed.
        note: why a signature that is there is not believed, in plain words; "" when there is none or it is.
    """

    signer: str = ""
    note: str = ""


class _NotReadableError(ValueError):
    """The bytes are no signature, or one that was cut off or built to mislead."""


class _Part(NamedTuple):
    """One element of ASN.1: its tag, where its content stands, and where it begins itself."""

    tag: int
    start: int
    end: int
    begins: int


class _Claim(NamedTuple):
    signer: str
    algorithm: str
    digest: bytes


def signed_by(file: BinaryIO, layout: Layout) -> Signed:
    """Return whose signature an open program carries. Raises OSError only."""
    if not layout.certificates_at:
        return Signed()
    size = file.seek(0, 2)
    if not layout.certificates_entry_at + 8 <= layout.certificates_at < size:
        return Signed(note=UNREADABLE)
    file.seek(layout.certificates_at)
    try:
        claim = _claim(_first_signature(file.read(min(layout.certificates_size, LARGEST_TABLE))))
    except _NotReadableError:
        return Signed(note=UNREADABLE)
    if size > LARGEST_FILE:
        return Signed(note=TOO_LARGE)
    return (
        Signed(claim.signer) if _digest(file, layout, claim.algorithm) == claim.digest else Signed(note=OF_ANOTHER_FILE)
    )


def _digest(file: BinaryIO, layout: Layout, algorithm: str) -> bytes:
    """Return the hash over everything but the three places that change when a program is signed."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    behind = layout.certificates_at + layout.certificates_size
    stretches = (
        (0, layout.checksum_at),
        (layout.checksum_at + 4, layout.certificates_entry_at),
        (layout.certificates_entry_at + 8, layout.certificates_at),
        (behind, LARGEST_FILE),
    )
    for start, end in stretches:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(left, _CHUNK))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.digest()


def _first_signature(table: bytes) -> bytes:
    """Return the first signature of a certificate table: each entry has its length, a version and a kind."""
    place = 0
    while place + 8 <= len(table):
        length, kind = int.from_bytes(table[place : place + 4], "little"), table[place + 6]
        if length <= 8:
            break
        if kind == _PKCS:
            return table[place + 8 : place + length]
        place += (length + 7) & ~7
    raise _NotReadableError


def _claim(data: bytes) -> _Claim:
    """Return what a signature says: who signed, and which hash the program is to have."""
    kind, wrapped = _children(data, _only(data, 0, len(data), _SEQUENCE), 2)
    if _content(data, kind) != _SIGNED_DATA:
        raise _NotReadableError
    parts = _children(data, _only(data, wrapped.start, wrapped.end, _SEQUENCE), 4)
    certificates = next((part for part in parts[3:] if part.tag == _FIRST), None)
    signers = parts[-1]
    if certificates is None or signers.tag != _SET:
        raise _NotReadableError
    algorithm, digest = _claimed_hash(data, parts[2])
    signer = next(_parts(data, signers.start, signers.end), None)
    if signer is None:
        raise _NotReadableError
    issuer, number = _children(data, _children(data, signer, 2)[1], 2)[:2]
    wanted = (_whole(data, issuer), _content(data, number))
    for certificate in _parts(data, certificates.start, certificates.end):
        name = _subject(data, certificate, wanted)
        if name:
            return _Claim(name, algorithm, digest)
    raise _NotReadableError


def _claimed_hash(data: bytes, inside: _Part) -> tuple[str, bytes]:
    kind, wrapped = _children(data, inside, 2)[:2]
    if _content(data, kind) != _HASH_OF_PROGRAM:
        raise _NotReadableError
    told = _children(data, _only(data, wrapped.start, wrapped.end, _SEQUENCE), 2)[1]
    method, value = _children(data, told, 2)[:2]
    algorithm = _HASHES.get(_content(data, _children(data, method, 1)[0]))
    if algorithm is None or value.tag != _OCTETS:
        raise _NotReadableError
    return algorithm, _content(data, value)


def _subject(data: bytes, certificate: _Part, wanted: tuple[bytes, bytes]) -> str:
    """Return whose certificate it is if its issuer and number are the wanted ones, else ""."""
    fields = _children(data, _children(data, certificate, 1)[0], 5)
    if fields[0].tag == _FIRST:  # the version, which the oldest certificates leave out
        fields = fields[1:]
    if len(fields) < 5 or fields[0].tag != _NUMBER:
        raise _NotReadableError
    number, _method, issuer, _validity, subject = fields[:5]
    if (_whole(data, issuer), _content(data, number)) != wanted:
        return ""
    names: dict[bytes, str] = {}
    for group in _parts(data, subject.start, subject.end):
        for pair in _parts(data, group.start, group.end):
            kind, value = _children(data, pair, 2)[:2]
            encoding = _TEXTS.get(value.tag & _KIND_OF_TEXT, "latin-1")
            names[_content(data, kind)] = _content(data, value).decode(encoding, "replace").strip("\0 ")
    return (names.get(_COMMON_NAME) or names.get(_ORGANIZATION, ""))[:LONGEST_NAME]


def _parts(data: bytes, start: int, end: int) -> Iterator[_Part]:
    """Yield the elements that stand one behind the other."""
    for _ in range(_MOST_PARTS):
        if start >= end:
            return
        if start + 2 > end:
            raise _NotReadableError
        begins, tag, length = start, data[start], data[start + 1]
        start += 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4 or start + count > end:  # 0: a length that is told at the end, which DER forbids
                raise _NotReadableError
            length = int.from_bytes(data[start : start + count], "big")
            start += count
        if start + length > end:
            raise _NotReadableError
        yield _Part(tag, start, start + length, begins)
        start += length
    raise _NotReadableError


def _children(data: bytes, part: _Part, fewest: int) -> list[_Part]:
    found = list(_parts(data, part.start, part.end))
    if len(found) < fewest:
        raise _NotReadableError
    return found


def _only(data: bytes, start: int, end: int, tag: int) -> _Part:
    """Return the first element; what follows it is padding."""
    first = next(_parts(data, start, end), None)
    if first is None or first.tag != tag:
        raise _NotReadableError
    return first


def _content(data: bytes, part: _Part) -> bytes:
    return data[part.start : part.end]


def _whole(data: bytes, part: _Part) -> bytes:
    return data[part.begins : part.end]
