"""A walk over every page: names, roles, targets, tab order, and no text that is cut, at 100 % and at 200 %."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from recovery_assistant import translation
from recovery_assistant.domain.errors import CaseError
from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.journal import (
    FindingMarked,
    LeftBehindFound,
    PaymentRecorded,
    RemovalLookedAt,
    ScanFinished,
    ScanStarted,
    TracesRead,
)
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.removal.plan import Proposal, Refusal
from recovery_assistant.domain.session import Activity, Remote, Session
from recovery_assistant.services.removal.events import Running
from recovery_assistant.ui.journey import Aside, At, Home, Item, Start
from recovery_assistant.ui.pages.findings import FindingsPage
from recovery_assistant.ui.pages.live import LivePage
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.payments import PaymentsPage
from recovery_assistant.ui.pages.removal.item import RemovalItemPage
from recovery_assistant.ui.pages.removal.offer import Offer
from recovery_assistant.ui.pages.timeline import TimelinePage
from recovery_assistant.ui.widgets.buttons import OpeningCard
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.made_up_removal import PROMPT, MadeUpRemoving
from tests.window_parts import Bench, plan

pytestmark = [pytest.mark.journey, pytest.mark.slow]

TARGET = 44
BEGAN = datetime(2026, 11, 18, 10, 44, tzinfo=UTC)
TRACES = (
    Session(tool="anydesk", start=BEGAN, end=BEGAN + timedelta(minutes=31), direction="incoming"),
    Session(tool="teamviewer", start=BEGAN + timedelta(days=1), direction="incoming", remote=Remote(id="1600000001")),
    Activity(tool="", what="downloaded", detail=f"C:/Users/Mary/Downloads/{'invoice' * 12}.pdf", start=BEGAN),
    Activity(tool="", what="log-cleared", detail="Security", start=BEGAN),
)
NAMELESS_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)
Scene = tuple[str, Callable[[Window], None]]


def scenes() -> Iterator[Scene]:
    """Yield every page, and the panes inside pages, with how to get there."""
    yield "start", lambda window: window.go(Start())
    yield "home", lambda window: window.go(Home())
    for name in ("technician", "lock", "open", "help", "check-program"):
        yield name, lambda window, name=name: window.go(Aside(name))  # type: ignore[misc]
    for stage in plan().stages:
        for step in stage.steps:
            yield plan().code(step.id), lambda window, step=step: window.go(At(step.id))  # type: ignore[misc]
    yield "payment facts", payment_facts
    yield "who pressed send", who_pressed
    yield "evidence open", evidence_open
    for pane in REMOVAL_PANES:
        yield f"removal: {pane}", lambda window, pane=pane: removal(window, pane)  # type: ignore[misc]
    yield "a setting to put right", put_right
    yield "home with a notice", came_back
    yield "times asked for again", times_asked_for
    yield "problem", lambda window: window.show_problem(CaseError("C-10", "The disk is full. Please make room."))


def payment_facts(window: Window) -> None:
    window.go(At("payments"))
    assert isinstance(window.page, PaymentsPage)
    window.page._add()


def who_pressed(window: Window) -> None:
    payment_facts(window)
    assert isinstance(window.page, PaymentsPage)
    window.page.main_pressed()


def evidence_open(window: Window) -> None:
    window.go(At("programs-found"))
    assert isinstance(window.page, FindingsPage)
    assert window.page._card is not None
    window.page._card.link.click()


REMOVAL_PANES = ("preview", "by hand", "question", "announced", "progress", "end", "put back", "cut off")


def removal(window: Window, pane: str) -> None:
    """Go to one pane of the page of one program. Every other pane is reached from the preview."""
    book = window.casebook
    assert book is not None
    removing = window.removals.of(book)
    assert isinstance(removing, MadeUpRemoving)
    item = next(iter(book.case.findings))
    removing.cautions = ("managed",)
    removing.refusals = (Refusal(code="shared-folder", about=f"C:/{'folder' * 20}/x.exe"),)
    window.go(Item("remove-programs", item))
    page = window.page
    assert isinstance(page, RemovalItemPage)
    proposal = removing.propose(item)
    assert proposal.plan is not None
    page._offer = Offer(proposal, PROMPT, removing.look(proposal.plan))
    page._forget()
    if pane in ("preview", "by hand", "question", "announced"):
        page._open(page._preview_pane)
    if pane == "by hand":
        open_all(page)
    elif pane == "question":
        page._agree()
    elif pane == "announced":
        page._open(page._announce_pane)
    elif pane in ("progress", "cut off"):
        end_in_the_middle(removing, proposal)
        page._open(page._progress_pane if pane == "progress" else page._end_pane)
    elif pane == "end":
        list(removing.run(proposal, proposal.cautions, lambda: False))
        page.show_end()
        open_all(page)
    elif pane == "put back":
        list(removing.run(proposal, proposal.cautions, lambda: False))
        back = removing.propose_put_back(proposal.plan.id)
        assert back.plan is not None
        page._offer = Offer(back, PROMPT, removing.look(back.plan), proposal.plan.id)
        page._open(page._preview_pane)


def open_all(page: RemovalItemPage) -> None:
    """Open every fold of the pane that is shown; those of the pane before wait to be deleted."""
    for card in page.findChildren(OpeningCard):
        if card.isVisibleTo(page):
            card.click()


def end_in_the_middle(removing: MadeUpRemoving, proposal: Proposal) -> None:
    """Record a removal as far as its third step."""
    events = removing.run(proposal, proposal.cautions, lambda: False)
    for event in events:
        if isinstance(event, Running) and event.action.id == "a3":
            return


def put_right(window: Window) -> None:
    """Go to the page of something that was left behind."""
    book = window.casebook
    assert book is not None
    book.record(ScanStarted(scan_id="s-9", host="this", system="windows", catalogue="1"), "program")
    door = LeftBehind(host="this", kind="defender-exclusion", says="Old words.", value=f"C:/{'folder/' * 20}")
    book.record(LeftBehindFound(scan_id="s-9", left_behind=door), "program")
    book.record(ScanFinished(scan_id="s-9", complete=True, sources_looked_at=9), "program")
    window.go(Item("left-behind", door.id))
    page = window.page
    assert isinstance(page, RemovalItemPage)
    proposal = window.removals.of(book).propose(door.id)
    page._forget()
    page._offer = Offer(proposal, PROMPT)
    page._open(page._preview_pane)


def came_back(window: Window) -> None:
    """Go home after something came back."""
    book = window.casebook
    assert book is not None
    for removed in book.case.removals.values():
        book.record(RemovalLookedAt(plan_id=removed.plan.id, outcome="came-back"), "program")
    window.go(Home())


def times_asked_for(window: Window) -> None:
    window.go(At("when-connected"))
    assert isinstance(window.page, TimelinePage)
    window.page.show_pane(window.page._ask_pane)


def full_case(bench: Bench) -> Window:
    """Return a window whose case shows as many pages as one case can."""
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(look_and_copy(window.desk, book, lambda: False))
    book.record(FindingMarked(finding_id=next(iter(book.case.findings)), mark="not-mine"))
    book.record(
        PaymentRecorded(payment=Payment(id="p1", amount_minor=185000, rail="bank-transfer", sent_on="2026-11-18"))
    )
    book.record(TracesRead(host="this", scope=("tool-logs",), zone="Europe/London", files_read=1, traces=TRACES))
    return window


def controls(window: Window) -> list[QWidget]:
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    return [widget for widget in shown if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]


def unnamed(window: Window) -> list[str]:
    wrong = []
    for control in controls(window):
        spoken = QAccessible.queryAccessibleInterface(control)
        if not spoken.text(QAccessible.Text.Name).strip() or spoken.role() in NAMELESS_ROLES:
            wrong.append(f"{type(control).__name__} {control.objectName()}: no name or role")
    return wrong


def small(window: Window) -> list[str]:
    wrong = []
    for control in controls(window):
        if control.height() < TARGET or (not isinstance(control, QLineEdit) and control.width() < TARGET):
            name = control.accessibleName()
            wrong.append(f"{type(control).__name__} “{name}” is {control.width()} x {control.height()}")
    return wrong


def cut(window: Window) -> list[str]:
    """Return every text that has less room than it needs."""
    wrong = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not isinstance(label, Label) or not label.words:
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        if label.height() < needed or (not label.wordWrap() and label.width() < label.sizeHint().width()):
            wrong.append(f"“{label.words[:40]}” has {label.width()} x {label.height()}, needs {needed} high")
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and button.width() < button.sizeHint().width():
            wrong.append(f"button “{button.text()}” has {button.width()}, needs {button.sizeHint().width()}")
    return wrong


def sideways(window: Window) -> list[str]:
    ground = window._ground
    room = window.scroller.viewport().width()
    wide = [
        f"{type(child).__name__} “{child.accessibleName()[:30]}” reaches {right} of {room}"
        for child in ground.findChildren(QWidget)
        if child.isVisible() and (right := child.mapTo(ground, QPoint(child.width(), 0)).x()) > room + 1
        if child is not window.ring
    ]
    return wide[:3]


def focused(window: Window) -> QWidget | None:
    """Return what has the focus. Qt's annotation forgets that it may be nothing."""
    return window.focusWidget()


