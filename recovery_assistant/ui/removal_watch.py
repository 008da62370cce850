"""Watches the removal that is under way, whatever page is shown: pages come and go, the runner works on.

What was done stands in the case, line by line. This only says that it goes on, and hands events to whoever looks.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.removal.plan import Caution, Proposal, RemovalPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.ui.ports import Parts, Removing
    from recovery_assistant.ui.stream import Stopped, Stream, Work


class Ear:
    """What a page hears of the watch, until it is left."""

    def __init__(self) -> None:
        self._heard: list[tuple[SignalInstance, Callable[..., None]]] = []

    def hear(self, signal: SignalInstance, then: Callable[..., None]) -> None:
        """Call `then` whenever the signal comes."""
        signal.connect(then)
        self._heard.append((signal, then))

    def close(self) -> None:
        """Hear nothing more; a second time does nothing."""
        for signal, then in self._heard:
            signal.disconnect(then)
        self._heard = []


class RemovalWatch(QObject):
    """One removal at a time, for as long as the window.

    Signals:
        happened: something happened (a `RemovalEvent`); the case has it already.
        ended: it is over, for good or for now; the case says what came of it.
        failed: it ended by an `AssistantError`.
        picked_up: what an earlier start left was looked at.

    Attributes:
        plan: what is being done; None while nothing is.
        is_stopping: the person asked to stop after this step.
    """

    happened = Signal(object)
    ended = Signal()
    failed = Signal(object)
    picked_up = Signal()

    def __init__(self, stream: Stream, parts: Parts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stream, self._parts = stream, parts
        self._casebook: Casebook | None = None
        self._picked: Casebook | None = None
        self._removing: Removing | None = None
        self._work: Work[object] | None = None
        self._picking: Work[str] | None = None
        self.plan: RemovalPlan | None = None
        self.is_stopping = False

    def of(self, casebook: Casebook) -> Removing:
        """Return what removes things for a case; made once for each."""
        if self._removing is None or self._casebook is not casebook:
            self.let_go()  # of the case that was open before
            self._casebook, self._removing = casebook, self._parts.removing(casebook)
        return self._removing

    def is_doing(self, item: str) -> bool:
        """Return whether this item is being removed, or put back, now."""
        return self.plan is not None and self.plan.item == item

    def start(self, casebook: Casebook, proposal: Proposal, agreed: tuple[Caution, ...]) -> bool:
        """Begin what the person said yes to. Return whether it began: while another one goes on, nothing does."""
        removing, plan = self.of(casebook), proposal.plan
        return plan is not None and self._begin(plan, lambda stopped: removing.run(proposal, agreed, stopped))

    def follow(self, casebook: Casebook, plan: RemovalPlan) -> bool:
        """Look on at one that goes on since an earlier start of this program."""
        removing = self.of(casebook)
        return self._begin(plan, lambda stopped: removing.follow(plan.id, stopped))

    def _begin(self, plan: RemovalPlan, events: Callable[[Stopped], Iterator[object]]) -> bool:
        if self.plan is not None:
            return False
        self.plan, self.is_stopping = plan, False
        self._work = self._stream.run(events, self.happened.emit, self._over, self._broke)
        return True

    def stop_after_this(self) -> None:
        """Ask for no further step to be begun."""
        if self.plan is not None and self._removing is not None:
            self.is_stopping = True
            self._removing.stop_after_step(self.plan.id)

    def pick_up(self, casebook: Casebook) -> None:
        """Find out, once for each case, what became of removals since an earlier start of this program.

        What was removed is looked for again, so that it is seen when it came back; a runner that still works is watched
        from now on.
        """
        if casebook.read_only or self._picked is casebook or self.plan is not None or not casebook.case.removals:
            return
        self._picked, removing = casebook, self.of(casebook)
        self._picking = self._stream.call(partial(_pick_up, removing), self._have_picked_up, self.failed.emit)

    def _have_picked_up(self, at_work: str) -> None:
        removal = self._picked.case.removals.get(at_work) if self._picked is not None else None
        if removal is not None and self._picked is not None:
            self.follow(self._picked, removal.plan)
        self.picked_up.emit()

    def let_go(self) -> None:
        """Look on no longer: the window closes. What the runner does, it does to its end."""
        if self._picking is not None:
            self._picking.forget()
        if self._work is not None:
            self._work.listening = False
        if self._removing is not None:
            self._removing.let_go()
        self.plan, self._work = None, None

    def _over(self, _whole: bool) -> None:
        self.plan, self._work = None, None
        self.ended.emit()

    def _broke(self, error: AssistantError) -> None:
        self.plan, self._work = None, None
        self.failed.emit(error)


def _pick_up(removing: Removing) -> str:
    """Return the id of a plan whose runner still works, or "". Runs in a worker thread: it may look at the PC."""
    picked = removing.pick_up()
    to_look_at = [one.plan_id for one in picked if one.state == "look-again"]
    if to_look_at:
        removing.look_again_at(to_look_at)
    return next((one.plan_id for one in picked if one.state == "still-working"), "")
