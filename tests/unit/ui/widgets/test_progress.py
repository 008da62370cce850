"""Progress is words; Stop says that it was heard."""

from __future__ import annotations

from recovery_assistant.ui.widgets.progress import WorkProgress
from tests.window_parts import Bench


def test_progress_in_words_and_stop(bench: Bench) -> None:
    made = WorkProgress(bench.theme, "Looking at this PC")
    bench.qtbot.addWidget(made)
    made.show_progress(3, 7, "Looking at programs")
    assert made.words.words == "Looking at programs: 3 of 7"
    with bench.qtbot.waitSignal(made.stop):
        made._stop.click()
    assert made.words.words == "Stopping …"
