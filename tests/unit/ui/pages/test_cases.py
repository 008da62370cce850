"""Choosing a case, unlocking it, locking a new one: kind words for what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from recovery_assistant.ui.pages.cases import AdviceAside, HelpAside, OpenCasePage, PassphrasePage, UnlockPage
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_without_a_case_the_page_says_so(bench: Bench) -> None:
    page = OpenCasePage(bench.window(case=False).desk)
    bench.qtbot.addWidget(page)
    assert any("no saved case" in label.words for label in page.findChildren(Label))


def test_a_case_is_listed_by_number_and_day(bench: Bench) -> None:
    window = bench.window()
    page = OpenCasePage(window.desk)
    bench.qtbot.addWidget(page)
    assert window.casebook is not None
    assert page._doors[0].accessibleName() == f"Case {window.casebook.number}"
    with bench.qtbot.waitSignal(page.chosen) as told:
        page._doors[0].click()
    assert told.args == [window.casebook.path]


def test_unlock_asks_for_what_is_missing(bench: Bench) -> None:
    page = UnlockPage(bench.window(case=False).desk, bench.folder / "a.recovery-case", "")
    bench.qtbot.addWidget(page)
    said: list[str] = []
    page.said.connect(said.append)
    page.main_pressed()
    assert said == ["Please choose what you have."]
    page._how.choices[1].click()
    page.main_pressed()
    assert said[-1] == "Please type it here."
    page._field.write("four quiet words")
    with bench.qtbot.waitSignal(page.wanted) as told:
        page.main_pressed()
    assert told.args[1:] == ["four quiet words", ""]


def test_a_short_passphrase_is_asked_again(bench: Bench) -> None:
    page = PassphrasePage(bench.window(case=False).desk, technician=True)
    bench.qtbot.addWidget(page)
    page._first.write("short")
    page.main_pressed()
    assert "at least 8 letters" in page._first._message.words


def test_return_goes_on_as_people_expect(bench: Bench) -> None:
    page = PassphrasePage(bench.window(case=False).desk, technician=True)
    bench.qtbot.addWidget(page)
    page.show()
    for field in (page._first, page._second):
        field.write("four quiet words")
    with bench.qtbot.waitSignal(page.wanted) as told:
        QTest.keyClick(page._second.control, Qt.Key.Key_Return)
    assert told.args == ["four quiet words"]


def test_pages_that_only_tell(bench: Bench) -> None:
    desk = bench.window(case=False).desk
    real, help_page = AdviceAside(desk, "check-program"), HelpAside(desk)
    for page in (real, help_page):
        bench.qtbot.addWidget(page)
        assert page.code()
    assert any(label.words == "999" for label in help_page.findChildren(Label))
