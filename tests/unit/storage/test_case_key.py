"""Recovery codes forgive handwriting and refuse mistakes; keys depend on the secret and on every byte of the header."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.storage.case_key import (
    Header,
    SecretFrom,
    check_new_passphrase,
    file_key,
    new_header,
    new_secret,
    read_header,
    recovery_code,
    secret_from_code,
    secret_from_passphrase,
)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET = bytes(range(16))
HEADER = Header(secret_from=SecretFrom.PASSPHRASE, salt=b"elevenbytes")
secrets_of_cases = st.binary(min_size=16, max_size=16)


def refused(typed: str) -> bool:
    try:
        secret_from_code(typed)
    except CaseError as error:
        return error.code == "C-05"
    return False


@given(secrets_of_cases)
def test_a_code_gives_back_its_secret(secret: bytes) -> None:
    code = recovery_code(secret)
    assert secret_from_code(code) == secret
    assert [len(group) for group in code.split("-")] == [4] * 7
    assert set(code) <= set(CROCKFORD) | {"-"}


@given(secrets_of_cases, st.randoms(use_true_random=False))
def test_a_code_may_be_typed_as_people_type(secret: bytes, chance: random.Random) -> None:
    typed = ""
    for letter in recovery_code(secret).replace("-", ""):
        alike = {"0": "0oO", "1": "1iIlL"}.get(letter, letter + letter.lower())
        typed += chance.choice(alike) + chance.choice(("", "", " ", "-", "\n", "\u00a0", "–"))
    assert secret_from_code(typed) == secret


def test_no_single_typing_mistake_slips() -> None:
    """20,000 wrong letters; the arithmetic says that none can slip, this looks."""
    chance = random.Random(20261118)
    for _ in range(20_000):
        code = list(recovery_code(chance.randbytes(16)).replace("-", ""))
        place = chance.randrange(28)
        code[place] = chance.choice([letter for letter in CROCKFORD + "U*" if letter != code[place]])
        assert refused("".join(code)), code


def test_no_two_letters_of_one_code_can_be_exchanged() -> None:
    chance = random.Random(7)
    for _ in range(200):
        code = recovery_code(chance.randbytes(16)).replace("-", "")
        for one in range(26):
            for other in range(one + 1, 26):
                if code[one] != code[other]:
                    swapped = list(code)
                    swapped[one], swapped[other] = swapped[other], swapped[one]
                    assert refused("".join(swapped))


def test_a_letter_too_few_or_too_many_is_refused() -> None:
    code = recovery_code(SECRET).replace("-", "")
    for place in range(28):
        assert refused(code[:place] + code[place + 1 :])
        assert refused(code[:place] + "7" + code[place:])
    assert refused("")


def test_a_number_above_sixteen_bytes_is_refused() -> None:
    from recovery_assistant.storage.case_key import _spell

    number = 1 << 128
    assert refused(_spell(number, 26) + _spell(number % 1021, 2))


def test_a_header_says_how_the_secret_was_made_and_names_the_case() -> None:
    data = HEADER.to_bytes()
    assert len(data) == 16
    assert read_header(data + b"the rest of the file") == HEADER
    assert HEADER.case_id == data.hex()


def test_new_headers_and_secrets_differ() -> None:
    headers = {new_header(SecretFrom.RANDOM).to_bytes() for _ in range(100)}
    assert len(headers) == 100
    assert len({new_secret() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "C-01"),
        (b"RAC\x01\x01elevenbyte", "C-01"),
        (b"SQLite format 3\x00", "C-01"),
        (b"RAC\x02\x01elevenbytes", "C-02"),
        (b"RAC\x01\x07elevenbytes", "C-02"),
    ],
)
def test_what_is_no_header_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(CaseError) as refusal:
        read_header(data)
    assert refusal.value.code == code


def test_the_file_key_depends_on_the_secret_and_on_every_bit_of_the_header() -> None:
    keys = {file_key(SECRET, HEADER), file_key(bytes(16), HEADER)}
    for place in range(11):
        for bit in range(8):
            salt = bytearray(HEADER.salt)
            salt[place] ^= 1 << bit
            keys.add(file_key(SECRET, Header(secret_from=SecretFrom.PASSPHRASE, salt=bytes(salt))))
    keys.add(file_key(SECRET, Header(secret_from=SecretFrom.RANDOM, salt=HEADER.salt)))
    assert len(keys) == 2 + 88 + 1
    assert {len(key) for key in keys} == {32}


def test_keys_of_this_format_never_change() -> None:
    """A changed figure here means that nobody can open yesterday's case."""
    secret = secret_from_passphrase("four plain english words", HEADER)
    assert secret.hex() == "5c6ef0f940e8479bb075b96ea6a09e58"
    assert file_key(secret, HEADER).hex() == "5199c6dffecc9e2cde8bf71fa2b5899fc9c8c11952a8d56c464dd555049b7f97"
    assert recovery_code(secret) == "2WDV-RFJG-788Y-DV0X-DSDT-KA17-JRGN"


def test_a_passphrase_is_the_same_on_every_keyboard() -> None:
    composed = secret_from_passphrase("café am Markt", HEADER)
    assert secret_from_passphrase(" cafe\u0301 am Markt\r\n", HEADER) == composed
    assert secret_from_passphrase("cafe am Markt", HEADER) != composed


def test_a_case_without_passphrase_says_so() -> None:
    with pytest.raises(CaseError) as refusal:
        secret_from_passphrase("four plain english words", new_header(SecretFrom.RANDOM))
    assert refusal.value.code == "C-07"


@pytest.mark.parametrize("short", ["", "      ", "1234567", "   abcdefg   "])
def test_a_short_passphrase_cannot_be_chosen(short: str) -> None:
    with pytest.raises(CaseError) as refusal:
        check_new_passphrase(short)
    assert refusal.value.code == "C-12"


def test_eight_letters_are_enough() -> None:
    check_new_passphrase("abcdefgh")
