"""Keep the PC or reset it: the reasons for each, what nobody can know, and then the person's own choice."""

from __future__ import annotations

from recovery_assistant.domain.adviser import Reason, advise, reason_words
from recovery_assistant.domain.suggesting import of_strangers
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.from_records import teller_here
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, NoteBar, Panel


class AdviserPage(FormPage):
    """Three lists of reasons side by side with nothing weighed, then the question."""

    def build(self) -> None:
        """Put the page together."""
        self.opening()
        words, case = self.desk.parts.words.adviser, self.desk.case
        sessions = of_strangers(case, teller_here(self.desk)) if case.readings else ()
        advice = advise(case, sessions)
        for side, reasons in (("keep", advice.keep), ("reset", advice.reset), ("unknown", advice.unknown)):
            self._reasons(words[side], reasons)
        self.text(words["lead"], GROUP)
        self.paragraphs(self.words.body)
        self.column.place(NoteBar(self.theme, self.desk.fill(words["before"])), BLOCK)
        self.ask()
        self.closing()

    def _reasons(self, heading: str, reasons: tuple[Reason, ...]) -> None:
        words = self.desk.parts.words.adviser
        panel = Panel(self.theme)
        panel.column.place(Heading(heading, "h2"))
        told = tuple(reason_words(one, words, shown_text(", ".join(one.names))) for one in reasons)
        panel.column.place(BulletList(self.theme, told) if told else Label(words["none"]), ADJACENT)
        self.column.place(panel, GROUP)
