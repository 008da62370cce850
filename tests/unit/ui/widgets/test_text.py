"""No text brings mark-up with it, whatever it says; names for assistive technology are plain."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QTextDocument

from recovery_assistant.ui.widgets.text import BulletList, Label, NoteBar, Told, WordsToSay
from tests.window_parts import Bench

HOSTILE = '<img src="file:///etc/passwd"> <b>bold</b> & <script>'


def shown(label: Label) -> str:
    document = QTextDocument()
    if label.textFormat() == label.textFormat().RichText:
        document.setHtml(label.text())
        return document.toPlainText().replace("\u200b", "")  # a place to wrap shows as nothing
    return label.text()


@pytest.mark.parametrize("role", ["body", "h1", "pill", "hint", "number"])
def test_hostile_text_is_shown_as_text(bench: Bench, role: str) -> None:
    label = Label(HOSTILE, role)  # type: ignore[arg-type]
    bench.qtbot.addWidget(label)
    assert shown(label) == HOSTILE
    assert label.words == HOSTILE
    said = QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)
    assert said == HOSTILE


def test_lines_stay_lines(bench: Bench) -> None:
    label = Label("one\ntwo")
    bench.qtbot.addWidget(label)
    assert shown(label).splitlines() == ["one", "two"]


def test_a_long_path_can_wrap_and_is_said_as_it_is(bench: Bench) -> None:
    path = "HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\AnyDesk"
    label = Label(path)
    bench.qtbot.addWidget(label)
    assert label.words == path
    assert shown(label) == path
    assert label.minimumSizeHint().width() < 400
    flood = Label("x" * 3000)
    bench.qtbot.addWidget(flood)
    assert flood.minimumSizeHint().width() < 600


def test_a_note_begins_with_bold_words(bench: Bench) -> None:
    note = NoteBar(bench.theme, "In danger?| Ring 999 first.")
    bench.qtbot.addWidget(note)
    label = note.findChild(Label)
    assert isinstance(label, Label)
    assert "<b>In danger?</b>" in label.text()
    assert label.words == "In danger? Ring 999 first."


def test_words_to_say_stand_in_quotation_marks(bench: Bench) -> None:
    words = WordsToSay(bench.theme, "Words you can read out", "Please stop all payments.")
    bench.qtbot.addWidget(words)
    assert any(label.words == "“Please stop all payments.”" for label in words.findChildren(Label))


def test_lists_carry_their_numbers_in_the_text(bench: Bench) -> None:
    made = BulletList(bench.theme, ("Pull", "Wait"), numbered=True)
    told = Told(bench.theme, "Saved")
    bench.qtbot.addWidget(made)
    bench.qtbot.addWidget(told)
    assert [label.words for label in made.findChildren(Label)] == ["1.", "Pull", "2.", "Wait"]
    assert [label.words for label in told.findChildren(Label)] == ["Saved"]
