"""Answers: nothing preselected, one or several, and whether anybody touched them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from recovery_assistant.ui.widgets.answers import Option, Question, TickRow, first_control
from tests.window_parts import Bench

OPTIONS = (Option("them", "They did", "While they controlled the PC"), Option("me", "I did"))


def question(bench: Bench, *, several: bool = False, chosen: tuple[str, ...] = ()) -> Question:
    made = Question(bench.theme, "Who pressed “send”?", OPTIONS, several=several, chosen=chosen)
    bench.qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_is_preselected(bench: Bench) -> None:
    asked = question(bench)
    assert asked.chosen is None
    assert not asked.was_answered


def test_a_click_anywhere_on_the_row_chooses_and_only_one_stays(bench: Bench) -> None:
    asked = question(bench)
    first, second = asked.choices
    QTest.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(first.width() - 5, 5))
    second.click()
    assert asked.chosen == "me"
    assert asked.was_answered


def test_several_can_be_chosen_and_taken_back(bench: Bench) -> None:
    asked = question(bench, several=True, chosen=("them",))
    assert asked.was_answered
    asked.choices[1].click()
    assert asked.all_chosen == ["them", "me"]
    asked.choices[0].click()
    asked.choices[1].click()
    assert asked.all_chosen == []


def test_every_answer_is_named_and_large_enough(bench: Bench) -> None:
    asked = question(bench)
    first = asked.choices[0]
    assert (first.accessibleName(), first.accessibleDescription()) == ("They did", "While they controlled the PC")
    assert first.heightForWidth(300) >= 50
    assert first.heightForWidth(140) > first.heightForWidth(600)


def test_a_tick_is_drawn(bench: Bench) -> None:
    tick = TickRow(bench.theme, Option("told", "Experian told"))
    bench.qtbot.addWidget(tick)
    tick.resize(400, 50)
    empty = tick.grab().toImage()
    tick.setChecked(True)
    assert tick.grab().toImage() != empty


def test_the_first_control_is_the_first_that_tab_reaches(bench: Bench) -> None:
    asked = question(bench)
    assert first_control(asked) is asked.choices[0]
    alone = QWidget()
    bench.qtbot.addWidget(alone)
    assert first_control(alone) is None
