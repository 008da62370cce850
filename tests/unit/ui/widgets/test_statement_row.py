"""One marked row: its answers, one at a time, and the link that comes with "not mine"."""

from __future__ import annotations

from recovery_assistant.ui.widgets.statement_row import StatementRowCard
from tests.window_parts import Bench


def card(bench: Bench) -> StatementRowCard:
    made = StatementRowCard(bench.theme, "18 November 2026", "£3.00 went out", "", ("A reason.",), None)
    bench.qtbot.addWidget(made)
    return made


def test_one_answer_at_a_time(bench: Bench) -> None:
    made = card(bench)
    given: list[str] = []
    made.answered.connect(given.append)
    made.buttons["mine"].click()
    made.buttons["not-mine"].click()
    assert given == ["mine", "not-mine"]
    assert not made.buttons["mine"].isChecked()
    assert "No name on the statement" in made.buttons["mine"].accessibleName()


def test_the_link_and_what_follows_it(bench: Bench) -> None:
    made = card(bench)
    assert made.link.isHidden()
    assert made.added.isHidden()
    made.show_added(can=True, is_added=False)
    assert not made.link.isHidden()
    made.show_added(can=True, is_added=True)
    assert made.link.isHidden()
    assert not made.added.isHidden()
    made.stack(stacked=True)
