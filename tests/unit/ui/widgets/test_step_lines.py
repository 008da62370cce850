"""Steps of a removal: words first, a mark beside them, and they change in place."""

from __future__ import annotations

from recovery_assistant.ui.widgets.step_lines import StepLine, StepLines
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_states_change_in_place(bench: Bench) -> None:
    lines = StepLines(bench.theme, (StepLine("Stop it.", "Still to do"), StepLine("Move <b>it</b>.", "Still to do")))
    before = lines.findChildren(Label)
    lines.show_lines(
        (StepLine("Stop it.", "It is stopped.", "done"), StepLine("Move <b>it</b>.", "We do this now.", "now"))
    )
    assert lines.findChildren(Label) == before, "nothing is made anew while somebody reads"
    assert [label.words for label in before] == ["Stop it.", "It is stopped.", "Move <b>it</b>.", "We do this now."]
    assert "&lt;b&gt;" in before[2].text()
    assert lines.words == ("Stop it. It is stopped.", "Move <b>it</b>. We do this now.")