def tab_disorder(window: Window) -> list[str]:
    """Return where Tab, within the content, goes upwards, or does not come to every control."""
    page = window.page
    assert page is not None
    inside = [control for control in controls(window) if page.isAncestorOf(control)]
    if not inside:
        return []
    start = page.heading or inside[0]
    start.setFocus()
    seen: list[QWidget] = [start] if start in inside else []
    for _press in range(len(inside) + 30):
        before = focused(window)
        QTest.keyClick(window if before is None else before, Qt.Key.Key_Tab)
        now = focused(window)
        if now is None or now is before or not page.isAncestorOf(now):
            break
        seen.append(now)
    places = [control.mapTo(window._ground, QPoint(0, 0)) for control in seen]
    wrong = [  # going up is right only into the next column
        f"“{one.accessibleName()}” comes before what stands above it"
        for one, here, after in zip(seen, places, places[1:], strict=False)
        if after.y() < here.y() - 4 and after.x() <= here.x()
    ]
    missing = [one for one in inside if one not in seen and not is_one_of_a_choice(one)]
    return wrong + [f"Tab never reaches “{one.accessibleName()}”" for one in missing]


def is_one_of_a_choice(control: QWidget) -> bool:
    """Return whether only one of several can be chosen: Tab then comes to one of them, the arrow keys to the others."""
    if not isinstance(control, QAbstractButton):
        return False
    exclusive = getattr(control.group(), "exclusive", None)  # there may be no group, whatever the stubs say
    return control.autoExclusive() or bool(exclusive and exclusive())


