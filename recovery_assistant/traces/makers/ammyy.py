"""Ammyy Admin: access.log (who was let in) and AA_v3.log (errors of the program; passed over).

Both write "YYYYMMDD-HH:MM:SS.ffffff thread - text" in local time, verified on public examples. The address behind
"by router" is Ammyy's own relay and never the caller's. The number in brackets is the place that a connection has:
its end carries the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from recovery_assistant.domain.session import Address, Attempt, LogLine, NotUnderstood, Remote
from recovery_assistant.traces import times
from recovery_assistant.traces.claims import has_shape
from recovery_assistant.traces.log import Line, Log
from recovery_assistant.traces.open_sessions import Opened, OpenSessions
from recovery_assistant.traces.peers import address_in
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent
from recovery_assistant.traces.shapes import pattern_of

_LINE: Final = pattern_of(
    r"\s{0,20}(\d{4})(\d\d)(\d\d)-(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s{1,8}[0-9A-Fa-f]{8}\s{1,8}-\s{1,8}(.*)",
    re.ASCII,
)
_ACCESS: Final = pattern_of(
    r"\[(\d{1,6})\] (PASSED|FAILED|REJECTED|DENIED)\s{1,8}authorization\s{0,8}(?:remoteId=([^;\s]{0,40}))?(.*)",
    re.ASCII,
)
_ENDED: Final = pattern_of(r"\[(\d{1,6})\] ENDED\s{1,8}authorized session\b(?:,\s{0,8}(.{0,200}))?", re.ASCII)
_ROUTER: Final = pattern_of(r"by router ([0-9A-Fa-f.:\[\]]{3,60})")
_DIRECT: Final = pattern_of(r"\bdirect(?:ly)?\b[^0-9A-Fa-f\[]{0,20}([0-9A-Fa-f.:\[\]]{3,60})")


class _Reading:
    def __init__(self, log: Log) -> None:
        self._log = log
        self._clock = times.LocalClock(log.zone)
        self._sessions = OpenSessions("ammyy-admin")
        self.rejected = 0

    def read(self, line: Line) -> Iterator[TraceEvent]:
        found = _LINE.match(line.text)
        if found is None:
            self.rejected += bool(line.text.strip())
            return
        year, month, day, hour, minute, second, fraction, text = found.groups()
        at = self._clock.utc(times.moment(year, month, day, hour, minute, second, fraction or ""))
        raw = line.text.split(None, 1)[0]
        where = LogLine(path=self._log.path, line=line.number)
        if access := _ACCESS.match(text):
            yield from self._asked(access, at, raw, where)
        elif ended := _ENDED.match(text):
            yield self._sessions.ended(ended[1], at, raw, where, detail=(ended[2] or "").strip())

    def _asked(self, told: re.Match[str], at: datetime | None, raw: str, where: LogLine) -> Iterator[TraceEvent]:
        remote = Remote(id=told[3] if (told[3] or "").isdecimal() else "", addresses=_addresses(told[4]))
        if told[2] == "PASSED":
            yield from self._sessions.began(told[1], Opened(at, raw, remote, (where,)))
            return
        yield Attempt(
            tool="ammyy-admin", start=at, start_raw=raw, zone_basis="local-assumed", direction="incoming",
            remote=remote, detail=told[2], is_refused=True, sources=(where,),
        )  # fmt: skip

    def finish(self) -> Iterator[TraceEvent]:
        yield from self._sessions.all_ended(None)
        if self.rejected:
            yield NotUnderstood(path=self._log.path, lines=self.rejected)


def _addresses(text: str) -> tuple[Address, ...]:
    """Return the relay's address as such, and the caller's where the log says that it came directly."""
    if router := _ROUTER.search(text):
        return address_in(router[1], "vendor_relay")
    direct = _DIRECT.search(text)
    return address_in(direct[1]) if direct else ()


def _read(log: Log) -> Iterator[TraceEvent]:
    reading = _Reading(log)
    for line in log.lines():
        yield from reading.read(line)
    yield from reading.finish()


def _recognises(log: Log) -> int:
    if has_shape(log, _LINE):
        return SURE
    folded = log.path.replace("\\", "/").lower()
    return FITS if log.name == "aa_v3.log" or folded.endswith("ammyy/access.log") else NOT_THIS


READER: Final = Reader(id="ammyy-log", tool="ammyy-admin", recognises=_recognises, read=_read)
