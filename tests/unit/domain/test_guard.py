"""The text guard: no secret reaches the disk, and no honest number is altered."""

from __future__ import annotations

import random
import re
import string
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban, luhn

from recovery_assistant.domain.guard import CARD, KINDS, guard
from recovery_assistant.domain.secret_words import CODE, CVV, PASSWORD, PIN

MEASURED = 10_000
SORT_CODE_AND_ACCOUNT = re.compile(r"(?:[0-9]{2}([-. ]?)[0-9]{2}\1[0-9]{2})[-. \n]?[0-9]{8}")
CARD_MARKER = re.compile(r"\[card ending ([0-9]{4}): the rest was taken out\]")

# --- what is taken out ---------------------------------------------------------------------------------------------


def test_names_what_was_taken_in_reading_order() -> None:
    guarded = guard("PIN 1234, then 4111 1111 1111 1111 and CVV 123. The password: hunter2 and the code 482913.")

    assert guarded.removed == (PIN, CARD, CVV, PASSWORD, CODE)
    assert set(guarded.removed) == set(KINDS)
    assert guarded.text == (
        "PIN [PIN taken out], then [card ending 1111: the rest was taken out] and CVV [security code taken out]. "
        "The password: [password taken out] and the code [code taken out]."
    )


def test_takes_each_of_several_cards_and_secrets() -> None:
    guarded = guard("4111111111111111 5555555555554444\n378282246310005; PIN and CVV were 1234 and 123")

    assert guarded.removed.count(CARD) == 3
    assert re.sub(r"ending [0-9]{4}", "", guarded.text).isdigit() is False
    assert "1234" not in guarded.text.replace("ending 1234", "")
    assert not guarded.text.endswith("123")


# --- what is left alone --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "AnyDesk 123 456 789 was on the screen",
        "AnyDesk ID 1 567 891 234",
        "TeamViewer 567891234",
        "IBAN GB29 NWBK 6016 1331 9268 19",
        "DE89370400440532013000",
        "de89 3704 0044 0532 0130 00",
        "wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x4111111111111111",
        "41111111-1111-1111-8111-111111111111",
        "CRN 1234567890",
        "NFRC251112345678",
        "ref 4929123456789013",
        "crime reference code 1234567",
        "sort code 60-00-01 account 12345678",
        "60-00-01 12345678",
        "600001 12345678",
        "07700 900123 or 020 7946 0958",
        "+44 7700 900123",
        "+4366412345678",
        "0049 1512 3456789",
        "code 0161 496 0000",
        "dial code 0161",
        "the area code is 0161",
        "zip code 90210",
        "postcode SW1A 1AA",
        "post code: 4821",
        "error code 0x80070057",
        "The error code was 1234",
        "code 0x80070057",
        "code word",
        "access code page",
        "page code 6B",
        "He said the code 123 456 789 on the AnyDesk screen",
        "I changed my PIN in 2019",
        "PIN changed on 18/11/2025 at 14:30",
        "PIN 18-11-2025",
        "they asked for my PIN and took £1500",
        "They asked for my PIN and 5000 pounds",
        "I never gave my PIN. 1500 people rang",
        "I got a code from 60777",
        "He wanted my password",
        "my password is safe",
        "My password was changed on the phone",
        "Password: changed",
        "Password: I don't know",
        "passwords changed: e-mail, bank",
        "passwords: email, bank and Amazon",
        "the password reset e-mail came at 14:30",
        "£1,234.56 on 18 November 2025 at 14.05",
        "2025-11-18 2025-11-19",
        "192.168.100.200 10.20.30.40",
        "1234567890123",
        "4111111111111112",
        "card ending 1234",
        "last four digits 1234",
        "",
        "   ",
        "[card ending 1234: the rest was taken out]",
        "PIN [PIN taken out]",
    ],
)
def test_leaves_what_other_people_need(text: str) -> None:
    assert guard(text) == (text, ())


def test_a_reference_that_cannot_be_told_from_a_card_is_taken() -> None:
    assert guard("ref 4929123456789012").removed == ((CARD,) if luhn.is_valid("4929123456789012") else ())
    assert guard("ref " + _with_check("492912345678901")).removed == (CARD,)


# --- measured ------------------------------------------------------------------------------------------------------

ISSUERS: tuple[tuple[str, int], ...] = (
    *((prefix, 16) for prefix in ("4", "4929", "51", "55", "2221", "2720", "6759", "5018", "6011", "65", "3528", "62")),
    *(("4", length) for length in (13, 19)),
    *((prefix, 15) for prefix in ("34", "37")),
    *((prefix, 14) for prefix in ("300", "305", "36", "38")),
    *(("6304", length) for length in (13, 15, 18, 19)),
)
SENTENCES = (
    "{}",
    "He asked for my card and I read out {} to him.",
    "card number: {}",
    "({})",
    "I paid £40 with {}, on 18 November 2025.",
    "Debit card {} expires 12/27",
    "He said it was {}\nand then he rang off at 14:05.",
    "From 07700 900123 they sent {} back",
    "ref NFRC251112345678; {}; AnyDesk 123 456 789",
)


