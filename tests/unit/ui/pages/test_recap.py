"""Earlier answers again, in the order of the form; what is missing is listed with its page."""

from __future__ import annotations

from msgspec import structs

from recovery_assistant.domain.journal import CallStarted, PaymentRecorded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.recap import MissingLeads, Recap, leads, payment_gaps, payment_words, said
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import NOW, Bench, country, plan

STEP = structs.replace(
    plan().step("report-fraud"),
    recap=("the-caller.company", "the-call.day", "what-they-did.did", "the-caller.caller-name", "payments", "calls"),
)
PAID = Payment(id="p1", amount_minor=185000, rail="gift-card", sent_on="2026-11-18", sent_time="11:06")


def test_answers_stand_in_the_order_asked_for(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("the-caller", {"company": "Microsoft"})
    window.casebook.answer("the-call", {"day": "2026-11-18"})
    window.casebook.answer("what-they-did", {"did": ["saw-bank", "dark-screen"]})
    window.casebook.record(PaymentRecorded(payment=PAID))
    window.casebook.record(CallStarted(call_id="c1", contact="bank-159", started_at=NOW))
    recap = Recap(window.desk, tuple(leads(window.desk, STEP)))
    bench.qtbot.addWidget(recap)
    words = [label.words for label in recap.findChildren(Label)]
    assert words.index("Microsoft") < words.index("18 November 2026")
    assert "My online bank was open\nThe screen went black, or I could not see" in words
    assert "£1,850.00, Gift card or voucher, 18 November 2026 11:06" in words
    assert "Your bank’s fraud team, 22 November 2026, 14:05" in words
    assert "Not told" in words


def test_what_is_missing_is_listed_by_page_with_a_way_there(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("the-caller", {"company": "Microsoft"})
    window.casebook.record(PaymentRecorded(payment=PAID))
    missing = MissingLeads(window.desk, tuple(leads(window.desk, STEP)))
    bench.qtbot.addWidget(missing)
    words = [label.words for label in missing.findChildren(Label)]
    assert "Who a payment went to" in words
    assert "Name they gave" in words
    went: list[object] = []
    missing.go.connect(went.append)
    link = next(one for one in missing.findChildren(LinkButton) if "5C" in one.accessibleName())
    link.click()
    assert went == [At("the-caller")]


def test_nothing_missing_says_so(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("the-caller", {"company": "Microsoft"})
    missing = MissingLeads(window.desk, tuple(leads(window.desk, structs.replace(STEP, recap=STEP.recap[:1]))))
    bench.qtbot.addWidget(missing)
    assert not missing.findChildren(LinkButton)


def test_answers_in_words() -> None:
    assert said(True, {}) == "Yes"
    assert said(["a", "b"], {"a": "Apples"}) == "Apples\nb"
    assert said(None, {}) == ""


def test_a_payment_in_words_and_its_gaps() -> None:
    assert payment_words(Payment(id="p1"), country()) == "Amount not known"
    assert len(list(payment_gaps(Payment(id="p1")))) == 4
    assert list(payment_gaps(PAID)) == ["Who a payment went to"]
