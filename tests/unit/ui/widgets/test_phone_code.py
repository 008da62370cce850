"""The square for a phone: drawn black on white, with its address for those who cannot see it."""

from __future__ import annotations

from PySide6.QtGui import QColor

from recovery_assistant.ui.widgets.phone_code import PhoneCode
from tests.window_parts import Bench


def test_it_stands_beside_the_address_of_an_account(bench: Bench) -> None:
    codes = bench.page("e-mail-first").findChildren(PhoneCode)
    said = [code.accessibleName() for code in codes]
    assert said[0] == "Code for a phone. It opens myaccount.google.com"
    assert len(said) == 3


def test_its_squares_are_black_on_white_with_white_around(bench: Bench) -> None:
    (code, *_others) = bench.page("e-mail-first").findChildren(PhoneCode)
    image = code.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert {"#000000", "#ffffff"} <= colours
    assert image.pixelColor(2, 2) == QColor("#ffffff")
