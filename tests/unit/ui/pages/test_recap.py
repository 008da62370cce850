"""Earlier answers again, in the order of the form; what is missing names its page."""

from __future__ import annotations

from recovery_assistant.domain.journal import PaymentRecorded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.ui.pages.recap import Recap, said
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_answers_stand_in_the_order_asked_for(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("the-caller", {"company": "Microsoft"})
    window.casebook.answer("the-call", {"day": "2026-11-18"})
    window.casebook.record(PaymentRecorded(payment=Payment(id="p1", amount_minor=185000)))
    recap = Recap(window.desk, ("the-caller.company", "the-call.day", "the-caller.caller-name", "payments", "calls"))
    bench.qtbot.addWidget(recap)
    words = [label.words for label in recap.findChildren(Label)]
    assert words.index("Microsoft") < words.index("18 November 2026")
    assert "Not told. Page 5C asks for it." in words
    assert "£1,850.00" in words


def test_answers_in_words() -> None:
    assert said(True, {}) == "Yes"
    assert said(["a", "b"], {"a": "Apples"}) == "Apples, b"
    assert said(None, {}) == ""
