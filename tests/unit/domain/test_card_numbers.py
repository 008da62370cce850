"""Card numbers are found however they are written; what an issuer would not hand out is left."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from recovery_assistant.domain.card_numbers import CardNumber, card_numbers, has_check_digit
from recovery_assistant.domain.guard import CARD, guard

CARD_MARKER = re.compile(r"\[card ending ([0-9]{4}): the rest was taken out\]")


@given(st.text("0123456789", min_size=1, max_size=25))
def test_the_check_digit_is_that_of_stdnum(digits: str) -> None:
    assert has_check_digit(digits) == luhn.is_valid(digits)


def test_tells_where_a_card_stands_and_its_last_four() -> None:
    assert card_numbers("card 4111-1111 1111 1111, 5555555555554444") == [
        CardNumber(5, 24, "1111"),
        CardNumber(26, 42, "4444"),
    ]


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111112",  # the check digit is wrong
        "411111111111116",  # right, but Visa has no 15 digits
        "5105105105105",  # Mastercard has 16
        "9111111111111112",  # no issuer
        "2220111111111113",  # just below Mastercard's second series
        "3056930902590400005",  # Diners Club has 14 or 16
    ],
)
def test_needs_an_issuer_that_hands_out_this_prefix_and_length(number: str) -> None:
    assert card_numbers(number) == []


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("4111111111111111", "Visa"),
        ("4222222222222", "Visa of 13 digits"),
        ("5555555555554444", "Mastercard"),
        ("2223003122003222", "Mastercard, second series"),
        ("378282246310005", "American Express"),
        ("6759649826438453", "Maestro"),
        ("6011111111111117", "Discover"),
        ("3530111333300000", "JCB"),
        ("30569309025904", "Diners Club"),
        ("6240008631401148", "UnionPay"),
        ("4917610000000000003", "Visa of 19 digits"),
    ],
)
def test_takes_a_card_of_every_issuer_and_keeps_the_last_four(number: str, issuer: str) -> None:
    guarded = guard(f"They read out {number}, slowly.")

    assert guarded.text == f"They read out [card ending {number[-4:]}: the rest was taken out], slowly.", issuer
    assert guarded.removed == (CARD,)


@pytest.mark.parametrize(
    "written",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111–1111–1111–1111",
        "4111\u00a01111\u202f1111\u20031111",
        "4111 1111\n1111 1111",
        "4111 1111\r\n1111 1111",
        "4111  1111 -  1111\t1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "41 11 11 11 11 11 11 11",
        "411 11111111 11111",
        "41-11.1111 11_1111-11",
        "4111\u200b1111\u200d1111\u20601111",
        "\u200e4111111111111111\u200f",
        "4\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e3111111111111",
        "４１１１１１１１１１１１１１１１",
        "٤١١١١١١١١١١١١١١١",
        "Visa4111111111111111",
        "card:4111111111111111cvv",
        "(4111111111111111)",
        "£4111111111111111",
    ],
)
def test_takes_a_card_however_it_is_written(written: str) -> None:
    guarded = guard(f"He has it: {written}")

    assert CARD in guarded.removed
    assert CARD_MARKER.search(guarded.text) is not None
    assert sum(character.isdigit() for character in guarded.text) == 4


@pytest.mark.parametrize("number", ["4929123456781234", "378282246310005", "4222222222222"])
@pytest.mark.parametrize(
    "between_groups",
    [",", ", ", "/", " / ", ":", "*", "|", "+", "~", ";", "; ", " and ", " then ", ")(", "...", "\r\n"],
)
def test_takes_a_card_whatever_stands_between_its_groups(number: str, between_groups: str) -> None:
    number = number if has_check_digit(number) else number[:-1] + str(luhn.calc_check_digit(number[:-1]))
    written = between_groups.join(number[at : at + 4] for at in range(0, len(number), 4))

    guarded = guard(f"He has ({written}) now")

    assert guarded.text == f"He has ([card ending {number[-4:]}: the rest was taken out]) now"


@pytest.mark.parametrize(
    "text",
    [
        "long number 4,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        "card no. 4111 1111 1111 and the last bit 1111",
        "my card is four one one one, one one one one, one one one one, one one one one",
        "four double one one one one one one one one one one one one one one",
    ],
)
def test_takes_a_card_that_is_read_out(text: str) -> None:
    assert guard(text).removed == (CARD,)


@pytest.mark.parametrize(
    "text",
    [
        "4500 on Monday, 5200 on Tuesday, 1000 on Friday, 1200 on Sunday",
        "4,111,111,111,111,111",
        "12:30:45, 13:30:45, 14:30:45",
        "four calls and one text and one letter",
        "+4366412345678, +4366412345670",
    ],
)
def test_leaves_lists_and_amounts(text: str) -> None:
    assert guard(text) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "My card 4929 1234 5678 9012 was used",
        "card number 4929123456789012",
        "my visa is 4929-1234-5678-9012.",
        "Amex no. 3712 123456 12345",
    ],
)
def test_one_wrong_digit_does_not_save_a_number_that_is_called_a_card(text: str) -> None:
    (found,) = card_numbers(text)
    assert not has_check_digit("".join(filter(str.isdigit, text[found.start : found.end])))


@pytest.mark.parametrize(
    "text",
    [
        "gift card 4929 1234 5678 9012",
        "card reference 4929123456789012",
        "ref 4929 1234 5678 9012",
        "card 1234 5678 9012 3456",
        "my card ending 9012",
    ],
)
def test_what_only_stands_near_the_word_card_stays(text: str) -> None:
    assert card_numbers(text) == []
