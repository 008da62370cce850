"""Long work off the GUI thread: a generator of typed events runs in a thread, and its events arrive in the window.

One `Stream` lives in the GUI thread for as long as the window. Worker threads own no QObject; they put events into a
queue and wake the stream by a queued signal. Receivers are therefore called in the GUI thread, always, and may be any
callable. (A plain callable connected to a worker's own signal would run in the worker.)
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from recovery_assistant.domain.errors import AssistantError

Event = TypeVar("Event")
Stopped = Callable[[], bool]


class WorkBrokeError(AssistantError):
    """Work ended by a fault of this program."""


@dataclass(eq=False)
class Work(Generic[Event]):
    """One piece of work under way.

    Attributes:
        stopped: set by `stop`; whoever makes the events asks for it and ends.
    """

    on_event: Callable[[Event], None]
    on_end: Callable[[bool], None]
    on_error: Callable[[AssistantError], None]
    stopped: threading.Event = field(default_factory=threading.Event)
    listening: bool = True

    def stop(self) -> None:
        """Ask the work to end soon; `on_end(False)` follows."""
        self.stopped.set()

    def forget(self) -> None:
        """Stop, and tell nobody any more: the page is gone."""
        self.stopped.set()
        self.listening = False


class Stream(QObject):
    """Runs generators off the GUI thread and hands their events over in it."""

    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        events: Callable[[Stopped], Iterator[Event]],
        on_event: Callable[[Event], None],
        on_end: Callable[[bool], None],
        on_error: Callable[[AssistantError], None],
    ) -> Work[Event]:
        """Start work. `events` is given a question, "was I stopped?", and ends by itself when the answer is yes.

        `on_end(whole)` comes last, whole is False when it was stopped; or `on_error` comes last.
        """
        work = Work(on_event, on_end, on_error)
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._work, args=(work, events), daemon=True)
        self._threads.append(thread)
        thread.start()
        return work

    def call(
        self, produce: Callable[[], Event], on_done: Callable[[Event], None], on_error: Callable[[AssistantError], None]
    ) -> Work[Event]:
        """Run one function off the GUI thread and hand over what it returns."""

        def once(_stopped: Stopped) -> Iterator[Event]:
            yield produce()

        return self.run(once, on_done, _nothing, on_error)

    def wait(self, seconds: float = 5) -> None:
        """Wait for work that was stopped, so that nothing is writing while the case is closed."""
        for thread in self._threads:
            thread.join(seconds)

    def _work(self, work: Work[Event], events: Callable[[Stopped], Iterator[Event]]) -> None:
        try:
            for event in events(work.stopped.is_set):
                self._hand_over(work, partial(work.on_event, event))
            whole = not work.stopped.is_set()
            self._hand_over(work, lambda: work.on_end(whole))
        except AssistantError as error:
            caught = error
            self._hand_over(work, lambda: work.on_error(caught))
        except Exception as error:  # noqa: BLE001 - the boundary: in a thread nobody else would ever hear of it
            broke = WorkBrokeError("X-01", f"{type(error).__name__}: {error}")
            broke.__cause__ = error
            self._hand_over(work, lambda: work.on_error(broke))

    def _hand_over(self, work: Work[Event], tell: Callable[[], None]) -> None:
        def if_listening() -> None:
            if work.listening:
                tell()

        self._arrived.put(if_listening)
        try:
            self._woken.emit()
        except RuntimeError:  # the window has closed under us; there is nobody left to tell
            work.forget()

    @Slot()
    def _deliver(self) -> None:
        while not self._arrived.empty():
            self._arrived.get()()


def _nothing(_whole: bool) -> None:
    return
