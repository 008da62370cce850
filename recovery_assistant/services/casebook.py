"""The casebook: the only writer of a case's journal, and the only place that folds it while the program runs."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import Struct, structs

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.folding import apply, fold
from recovery_assistant.domain.journal import (
    GENESIS,
    Actor,
    Answer,
    CaseStarted,
    EntriesLost,
    Entry,
    EntryUndone,
    ExhibitCopied,
    KnownEvent,
    Seal,
    StepAnswered,
    TextGuarded,
    seal_of,
)
from recovery_assistant.services.guarding import guard_event
from recovery_assistant.storage import case_key
from recovery_assistant.storage.case_file import CaseFile, ExhibitWriter
from recovery_assistant.storage.failures import NO_SUCH_ENTRY, case_error

Clock = Callable[[], datetime]

BAD_SEAL: Final = "I-01"
_SEAL_LETTERS = 12
_TYPED_FOR = str.maketrans("OIL", "011")
_COUNT = re.compile(r"\(?\s*(\d{1,9})\s*(?:ENTRIES|ENTRY)\s*\)?\W*$|[(/]\s*(\d{1,9})\s*\)?\W*$")


def local_time() -> datetime:
    """Return the wall clock of this PC with its offset from UTC."""
    return datetime.now(tz=UTC).astimezone()


class SealCheck(Struct, frozen=True, kw_only=True):
    """Whether a case file holds what a paper was printed from.

    Attributes:
        holds: whether the journal has, or had, exactly this head (and count, where one was typed).
        count: number of entries behind the paper; None when it does not hold.
        at: time of the newest entry behind the paper; None when it does not hold.
        newer: entries that were added since.
    """

    holds: bool
    count: int | None = None
    at: datetime | None = None
    newer: int = 0


class Casebook:
    """One open case.

    Every method may be called from any thread, and what is read is always one whole state. `record` and `answer` return
    when the entry is durable.

    Attributes:
        why_read_only: a sentence for the person; "" when the case can be written.
    """

    def __init__(self, file: CaseFile, secret: bytes, clock: Clock = local_time, *, why_read_only: str = "") -> None:
        self._file = file
        self._secret = secret
        self._clock = clock
        self._turn = threading.RLock()
        self._entries = file.entries()
        self._case = fold(self._entries)
        self.why_read_only = why_read_only

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self._case

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The journal as it is now."""
        with self._turn:
            return tuple(self._entries)

    @property
    def seal(self) -> Seal:
        """Seal of the journal as it is now; what a record printed now carries."""
        with self._turn:
            return self._seal_at(len(self._entries))

    @property
    def number(self) -> str:
        """The case number that stands on every page of paper."""
        return self._case.number

    @property
    def path(self) -> Path:
        """Where the case file lies."""
        return self._file.path

    @property
    def case_id(self) -> str:
        """The name of this case in a key store."""
        return self._file.header.case_id

    @property
    def read_only(self) -> bool:
        """Whether `record` is refused."""
        return self._file.read_only

    @property
    def actor(self) -> Actor:
        """Who answers in this case."""
        return "technician" if self._case.mode == "technician" else "person"

    def record(self, event: KnownEvent, actor: Actor | None = None) -> Case:
        """Guard the event's typed texts, write it, and return the case after it.

        `actor` is the person of the case unless the program says "program".

        Raises:
            CaseError: C-10 disk full, C-11 disk failed, C-16 reading only, C-19 busy. Then nothing was written.
        """
        self._record((event,), actor)
        return self._case

    def record_all(self, events: Sequence[KnownEvent], actor: Actor | None = None) -> tuple[TextGuarded, ...]:
        """Guard and write several events at once: all of them, or none. Return what had to be taken out first.

        Raises:
            CaseError: as for `record`.
        """
        return self._record(events, actor) if events else ()

    def answer(self, step: str, answers: Mapping[str, Answer]) -> tuple[TextGuarded, ...]:
        """Record the answers of one page; return what had to be taken out of them first.

        Raises:
            CaseError: as for `record`.
        """
        return self._record((StepAnswered(step=step, answers=dict(answers)),), None)

    def undo(self, sequence: int) -> Case:
        """Record that the entry with this number no longer counts.

        Raises:
            CaseError: C-18 there is no such entry, or it opened the case, or tells of a gap; otherwise as for `record`.
        """
        with self._turn:
            inside = 1 <= sequence <= len(self._entries)
            if not inside or isinstance(self._entries[sequence - 1].event, CaseStarted | EntriesLost):
                raise case_error(NO_SUCH_ENTRY)
            return self.record(EntryUndone(sequence=sequence))

    def refresh(self) -> Case:
        """Read the journal again: in a read-only window, what the other window wrote meanwhile.

        Raises:
            CaseError: C-08 damaged, C-19 busy.
        """
        with self._turn:
            self._take(self._file.entries())
            return self._case

    def recovery_code(self) -> str:
        """Return the code that opens this file on another PC: 28 letters in groups of four. Only for its own sheet."""
        return case_key.recovery_code(self._secret)

    def verify(self, seal_text: str) -> SealCheck:
        """Say whether this file holds what the paper with this seal was printed from.

        Typing is forgiving: lower case, O for 0, I or L for 1, any spaces; "(31 entries)" may be left out.

        Raises:
            InputError: I-01, that is not a seal.
        """
        letters, count = _typed_seal(seal_text)
        with self._turn:
            total = len(self._entries)
            for at in range(1, total + 1) if count is None else (count,):  # a paper needs an entry: 0 is no seal
                if 1 <= at <= total and self._seal_at(at).letters == letters:
                    return SealCheck(holds=True, count=at, at=self._entries[at - 1].at, newer=total - at)
        return SealCheck(holds=False)

    def check_every_page(self) -> int:
        """Read the whole file, copied files too. Return how many bytes at its end belong to nothing; they do no harm.

        Raises:
            CaseError: C-08 damaged, C-17 a copied file is damaged.
        """
        return self._file.check_every_page()

    def begin_copy(self) -> ExhibitWriter:
        """Return where the bytes of a file to copy go. They belong to nothing until `keep_copy`."""
        return self._file.begin_exhibit()

    def keep_copy(self, copy: ExhibitWriter, event: ExhibitCopied) -> ExhibitCopied:
        """Make what went into `copy` an exhibit and record it, for whoever answers in this case.

        Returns the event with the size and the SHA-256 of what is stored.

        Raises:
            CaseError: as for `record`; then no exhibit was added.
            ValueError: there is an exhibit with this id already.
        """
        staged = copy.end()
        told = structs.replace(event, size=staged.stored.size, sha256=staged.stored.sha256)
        with self._turn:
            self._add([self._file.append_exhibit(event.exhibit_id, staged, self.actor, told, self._clock())])
        return told

    def free_bytes(self) -> int | None:
        """Return how much room the disk of the case has left; None when it does not tell."""
        return self._file.free_bytes()

    def exhibit(self, exhibit_id: str) -> Iterator[bytes]:
        """Yield the exact bytes of a copied file.

        Raises:
            CaseError: C-17 it cannot be read in full, C-22 it is not in this case.
        """
        return self._file.exhibit(exhibit_id)

    def close(self) -> None:
        """Close the file and let others write it."""
        self._file.close()

    def _record(self, events: Sequence[KnownEvent], actor: Actor | None) -> tuple[TextGuarded, ...]:
        guarded = [guard_event(event) for event in events]
        with self._turn:
            at, who = self._clock(), actor or self.actor
            written = self._file.append_all(who, [part for clean, removed in guarded for part in (clean, *removed)], at)
            self._add(written)
        return tuple(one for _, removed in guarded for one in removed)

    def _add(self, written: list[Entry]) -> None:
        if written[0].sequence != len(self._entries) + 1 or any(isinstance(e.event, EntryUndone) for e in written):
            # Undone entries change what came before. And after a failed commit the file may hold more than we know.
            self._take(self._file.entries())
            return
        self._entries += written
        for entry in written:
            self._case = apply(self._case, entry)

    def _take(self, entries: list[Entry]) -> None:
        self._entries = entries
        self._case = fold(entries)

    def _seal_at(self, count: int) -> Seal:
        return seal_of(self._entries[count - 1].digest if count else GENESIS, count)


def _typed_seal(text: str) -> tuple[str, int | None]:
    upper = text.upper().rpartition(":")[2]  # the whole line at the foot is fine: "Seal of 22 November 2026: …"
    found = _COUNT.search(upper)
    count = int(found[1] or found[2]) if found else None
    rest = upper[: found.start()] if found else upper
    letters = "".join(letter for letter in rest if letter.isalnum()).translate(_TYPED_FOR)
    if len(letters) != _SEAL_LETTERS:
        raise InputError(BAD_SEAL, "That is not a seal. It has 12 letters and digits, as at the foot of each page.")
    return letters, count
