"""Secrets that stand somewhere in the sentence of their word, as frightened people tell it."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.guard import guard
from recovery_assistant.domain.secret_nearby import Numbers


@pytest.mark.parametrize(
    "text",
    [
        "I told him {} which is my pin",
        "he asked for my pin so i said {}",
        "my pin is the same as my door, {}",
        "My PIN, stupidly, was {}",
        "my new PIN will be {}",
        "my pin is probably {}",
        "pin for Barclays {}",
        "pin for my Nationwide card is {}",
        "PIN for the Halifax card: {}",
        "I set a new pin of {}",
        "the PIN’s {}",
        "{} pin",
        "{} - that is the PIN",
        "{} is what I put in for the pin",
        "He said what is your pin? {} I said",
        "the caller, Kevin, asked for my pin and I told Kevin {}",
        "pin nr {}",
        "pin is {}pm",
        "my secret number is {}",
        "my four digit number is {}",
    ],
)
@pytest.mark.parametrize("pin", ["4821", "4 8 2 1", "4-8-2-1", "48 21"])
def test_a_pin_anywhere_in_its_sentence(text: str, pin: str) -> None:
    guarded = guard(text.format(pin))

    assert guarded.text == text.format("[PIN taken out]").replace("]pm", "]pm")
    assert guarded.removed == ("pin",)


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("I changed my pin from 4821 to 7730", ["4821", "7730"]),
        ("Pin is 4821 for the blue card and 7730 for the red", ["4821", "7730"]),
        ("my pin 4/8/2/1", ["4/8/2/1"]),
        ("my PIN is forty eight twenty one", ["forty", "one"]),
        ("four eight two one is my pin", ["four"]),
        ("security code on the back 482", ["482"]),
        ("sec code 482", ["482"]),
        ("three digits: 482", ["482"]),
        ("482 on the back", ["482"]),
        ("verification number 482913", ["482913"]),
        ("I read out 482913 from the text message", ["482913"]),
        ("482913 came by text and I gave it to him", ["482913"]),
        ("Unlock code for the iPad is 482100", ["482100"]),
        ("recovery code ABCD-EFGH-IJKL", ["ABCD", "IJKL"]),
        ("pw: Fluffy1948", ["Fluffy1948"]),
        ("passwrd: Fluffy1948", ["Fluffy1948"]),
        ("user margaret pass Fluffy1948", ["Fluffy1948"]),
        ("my passwords are Fluffy1948 and Rover77", ["Fluffy1948", "Rover77"]),
        ("my password is correct horse battery staple", ["correct", "staple"]),
        ("answer to my security question is Rover", ["Rover"]),
    ],
)
def test_in_whatever_order_people_tell_it(text: str, secrets: list[str]) -> None:
    guarded = guard(text).text

    assert [secret for secret in secrets if secret in guarded] == []


@pytest.mark.parametrize(
    "text",
    [
        "I texted code to 7726",
        "Code 7726",
        "The support code 482913 he typed at fastsupport.com",
        "Quick Assist security code he read me was 482913",
        "He put a drawing pin 4821",
        "PIN changed at 10:45",
        "He rang at 1430 and asked for my PIN",
        "In November 2025 I changed my PIN",
        "He asked for my PIN twice and then took 4821 pounds",
        "They had my PIN and paid 1500 to somebody",
        "They have my PIN and the account ending 4821",
        "I told him my PIN and he gave me badge number 4821",
        "I told him my PIN; then I rang (0318) 000243",
        "I rang 159 and told them about the security code",
        "my PIN letter came on 12/11/2025",
        "I gave the PIN and he typed 123 456 789 into AnyDesk",
        "my pin is 4 digits long",
        "they asked for my pin 3 times",
        "The last three digits of the account are 482",
        "my password is kept with my daughter in Leeds",
        "bus pass 4821",
    ],
)
def test_what_its_own_words_make_something_else_stays(text: str) -> None:
    assert guard(text) == (text, ())


def test_looks_no_further_than_the_sentence() -> None:
    text = "They rang. My PIN is safe! Then 4821 came"

    assert list(Numbers(text).near(14, 17, 4)) == []


def test_tells_each_number_once() -> None:
    text = "pin 4821 pin"
    numbers = Numbers(text)

    assert list(numbers.near(0, 3, 4)) == [(4, 8)]
    assert list(numbers.near(9, 12, 4)) == []
    assert list(Numbers(text).near(9, 12, 4)) == [(4, 8)]
