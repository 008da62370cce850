"""Cut the line: a picture, the ways to do it behind cards, and nothing else to decide."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.words import Paragraph
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.live import AGAIN_MS
from recovery_assistant.ui.pages.questions import Questions
from recovery_assistant.ui.stream import Work
from recovery_assistant.ui.widgets.buttons import OpeningCard
from recovery_assistant.ui.widgets.layouts import BLOCK, column
from recovery_assistant.ui.widgets.text import BulletList, Label, Panel

# Content lists the ways in this order: cable, Wi-Fi, power; then plain advice. The picture shows the first, so only
# the other two need a card.
WAYS = ("wifi", "power")


class UnplugPage(FormPage):
    """Hang up and unplug."""

    def __init__(self, desk: Desk, step: Step) -> None:
        self._cards: list[tuple[OpeningCard, Panel]] = []
        self._grid = QGridLayout()
        self._is_up: bool | None = None
        self._work: Work[bool] | None = None
        super().__init__(desk, step)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._look)

    def build(self) -> None:
        """Put the page together."""
        self.opening()
        self._line = Label("", "strong")
        self._line.hide()
        self.column.place(self._line, BLOCK)
        self.picture(self.step.picture, self.words.picture_text)
        listed = [paragraph for paragraph in self.words.body if paragraph.heading and paragraph.items]
        plain = [paragraph for paragraph in self.words.body if paragraph not in listed]
        self._ways(listed[1 : 1 + len(WAYS)])
        self.note(self.words.note)
        self.paragraphs(plain)
        self.paragraphs(listed[:1])
        self.paragraphs(listed[1 + len(WAYS) :])
        self._ask()
        self.closing()

    def _ask(self) -> None:
        self.questions = Questions(self.desk, self.step, self.words.fields)
        self.column.place(self.questions, BLOCK)

    def _ways(self, ways: list[Paragraph]) -> None:
        for icon, way in zip(WAYS, ways, strict=False):
            opened = Panel(self.theme, "tinted")
            items = tuple(self.desk.fill(item) for item in way.items)
            opened.column.place(BulletList(self.theme, items, numbered=True))
            card = OpeningCard(self.theme, icon, self.desk.fill(way.heading), _("Show how"), opened)
            self._cards.append((card, opened))
        block = QWidget()
        lines = column(self.theme, spacing=11)
        lines.addLayout(self._grid)
        for _card, opened in self._cards:
            lines.addWidget(opened)
        block.setLayout(lines)
        self.column.place(block, BLOCK)
        self.room_changed(compact=False)

    def room_changed(self, *, compact: bool) -> None:
        """Put the cards side by side, or below each other."""
        across = 1 if compact else max(1, len(self._cards))
        for place, (card, _opened) in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across)
        for place in range(3):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
        self._grid.setSpacing(self.theme.px(14))

    def main_pressed(self) -> None:
        """Take the button at its word: the cable is out, whether or not anything more was answered."""
        given = self.questions.answers()
        if given:
            super().main_pressed()
        else:
            self.complete()

    def arrived(self) -> None:
        """Look at once whether a cable or Wi-Fi is connected."""
        self._look()

    def left(self) -> None:
        """Stop looking."""
        self._again.stop()
        if self._work is not None:
            self._work.forget()
        super().left()

    def _look(self) -> None:
        host = self.desk.parts.host
        self._work = self.desk.stream.call(lambda: host().network_up(), self._looked, self._could_not)

    def _looked(self, is_up: bool) -> None:
        if is_up != self._is_up:
            told = is_up or self._is_up is not None
            self._is_up = is_up
            self._line.say(
                _("This PC is still connected to the internet.")
                if is_up
                else _("This PC is no longer connected to the internet.")
            )
            self._line.setVisible(told)
            if told:
                self.said.emit(self._line.words)
        self._again.start()

    def _could_not(self, _error: AssistantError) -> None:
        self._is_up = None
        self._line.hide()
        self._again.start()

    def safe_words(self) -> str:
        """Say nothing of the kind to somebody who could not unplug, nor while we do not see that the line is cut."""
        could_not = self.desk.case.answer(self.step.id, "how") == "could-not"
        return "" if could_not or self._is_up is not False else super().safe_words()

    def first_focus(self) -> QWidget | None:
        """Start at the main button: the act is outside this window."""
        return None
