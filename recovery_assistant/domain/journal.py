"""The journal: typed past-tense events, each chained to the one before.

The journal is the truth; a case is a fold over it (`case.py`), undo is an event, and an event of a future version is
carried as it is, never dropped. An entry's digest is SHA-256 over the digest before it and the exact stored bytes, so
what was stored is what is sealed: nothing is encoded again for checking. The events themselves stand in `events.py`;
they are named from here by whoever writes or reads a journal.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from recovery_assistant.domain.events import (
    Answer,
    AnswersKept,
    CallAnswered,
    CallEnded,
    CallNoted,
    CallStarted,
    CaseStarted,
    CountryChosen,
    EntriesLost,
    EntryUndone,
    Event,
    ExhibitCopied,
    ExhibitKind,
    ExhibitMissed,
    FindingLookedForAgain,
    FindingMarked,
    LeftBehindFound,
    PaperMade,
    PaymentRecorded,
    PaymentWithdrawn,
    RecordMade,
    RecoverySheetMade,
    RemovalAgreed,
    RemovalLookedAt,
    RemovalNotStarted,
    RemovalReported,
    RemovalStepTicked,
    ScanFinished,
    ScanStarted,
    SourceMissed,
    StatementRowAnswered,
    StatementRowsMarked,
    StepAnswered,
    StepCompleted,
    StepSkipped,
    TextGuarded,
    ToolFound,
    TracesRead,
)

__all__ = [
    "GENESIS",
    "Actor",
    "Answer",
    "AnswersKept",
    "CallAnswered",
    "CallEnded",
    "CallNoted",
    "CallStarted",
    "CaseStarted",
    "CountryChosen",
    "EntriesLost",
    "Entry",
    "EntryUndone",
    "Event",
    "ExhibitCopied",
    "ExhibitKind",
    "ExhibitMissed",
    "FindingLookedForAgain",
    "FindingMarked",
    "KnownEvent",
    "LeftBehindFound",
    "PaperMade",
    "PaymentRecorded",
    "PaymentWithdrawn",
    "RecordMade",
    "RecoverySheetMade",
    "RemovalAgreed",
    "RemovalLookedAt",
    "RemovalNotStarted",
    "RemovalReported",
    "RemovalStepTicked",
    "ScanFinished",
    "ScanStarted",
    "Seal",
    "SourceMissed",
    "StatementRowAnswered",
    "StatementRowsMarked",
    "StepAnswered",
    "StepCompleted",
    "StepSkipped",
    "TextGuarded",
    "ToolFound",
    "TracesRead",
    "UnknownEvent",
    "chain",
    "line_bytes",
    "read_line",
    "seal_of",
]

Actor = Literal["person", "technician", "program"]


class UnknownEvent(Event, frozen=True, kw_only=True):
    """An event of a newer version. Carried with its exact bytes; it changes nothing here."""

    name: str
    payload: bytes


KnownEvent = (
    CaseStarted
    | CountryChosen
    | StepAnswered
    | AnswersKept
    | StepCompleted
    | StepSkipped
    | EntryUndone
    | PaymentRecorded
    | PaymentWithdrawn
    | CallStarted
    | CallNoted
    | CallAnswered
    | CallEnded
    | ScanStarted
    | ToolFound
    | LeftBehindFound
    | SourceMissed
    | ScanFinished
    | FindingMarked
    | RemovalStepTicked
    | FindingLookedForAgain
    | RemovalAgreed
    | RemovalReported
    | RemovalNotStarted
    | RemovalLookedAt
    | ExhibitCopied
    | ExhibitMissed
    | TracesRead
    | StatementRowsMarked
    | StatementRowAnswered
    | TextGuarded
    | PaperMade
    | RecordMade
    | RecoverySheetMade
    | EntriesLost
)


class Entry(Struct, frozen=True, kw_only=True):
    """One line of the journal.

    Attributes:
        sequence: 1, 2, 3 … without holes.
        at: wall clock of this PC with its UTC offset, which may be wrong; order is given by `sequence` alone.
        digest: SHA-256 over the digest before (32 zero bytes for the first) and `stored_bytes`.
    """

    sequence: int
    at: datetime
    actor: Actor
    event: KnownEvent | UnknownEvent
    digest: bytes


class _Line(Struct, frozen=True, kw_only=True):
    """What is stored of an entry beside its digest; the event stays raw, so that unknown ones survive."""

    sequence: int
    at: datetime
    actor: Actor
    event: msgspec.Raw


class _EventName(Struct):
    event: str


GENESIS = bytes(32)
_encoder = msgspec.json.Encoder()
_line_decoder = msgspec.json.Decoder(_Line)
_event_decoder: msgspec.json.Decoder[KnownEvent] = msgspec.json.Decoder(KnownEvent)
_name_decoder = msgspec.json.Decoder(_EventName)
_KNOWN_NAMES = frozenset(kind.__struct_config__.tag for kind in KnownEvent.__args__)


def line_bytes(sequence: int, at: datetime, actor: Actor, event: KnownEvent) -> bytes:
    r"""Return the exact bytes to store for a new entry (JSON, UTF-8).

    Half a character, as file names on Linux can hold, is not text; it is stored as it would be typed in a program
    ("\udce9"), so that a hostile name cannot keep an answer from being saved.
    """
    try:
        told = _encoder.encode(event)
    except UnicodeEncodeError:
        told = _encoder.encode(_spelled_out(msgspec.to_builtins(event)))
    return _encoder.encode(_Line(sequence=sequence, at=at, actor=actor, event=msgspec.Raw(told)))


def _spelled_out(part: object) -> object:
    if isinstance(part, str):
        return part.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(part, list):
        return [_spelled_out(one) for one in part]
    if isinstance(part, dict):
        return {_spelled_out(key): _spelled_out(value) for key, value in part.items()}
    return part


def chain(previous: bytes, line: bytes) -> bytes:
    """Return the digest (32 bytes) of an entry stored as `line` after the entry with digest `previous`."""
    return hashlib.sha256(previous + line).digest()


def read_line(line: bytes, digest: bytes) -> Entry:
    """Decode stored bytes into an entry.

    Raises:
        msgspec.DecodeError: the bytes are not an entry, or a known event does not fit its type.
    """
    parts = _line_decoder.decode(line)
    raw = bytes(parts.event)
    name = _name_decoder.decode(raw).event
    event: KnownEvent | UnknownEvent
    event = _event_decoder.decode(raw) if name in _KNOWN_NAMES else UnknownEvent(name=name, payload=raw)
    return Entry(sequence=parts.sequence, at=parts.at, actor=parts.actor, event=event, digest=digest)


_SEAL_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Seal(Struct, frozen=True, kw_only=True):
    """Journal head and count before a print, as they stand on paper: "7F3K 92QD 4MTX (31 entries)".

    It says whether a case file holds what that paper was printed from. It does not prove who wrote it or when.

    Attributes:
        letters: 12 Crockford base32 letters = the first 60 bits of the head digest.
        count: number of entries.
    """

    letters: str
    count: int

    def __str__(self) -> str:
        """Return the form that stands on paper, without the word "entries"."""
        return f"{self.letters[0:4]} {self.letters[4:8]} {self.letters[8:12]}"


def seal_of(digest: bytes, count: int) -> Seal:
    """Return the seal of a journal whose newest entry has this digest (`GENESIS` and 0 when empty)."""
    bits = int.from_bytes(digest[:8], "big") >> 4
    letters = "".join(_SEAL_LETTERS[(bits >> shift) & 31] for shift in range(55, -1, -5))
    return Seal(letters=letters, count=count)
