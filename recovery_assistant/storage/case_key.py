"""From a secret to the key of one case file, and back to paper.

A case has one secret of 16 bytes: random, or made from a passphrase. The key of the file is made from it and from
the first 16 bytes of the file, the *header*. SQLite3MC leaves exactly these bytes in the clear for a salt, so the
file needs no second file and no other clear part: whoever has it and the passphrase, or the recovery code, can open it
on any PC. docs/adr tells why.

    header: "RAC" · format (1 byte) · how the secret was made (1 byte) · salt (11 bytes, 88 bits)

The header stands in no other check than that it is part of the key: a changed one gives a key that does not fit.
"""

from __future__ import annotations

import secrets
import unicodedata
from enum import IntEnum
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

from recovery_assistant.storage.failures import (
    CODE_MISTYPED,
    NEWER_PROGRAM,
    NO_PHRASE_HERE,
    NOT_A_CASE,
    PHRASE_TOO_SHORT,
    case_error,
)

HEADER_BYTES: Final = 16
SECRET_BYTES: Final = 16
FILE_KEY_BYTES: Final = 32
SHORTEST_PASSPHRASE: Final = 8
_MAGIC = b"RAC"
_FORMAT = 1
_SALT_BYTES = HEADER_BYTES - len(_MAGIC) - 2
_PURPOSE = b"recovery-assistant case file 1"


class SecretFrom(IntEnum):
    """How the secret of a case was made. New ways get new numbers; a number never changes its meaning."""

    RANDOM = 0
    PASSPHRASE = 1
    """Argon2id, 3 passes, 64 MiB, 4 lanes (RFC 9106, second recommended choice)."""


class Header(Struct, frozen=True, kw_only=True):
    """The 16 clear bytes at the beginning of a case file."""

    secret_from: SecretFrom
    salt: bytes

    @property
    def case_id(self) -> str:
        """Name of this case in a key store: the header in hexadecimal, the same for every copy of the file."""
        return self.to_bytes().hex()

    def to_bytes(self) -> bytes:
        """Return the 16 bytes as they stand in the file."""
        return _MAGIC + bytes((_FORMAT, self.secret_from)) + self.salt


def new_header(secret_from: SecretFrom) -> Header:
    """Return a header for a new case."""
    return Header(secret_from=secret_from, salt=secrets.token_bytes(_SALT_BYTES))


def read_header(data: bytes) -> Header:
    """Return the header at the beginning of `data`.

    Raises:
        CaseError: C-01 not a case file, C-02 made by a newer version.
    """
    if len(data) < HEADER_BYTES or not data.startswith(_MAGIC):
        raise case_error(NOT_A_CASE)
    form, made = data[len(_MAGIC)], data[len(_MAGIC) + 1]
    if form != _FORMAT or made not in tuple(SecretFrom):
        raise case_error(NEWER_PROGRAM)
    return Header(secret_from=SecretFrom(made), salt=data[HEADER_BYTES - _SALT_BYTES : HEADER_BYTES])


def new_secret() -> bytes:
    """Return 16 random bytes."""
    return secrets.token_bytes(SECRET_BYTES)


def secret_from_passphrase(passphrase: str, header: Header) -> bytes:
    """Return the secret that a passphrase stands for in the case with this header; takes about a quarter second.

    The text is brought to one form first (NFC, no spaces around it), because keyboards differ.

    Raises:
        CaseError: C-07 the case was made without a passphrase.
    """
    if header.secret_from is not SecretFrom.PASSPHRASE:
        raise case_error(NO_PHRASE_HERE)
    slow = Argon2id(salt=header.to_bytes(), length=SECRET_BYTES, iterations=3, lanes=4, memory_cost=64 * 1024)
    return slow.derive(_one_form(passphrase).encode())


def check_new_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to be chosen for a new case.

    Raises:
        CaseError: C-12.
    """
    if len(_one_form(passphrase)) < SHORTEST_PASSPHRASE:
        raise case_error(PHRASE_TOO_SHORT)


def _one_form(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase).strip()


def file_key(secret: bytes, header: Header) -> bytes:
    """Return the 32 bytes that encrypt the case file with this header."""
    return HKDF(algorithm=hashes.SHA256(), length=FILE_KEY_BYTES, salt=header.to_bytes(), info=_PURPOSE).derive(secret)


_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)} | {"O": 0, "I": 1, "L": 1}
_SECRET_LETTERS = 26  # 130 bits hold 128
_CHECK_LETTERS = 2
_CHECK_PRIME = 1021  # the largest prime that two letters of 5 bits can carry
_GROUP = 4
_BETWEEN = frozenset(" -–—_.\t\r\n\u00a0")


def recovery_code(secret: bytes) -> str:
    """Return the secret as 28 letters in groups of four: Crockford's base32 and two check letters.

    The check is the remainder by a prime above 32, so one wrong letter and two exchanged ones never pass.
    """
    number = int.from_bytes(secret, "big")
    return "-".join(_in_groups(_spell(number, _SECRET_LETTERS) + _spell(number % _CHECK_PRIME, _CHECK_LETTERS)))


def secret_from_code(typed: str) -> bytes:
    """Return the secret that a recovery code stands for.

    Lower case, O for 0, I or L for 1, and any or no spaces and dashes are fine.

    Raises:
        CaseError: C-05, there is a typing mistake.
    """
    letters = [letter for letter in typed.upper() if letter not in _BETWEEN]
    if len(letters) != _SECRET_LETTERS + _CHECK_LETTERS or not all(letter in _VALUES for letter in letters):
        raise case_error(CODE_MISTYPED)
    number, check = _number(letters[:_SECRET_LETTERS]), _number(letters[_SECRET_LETTERS:])
    if number >> (8 * SECRET_BYTES) or number % _CHECK_PRIME != check:
        raise case_error(CODE_MISTYPED)
    return number.to_bytes(SECRET_BYTES, "big")


def _spell(number: int, count: int) -> str:
    return "".join(_LETTERS[(number >> (5 * place)) & 31] for place in reversed(range(count)))


def _number(letters: list[str]) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    return number


def _in_groups(letters: str) -> list[str]:
    return [letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP)]