def _with_check(digits: str) -> str:
    return digits + str(luhn.calc_check_digit(digits))


def _card(chance: random.Random) -> str:
    prefix, length = chance.choice(ISSUERS)
    return _with_check(prefix + "".join(chance.choices(string.digits, k=length - len(prefix) - 1)))


def _evenly(number: str, chance: random.Random) -> str:
    separator = chance.choice(("", " ", "-", ".", "\n", "\u00a0", "–", "  ", " - ", "\u200b", "\t", "_"))
    size = chance.choice((1, 2, 4, 4, 4, len(number)))
    return separator.join(number[start : start + size] for start in range(0, len(number), size))


def _anyhow(number: str, chance: random.Random) -> str:
    chosen = chance.choice((" ", "-", ".", "\n", " -.", " \u200b\u00a0-"))
    return (
        "".join(digit + (chance.choice(chosen) if chance.random() < 0.3 else "") for digit in number[:-1]) + number[-1]
    )


def _digits_of(text: str) -> str:
    return "".join(str(unicodedata.digit(character)) for character in text if unicodedata.digit(character, -1) >= 0)


def _otherwise_written(number: str, chance: random.Random) -> str:
    zero = ord(chance.choice("0０٠०𝟎"))
    return "".join(chr(zero + int(digit)) for digit in number)


def test_of_10000_cards_none_is_kept() -> None:
    chance = random.Random(1)
    kept = []
    for _ in range(MEASURED):
        number = _card(chance)
        write: Callable[[str, random.Random], str] = chance.choice((_evenly, _evenly, _anyhow, _otherwise_written))
        written = write(number, chance)
        if SORT_CODE_AND_ACCOUNT.fullmatch(written.replace("\u200b", "").replace("\u00a0", " ")) and len(written) > 14:
            continue  # nobody groups a card like this, and everybody an account
        text = chance.choice(SENTENCES).format(written)
        guarded = guard(text)
        left = _digits_of(guarded.text.replace("NFRC251112345678", "").replace("07700 900123", ""))
        if CARD not in guarded.removed or number[:-4] in left:
            kept.append(text)

    assert kept == [], "\n".join(map(repr, kept))


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices(string.digits, k=count))


def _grouped(digits: str, *sizes: int) -> str:
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return " ".join(groups)


def _base58(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", k=count))


def _iban(chance: random.Random) -> str:
    country, bban = chance.choice(
        (
            ("GB", "NWBK" + _digits(chance, 14)),
            ("DE", _digits(chance, 18)),
            ("NL", "ABNA" + _digits(chance, 10)),
            ("ES", _digits(chance, 20)),
            ("PL", _digits(chance, 24)),
            ("NO", _digits(chance, 11)),
        )
    )
    number = country + str(iban.calc_check_digits(country + "00" + bban)) + bban
    return chance.choice((number, iban.format(number), number.lower(), iban.format(number, "-")))


def _reference(chance: random.Random) -> str:
    return chance.choice(
        (
            lambda: f"CRN {_digits(chance, 10)}",
            lambda: f"NFRC{_digits(chance, 12)}",
            lambda: f"ref {_digits(chance, chance.randint(6, 12))}",
            lambda: f"crime reference {_digits(chance, 2)}/{_digits(chance, 6)}/25",
            lambda: f"case {chance.choice(string.ascii_uppercase)}{_digits(chance, 15)}",
            lambda: f"order {_digits(chance, 3)}-{_digits(chance, 7)}-{_digits(chance, 7)}",
            lambda: f"INC{_digits(chance, 13)}",
            lambda: f"reference code {_digits(chance, 6)}",
            lambda: f"error code 0x8{_digits(chance, 7)}",
            lambda: "-".join(
                (
                    _digits(chance, 8),
                    _digits(chance, 4),
                    "4" + _digits(chance, 3),
                    "8" + _digits(chance, 3),
                    _digits(chance, 12),
                )
            ),
        )
    )()


def _wallet(chance: random.Random) -> str:
    return chance.choice(
        (
            lambda: "1" + _base58(chance, 33),
            lambda: "3" + _base58(chance, 33),
            lambda: "bc1q" + "".join(chance.choices("023456789acdefghjklmnpqrstuvwxyz", k=38)),
            lambda: "0x" + "".join(chance.choices(string.hexdigits, k=40)),
            lambda: "T" + _base58(chance, 33),
        )
    )()


def _remote_id(chance: random.Random) -> str:
    nine, ten = _digits(chance, 9), _digits(chance, 10)
    return chance.choice((nine, ten, _grouped(nine, 3, 3, 3), _grouped(ten, 1, 3, 3, 3), _grouped(ten, 3, 3, 4)))


def _phone(chance: random.Random) -> str:
    return chance.choice(
        (
            lambda: f"07{_digits(chance, 3)} {_digits(chance, 6)}",
            lambda: f"020 {_digits(chance, 4)} {_digits(chance, 4)}",
            lambda: f"0{_digits(chance, 10)}",
            lambda: f"0161-{_digits(chance, 3)}-{_digits(chance, 4)}",
            lambda: f"+44 7{_digits(chance, 3)} {_digits(chance, 6)}",
            lambda: f"+43{_digits(chance, 11)}",
            lambda: f"+62 {_digits(chance, 3)} {_digits(chance, 4)} {_digits(chance, 4)}",
            lambda: f"(0{_digits(chance, 3)}) {_digits(chance, 6)}",
        )
    )()


def _account(chance: random.Random) -> str:
    first, second, third, account = (_digits(chance, count) for count in (2, 2, 2, 8))
    return chance.choice(
        (
            f"{first}-{second}-{third} {account}",
            f"{first} {second} {third} {account}",
            f"{first}{second}{third} {account}",
            f"sort code {first}-{second}-{third}, account {account}",
            f"sort code {first}{second}{third} account number {account}",
        )
    )


def _day_or_amount(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2020, 2026)
    return chance.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day:02}.{month:02}.{year}",
            f"{year}-{month:02}-{day:02} {chance.randint(0, 23):02}:{chance.randint(0, 59):02}",
            f"£{chance.randint(1, 99)},{_digits(chance, 3)}.{_digits(chance, 2)}",
            f"{chance.randint(1, 9999)} pounds",
            f"192.168.{chance.randint(0, 255)}.{chance.randint(0, 255)}",
        )
    )


