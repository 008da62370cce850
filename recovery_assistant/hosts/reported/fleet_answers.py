"""The answers of many machines, as they come: mixed by time, repeated, corrected. One pass, and little memory.

Engines log the answers of all machines into one stream, so what belongs to one machine is only known at the end. What
comes is put aside in a temporary file, each piece with a pointer to the one before it; for each machine and question
only the newest pointer stays in memory. The file is deleted by the system when it is closed.
"""

from __future__ import annotations

import struct
import tempfile
from array import array
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, Self

import msgspec

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.fleet import ABOUT, QUESTIONS, Question
from recovery_assistant.domain.observation import Gap, ListeningSocket, Observation, Process, System, VersionInfo
from recovery_assistant.hosts.port import BAD_LINE, NOT_PROVIDED, TOO_LARGE
from recovery_assistant.hosts.reported.json_lines import why
from recovery_assistant.hosts.reported.only_lists import OnlyLists

MOST_PIECES: Final = 200_000
"""Pieces of the answer to one question that are looked at; a machine with more has a gap."""
KEPT_IN_MEMORY: Final = 8 * 2**20
"""Bytes put aside before they go to the disk."""

Row = dict[str, str | int | float | bool | None]
_rows_decoder: Final = msgspec.json.Decoder(list[Row])
_HEADER: Final = struct.Struct("<qqqiB")

WHOLE, ADDED, REMOVED, FRESH = range(4)
"""What a piece is: a whole answer, rows that came, rows that went, or rows of an answer that comes piece by piece and
takes the place of every answer with another time."""

_NONE: Final = -1
_PLACES: Final = {
    system: {name: place for place, name in enumerate((ABOUT, *(one.name for one in QUESTIONS[system])))}
    for system in System
}
_MOST_PLACES: Final = max(len(places) for places in _PLACES.values())


class Piece(NamedTuple):
    """A part of an answer as it stands in the log.

    Attributes:
        at: seconds since 1970 by the machine's clock, 0 where the log does not tell.
        line: number of the line in the file.
        kind: WHOLE, ADDED, REMOVED or FRESH.
        rows: JSON, a list of rows.
    """

    at: int
    line: int
    kind: int
    rows: bytes


class _Machine(NamedTuple):
    """What stays in memory of a machine: for each question the place of its newest piece, and since when that holds."""

    system: System
    newest: array[int]
    whole_at: array[int]


