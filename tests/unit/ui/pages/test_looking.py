"""A look runs off the GUI thread, can be stopped, and ends with what could not be looked at."""

from __future__ import annotations

from recovery_assistant.ui.pages.looking import Looking, counted, gap_words, summary, summary_words
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench, anydesk_pc


def look(bench: Bench) -> Looking:
    window = bench.window()
    made = Looking(window.desk)
    made.setParent(window)  # as on a page: without a parent, the worker may be the last to hold it, and delete it
    return made


def test_a_look_finds_copies_and_says_its_gaps(bench: Bench) -> None:
    made = look(bench)
    with bench.qtbot.waitSignal(made.ended):
        made.begin()
    case = made._desk.case
    assert case.newest_scan is not None
    assert case.newest_scan.complete
    assert len(case.exhibits) == 1
    said = " ".join(label.words for label in made.findChildren(Label))
    assert "We found 1 program" in said
    assert "AnyDesk" in said
    assert "access denied" in said
    assert gap_words(case.newest_scan.gaps[0]) in said


def test_nothing_found_is_never_a_verdict(bench: Bench) -> None:
    bench.pc = anydesk_pc(removed=True)
    made = look(bench)
    with bench.qtbot.waitSignal(made.ended):
        made.begin()
    shown = summary(made._desk)
    bench.qtbot.addWidget(shown)
    said = " ".join(label.words for label in shown.findChildren(Label))
    assert "That does not mean that nothing is there." in said
    assert "clean" not in said.lower()


def test_stop_stops_and_is_told(bench: Bench) -> None:
    made = look(bench)
    made.begin()
    assert made.is_running
    made._stop()
    bench.qtbot.waitUntil(lambda: not made.is_running)
    scan = made._desk.case.newest_scan
    assert scan is not None
    assert scan.complete or "stopped before its end" in summary_words(made._desk)


def test_copies_are_counted() -> None:
    assert counted(["x11vnc", "XRDP", "x11vnc"]) == ("x11vnc (2 copies)", "XRDP")
