"""Help by phone: the pack's own order, only who serves there, and the day it was checked."""

from __future__ import annotations

from datetime import date

from recovery_assistant.ui.widgets.help import (
    ContactCards,
    HelpColumn,
    TopBar,
    breakable,
    checked_on,
    short_name,
    shown_contacts,
)
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench, country

TODAY = date(2026, 11, 22)


def test_the_order_is_that_of_the_pack() -> None:
    shown = [contact.id for contact in shown_contacts(country(), None)]
    assert shown == [one for one in country().help_column if one in shown]
    assert shown[0] == "police-999"


def test_people_in_scotland_see_who_serves_them() -> None:
    scotland = {contact.id for contact in shown_contacts(country(), "scotland")}
    england = {contact.id for contact in shown_contacts(country(), "england")}
    assert "report-fraud" in england
    assert "report-fraud" not in scotland


def test_the_column_shows_numbers_and_the_day(bench: Bench) -> None:
    column = HelpColumn(bench.theme)
    bench.qtbot.addWidget(column)
    column.show_region(country(), None, TODAY)
    said = [label.words for label in column.findChildren(Label)]
    assert "999" in said
    assert any("Checked on" in one and "Nobody here will ever ring you." in one for one in said)
    assert column.width() == 292


def test_past_its_shelf_life_a_number_stays_and_says_so(bench: Bench) -> None:
    cards = ContactCards(bench.theme, (country().contact("report-fraud"),), country(), date(2029, 1, 1))
    bench.qtbot.addWidget(cards)
    said = " ".join(label.words for label in cards.findChildren(Label))
    assert country().contact("report-fraud").phone in said
    assert "Last checked on" in said


def test_the_bar_on_top_has_the_short_numbers(bench: Bench) -> None:
    bar = TopBar(bench.theme)
    bench.qtbot.addWidget(bar)
    bar.show_region(country(), None)
    said = bar._numbers.words
    assert said.startswith("Danger 999")
    assert "Bank 159" in said
    assert short_name("support") == ""


def test_no_contacts_no_day() -> None:
    assert checked_on((), country()) == ""


def test_a_long_address_may_be_broken_and_says_the_same() -> None:
    broken = breakable("account.microsoft.com/devices/recoverykey")
    assert broken.replace("\u200b", "") == "account.microsoft.com/devices/recoverykey"
    assert broken.count("\u200b") == 4
    assert breakable("the number on your card") == "the number on your card"
