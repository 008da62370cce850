"""Writes what stands on a page before the page is left, so that a power cut costs seconds and "Saved" is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.domain.journal import Answer, AnswersKept, KnownEvent
from recovery_assistant.services.guarding import guard_event

if TYPE_CHECKING:
    from recovery_assistant.ui.pages.base import Page

REST_MS: Final = 1500
"""After the last key."""
LONGEST_MS: Final = 4500
"""For somebody who never rests."""


@dataclass(frozen=True)
class Unsaved:
    """What stands on a page and not in the case.

    Attributes:
        events: what to record; nothing when everything is there.
        waits: something cannot be kept yet: a day that nobody can read, or a secret that is not taken out yet.
    """

    events: tuple[KnownEvent, ...] = ()
    waits: bool = False


def unsaved_answers(step: str, changed: Mapping[str, Answer], *, last: bool) -> Unsaved:
    """Return changed answers of a page as an event.

    A text out of which the guard would take something waits for the page's button, so that nothing moves under the
    person's hands; with `last` there is nothing to wait for, and the guard takes it out.
    """
    _event, removed = guard_event(AnswersKept(step=step, answers=dict(changed)))
    waiting = set() if last else {one.field for one in removed}
    kept = {field: answer for field, answer in changed.items() if field not in waiting}
    return Unsaved((AnswersKept(step=step, answers=kept),) if kept else (), bool(waiting))


class Keeper(QObject):
    """Records what changed on a page: at once, after a rest, or at the latest after a few seconds.

    A failure is not told while somebody writes: the footer does not say "Saved", and the page's button tells why.
    """

    def __init__(self, page: Page, unsaved: Callable[[bool], Unsaved]) -> None:
        super().__init__(page)
        self._page, self._unsaved = page, unsaved
        self.rest, self.longest = QTimer(self), QTimer(self)
        for timer, length in ((self.rest, REST_MS), (self.longest, LONGEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(self.keep)

    def touched(self) -> None:
        """Take note of a key; what changed is recorded soon."""
        waiting = self._unsaved(False)
        self._page.show_saved(saved=waiting == Unsaved())
        if waiting.events:
            self.rest.start()
            if not self.longest.isActive():
                self.longest.start()

    def keep(self) -> None:
        """Record now what changed."""
        self._record(self._unsaved(False))

    def finish(self) -> None:
        """Record everything that can be read: the page is left."""
        self._record(self._unsaved(True))

    def _record(self, unsaved: Unsaved) -> None:
        self.rest.stop()
        self.longest.stop()
        notebook = self._page.desk.notebook
        kept = not unsaved.events
        if unsaved.events and notebook is not None and not notebook.read_only:
            try:
                notebook.record_all(unsaved.events)
                kept = True
            except CaseError:
                kept = False
        self._page.show_saved(saved=kept and not unsaved.waits)