HONEST_SENTENCES = (
    "{}",
    "It was {}.",
    "He gave me {} and rang off.",
    "I wrote down {}, then {}",
    "The bank said: {}; the police said: {}.",
    "My card was blocked. {}",
    "I told him my PIN. Then I saw {}",
    "({}) and ({})",
)


def test_of_10000_honest_numbers_none_is_altered() -> None:
    chance = random.Random(2)
    kinds = (_reference, _wallet, _remote_id, _iban, _phone, _account, _day_or_amount)
    altered = []
    for _ in range(MEASURED):
        sentence = chance.choice(HONEST_SENTENCES)
        text = sentence.format(*(chance.choice(kinds)(chance) for _ in range(sentence.count("{}"))))
        if guard(text) != (text, ()):
            altered.append((text, guard(text)))

    assert altered == [], "\n".join(map(repr, altered))


# --- properties ----------------------------------------------------------------------------------------------------

PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text("0123456789 -.\n\u200b", max_size=25),
        st.sampled_from(
            ("PIN", "pin is ", "CVV", "code ", "password: ", "password is ", " and ", "1234", "hunter2", "GB29")
        ),
        st.sampled_from(
            ("4111 1111 1111 1111", "5555555555554444", "[PIN taken out]", "[card ending 1111: ", "0161 ", "+")
        ),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_guarding_twice_changes_nothing(text: str) -> None:
    once = guard(text)

    assert guard(once.text) == (once.text, ())


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_only_takes_out_and_never_adds_but_markers(text: str) -> None:
    guarded = guard(text)
    if not guarded.removed:
        assert guarded.text == text
        return
    markers = r"\[(?:card ending [0-9]{4}: the rest was taken out|(?:PIN|security code|code|password) taken out)\]"
    between = [re.escape(piece) for piece in re.split(markers, guarded.text)]

    assert re.fullmatch("(?s:.*)".join(between), text) is not None
    assert set(guarded.removed) <= set(KINDS)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Nd", "No"]), max_size=80))
def test_text_without_digits_loses_no_card_pin_or_code(text: str) -> None:
    assert set(guard(text).removed) <= {PASSWORD}


# --- time ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "pattern",
    [
        "4",
        "4 ",
        "4111 ",
        "4111 1111 1111 1111 ",
        "41 1 ",
        "aa11 ",
        "gb11 bb11 ",
        "PIN ",
        "PIN is my the ",
        "PIN 1234 ",
        "pin 4821 my pin is 7730, ",
        "it's aa11 my ",
        "password ",
        'password "',
        "password: a, ",
        "1234 is my ",
        "is my my my ",
        "- - - ",
        "\u200b",
        "[card ending ",
        "[PIN taken out]",
        "0123 ",
        "card 4000 12 ",
        "code 1, ",
        "p.i.n.",
    ],
)
def test_takes_time_in_proportion_to_the_text(pattern: str) -> None:
    """A text eight times as long may take eight times as long, and some for noise; it would be 64 times if squared."""
    size = 4_000

    def seconds(length: int) -> float:
        text = (pattern * (length // len(pattern) + 1))[:length]
        began = time.process_time()
        guard(text)
        return time.process_time() - began

    short, long = min(seconds(size) for _ in range(3)), seconds(8 * size)
    for _ in range(2):  # only noise is worth another look
        if long < 24 * max(short, 0.0005):
            break
        long = min(long, seconds(8 * size))
    assert long < 24 * max(short, 0.0005)


@pytest.mark.slow
def test_reads_a_megabyte_of_hostile_text() -> None:
    chance = random.Random(3)
    hostile = "".join(
        chance.choices(("4", "1 ", "PIN ", "password: ", "-", "gb11", " is ", "\u200b", "[", "my "), k=350_000)
    )

    guarded = guard(hostile[:1_000_000])

    assert guard(guarded.text).text == guarded.text
