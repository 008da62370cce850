"""Buttons: a whole card is the target, names are said, heights follow the text, nothing is smaller than a target."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QPushButton

from recovery_assistant.ui.widgets.buttons import DoorButton, LinkButton, MainButton, OpeningCard, SizeButton, TaskRow
from tests.window_parts import Bench

LONG = "A name that is so long that it does not fit into one line of a narrow window at all"


def test_a_door_says_its_name_and_second_line(bench: Bench) -> None:
    door = DoorButton(bench.theme, "It happened today", "Four short steps.", filled=True)
    bench.qtbot.addWidget(door)
    assert (door.accessibleName(), door.accessibleDescription()) == ("It happened today", "Four short steps.")
    door.resize(400, door.heightForWidth(400))
    assert door.hitButton(QPoint(2, 2))
    assert door.heightForWidth(200) > door.heightForWidth(600)


def test_a_door_can_stop_being_the_filled_one(bench: Bench) -> None:
    door = DoorButton(bench.theme, "It happened today", filled=True)
    bench.qtbot.addWidget(door)
    door.fill(filled=False)
    assert door.property("filled") is False


def test_a_card_opens_what_is_below_it_and_says_so(bench: Bench) -> None:
    below = QLabel("how")
    card = OpeningCard(bench.theme, "wifi", "I use Wi-Fi", "Show how", below)
    for widget in (card, below):
        bench.qtbot.addWidget(widget)
    assert below.isHidden()
    card.click()
    assert not below.isHidden()
    assert card.isChecked(), "assistive technology is told that it is open"


def test_a_task_row_says_its_status_in_words(bench: Bench) -> None:
    made = TaskRow(bench.theme, LONG, "About 30 minutes", "Cannot start yet", kind="cannot-start-yet")
    bench.qtbot.addWidget(made)
    assert made.accessibleName() == f"{LONG}, Cannot start yet"
    assert made.heightForWidth(300) > made.heightForWidth(900)


def test_buttons_are_big_enough_and_can_change_their_words(bench: Bench) -> None:
    main = MainButton(bench.theme, "Print", icon="printer")
    link = LinkButton(bench.theme, "Back", icon="arrow-left")
    size = SizeButton(bench.theme, "A+", "Make the text larger")
    for button in (main, link, size):
        bench.qtbot.addWidget(button)
        button.show()
        assert button.sizeHint().height() >= 44
    main.say("Print 6 pages")
    assert main.accessibleName() == "Print 6 pages"
    assert size.accessibleName() == "Make the text larger"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_return_presses_whatever_has_the_focus_once(bench: Bench, key: Qt.Key) -> None:
    below = QLabel("how")
    bench.qtbot.addWidget(below)
    buttons: list[QPushButton] = [
        DoorButton(bench.theme, "Go on with your case"),
        TaskRow(bench.theme, "Look for programs", "", "Not started", kind="not-started"),
        OpeningCard(bench.theme, "wifi", "I use Wi-Fi", "Show how", below),
        MainButton(bench.theme, "Continue"),
        LinkButton(bench.theme, "Back"),
    ]
    for button in buttons:
        bench.qtbot.addWidget(button)
        pressed = QSignalSpy(button.clicked)
        QTest.keyClick(button, key)
        assert pressed.count() == 1, button.accessibleName()
        held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", True)
        bench.application.sendEvent(button, held)
        assert pressed.count() == 1, "a key that is held does not go on pressing"
