"""Questions: only what was touched is stored, kindly read, a secret is taken out and the page says so."""

from __future__ import annotations

from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.questions import guarded_words, shown_day
from recovery_assistant.ui.widgets.answers import Question
from recovery_assistant.ui.widgets.fields import LabeledField
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def form(bench: Bench, step: str) -> FormPage:
    page = bench.page(step)
    assert isinstance(page, FormPage)
    return page


def test_only_what_was_touched_is_an_answer(bench: Bench) -> None:
    page = form(bench, "the-call")
    assert page.questions.answers() == {}
    began = page.questions._widgets["how-it-began"]
    day = page.questions._widgets["day"]
    assert isinstance(began, Question)
    assert isinstance(day, LabeledField)
    began.choices[0].click()
    day.write("18 November")
    assert page.questions.answers() == {"how-it-began": "they-rang", "day": "2026-11-18"}


def test_what_cannot_be_read_says_so_and_keeps_the_page(bench: Bench) -> None:
    page = form(bench, "the-call")
    day = page.questions._widgets["day"]
    assert isinstance(day, LabeledField)
    day.write("some day")
    page.main_pressed()
    assert bench.book(page).case.answers == {}
    assert "could not read this day" in day._message.words
    assert day.text == "some day", "what was typed stays"


def test_what_follows_is_told_only_after_the_answer(bench: Bench) -> None:
    page = form(bench, "at-work")
    asked = page.questions._widgets["work-pc"]
    assert isinstance(asked, Question)
    then = asked._thens["yes"]
    assert then.isHidden()
    told: list[str] = []
    page.said.connect(told.append)
    asked.choices[0].click()
    assert not then.isHidden()
    assert any("IT desk" in label.words for label in then.findChildren(Label))
    assert "IT desk" in told[0], "screen readers hear it too"
    asked.choices[1].click()
    assert then.isHidden()


def test_who_belongs_to_two_questions_is_shown_once(bench: Bench) -> None:
    page = form(bench, "pass-it-on")
    shown = [label.words for label in page.findChildren(Label)]
    assert shown.count("Scam texts and calls") == 1


def test_a_card_number_never_stays_and_the_field_says_why(bench: Bench) -> None:
    page = form(bench, "the-caller")
    said = page.questions._widgets["said"]
    assert isinstance(said, LabeledField)
    said.write("They wanted my card 4111 1111 1111 1111 at once")
    page.main_pressed()
    window = bench.window_of(page)
    assert window.page is page, "the page stays, so that the person sees it"
    assert "4111 1111" not in said.text
    assert "4111111111111111" not in repr(bench.book(page).entries).replace(" ", "")
    assert said._message.words == guarded_words("card-number")
    page.main_pressed()
    assert window.page is not page


def test_stored_answers_come_back(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("the-call", {"how-it-began": "i-rang", "day": "2026-11-18"})
    page = bench.page("the-call", window)
    assert isinstance(page, FormPage)
    asked, day = page.questions._widgets["how-it-began"], page.questions._widgets["day"]
    assert isinstance(asked, Question)
    assert isinstance(day, LabeledField)
    assert asked.chosen == "i-rang"
    assert day.text == "18 November 2026"
    assert shown_day("about then", page.desk) == "about then"


def test_a_number_that_costs_extra_says_so(bench: Bench) -> None:
    page = form(bench, "the-caller")
    field = page.questions._widgets["number-i-rang"]
    assert isinstance(field, LabeledField)
    prefix = bench.parts.country.premium_prefixes[0]
    field.write(prefix.prefix + "1234567")
    page.questions._tell_premium(field)
    assert field._message.words
    field.write("020 7946 0000")
    page.questions._tell_premium(field)
    assert field._message.words == ""
