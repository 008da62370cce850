"""What else was left: what we saw comes before the ticks, and no text of the PC brings mark-up along."""

from __future__ import annotations

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.journal import LeftBehindFound, ScanStarted
from recovery_assistant.ui.pages.left_behind import LeftBehindPage
from recovery_assistant.ui.widgets.answers import TickRow
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench

SEEN = "We saw these when we looked. Look at them first."


def test_what_was_seen_comes_first(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    left = LeftBehind(host="this", kind="defender-exclusion", says="The virus check leaves this out", value="<b>C:/x")
    window.casebook.record(ScanStarted(scan_id="s1", host="this", system="windows", catalogue="1"), "program")
    window.casebook.record(LeftBehindFound(scan_id="s1", left_behind=left), "program")
    page = bench.page("left-behind", window)
    assert isinstance(page, LeftBehindPage)
    labels = [label for label in page.findChildren(Label) if "C:/x" in label.words]
    assert [label.words for label in labels] == ["The virus check leaves this out (<b>C:/x)"]
    assert "&lt;b&gt;" in labels[0].text()
    tick = page.questions._widgets["accounts"]
    assert isinstance(tick, TickRow)
    assert labels[0].mapTo(page, labels[0].rect().topLeft()).y() < tick.mapTo(page, tick.rect().topLeft()).y()


def test_nothing_seen_says_nothing(bench: Bench) -> None:
    page = bench.page("left-behind")
    assert SEEN not in [label.words for label in page.findChildren(Label)]
