"""Secrets beside their word are found, and what is only said about them is left."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.guard import guard
from recovery_assistant.domain.secret_words import CODE, CVV, PASSWORD, PIN, Secret, secrets


def test_tells_where_a_secret_stands() -> None:
    assert secrets("my PIN is 1234.") == [Secret(10, 14, PIN)]


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("my PIN is 1234", "my PIN is [PIN taken out]", PIN),
        ("My P.I.N. is 1234", "My P.I.N. is [PIN taken out]", PIN),
        ("PIN: 12 34.", "PIN: [PIN taken out].", PIN),
        ("pin number = 1-2-3-4", "pin number = [PIN taken out]", PIN),
        ("I told him my PIN, 4071, twice", "I told him my PIN, [PIN taken out], twice", PIN),
        ("1234 is my bank card PIN", "[PIN taken out] is my bank card PIN", PIN),
        ("I typed 1234 as my PIN", "I typed [PIN taken out] as my PIN", PIN),
        ("PIN number two six four one", "PIN number [PIN taken out]", PIN),
        ("the code was four, eight, two, double nine.", "the code was [code taken out].", CODE),
        ("CVV one two three", "CVV [security code taken out]", CVV),
        ("PIN\n1234", "PIN\n[PIN taken out]", PIN),
        ("P\u200bIN １２３４", "P\u200bIN [PIN taken out]", PIN),
        ("the PIN he made me type in 9876", "the PIN he made me type in [PIN taken out]", PIN),
        ("the 3 digits on the back are 123", "the 3 digits on the back are [security code taken out]", CVV),
        ("CVV 123", "CVV [security code taken out]", CVV),
        ("cvc2: 9876", "cvc2: [security code taken out]", CVV),
        ("number on the back of my card is 321", "number on the back of my card is [security code taken out]", CVV),
        ("security code 123", "security code [security code taken out]", CVV),
        ("code 482913", "code [code taken out]", CODE),
        ("the code they sent me was 482 913.", "the code they sent me was [code taken out].", CODE),
        ("Your one-time code is 482-913", "Your one-time code is [code taken out]", CODE),
        ("code: G-482913", "code: G-[code taken out]", CODE),
        ("482913 was the code", "[code taken out] was the code", CODE),
        ("security code 482913", "security code [code taken out]", CODE),
        ("password: hunter2", "password: [password taken out]", PASSWORD),
        ("Password = Fluffy!", "Password = [password taken out]", PASSWORD),
        ("my password is fluffy.", "my password is [password taken out].", PASSWORD),
        ("my e-mail password was Rex2019 then", "my e-mail password was [password taken out] then", PASSWORD),
        ('password is "correct horse battery"', 'password is "[password taken out]"', PASSWORD),
        ("hunter2 is my password", "[password taken out] is my password", PASSWORD),
        ("password hunter2", "password [password taken out]", PASSWORD),
        ("I changed the password to Blue77", "I changed the password to [password taken out]", PASSWORD),
        ("passcode 112233", "passcode [password taken out]", PASSWORD),
    ],
)
def test_takes_a_secret_beside_its_word_and_leaves_the_rest(text: str, expected: str, kind: str) -> None:
    assert guard(text) == (expected, (kind,))


def test_several_of_a_kind() -> None:
    assert guard("PINs 1234, 5678 and 9012").text.count("taken out") == 3
    assert guard("the codes were 482913 and 771204").removed == (CODE, CODE)


@pytest.mark.parametrize(
    "text",
    [
        "PIN 1234 07700 900123",
        "code 4821 20-00-00 12345678",
    ],
)
def test_what_follows_a_secret_stays(text: str) -> None:
    guarded = guard(text).text

    assert text.split()[1] not in guarded
    assert guarded.endswith(text.split(maxsplit=2)[2])


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("password for everything is Fluffy1948", "Fluffy1948"),
        ("it’s fluffy1948 my password", "fluffy1948"),
        ("I use fluffy for my password", "fluffy"),
        ("pass: Fluffy1948", "Fluffy1948"),
        ("my password’s Fluffy1948", "Fluffy1948"),
        ("my password's fluffy", "fluffy"),
        ("login: mhill / Fluffy1948", "Fluffy1948"),
        ("my passwords: bank Fluffy1948, email Rover77!", "Rover77"),
        ("long number 4929 1234 5678 9015, 08/27, 482", "482"),
        ("4929 1234 5678 9015 exp 08/27 and 482", "482"),
        ("valid to 08/27 security 482", "482"),
        ("signature strip number 482", "482"),
        ("numbers on signature strip were 482", "482"),
        ("the back of card 482", "482"),
        ("passnumber 482135", "482135"),
        ("passkey 482135", "482135"),
        ("HSBC secure key 482135", "482135"),
        ("google sent G-482913", "482913"),
        ("the number that came up on my card reader was 48291301", "48291301"),
        ("he asked me to read the 6 numbers from the text they were 482913", "482913"),
        ("bitlocker key 482135-109922-123456-123456-123456-123456-123456-123456", "123456"),
        ("recovery key 482135-109922-123456", "109922"),
        ("pin 4821 4821 4821", "4821"),
        ("pin is 4 8 2 and 1", "8 2"),
    ],
)
def test_takes_out_what_people_tell_in_their_own_order(said: str, secret: str) -> None:
    assert secret not in guard(said).text


@pytest.mark.parametrize(
    "said",
    [
        "changed PIN at cash machine on 21/11",
        "I live at 4821 Pin Mill Road",
        "I use Chrome for my passwords",
        "I use it for my password",
        "my password's safe",
        "paid by card ending 4821 on 08/27, 482 pounds",
        "login: mhill on 20 November",
        "the report is G-482913",
        "the crime ref is 482135-109922-123456",
        "my passkey is on the phone",
        "I pressed code 1 and 2",
        "he used Teams for my password reset",
        "it was sent by message, ref G-482913",
        "Recovery team case 204418 112233",
        "the card expires 08/27 and I rang 159",
    ],
)
def test_leaves_what_only_looks_like_it(said: str) -> None:
    assert guard(said) == (said, ())
