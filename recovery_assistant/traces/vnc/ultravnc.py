"""UltraVNC's mslogon.log: "05/03/2026 14:02:11<TAB>Connection received from 203.0.113.44"; day first, local time.

The texts are those of addon/ms-logon/logging/logging.cpp. Since 1.3 lines carry the number of the client, by which the
end finds its beginning; older ones are paired by the other side's name and account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.session import NotUnderstood
from recovery_assistant.traces.claims import has_shape
from recovery_assistant.traces.log import Line, Log
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent
from recovery_assistant.traces.shapes import pattern_of
from recovery_assistant.traces.times import LocalClock, moment
from recovery_assistant.traces.vnc.visits import Moment, Visit, Visits

_STAMP: Final = r"\d\d?/\d\d?/\d{4} \d\d?:\d\d(?::\d\d)?"
_LINE: Final = pattern_of(
    r"(?P<stamp>(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4}) (?P<h>\d\d?):(?P<min>\d\d)(?::(?P<s>\d\d))?)[\t ]+(?P<text>.*)",
    re.ASCII | re.DOTALL,
)
_ENDING: Final = r"(?: \((?P<mode>Interactive|ViewOnly)\))?(?: \(ID:(?P<id>-?\d{1,10})\))? ?"
_CAME: Final = pattern_of(r"Connection received from (?P<peer>.{1,256}?) ?")
_PASSWORD: Final = pattern_of(rf"Password authentication accepted from (?P<peer>.{{1,256}}?){_ENDING}")
_ACCOUNT: Final = pattern_of(
    r"Authentication accepted from (?P<peer>.{1,256}?) using (?P<user>.{1,256}?) account ?"
    r"(?:\((?P<mode>Interactive|ViewOnly)\))?(?: \(ID:(?P<id>-?\d{1,10})\))? ?"
)
_REFUSED: Final = pattern_of(
    r"(?:Invalid attempt from client|Connection rejected from client) (?P<peer>.{1,256}?)"
    r"(?: using (?P<user>.{1,256}) account)? ?"
)
_LEFT: Final = pattern_of(
    rf"Client (?P<peer>.{{1,256}}?)(?: using (?P<user>.{{1,256}}) account)? disconnected{_ENDING}"
)
_OTHER: Final = pattern_of(r"Viewer message: .*", re.DOTALL)
_KNOWN: Final = pattern_of(
    rf"^{_STAMP}[\t ]+(?:Connection received from|Password authentication accepted from|Authentication accepted from"
    r"|Invalid attempt from client|Connection rejected from client|Client .{1,256}? disconnected)",
    re.MULTILINE | re.ASCII,
)


def recognises(log: Log) -> int:
    """Return SURE for a line that only UltraVNC writes."""
    if has_shape(log, _LINE, plain=str.lstrip) and _KNOWN.search(log.opening):
        return SURE
    return FITS if log.name.startswith("mslogon") and log.name.endswith(".log") else NOT_THIS


def read(log: Log) -> Iterator[TraceEvent]:
    """Yield who came, who was let in, who was refused and when they left."""
    visits, clock, unknown = Visits("ultravnc", log.path), LocalClock(log.zone), 0
    for line in log.lines():
        found = _LINE.fullmatch(line.text.lstrip())
        told = _understood(visits, found["text"], _moment(clock, line, found)) if found else None
        if told is not None:
            yield from told
        elif line.text.strip():
            unknown += 1
    yield from visits.rest()
    if unknown:
        yield NotUnderstood(path=log.path, lines=unknown)


def _moment(clock: LocalClock, line: Line, found: re.Match[str]) -> Moment:
    local = moment(found["y"], found["m"], found["d"], found["h"], found["min"], found["s"] or 0)
    return Moment(clock.utc(local), found["stamp"], line.number, "s" if found["s"] else "min")


def _understood(visits: Visits, text: str, now: Moment) -> Iterator[TraceEvent] | None:
    """Return what a line tells, or None where it has no shape that we know."""
    if found := _CAME.fullmatch(text):
        return visits.came(Visit(found["peer"], now))
    if found := _PASSWORD.fullmatch(text) or _ACCOUNT.fullmatch(text):
        return _let_in(visits, found, now)
    if found := _REFUSED.fullmatch(text):
        return _refused(visits, found, now)
    if found := _LEFT.fullmatch(text):
        return _left(visits, found, now)
    return iter(()) if _OTHER.fullmatch(text) else None


def _let_in(visits: Visits, found: re.Match[str], now: Moment) -> Iterator[TraceEvent]:
    parts = found.groupdict()
    waiting = visits.where(lambda one: one.login is None and one.peer == parts["peer"])
    visit = waiting[0] if waiting else Visit(parts["peer"], now)
    if not waiting:
        yield from visits.came(visit)
    visit.login, visit.key = now, parts["id"] or ""
    visit.user = parts.get("user") or ""
    visit.how = "account" if visit.user else "password"
    visit.mode = parts["mode"] or ""


def _refused(visits: Visits, found: re.Match[str], now: Moment) -> Iterator[TraceEvent]:
    waiting = visits.where(lambda one: one.login is None and one.peer == found["peer"])
    visit = waiting[0] if waiting else Visit(found["peer"], now)
    visit.is_refused, visit.user = True, found["user"] or ""
    visit.how = "account" if visit.user else "password"
    yield from visits.ended(visit)


def _left(visits: Visits, found: re.Match[str], now: Moment) -> Iterator[TraceEvent]:
    """End the session with this number; without one, the first of this other side."""
    peer, user, key = found["peer"], found["user"] or "", found["id"] or ""
    same = visits.where(lambda one: one.login is not None and one.peer == peer and user in (one.user, ""))
    same = [one for one in same if key and one.key == key] or [one for one in same if not (key and one.key)]
    same = same or visits.where(lambda one: one.login is None and one.peer == peer)
    if same:
        yield from visits.ended(same[0], now)
        return
    began_before = Visit(
        peer, Moment(None, "", now.line), Moment(None, "", now.line), user=user, mode=found["mode"] or ""
    )
    yield from visits.ended(began_before, now)


READER: Final = Reader(id="ultravnc", tool="ultravnc", recognises=recognises, read=read)
