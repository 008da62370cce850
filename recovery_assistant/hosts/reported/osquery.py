"""Machines from the results that osquery logs: what the pack of `catalogue export --format osquery` asked.

All forms of its loggers are read: snapshots, snapshots as events, and differential results, as events or in batches.
Lines of other queries are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from recovery_assistant.domain.fleet import PACK
from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.hosts.reported.fleet_answers import ADDED, FRESH, REMOVED, WHOLE, Answers, FleetHost, Piece
from recovery_assistant.hosts.reported.json_lines import bad_line, decoded

_MISSING: Final = msgspec.Raw()


class _Differences(Struct, frozen=True):
    added: msgspec.Raw = msgspec.Raw(b"[]")
    removed: msgspec.Raw = msgspec.Raw(b"[]")


class _Line(Struct, frozen=True, rename="camel"):
    name: str
    host_identifier: str = ""
    action: str = ""
    unix_time: int | str = 0
    counter: int | str = 1
    columns: msgspec.Raw = _MISSING
    snapshot: msgspec.Raw = _MISSING
    diff_results: _Differences | None = None


_decoder: Final = msgspec.json.Decoder(_Line)
_OURS: Final = re.compile(rf"(?:.*[^a-z])?{PACK}-({'|'.join(System)})[^a-z0-9]+([a-z][a-z-]*)")
"""The name of a query of ours; what stands before it and between its parts is set where osquery is set up."""


def read_osquery(lines: BinaryIO, tell: Callable[[str], None]) -> Iterator[FleetHost | Gap]:
    """Yield a gap for each line that cannot be used, and at the end every machine, in the order in which they came.

    Each machine has to be looked at before the next is asked for.

    Args:
        lines: an open file or standard input; read once, as it comes.
        tell: called with one plain sentence when there are lines of other queries.
    """
    with Answers() as answers:
        others = 0
        for given in decoded(lines, _decoder):
            if isinstance(given, Gap):
                yield given
                continue
            number, line, _whole = given
            ours = _OURS.fullmatch(line.name)
            if ours is None:
                others += 1
                continue
            wrong = "" if line.host_identifier else "it has no hostIdentifier"
            for piece in () if wrong else _pieces(number, line):
                wrong = wrong or answers.add(line.host_identifier, System(ours[1]), ours[2], piece)
            if wrong:
                yield bad_line(number, wrong)
        if others:
            tell(f"Lines of other queries, left alone: {others}.")
        yield from answers.machines()


def _pieces(number: int, line: _Line) -> Iterator[Piece]:
    at = _number(line.unix_time)
    if bytes(line.snapshot) not in _NOTHING:
        yield Piece(at, number, WHOLE, bytes(line.snapshot))
    elif line.diff_results is not None:
        yield Piece(at, number, REMOVED, bytes(line.diff_results.removed))
        yield Piece(at, number, FRESH if _begins_anew(line) else ADDED, bytes(line.diff_results.added))
    elif bytes(line.columns) not in _NOTHING:
        kind = REMOVED if line.action == "removed" else ADDED
        if line.action == "snapshot" or (kind == ADDED and _begins_anew(line)):
            kind = FRESH
        yield Piece(at, number, kind, b"[" + bytes(line.columns) + b"]")


_NOTHING: Final = (b"", b"null")


def _begins_anew(line: _Line) -> bool:
    """Return whether these are the first results of an epoch: then they are everything that there is."""
    return _number(line.counter) == 0


def _number(value: int | str) -> int:
    """Return a number that may be written as a text; 0 for what is no sensible one."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else 0


_MOST_DIGITS: Final = 19
