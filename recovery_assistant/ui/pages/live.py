"""Is anyone still connected? While a session looks live there is no question, no log and no form here.

The check runs off the GUI thread, again and again while the page is shown. The page lets go by itself as soon as no
network interface is up, or the connection has ended.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer

from recovery_assistant.domain.country import Contact
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.plan import Step
from recovery_assistant.services.live_check import LiveState, still_connected
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.artwork import Picture
from recovery_assistant.ui.pages.base import Desk, StepPage
from recovery_assistant.ui.stream import Work
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, Block, Line, column, row
from recovery_assistant.ui.widgets.text import BulletList, Label

AGAIN_MS = 2500


class LivePage(StepPage):
    """Looks whether a remote-control program has a line to the outside."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._work: Work[LiveState] | None = None
        self._was_connected = False
        self._state: LiveState | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._look)
        self.title(self.words.title, before=self.progress_words())
        self._lead = Label(desk.fill(self.words.lead), "lead")
        self.column.place(self._lead, 10)
        self._answer = Label(_("Looking now …"), "strong")
        self.column.place(self._answer, BLOCK)
        self._reasons = Label("")
        self._reasons.hide()
        self.column.place(self._reasons, ADJACENT)
        self._danger = self._danger_block()
        self._danger.hide()
        self.column.place(self._danger, BLOCK)
        self._calm = Block()
        calm = column(desk.theme)
        self.paragraphs([p for p in self.words.body if not p.items], calm)
        self._calm.setLayout(calm)
        self.column.place(self._calm)

    def _danger_block(self) -> Block:
        block = Block()
        lines = column(self.theme)
        if Picture.exists(self.theme, self.step.picture):
            lines.place(Picture(self.theme, self.step.picture, self.words.picture_text))
        numbers = row(self.theme, spacing=24)
        for contact in self.desk.contacts(self.step.contacts):
            numbers.addLayout(self._number(contact), 1)
        lines.gap(BLOCK)
        lines.addLayout(numbers)
        first = next((paragraph for paragraph in self.words.body if paragraph.items), None)
        if first is not None:
            items = tuple(self.desk.fill(item) for item in first.items)
            lines.place(BulletList(self.theme, items, numbered=True), BLOCK)
        block.setLayout(lines)
        return block

    def _number(self, contact: Contact) -> Line:
        lines = column(self.theme, spacing=2)
        name = Label(contact.name)
        name.setAlignment(Qt.AlignmentFlag.AlignBottom)  # a short name stands as near to its number
        lines.addWidget(name)
        lines.addWidget(Label(phrases.reach(contact), "huge-number", wrap=False))
        return lines

    def safe_words(self) -> str:
        """Say that the line is cut only where it is."""
        cut = self._state is not None and not self._state.interface_up and not self._state.could_not_look
        return super().safe_words() if cut else ""

    def footer(self) -> FooterWords:
        """Return the words of the footer: while somebody is connected only a link leads on."""
        if self._state is not None and self._state.connected:
            return FooterWords(main="", skip=_("Go on anyway"))
        return FooterWords(main=self.words.button or _("Continue"))

    def arrived(self) -> None:
        """Look at once."""
        self._look()

    def left(self) -> None:
        """Stop looking."""
        self._again.stop()
        if self._work is not None:
            self._work.forget()

    def _look(self) -> None:
        parts = self.desk.parts
        self._work = self.desk.stream.call(
            lambda: still_connected(parts.host(), parts.catalogue()), self._looked, self._could_not
        )

    def _looked(self, state: LiveState) -> None:
        cut = self._was_connected and not state.connected
        before, self._state = self._state, state
        self._was_connected = self._was_connected or state.connected
        if cut:
            self.said.emit(self.words.now_safe or _("The line is cut."))
            self.complete()
            return
        if state != before:
            self._show(state)
            if state.connected and (before is None or not before.connected):
                self.pane_shown.emit()  # from the top again, and never with the focus on "Go on anyway"
        self._again.start()

    def _show(self, state: LiveState) -> None:
        self._danger.setVisible(state.connected)
        self._lead.setVisible(not state.connected)
        self._calm.setVisible(not state.connected)
        self._answer.say(answer_in_words(state))
        reasons = "\n".join(dict.fromkeys(shown_text(reason) for reason in state.reasons if state.interface_up))
        self._reasons.say(reasons)
        self._reasons.setVisible(bool(reasons))
        self.said.emit(f"{self._answer.words} {reasons}".strip())
        self.footer_changed.emit()

    def _could_not(self, error: AssistantError) -> None:
        self._show(LiveState(connected=False, interface_up=True, tools=(), could_not_look=error.sentence))

    def main_pressed(self) -> None:
        """Go on."""
        self.complete()


def answer_in_words(state: LiveState) -> str:
    """Return whether anyone looks connected, and what to do: never a certainty, but with the cable out."""
    if state.connected and state.tools:
        words = _("Somebody may still be connected with {tools}. Pull the cable out now.")
        return words.format(tools=", ".join(shown_text(tool) for tool in state.tools))
    if state.connected:
        return _("Somebody may still be connected. Pull the cable out now.")
    if state.could_not_look:
        words = _("We could not look: {reason}. Keep the cable out.")
        return words.format(reason=shown_text(state.could_not_look))
    if not state.interface_up:
        return _("This PC has no connection to the outside. Nobody is connected.")
    online = _("This PC is still connected to the internet. Pull the cable out, or switch Wi-Fi off.")
    if state.answer == "cannot-tell":
        return f"{online} {_('We cannot tell if somebody is connected.')}"
    return f"{online} {_('Nobody looks connected just now. But we do not know every program.')}"
