"""What was answered before there is a case: kept in memory only, and written down as soon as a case exists.

Somebody may be connected right now. So nobody has to choose words that lock a case before the cable is out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.folding import apply
from recovery_assistant.domain.journal import Answer, Entry, KnownEvent, StepAnswered, TextGuarded

UNSEALED: Final = bytes(32)
"""Stands for the digest of an entry that is in no file."""


class Draft:
    """Takes the events of pages as a casebook does, and writes nothing."""

    read_only = False

    def __init__(self, clock: Callable[[], datetime], country: str = "") -> None:
        self._clock = clock
        self._case = Case(country=country)
        self._events: list[KnownEvent] = []

    @property
    def case(self) -> Case:
        """The case as these events make it."""
        return self._case

    @property
    def events(self) -> tuple[KnownEvent, ...]:
        """What a case has to record once there is one, in order."""
        return tuple(self._events)

    def record(self, event: KnownEvent) -> Case:
        """Guard and keep an event; return the case after it."""
        self.record_all((event,))
        return self._case

    def record_all(self, events: Sequence[KnownEvent]) -> tuple[TextGuarded, ...]:
        """Guard and keep events; return what had to be taken out of them first."""
        # Here and not above: the patterns of the guard take as long to make ready as Qt itself.
        from recovery_assistant.services.guarding import guard_event

        guarded = [guard_event(event) for event in events]
        for clean, removed in guarded:
            for event in (clean, *removed):
                self._keep(event)
        return tuple(one for _, removed in guarded for one in removed)

    def answer(self, step: str, answers: Mapping[str, Answer]) -> tuple[TextGuarded, ...]:
        """Keep the answers of one page; return what had to be taken out of them first."""
        return self.record_all((StepAnswered(step=step, answers=dict(answers)),))

    def _keep(self, event: KnownEvent) -> None:
        self._events.append(event)
        at = self._clock()
        entry = Entry(sequence=len(self._events), at=at, actor="person", event=event, digest=UNSEALED)
        self._case = apply(self._case, entry)
