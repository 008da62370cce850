"""The main job in the window, thin: from the first page to a saved record, pressing what a person would press."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from recovery_assistant.ui.journey import At, Home
from recovery_assistant.ui.pages import record
from recovery_assistant.ui.pages.call import CallPage
from recovery_assistant.ui.pages.doors import DoorsPage
from recovery_assistant.ui.pages.evidence import EvidencePage
from recovery_assistant.ui.pages.findings import FindingsPage
from recovery_assistant.ui.pages.live import LivePage
from recovery_assistant.ui.pages.record import RecordPage
from recovery_assistant.ui.pages.removal.item import RemovalItemPage
from recovery_assistant.ui.pages.removal.page import RemovalPage
from recovery_assistant.ui.pages.timeline import TimelinePage
from recovery_assistant.ui.widgets.answers import TickRow
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench

pytestmark = pytest.mark.journey


def press_main(bench: Bench, window: Window) -> None:
    window._footer.main_button.click()
    bench.settle()


def right_now(bench: Bench, window: Window) -> None:
    """Go through the four straight pages."""
    press_main(bench, window)
    live = window.page
    assert isinstance(live, LivePage)
    bench.qtbot.waitUntil(lambda: live._state is not None)
    press_main(bench, window)
    call = window.page
    assert isinstance(call, CallPage)
    call.log.button.click()
    bench.clock.pass_seconds(300)
    call.log.reference.write("FR-771")
    call.log.button.click()
    press_main(bench, window)
    press_main(bench, window)
    evidence = window.page
    assert isinstance(evidence, EvidencePage)
    with bench.qtbot.waitSignal(evidence.looking.ended):
        press_main(bench, window)
    press_main(bench, window)
    press_main(bench, window)
    assert window.journey.here == Home()


def programs(bench: Bench, window: Window) -> None:
    """Mark what was found, let the records be read, tick the steps of a removal."""
    window.go(At("programs-found"))
    page = window.page
    assert isinstance(page, FindingsPage)
    assert page._question is not None
    next(choice for choice in page._question.choices if choice.option.id == "not-mine").click()
    press_main(bench, window)
    press_main(bench, window)
    times = window.page
    assert isinstance(times, TimelinePage)
    press_main(bench, window)
    bench.qtbot.waitUntil(lambda: window.desk.case.newest_reading is not None and not times.is_reading)
    press_main(bench, window)
    assert isinstance(window.page, RemovalPage)
    press_main(bench, window)
    item = window.page
    assert isinstance(item, RemovalItemPage)
    bench.qtbot.waitUntil(lambda: bool(item.footer().main))
    for tick in item.findChildren(TickRow):
        tick.click()
    press_main(bench, window)  # remove it
    press_main(bench, window)  # let the system ask
    bench.qtbot.waitUntil(lambda: item.footer().main == "Continue")
    press_main(bench, window)
    press_main(bench, window)
    assert window.journey.here == Home()


def test_from_the_first_page_to_a_saved_record(bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(record, "has_printer", lambda: False)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "record.pdf"), ""))
    window = bench.window(case=False)
    doors = window.page
    assert isinstance(doors, DoorsPage)
    doors.doors[0].click()
    bench.qtbot.waitUntil(lambda: window.journey.here == At("unplug"))
    right_now(bench, window)
    programs(bench, window)
    window._footer.skip_button.click()
    page = window.page
    assert isinstance(page, RecordPage)
    bench.qtbot.waitUntil(lambda: page._made is not None)
    press_main(bench, window)
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")
    case = window.desk.case
    assert case.calls["call-1"].reference == "FR-771"
    assert [known.mark for known in case.findings.values()] == ["not-mine"]
    assert len(case.exhibits) == 1
    assert case.records_made == 1
