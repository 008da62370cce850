"""Fields: label as buddy, hint and message said with the field, Tab leaves even a long one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from recovery_assistant.ui.widgets.fields import LabeledField
from recovery_assistant.ui.widgets.layouts import column
from tests.window_parts import Bench


def field(bench: Bench, *, long: bool = False, secret: bool = False) -> LabeledField:
    made = LabeledField(bench.theme, "Reference", hint="You can leave this empty.", long=long, secret=secret)
    bench.qtbot.addWidget(made)
    made.show()
    return made


def test_the_label_is_the_fields_buddy_and_name(bench: Bench) -> None:
    made = field(bench)
    assert any(label.buddy() is made.control for label in made.findChildren(QLabel))
    spoken = QAccessible.queryAccessibleInterface(made.control)
    assert spoken.text(QAccessible.Text.Name) == "Reference"
    assert spoken.text(QAccessible.Text.Description) == "You can leave this empty."


def test_a_message_is_shown_and_said_with_the_field(bench: Bench) -> None:
    made = field(bench)
    made.tell("We left out a card number.")
    assert made._message_row.isVisibleTo(made)
    assert made.control.accessibleDescription() == "You can leave this empty. We left out a card number."
    made.tell("")
    assert not made._message_row.isVisibleTo(made)


def test_text_is_read_without_blanks_around_it(bench: Bench) -> None:
    for long in (False, True):
        made = field(bench, long=long)
        made.write("  77 \n" if long else "  77 ")
        assert made.text == "77"


def test_tab_leaves_a_long_field(bench: Bench) -> None:
    top = QWidget()
    bench.qtbot.addWidget(top)
    lines = column(bench.theme)
    first, second = LabeledField(bench.theme, "One", long=True), LabeledField(bench.theme, "Two")
    lines.place(first)
    lines.place(second)
    top.setLayout(lines)
    top.show()
    first.control.setFocus()
    QTest.keyClick(first.control, Qt.Key.Key_Tab)
    assert top.focusWidget() is second.control
    assert first.text == ""


def test_a_secret_is_not_shown_while_typed(bench: Bench) -> None:
    made = field(bench, secret=True)
    assert isinstance(made.control, QLineEdit)
    assert made.control.echoMode() == QLineEdit.EchoMode.Password
    made.rename("Recovery code")
    assert made.control.echoMode() == QLineEdit.EchoMode.Normal
    assert made.control.accessibleName() == "Recovery code"
