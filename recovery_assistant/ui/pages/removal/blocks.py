"""Blocks of the removal pages: a plan in plain words, the steps by hand, and what only a technician reads."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from recovery_assistant.domain.catalogue import RemovalStep
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.journal import RemovalStepTicked
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.phrases import RemovalPhrases
from recovery_assistant.domain.removal.telling import PlanTold
from recovery_assistant.services import scanner
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk, Page
from recovery_assistant.ui.pages.left_behind import groups_of
from recovery_assistant.ui.pages.looking import place_in_words
from recovery_assistant.ui.pages.removal.words import state_words
from recovery_assistant.ui.stream import Work
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.answers import Option, TickRow
from recovery_assistant.ui.widgets.buttons import OpeningCard, SecondButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Block, Line, bring_into_view, column
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, NoteBar, Panel


class PlanBlock(Block):
    """What will be done, in order; then what it means, one short group after the other."""

    def __init__(self, theme: Theme, told: PlanTold, phrases: RemovalPhrases) -> None:
        super().__init__()
        words = phrases.plan
        lines = column(theme)
        if told.first:
            lines.place(NoteBar(theme, f"{words.first_heading}:| {' '.join(_clear(told.first))}"))
        steps = Panel(theme)
        steps.column.place(Heading(words.heading, "h2"))
        steps.column.place(BulletList(theme, _clear(told.steps), numbered=True), 10)
        lines.place(steps, BLOCK)
        for heading, said in (
            (words.stops_heading, told.stops),
            (words.undo_heading, told.undo),
            (words.asks_heading, told.asks),
            (words.stays_heading, told.stays),
            (words.refused_heading, told.refused),
        ):
            if said:
                lines.place(Heading(heading, "h2"), GROUP)
                lines.place(BulletList(theme, _clear(said)), 8)
        self.setLayout(lines)


def _clear(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(shown_text(one) for one in said)


def folded(theme: Theme, into: Line, name: str, second: str, inside: Block, *, opened: bool = False) -> OpeningCard:
    """Add a card that shows and hides what stands below it."""
    card = OpeningCard(theme, "", name, second, inside)
    into.place(card, BLOCK)
    into.place(inside, ADJACENT)
    if opened:
        card.click()
    return card


class Technical(Block):
    """The exact commands, for whoever wants to check them."""

    def __init__(self, theme: Theme, told: tuple[str, ...], sha256: str = "") -> None:
        super().__init__()
        panel = Panel(theme)
        for one in told:
            panel.column.place(Label(one, "hint"), 8)
        if sha256:
            panel.column.place(Label(_("SHA-256 of the plan: {digest}").format(digest=sha256), "hint"), 8)
        around = column(theme)
        around.addWidget(panel)
        self.setLayout(around)


class ByHand(Block):
    """The steps that the person does; ticks are kept. Then it is looked for again.

    Signals:
        looked: it was looked for; the case says what was seen.
    """

    looked = Signal()

    def __init__(self, desk: Desk, page: Page, item: str) -> None:
        super().__init__()
        self._desk, self._page, self._item = desk, page, item
        self._work: Work[object] | None = None
        self._result: Panel | None = None
        self._lines = column(desk.theme)
        self.setLayout(self._lines)
        if item in desk.case.findings:
            self._program()
        else:
            self._setting()

    def stop_and_forget(self) -> None:
        """Stop looking: the page is left."""
        if self._work is not None:
            self._work.forget()
            self._work = None

    def _setting(self) -> None:
        steps = next((group.steps for group in groups_of(self._desk) if self._item in group.ids), ())
        if steps:
            self._lines.place(BulletList(self._desk.theme, steps, numbered=True))
        else:
            self._lines.place(Label(no_steps_words()))

    def _program(self) -> None:
        known, theme = self._desk.case.findings[self._item], self._desk.theme
        card = Panel(theme)
        card.column.place(Label(_("Where we saw it"), "strong"))
        values = tuple(dict.fromkeys(shown_text(place_in_words(part.value)) for part in known.finding.evidence))
        card.column.place(BulletList(theme, values), 6)
        self._lines.place(card)
        steps = self._steps()
        self._lines.place(Label(_("Do these in order, and tick each one.") if steps else no_steps_words()), BLOCK)
        for place, one in enumerate(steps, start=1):
            option = Option(one.id, f"{place}. {self._desk.fill(one.text)}")
            tick = TickRow(theme, option, ticked=one.id in known.ticked)
            tick.toggled.connect(partial(self._ticked, one.id))
            self._lines.place(tick, 11)
        again = SecondButton(theme, _("Look if it is gone"), description=shown_text(known.finding.tool_name))
        again.clicked.connect(self.look)
        self._lines.place(again, GROUP)
        if known.looked_again_at is not None:
            self._say(state_words(known))

    def _steps(self) -> tuple[RemovalStep, ...]:
        scan = self._desk.case.newest_scan
        system = System(scan.system) if scan is not None else self._desk.parts.host().system
        return self._desk.parts.catalogue().steps_for(self._desk.case.findings[self._item].finding, system)

    def _ticked(self, step: str, done: bool) -> None:
        self._page.write(RemovalStepTicked(finding_id=self._item, step=step, done=done))

    def look(self) -> None:
        """Look for it now."""
        casebook, item, parts = self._desk.casebook, self._item, self._desk.parts
        if casebook is None or self._work is not None:
            return
        self._say(_("Looking again …"))
        self._work = self._desk.stream.call(
            lambda: scanner.look_again(casebook, item, parts.host(), parts.catalogue()), self._seen, self._broke
        )

    def _seen(self, _outcome: object) -> None:
        self._work = None
        words = state_words(self._desk.case.findings[self._item])
        self._say(words)
        if self._result is not None:
            bring_into_view(self._result)
        self._page.said.emit(words)
        self.looked.emit()

    def _broke(self, error: AssistantError) -> None:
        self._work = None
        self._page.report(error)

    def _say(self, words: str) -> None:
        if self._result is None:
            self._result = Panel(self._desk.theme, "tinted")
            self._result.column.place(Label(words))
            self._lines.place(self._result, ADJACENT)
            return
        label = self._result.findChild(Label)
        if isinstance(label, Label):
            label.say(words)


def no_steps_words() -> str:
    """Return what to do where nobody has written steps down."""
    return _("We do not know the steps for this one. Ask a repair shop, and show them the record.")
