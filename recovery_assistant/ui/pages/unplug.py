"""Cut the line: a picture, the ways to do it behind cards, and nothing else to decide."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.words import Paragraph
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.questions import Questions
from recovery_assistant.ui.widgets.buttons import OpeningCard
from recovery_assistant.ui.widgets.layouts import BLOCK, column
from recovery_assistant.ui.widgets.text import BulletList, Panel

# Content lists the ways in this order: cable, Wi-Fi, power; then plain advice. The picture shows the first, so only
# the other two need a card.
WAYS = ("wifi", "power")


class UnplugPage(FormPage):
    """Hang up and unplug."""

    def __init__(self, desk: Desk, step: Step) -> None:
        self._cards: list[tuple[OpeningCard, Panel]] = []
        self._grid = QGridLayout()
        super().__init__(desk, step)

    def build(self) -> None:
        """Put the page together."""
        self.opening()
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

    def safe_words(self) -> str:
        """Say nothing of the kind to somebody who could not unplug."""
        return "" if self.desk.case.answer(self.step.id, "how") == "could-not" else super().safe_words()

    def first_focus(self) -> QWidget | None:
        """Start at the main button: the act is outside this window."""
        return None
