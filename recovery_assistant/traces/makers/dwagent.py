"""DWService's agent (dwagent.log): who was connected, from where.

Out of the agent's source (core/agent.py, core/utils.py): Python's logging writes "date time,ms LEVEL thread message" in
local time; "Open session" is written only once the password or the click was accepted, and "Close session" at its end.
The address is the caller's own, as DWService's node saw it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.session import LogLine, NotUnderstood, Remote
from recovery_assistant.traces import times
from recovery_assistant.traces.claims import has_shape
from recovery_assistant.traces.log import Line, Log
from recovery_assistant.traces.open_sessions import Opened, OpenSessions
from recovery_assistant.traces.peers import address_in
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent
from recovery_assistant.traces.shapes import pattern_of

_LINE: Final = pattern_of(
    r"\s{0,20}(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:,\d{3})?) {1,8}(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b ?(.*)", re.ASCII
)
_SESSION: Final = pattern_of(
    r"(?:.{0,200} )?(Open|Close) session \(id: ([^,()]{1,100}), ip: ([^,()]{0,80}), node: ([^,()]{0,200})\)"
)
_STARTS: Final = "Start agent manager"
_STOPS: Final = "Stop agent manager"
_AGENT: Final = pattern_of(r"Initialized agent \(key: ")
_OWN: Final = pattern_of(
    r"(?:Open|Close) session \(id: |Start agent manager|Initializ(?:ing|ed) agent \(key: |AgentConn|DWAgent|dwagent"
)
_FILE: Final = pattern_of(r"dwagent\.log(?:\.\d{1,2})?")


class _Reading:
    def __init__(self, log: Log) -> None:
        self._log = log
        self._clock = times.LocalClock(log.zone)
        self._sessions = OpenSessions("dwagent")
        self._in_error = False
        self.rejected = 0

    def read(self, line: Line) -> Iterator[TraceEvent]:
        found = _LINE.match(line.text)
        if found is None:
            self.rejected += not self._in_error and bool(line.text.strip())  # an error goes on over several lines
            return
        raw, text = found[1], found[3]
        self._in_error = found[2] == "ERROR"
        if "session (id: " in text and (session := _SESSION.match(text)):
            yield from self._session(session, raw, LogLine(path=self._log.path, line=line.number))
        elif text.endswith((_STARTS, _STOPS)):
            yield from self._sessions.all_ended(self._clock.utc(times.read_stamp(raw)))

    def _session(self, told: re.Match[str], raw: str, where: LogLine) -> Iterator[TraceEvent]:
        number, remote = told[2].strip(), Remote(addresses=address_in(told[3].strip()))
        at = self._clock.utc(times.read_stamp(raw))
        if told[1] == "Open":
            yield from self._sessions.began(number, Opened(at, raw, remote, (where,)))
        else:
            yield self._sessions.ended(number, at, raw, where, remote=remote)

    def finish(self) -> Iterator[TraceEvent]:
        yield from self._sessions.all_ended(None)
        if self.rejected:
            yield NotUnderstood(path=self._log.path, lines=self.rejected)


def _read(log: Log) -> Iterator[TraceEvent]:
    reading = _Reading(log)
    for line in log.lines():
        yield from reading.read(line)
    yield from reading.finish()


def _recognises(log: Log) -> int:
    if has_shape(log, _LINE, share=0.3) and _OWN.search(log.opening):
        return SURE
    return FITS if _FILE.fullmatch(log.name) else NOT_THIS


READER: Final = Reader(id="dwagent-log", tool="dwagent", recognises=_recognises, read=_read)
