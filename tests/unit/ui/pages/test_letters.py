"""The page of letters: which are needed and why; one letter seen, saved as paper or as text, noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from recovery_assistant.ui.pages import letters
from recovery_assistant.ui.pages.letters import LettersPage
from recovery_assistant.ui.widgets.text import Label
from tests.unit.domain.paper_cases import events
from tests.window_parts import Bench


@pytest.fixture(autouse=True)
def _no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "has_printer", lambda: False)


def page_of(bench: Bench, *, rich: bool = True) -> LettersPage:
    window = bench.window()
    assert window.casebook is not None
    for event in events("gb")[1:] if rich else []:
        window.casebook.record(event)
    page = bench.page("letters", window)
    assert isinstance(page, LettersPage)
    return page


def words(page: LettersPage) -> list[str]:
    return [label.words for label in page.findChildren(Label) if not label.isHidden()]


def press(page: LettersPage, name: str, description: str = "") -> None:
    buttons = page.findChildren(QPushButton)
    next(one for one in buttons if one.accessibleName() == name and description in one.accessibleDescription()).click()


def test_letters_stand_with_their_reasons(bench: Bench) -> None:
    page = page_of(bench)
    assert "To your bank: payments that you did not make" in words(page)
    assert "You wrote down 2 payments that you did not send yourself." in words(page)
    assert page.footer().main == "Continue"


def test_a_letter_is_seen_saved_as_text_and_noted(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = page_of(bench)
    press(page, "Look at the letter", "payments that you did not make")
    bench.settle()
    assert "Payments that I did not make" in words(page)
    assert page.footer().main == "Save to a stick"
    said: list[str] = []
    page.said.connect(said.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "letter.txt"), ""))
    press(page, "Save as text, to change it")
    assert "Dear Sir or Madam," in (tmp_path / "letter.txt").read_text("utf-8")
    assert said == ["The letter is saved."]
    assert page.back_inside()
    bench.settle()
    assert any(text.startswith("Made on ") for text in words(page))


def test_without_a_printer_the_main_button_saves_a_pdf(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = page_of(bench)
    press(page, "Look at the letter", "AnyDesk")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "letter.pdf"), ""))
    page.main_pressed()
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF-")
    assert [(one.kind, one.paper) for one in page.desk.case.papers] == [("letter", "tool-maker.anydesk")]


def test_a_dialog_that_is_closed_saves_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(bench)
    press(page, "Look at the letter", "PayPal")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    page.skip_pressed()
    assert page.desk.case.papers == ()


def test_an_empty_case_offers_every_letter_and_can_go_on(bench: Bench) -> None:
    page = page_of(bench, rich=False)
    assert any("Nothing you told us asks for a letter yet." in text for text in words(page))
    press(page, "Look at the letter", "To your employer: a work account may be at risk")
    bench.settle()
    assert "Somebody took control of a PC with work on it" in words(page)
    assert page.back_inside()
    page.main_pressed()
    assert page.desk.case.steps["letters"] == "completed"
