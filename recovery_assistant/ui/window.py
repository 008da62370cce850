"""The window: header, scrolled page, help, footer; and the way from page to page.

Where the content would be narrower than 34 em, help becomes one bar on top, and header and footer scroll with the page.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.translation import _
from recovery_assistant.ui.access import Access
from recovery_assistant.ui.draft import Draft
from recovery_assistant.ui.journey import Aside, At, Home, Item, Journey, Place, Start
from recovery_assistant.ui.pages.base import Desk, Page, StepPage
from recovery_assistant.ui.pages.choose import item_page_for, page_for
from recovery_assistant.ui.pages.doors import DoorsPage
from recovery_assistant.ui.ports import Parts
from recovery_assistant.ui.removal_watch import RemovalWatch
from recovery_assistant.ui.stream import Stream
from recovery_assistant.ui.theme import BODY_PX, SIZES, Theme
from recovery_assistant.ui.widgets.frame import Footer, Header
from recovery_assistant.ui.widgets.help import WIDTH, HelpColumn, TopBar
from recovery_assistant.ui.widgets.layouts import Block, Line, Pairs, restyle_below
from recovery_assistant.ui.widgets.ring import FocusRing, ring_ground

if TYPE_CHECKING:
    from recovery_assistant.services.casebook import Casebook

MEASURE, WIDE_MEASURE = 680, 760
LEAST_EM = 34
AIR = 24
TASK_LIST = "task-list"


class Window(QMainWindow):
    """Shows one page at a time."""

    def __init__(self, parts: Parts, theme: Theme, application: QApplication) -> None:
        super().__init__()
        self.parts, self._theme = parts, theme
        self.stream = Stream(self)
        self.removals = RemovalWatch(self.stream, parts, self)
        self.journey = Journey(parts.plan, parts.clock)
        self.casebook: Casebook | None = None
        self.draft: Draft | None = None
        self.page: Page | None = None
        self._behind: Page | None = None
        self._now_safe = ""
        self._compact: bool | None = None
        self.setWindowTitle(_("Recovery assistant"))
        self._build()
        self.ring = FocusRing(theme, application)
        self.access = Access(self)
        theme.changed.connect(self._restyle)
        application.focusChanged.connect(self._scroll_to)
        self.resize(1100, 760)
        self.setMinimumSize(640, 480)
        self.show_place(self.journey.here)

    # --- build ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self._top = TopBar(theme)
        self._header = Header(theme)
        self._footer = Footer(theme)
        self._help = HelpColumn(theme)
        self._ground = Block()
        self._ground.setObjectName("pageground")
        self._ground_lines = QVBoxLayout(self._ground)
        self._ground_lines.setContentsMargins(0, 0, 0, 0)
        self._ground_lines.setSpacing(0)
        self._holder = Block()
        self._holder_line: Line = Line(theme, Line.Direction.LeftToRight)
        self._holder.setLayout(self._holder_line)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(self._ground)
        central = QWidget()
        central.setObjectName("pageground")
        self._outer = QVBoxLayout(central)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.scroller, 1)
        self._middle.addWidget(self._help)
        self._outer.addWidget(self._top)
        self._outer.addLayout(self._middle, 1)
        self._ground_lines.addWidget(self._holder)
        self._ground_lines.addStretch(1)
        self._holder_line.addStretch(1)
        self.setCentralWidget(central)
        for ground in (self._top, self._header, self._footer, self._ground):
            ring_ground(ground)
        self._header.smaller.connect(self._smaller)
        self._header.larger.connect(self._larger)
        self._footer.main.connect(self._main)
        self._footer.skip.connect(self._skip)
        self._footer.back.connect(self._back)
        self._footer.side.connect(self._side)
        self._top.more.clicked.connect(self._more)

    def _arrange(self, *, compact: bool) -> None:
        """Put header, footer and help where they belong in this room."""
        if compact == self._compact:
            return
        self._compact = compact
        # removeWidget, never takeAt: an item that lives on in Python keeps its stale size, and the page is cut.
        for frame in (self._header, self._footer):
            self._outer.removeWidget(frame)
            self._ground_lines.removeWidget(frame)
        if compact:
            self._ground_lines.insertWidget(0, self._header)
            self._ground_lines.addWidget(self._footer)
        else:
            self._outer.insertWidget(1, self._header)
            self._outer.addWidget(self._footer)
        self._top.setVisible(compact)
        self._help.setVisible(not compact)
        self._header.show()
        self._footer.show()
        self._header.compact(compact=compact)
        self._footer.compact(compact=compact)
        self._show_code()
        margins = (16.0, 16.0, 12.0, 20.0) if compact else (40.0, 26.0, 20.0, 28.0)
        self._holder_line.set_margins(margins)
        if self.page is not None:
            self._tell_room(self.page)
            self._order_tabs(self.page)

    def _tell_room(self, page: Page) -> None:
        """Let a page, and every pair of labels on it, stack or stand side by side."""
        for pairs in page.findChildren(Pairs):
            pairs.stack(bool(self._compact))
        page.room_changed(compact=bool(self._compact))

    def _fit(self) -> None:
        body = self._theme.px(BODY_PX)
        room = self.width() - self._theme.px(WIDTH)
        self._arrange(compact=room < LEAST_EM * body)
        if self.page is not None:
            self.page.setMaximumWidth(self._theme.px(WIDE_MEASURE if self.page.wide else MEASURE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the arrangement anew."""
        super().resizeEvent(event)
        self._fit()

    def _restyle(self) -> None:
        restyle_below(self)
        self.ring.restyle()
        self._fit()
        if self.page is not None:
            self._tell_room(self.page)

    # --- pages ----------------------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """What a page is given now."""
        return Desk(
            self.parts,
            self._theme,
            self.stream,
            self.journey,
            self.removals,
            self.casebook,
            self._now_safe,
            self.draft,
        )

    def use_country(self, code: str) -> None:
        """Show plan, words and numbers of another country from the next page on. Raises ContentError."""
        if code and code.upper() != self.parts.country.code:
            self.parts = self.parts.in_country(code)
            self.journey.plan = self.parts.plan
            self.parts.use_words()

    def country_known(self) -> None:
        """Ask for the country no more."""
        self.parts = replace(self.parts, country_is_known=True)

    def show_place(self, place: Place) -> None:
        """Show the page of a place."""
        match place:
            case Start():
                self.show_page(self.access.first_page())
            case Home():
                from recovery_assistant.ui.pages.home import HomePage

                self.show_page(HomePage(self.desk))
            case At():
                self.show_page(page_for(self.desk, self.parts.plan.step(place.step)))
            case Item():
                self.show_page(item_page_for(self.desk, self.parts.plan.step(place.step), place.item))
            case Aside():
                self.show_page(self.access.aside(place.name))

    def go(self, place: Place) -> None:
        """Go to a place and show it; where only a case leads on, ask first for the words that lock it."""
        self.show_place(self.journey.go(self.access.needs_case(place)))

    def show_page(self, page: Page, *, keep_behind: bool = False) -> None:
        """Show a page. With `keep_behind`, the one before waits, with everything that was typed."""
        before = self.page
        self.ring.release()
        if before is not None:
            self._holder_line.removeWidget(before)
            before.hide()
            if keep_behind:
                self._behind = before
            else:
                # It keeps its parent: without one Python would own it, and a worker thread that lets go of the last
                # name for it would delete a widget outside the GUI thread.
                before.left()
                before.deleteLater()
        self.page = page
        page.leave.connect(self._left)
        page.go.connect(self.go)
        page.failed.connect(self.show_problem)
        page.said.connect(self.announce)
        page.footer_changed.connect(self._say_footer)
        page.saved_changed.connect(self._say_saved)
        page.pane_shown.connect(self._pane_shown)
        page.asked.connect(self.access.asked)
        if isinstance(page, DoorsPage):
            self.access.dress_doors(page)
        self._holder_line.insertWidget(0, page, 100)
        self._fit()
        self._tell_room(page)
        page.show()
        self._arrive()
        page.arrived()

    def _pane_shown(self) -> None:
        if self.page is not None:
            self._tell_room(self.page)
        self._arrive()

    def _come_back(self) -> None:
        """Show the page again that waits behind a problem."""
        kept, problem = self._behind, self.page
        self._behind = None
        if kept is None or problem is None:
            return
        self.ring.release()
        self._holder_line.removeWidget(problem)
        problem.hide()
        problem.deleteLater()
        self.page = kept
        self._holder_line.insertWidget(0, kept, 100)
        kept.show()
        self._arrive()

    def show_problem(self, error: AssistantError) -> None:
        """Say what went wrong, on a page of its own."""
        from recovery_assistant.ui.pages.problem import ProblemPage

        if self._behind is None:
            self.show_page(ProblemPage(self.desk, error), keep_behind=True)

    def _arrive(self) -> None:
        """Take over the page's words, say its name aloud, and put the focus where it begins."""
        page = self.page
        if page is None:
            return
        self._say_footer()
        code = page.code()
        for pill in (self._header.code, self._top.code):
            pill.say(code)
        self._show_code()
        today = self.parts.clock().date()
        country = self.parts.country if self.parts.country_is_known else None
        self._help.show_region(country, self.desk.region, today)
        self._top.show_region(country, self.desk.region)
        self.scroller.verticalScrollBar().setValue(0)
        self._order_tabs(page)
        self.announce(". ".join(part for part in (code, page.heading.words if page.heading else "") if part))
        QTimer.singleShot(0, self._focus)

    def _show_code(self) -> None:
        """Show the page code in the one place that there is for it."""
        for pill in (self._header.code, self._top.code):
            pill.setVisible(bool(pill.words) and (pill is self._top.code) == bool(self._compact))

    def _focus(self) -> None:
        page = self.page
        if page is None:
            return
        first = page.first_focus() or (self._footer.main_button if self._footer.main_button.isVisible() else None)
        if first is None or not self._in_view(first):
            first = page.heading or first
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ring.show_around(first)

    def _in_view(self, control: QWidget) -> bool:
        if not self._ground.isAncestorOf(control):
            return control.isVisible()
        bottom = control.mapTo(self._ground, QPoint(0, control.height())).y()
        return bottom <= self.scroller.viewport().height()

    def _order_tabs(self, page: Page) -> None:
        """Tab goes through the content, then main, Skip, Back, header, help."""
        inside = [
            child
            for child in page.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus or child is page.heading
            if child.window() is self  # the list that a choice opens is a window of its own
        ]
        chain = [*inside, *self._footer.in_tab_order(), *self._header.in_tab_order(), self._top.more]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _say_footer(self) -> None:
        if self.page is not None:
            words = self.page.footer()
            if self.casebook is not None and self._behind is None and self.journey.is_task():
                words = replace(words, side=(*words.side, (TASK_LIST, _("Task list"))))
            self._footer.say(words, can_go_back=self.journey.can_go_back)
            self._say_saved()

    def _say_saved(self) -> None:
        if self.page is not None:
            self._footer.show_saved(saved=self.page.is_saved and self.casebook is not None)

    def announce(self, words: str) -> None:
        """Let screen readers say something."""
        if words:
            event = QAccessibleAnnouncementEvent(self, words)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)
            self.setProperty("announced", words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by keyboard where nothing else has taken the key."""
        bar = self.scroller.verticalScrollBar()
        keys = Qt.Key
        by = {keys.Key_PageDown: 1, keys.Key_PageUp: -1, keys.Key_Space: 1}.get(keys(event.key()))
        if by is not None:
            bar.setValue(bar.value() + by * (self.scroller.viewport().height() - self._theme.px(40)))
        elif event.key() in (keys.Key_Down, keys.Key_Up):
            bar.setValue(bar.value() + (1 if event.key() == keys.Key_Down else -1) * self._theme.px(40))
        elif event.key() in (keys.Key_Home, keys.Key_End):
            bar.setValue(0 if event.key() == keys.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    # --- what is pressed ------------------------------------------------------------------------------------------

    def _main(self) -> None:
        if self.page is not None:
            self.page.main_pressed()

    def _skip(self) -> None:
        if self.page is not None:
            self.page.skip_pressed()

    def _side(self, name: str) -> None:
        place = self.journey.here
        if name == TASK_LIST and isinstance(place, At | Item):
            self.go(Home(self.journey.plan.stage_of(place.step).id))
        elif self.page is not None:
            self.page.side_pressed(name)

    def _back(self) -> None:
        if self._behind is not None:
            self._come_back()
        elif self.page is not None and not self.page.back_inside():
            self.show_place(self.journey.back())

    def _more(self) -> None:
        self.go(Aside("help"))

    def _left(self) -> None:
        """Find the page behind one that is done."""
        place = self.journey.here
        if self._behind is not None:
            self._come_back()
        elif isinstance(self.page, DoorsPage):
            self.access.door_chosen(self.page)
        elif isinstance(place, At):
            self._now_safe = self.page.safe_words() if isinstance(self.page, StepPage) else ""
            self.go(self.journey.after(place.step, self.desk.case))
            self._now_safe = ""
        else:
            self.show_place(self.journey.back())

    def _smaller(self) -> None:
        self._resize_text(-1)

    def _larger(self) -> None:
        self._resize_text(1)

    def _resize_text(self, by: int) -> None:
        place = min(max(0, SIZES.index(self._theme.percent) + by), len(SIZES) - 1)
        self._theme.set_percent(SIZES[place])
        self.access.keep_text_size(SIZES[place])
        self.announce(_("Text size {percent} per cent").format(percent=SIZES[place]))

    def _scroll_to(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring whatever takes the focus into view, with air around it."""
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if new is not None and self._ground.isAncestorOf(new) and not by_mouse:
            air = self._theme.px(AIR)
            self.scroller.ensureWidgetVisible(new, 0, air)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop work that is under way, then close the case: one close button that closes."""
        for page in (self.page, self._behind):
            if page is not None:
                page.left()
        self.removals.let_go()
        self.stream.wait()
        if self.casebook is not None:
            self.casebook.close()
            self.casebook = None
        super().closeEvent(event)
