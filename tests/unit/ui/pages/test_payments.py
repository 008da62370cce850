"""Payments: one row each, read kindly, who pressed send never preselected and explained only afterwards."""

from __future__ import annotations

from recovery_assistant.domain.payment import Payment
from recovery_assistant.ui.pages.payment_facts import rail_words
from recovery_assistant.ui.pages.payments import PaymentsPage, shown_way, who_words
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def payments(bench: Bench) -> PaymentsPage:
    page = bench.page("payments")
    assert isinstance(page, PaymentsPage)
    return page


def test_one_payment_from_facts_to_who_pressed_send(bench: Bench) -> None:
    page = payments(bench)
    page._add()
    page.facts.fields["amount"].write("£1,850")
    page.facts.fields["sent_on"].write("18 November")
    page.facts.fields["sent_time"].write("11.06")
    page.facts.fields["account_ending"].write("12344321")
    page.facts.rail.choices[0].click()
    page.main_pressed()
    assert page.facts.fields["account_ending"].text == "4321", "only the last four stay, and the page says so"
    page.main_pressed()
    assert page._who is not None
    assert page._who.chosen is None, "nothing preselected"
    page._who.choices[0].click()
    page.main_pressed()
    page.main_pressed()
    kept = bench.book(page).case.payments["p1"]
    assert (kept.amount_minor, kept.rail, kept.who_sent) == (185000, "bank-transfer", "them")
    assert (kept.sent_on, kept.sent_time, kept.account_ending) == ("2026-11-18", "11:06", "4321")


def test_what_it_means_is_not_told_before_the_answer(bench: Bench) -> None:
    page = payments(bench)
    page._add()
    page.main_pressed()
    thens = [option.then for field in page.words.fields.values() for option in field.options.values() if option.then]
    said = " ".join(label.words for label in page.findChildren(Label))
    assert not any(then in said for then in thens)


def test_an_unreadable_amount_is_asked_again(bench: Bench) -> None:
    page = payments(bench)
    page._add()
    page.facts.fields["amount"].write("a lot")
    page.main_pressed()
    assert bench.book(page).case.payments == {}
    assert "could not read this amount" in page.facts.fields["amount"]._message.words


def test_a_number_is_never_used_twice(bench: Bench) -> None:
    page = payments(bench)
    page._add()
    page.main_pressed()
    page._withdraw("p1")
    page._add()
    page.main_pressed()
    assert list(bench.book(page).case.payments) == ["p2"]


def test_no_money_went_is_an_answer(bench: Bench) -> None:
    page = payments(bench)
    assert page.footer().main == "No money went"
    page.main_pressed()
    assert bench.book(page).case.steps["payments"] == "completed"


def test_every_rail_and_every_sender_has_words(bench: Bench) -> None:
    assert len(rail_words()) == 16
    assert list(who_words()) == ["them", "me", "unseen", "unknown"]
    assert shown_way(Payment(id="p1", rail="cash"), bench.window().desk) == "Cash"


def test_nobody_presses_send_on_a_gift_card(bench: Bench) -> None:
    page = payments(bench)
    page._add()
    page.facts.fields["amount"].write("600")
    next(one for one in page.facts.rail.choices if one.option.id == "gift-card").click()
    page.main_pressed()
    assert page._next == page._list_done
    assert bench.book(page).case.payments["p1"].who_sent is None


def test_a_payment_is_kept_while_it_is_written(bench: Bench) -> None:
    page = payments(bench)
    page.keeper.rest.setInterval(20)
    page._add()
    page.facts.fields["amount"].write("1850")
    page.facts.fields["account_ending"].write("12344321")
    assert not page.is_saved
    bench.qtbot.waitUntil(lambda: "p1" in bench.book(page).refresh().payments)
    kept = bench.book(page).case.payments["p1"]
    assert (kept.amount_minor, kept.account_ending) == (185000, "")
    assert page.facts.fields["account_ending"].text == "12344321", "nothing is taken out under the hands"
    assert not page.is_saved
    page.main_pressed()
    assert page.facts.fields["account_ending"].text == "4321"
    assert page.is_saved


def test_what_nobody_can_read_is_not_called_saved_and_back_tells_nothing_of_it(bench: Bench) -> None:
    page = payments(bench)
    page._add()
    page.facts.fields["amount"].write("20")
    page.facts.fields["sent_on"].write("some day")
    page.keeper.keep()
    assert not page.is_saved
    assert page.back_inside()
    assert page.is_saved
    assert bench.book(page).case.payments["p1"].amount_minor == 2000


def test_who_pressed_send_is_kept_when_it_is_chosen(bench: Bench) -> None:
    page = payments(bench)
    page._add()
    page.facts.fields["amount"].write("20")
    page.main_pressed()
    assert page._who is not None
    page._who.choices[1].click()
    assert bench.book(page).refresh().payments["p1"].who_sent == "me"


def test_who_told_of_a_gift_card_is_not_offered_that_no_money_went(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("other-money", {"ways": ["gift-card"]})
    page = bench.page("payments", window)
    assert page.footer().main == "Continue"
    assert any("another way: Gift card." in label.words for label in page.findChildren(Label))
