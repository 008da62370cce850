"""The records of one program: what is said of them, and that they are copied where one stands."""

from __future__ import annotations

from recovery_assistant.services.scanner import scan_into
from recovery_assistant.ui.pages.copies import CopiesOfRecords, copies_in_words
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench, catalogue


def looked_at(bench: Bench) -> tuple[Window, str]:
    window = bench.window()
    assert window.casebook is not None
    list(scan_into(window.casebook, bench.pc, catalogue()))
    return window, next(iter(window.desk.case.findings))


def test_records_are_copied_without_leaving_the_page(bench: Bench) -> None:
    window, finding_id = looked_at(bench)
    copies = CopiesOfRecords(window.desk, finding_id)
    bench.qtbot.addWidget(copies)
    assert copies_in_words(window.desk, finding_id) == "No records of it are in your case yet."
    assert not copies.button.isHidden()
    with bench.qtbot.waitSignal(copies.said):
        copies.button.click()
    bench.qtbot.waitUntil(lambda: copies._work is None)
    assert window.desk.case.exhibits
    assert copies_in_words(window.desk, finding_id) == "Its records are copied already."
    assert copies.button.isHidden()


def test_what_was_looked_for_and_not_there_is_said_to_be_so(bench: Bench) -> None:
    window, finding_id = looked_at(bench)
    assert copies_in_words(window.desk, finding_id, was_tried=True) == "There are no records of it on this PC."
