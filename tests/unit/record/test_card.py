"""The card for beside the phone: one sheet in every country, with the numbers that the window shows."""

from __future__ import annotations

import pytest

from recovery_assistant.record.card import card, on_card
from recovery_assistant.record.pdf import sheets
from tests.unit.record.handout_press import COUNTRIES, press_of
from tests.unit.record.records import RESOURCES, said


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_numbers_are_those_of_the_help_column_of_every_region(code: str) -> None:
    press = press_of(code)
    for region in press.guidance.country.regions:
        text = said(card(press, region))
        shown = on_card(press, region)
        assert {one.id for one in shown} <= set(press.guidance.country.help_column)
        assert shown
        for one in shown:
            assert one.name in text
            assert press.reached(one) in text


@pytest.mark.parametrize("code", COUNTRIES)
def test_it_fits_on_one_sheet(code: str) -> None:
    press = press_of(code)
    for region in press.guidance.country.regions:
        assert sheets(card(press, region), RESOURCES, 14, press.guidance.country.paper) == 1


def test_it_says_when_the_numbers_were_checked_and_asks_for_no_word() -> None:
    assert "Numbers last checked on 22 November 2026." in said(card(press_of("gb"), "england"))
    text = said(card(press_of("gb"), "scotland"))
    assert "Numbers last checked on" not in text  # 999, 159 and 101 do not expire
    assert "Never write the word down here." in text
    assert "0300 123 2040" not in text.replace("\u00a0", " ")  # Report Fraud is not for Scotland