def walk(bench: Bench, window: Window, *checks: Callable[[Window], list[str]]) -> list[str]:
    wrong: list[str] = []
    for name, go in scenes():
        go(window)
        page = window.page
        if isinstance(page, LivePage):
            bench.qtbot.waitUntil(lambda page=page: page._state is not None)  # type: ignore[misc]
        bench.settle()
        wrong += [f"{name}: {line}" for check in checks for line in check(window)]
        if name == "problem":
            window._come_back()
    return wrong


@pytest.mark.parametrize(("percent", "width", "height"), [(100, 1100, 760), (200, 800, 600), (150, 1100, 760)])
def test_every_page_is_named_large_enough_and_whole(bench: Bench, percent: int, width: int, height: int) -> None:
    window = full_case(bench)
    window.resize(width, height)
    bench.theme.set_percent(percent)
    bench.settle()
    wrong = walk(bench, window, unnamed, small, cut, sideways)
    assert not wrong, "\n".join(wrong)


class OtherWindows(QObject):
    """Notes every widget that is shown as a window of its own. A flash of one takes the focus from the page."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Note it, and let it happen."""
        is_window = isinstance(watched, QWidget) and watched.isWindow() and watched is not self._window
        if is_window and event.type() == QEvent.Type.Show:
            page = self._window.page
            self.shown.append(f"{page.code() if page is not None else ''}: {type(watched).__name__}")
        return super().eventFilter(watched, event)


def test_no_page_opens_a_window_of_its_own(bench: Bench) -> None:
    window = full_case(bench)
    others = OtherWindows(window)
    bench.application.installEventFilter(others)
    try:
        walk(bench, window)
    finally:
        bench.application.removeEventFilter(others)
    assert others.shown == []


def test_tab_goes_through_every_page_from_top_to_bottom(bench: Bench) -> None:
    wrong = walk(bench, full_case(bench), tab_disorder)
    assert not wrong, "\n".join(wrong)


def test_a_longer_language_is_not_cut_and_no_string_is_left_out(bench: Bench) -> None:
    translation.use(translation.PSEUDO)
    try:
        window = full_case(bench)
        wrong = walk(bench, window, cut, sideways)
        assert not wrong, "\n".join(wrong)
        page = window.page
        assert page is not None
        said = [window._header._size.words, window._footer.back_button.text(), page.code()]
        assert all(words.startswith("[") for words in said), said
    finally:
        translation.use("en")
