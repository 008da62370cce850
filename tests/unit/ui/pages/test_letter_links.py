"""Letters that belong to another page: named there, made on the page of letters."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.letter_links import LetterOffer, letters_step, offered_letters, papers_of
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_a_page_with_letters_names_them_and_leads_to_where_they_are_made(bench: Bench) -> None:
    page = bench.page("tell-the-maker")
    offer = page.findChildren(LetterOffer)[0]
    assert "To the maker of the program they used" in [label.words for label in offer.findChildren(Label)]
    asked: list[object] = []
    page.go.connect(asked.append)
    offer.findChildren(QPushButton)[0].click()
    assert asked == [At("letters")]


def test_without_letters_nothing_is_offered(bench: Bench) -> None:
    page = bench.page("tell-the-maker")
    assert offered_letters(page.desk, ()) is None
    assert letters_step(page.desk) == "letters"


def test_before_a_case_is_open_there_are_no_papers(bench: Bench) -> None:
    window = bench.window(case=False)
    assert window.page is not None
    assert papers_of(window.page.desk) is None
