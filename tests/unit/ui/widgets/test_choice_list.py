"""A list with a label: its name, its size, and no change by the wheel."""

from __future__ import annotations

from recovery_assistant.ui.widgets.choice_list import ChoiceList
from tests.window_parts import Bench


def test_it_has_a_name_a_choice_and_the_size_of_a_target(bench: Bench) -> None:
    choice = ChoiceList(bench.theme, "Which column?", [("", "None"), ("1", "Column 1"), ("2", "x" * 500)], "1")
    bench.qtbot.addWidget(choice)
    choice.show()
    assert choice.control.accessibleName() == "Which column?"
    assert choice.chosen == "1"
    assert choice.control.height() >= 44
    assert len(choice.control.itemText(2)) < 80


def test_only_the_person_changes_it(bench: Bench) -> None:
    choice = ChoiceList(bench.theme, "Which column?", [("1", "One"), ("2", "Two")], "never")
    bench.qtbot.addWidget(choice)
    with bench.qtbot.waitSignal(choice.chose):
        choice.control.activated.emit(1)
    assert choice.chosen == "1"
