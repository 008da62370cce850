"""The window: arrangement by room, focus on arrival, tab order, problems that keep what was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.ui.journey import At, Home
from recovery_assistant.ui.pages.base import Page
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.payments import PaymentsPage
from recovery_assistant.ui.pages.problem import ProblemPage
from recovery_assistant.ui.widgets.fields import LabeledField, LineField
from tests.window_parts import Bench


def test_help_stands_at_the_right_and_where_there_is_no_room_on_top(bench: Bench) -> None:
    window = bench.window()
    assert window._help.isVisible()
    assert not window._top.isVisible()
    window.resize(800, 600)
    bench.settle()
    assert not window._help.isVisible()
    assert window._top.isVisible()
    assert "999" in window._top._numbers.words
    assert window._ground.isAncestorOf(window._footer), "the footer stands at the end of the page"
    window.resize(1100, 760)
    bench.settle()
    assert not window._ground.isAncestorOf(window._footer)


def test_a_narrow_page_gets_the_height_that_it_needs(bench: Bench) -> None:
    window = bench.window()
    bench.theme.set_percent(200)
    for step in ("unplug", "bank-call"):
        page = bench.page(step, window)
        layout = page.layout()
        assert layout is not None
        assert page.height() >= layout.totalHeightForWidth(page.width()), "squeezed: text would be cut"
    assert window._top.code.isVisible()
    assert not window._header.code.isVisible()


def test_a_page_is_announced_and_its_code_is_shown(bench: Bench) -> None:
    window = bench.window()
    bench.page("bank-call", window)
    assert window._header.code.words == "Page 3A"
    assert window.property("announced") == "Page 3A. Ring your bank from another phone"


def test_the_title_of_the_window_never_says_anything_personal(bench: Bench) -> None:
    window = bench.window()
    bench.page("the-caller", window)
    assert window.windowTitle() == "Recovery assistant"


def test_the_first_control_has_the_focus_on_arrival(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("where-you-live", window)
    bench.qtbot.waitUntil(lambda: page.first_focus() is QApplication.focusWidget())


def test_tab_goes_through_content_then_main_skip_back_header(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("where-you-live", window)
    first = page.first_focus()
    assert first is not None
    bench.qtbot.waitUntil(lambda: QApplication.focusWidget() is first)
    seen: list[QWidget] = []
    for _press in range(7):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        seen.append(focused)
    footer, header = window._footer, window._header
    wanted = [footer.main_button, footer.skip_button, footer.back_button, *header.in_tab_order()]
    assert [one for one in seen if one in wanted] == wanted


def test_a_problem_keeps_what_was_typed(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("the-caller", window)
    assert isinstance(page, FormPage)
    field = next(one for one in page.findChildren(LabeledField))
    field.write("They said Microsoft")
    window.show_problem(CaseError("C-10", "The disk is full."))
    shown: Page | None = window.page
    assert isinstance(shown, ProblemPage)
    assert window._header.code.words == "Code C-10"
    window._footer.main_button.click()
    bench.settle()
    assert window.page is page
    assert field.text == "They said Microsoft"


def test_text_size_is_kept_and_stays_between_its_ends(bench: Bench) -> None:
    window = bench.window()
    for _press in range(9):
        window._header.larger.emit()
    assert bench.theme.percent == 200
    assert '"text_size":200' in bench.parts.settings_path.read_text()
    for _press in range(9):
        window._header.smaller.emit()
    assert bench.theme.percent == 100


def test_page_keys_scroll_where_nothing_else_takes_them(bench: Bench) -> None:
    window = bench.window()
    bench.page("bank-call", window)
    before = window.scroller.verticalScrollBar().value()
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert window.scroller.verticalScrollBar().value() > before


def test_back_leads_to_where_one_came_from(bench: Bench) -> None:
    window = bench.window()
    window.go(Home())
    window.go(At("the-call"))
    window._footer.back_button.click()
    assert window.journey.here == Home()


def test_closing_closes_the_case(bench: Bench) -> None:
    window = bench.window()
    path = window.casebook.path if window.casebook else None
    assert path is not None
    window.closeEvent(QCloseEvent())
    assert window.casebook is None
    again = bench.cases.open(path)
    assert not again.read_only, "nobody holds the file any more"
    again.close()


def test_return_in_a_field_leads_nowhere(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("payments", window)
    assert isinstance(page, PaymentsPage)
    page._add()
    bench.settle()
    field = page.findChildren(LineField)[0]
    entries = len(bench.book(page).entries)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(field, key)
    assert window.page is page
    assert window.journey.here == At("payments")
    assert len(bench.book(page).entries) == entries


def test_every_page_behind_the_straight_ones_leads_to_its_row_of_the_task_list(bench: Bench) -> None:
    window = bench.window()
    bench.page("the-caller", window)
    (link,) = [one for one in window._footer._sides if one.isVisibleTo(window._footer)]
    assert link.text() == "Task list"
    page = window.page
    assert page is not None
    next(one for one in page.findChildren(LabeledField)).write("They said Microsoft")
    link.click()
    assert window.journey.here == Home("what-happened")
    assert window.casebook is not None
    assert "They said Microsoft" in window.casebook.case.answers["the-caller"].values(), "nothing is lost on the way"
    bench.page("unplug", window)
    assert not any(one.isVisibleTo(window._footer) for one in window._footer._sides), "one thing at a time"
