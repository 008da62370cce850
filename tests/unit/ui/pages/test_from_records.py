"""Pages show what the records suggest, fill nothing in, and let words for a maker be copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from recovery_assistant.domain.session import Activity
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.from_records import SuggestionPanel
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.text import Label
from tests.unit.ui.pages.test_timeline import START, came, read
from tests.window_parts import Bench


def test_without_records_nothing_is_suggested(bench: Bench) -> None:
    page = bench.page("look-at-statements", bench.window())
    assert page.findChildren(SuggestionPanel) == []


def test_each_page_gets_its_suggestion(bench: Bench) -> None:
    window = bench.window()
    read(window, came(), Activity(tool="", what="downloaded", detail="a.exe", start=START))
    for step, words in (
        ("look-at-statements", "Somebody was first connected on 18 November."),
        ("e-mail-first", "Change first what you typed or saw while they were connected:"),
        ("what-unlocks-what", "18 November, 10:44 – 11:15"),
        ("left-behind", "“a.exe”"),
        ("tell-the-maker", "You can send these words to the maker of AnyDesk."),
    ):
        page = bench.page(step, window)
        (panel,) = page.findChildren(SuggestionPanel)
        assert any(words in label.words for label in panel.findChildren(Label)), step
        assert window.desk.case.answers.get(step, {}) == {}, "nothing is filled in"


def test_words_for_the_maker_are_copied_whole(bench: Bench) -> None:
    window = bench.window()
    read(window, came())
    page = bench.page("tell-the-maker", window)
    assert isinstance(page, FormPage)
    (panel,) = page.findChildren(SuggestionPanel)
    heard: list[str] = []
    page.said.connect(heard.append)
    panel.findChildren(SecondButton)[0].click()
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0].startswith("Somebody used AnyDesk to get into my PC by fraud.")
    assert "Connected: 18 November 2026, 10:44 – 11:15 (GMT +0000)" in copied
    assert heard == ["The words are copied. You can paste them into a message."]