class Answers:
    """Gathers pieces of answers, and gives them back machine by machine, in the order in which machines first came.

    A context manager: the temporary file goes when it is left.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 (closed on leaving)
        self._end = 0
        self._machines: dict[str, _Machine] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, machine_id: str, system: System, question: str, piece: Piece) -> str:
        """Put a piece aside. Returns "", or why it cannot be used."""
        machine = self._machines.get(machine_id)
        if machine is None:
            nothing = array("q", [_NONE]) * _MOST_PLACES
            machine = self._machines[machine_id] = _Machine(system, nothing, nothing[:])
        if machine.system is not system:
            return f"{machine_id[:80]} answered as {machine.system.value} before"
        place = _PLACES[system].get(question)
        if place is None:
            return f"the question {question[:80]} is not known"
        if piece.kind == WHOLE:
            if piece.at < machine.whole_at[place]:
                return ""  # logs are put together in any order; the newest answer holds
            machine.whole_at[place] = piece.at
            before = _NONE
        else:
            before = machine.newest[place]
        machine.newest[place] = self._put(piece, before)
        return ""

    def _put(self, piece: Piece, before: int) -> int:
        place = self._end
        self._file.write(_HEADER.pack(before, piece.at, piece.line, len(piece.rows), piece.kind))
        self._file.write(piece.rows)
        self._end += _HEADER.size + len(piece.rows)
        return place

    def machines(self) -> Iterator[FleetHost]:
        """Yield every machine. Each has to be looked at before the next is asked for."""
        for machine_id, machine in self._machines.items():
            yield FleetHost(machine_id, machine.system, self, machine.newest)

    def pieces(self, newest: int) -> Iterator[Piece]:
        """Yield the pieces of one answer, the newest first."""
        place = newest
        while place != _NONE:
            self._file.seek(place)
            place, at, line, length, kind = _HEADER.unpack(self._file.read(_HEADER.size))
            yield Piece(at, line, kind, self._file.read(length))


class FleetHost(OnlyLists):
    """One machine of a fleet, as its answers show it."""

    def __init__(self, machine_id: str, system: System, answers: Answers, newest: array[int]) -> None:
        self._id = machine_id
        self._system = system
        self._answers = answers
        self._newest = newest

    @property
    def id(self) -> str:
        """The id under which the engine knows it."""
        return self._id

    @property
    def system(self) -> System:
        """The system whose pack it answered."""
        return self._system

    @property
    def os_name(self) -> str:
        """What it calls its system, "" when it did not tell."""
        rows = [one for one in self._rows(ABOUT) if not isinstance(one, Gap)]
        return " ".join(str(rows[-1].get(name) or "") for name in ("os_name", "os_version")).strip() if rows else ""

    def sources(self) -> tuple[str, ...]:
        """Return the sources of all questions of its system; one that it did not answer is a gap when it is read."""
        return tuple(dict.fromkeys(question.source for question in QUESTIONS[self._system]))

    def observations(self, source: str) -> Iterator[Observation | Gap]:
        """Yield the answers for one source. Raises SourceUnreadable G-03 when none of its questions was answered."""
        asked = [question for question in QUESTIONS[self._system] if question.source == source]
        answered = [question for question in asked if self._is_answered(question.name)]
        if not answered:
            raise SourceUnreadable(source, "not provided", NOT_PROVIDED)
        for question in asked:
            if question in answered:
                yield from self._observations(question)
            else:
                yield self._gap(f"{source}: {question.name}", "not provided", NOT_PROVIDED)

    def _is_answered(self, question: str) -> bool:
        return self._newest[_PLACES[self._system][question]] != _NONE

    def _observations(self, question: Question) -> Iterator[Observation | Gap]:
        telling, is_told = _TELLING & set(question.columns), False
        for index, row in enumerate(self._rows(question.name)):
            if isinstance(row, Gap):
                yield row
                continue
            if not is_told and telling.isdisjoint(row):  # somebody's own query: silence would read as "nothing there"
                is_told = True
                reason = f"an answer has none of the columns {', '.join(sorted(telling))}"
                yield self._gap(f"{question.source}: {question.name}", reason, BAD_LINE)
            yield observation_of(question, f"{question.name}[{index}]", row)

    def _rows(self, question: str) -> Iterator[Row | Gap]:
        """Yield the rows that hold now: the newest whole answer, and what came and went after it."""
        pieces: list[Piece] = []
        for piece in self._answers.pieces(self._newest[_PLACES[self._system][question]]):
            if len(pieces) == MOST_PIECES:
                yield self._gap(question, f"it has more than {MOST_PIECES} parts", TOO_LARGE)
                break
            pieces.append(piece)
        rows: dict[bytes, Row] = {}
        fresh_since: int | None = None
        pieces.reverse()  # of equal times, the order of the file holds
        for piece in sorted(pieces, key=lambda one: one.at):
            try:
                found = _rows_decoder.decode(piece.rows)
            except msgspec.DecodeError as error:
                yield self._gap(f"line {piece.line}", why(error), BAD_LINE)
                continue
            if piece.kind == WHOLE or (piece.kind == FRESH and piece.at != fresh_since):
                rows.clear()
                fresh_since = piece.at
            for row in found:
                key = msgspec.json.encode(row, order="sorted")
                if piece.kind == REMOVED:
                    rows.pop(key, None)
                else:
                    rows[key] = row
        yield from rows.values()

    def _gap(self, source: str, reason: str, code: str) -> Gap:
        return Gap(host=self._id, source=source, reason=reason, code=code)


_TELLING: Final = frozenset(
    {"display_name", "name", "package", "bundle_id", "registry_key", "exe", "path", "command", "process_name"}
    | {"binary_path", "extension_id"}
)
"""Columns of which a row must have one: without any, nothing of it can be compared."""
_VERSION: Final = ("original_filename", "product_name", "company_name", "file_description")
_FLAGS: Final = ("enabled", "running")
_NUMBERS: Final = ("pid", "port")


def observation_of(question: Question, source: str, row: Row) -> Observation:
    """Return a row of an answer as an observation. A column that is not there is an empty text, as in an inventory."""
    fields: dict[str, Any] = {name: _text(row.get(name)) for name in question.columns}
    for name in _FLAGS:
        if name in fields:
            fields[name] = fields[name].lower() in ("1", "true") if name in row else None
    for name in _NUMBERS:
        if name in fields:
            fields[name] = int(fields[name]) if fields[name].isdecimal() and len(fields[name]) < _MOST_DIGITS else None
    if question.kind is Process:
        said = VersionInfo(**{name: fields.pop(name) for name in _VERSION})
        fields["version_info"] = said if said != VersionInfo() else None
    if question.kind is ListeningSocket:
        fields["port"] = fields["port"] or 0
    return question.kind(source=source, **fields)


_MOST_DIGITS: Final = 19


def _text(value: str | float | None) -> str:
    return "" if value is None else str(value)
