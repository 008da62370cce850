"""What x11vnc and TightVNC's server for Linux write: "05/03/2026 14:02:11 Got connection from client 203.0.113.44".

Both come from the same ancestor and were really run (x11vnc 0.9.16, Xtightvnc 1.3.10). x11vnc writes the year with four
digits, Xtightvnc with two. A client is called by its address alone: which of several from one address has gone shows
only when its socket is used again, or when only one of them can be meant. Else its end is unknown. Times are local.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from recovery_assistant.domain.session import NotUnderstood
from recovery_assistant.traces.claims import has_shape
from recovery_assistant.traces.log import Line, Log
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent
from recovery_assistant.traces.shapes import pattern_of
from recovery_assistant.traces.times import LocalClock, moment
from recovery_assistant.traces.vnc.visits import Moment, Visit, Visits, own_name

_LINE: Final = pattern_of(
    r"(?P<stamp>(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4}|\d\d) (?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d))(?: (?P<text>.*))?",
    re.ASCII | re.DOTALL,
)
_KNOWN: Final = pattern_of(
    r"^ {0,2}\d\d/\d\d/(?:\d{4}|\d\d) \d\d:\d\d:\d\d (?:x11vnc version|Xvnc version|Got connection from client|"
    r"Listening for VNC connections on|Client \S+ gone|passing arg to libvncserver|Full-control authentication)",
    re.MULTILINE | re.ASCII,
)
_CAME: Final = pattern_of(r"Got connection from client (\S{1,256})")
_ASKS_PASSWORD: Final = pattern_of(r"rfbProcessClientSecurityType: executing handler for type 2")
_IN: Final = pattern_of(
    r"(?:(?P<pixels>Pixel) format for|Using .{1,80} for|Enabling .{1,80} for"
    r"|(?P<auth>Full-control|View-only) authentication passed by)"
    r" (?:client )?(?P<peer>\S{1,256}?):?"
)
_ACCEPTED: Final = pattern_of(r"accept_client: (?:popup accepted|accepted|viewonly): (\S{1,256})")
_REFUSED: Final = pattern_of(
    r"(?:\w{1,64}: authentication failed from|accept_client: (?:popup rejected|rejected):|denying client:?) (\S{1,256})"
)
_GONE: Final = pattern_of(r"Client (\S{1,256}) gone")
_SOCKET: Final = pattern_of(r"incr accepted_client=\d{1,9} for (\S{1,256}):\d{1,5} +sock=(\d{1,9})")
_AT_ONCE: Final = timedelta(seconds=5)
"""So soon a client that was refused has gone; and of two that go so soon after each other it is the same who is who."""
_MOST_GOINGS: Final = 16
_STARTED: Final = ("x11vnc version", "Xvnc version")
_BANNER: Final = pattern_of(
    r"(?:The VNC desktop is|\*{20}|Have you tried the x11vnc|The scheme stores|retrieval\.|    x11vnc |One can also|"
    r"More info:|PORT=|Xlib:|X(?:IO)?:|Font directory|Fatal server error|could not open|caught|_XSERVTrans|"
    r" {2,}\S|Could not|AUTO)"
)

_DRAWN: Final = pattern_of(r"[#@*+-]")


def recognises(log: Log) -> int:
    """Return SURE for a line that only these servers write."""
    if has_shape(log, _LINE, plain=_without_banner, share=0.2) and _KNOWN.search(log.opening):
        return SURE
    return FITS if log.name.startswith("x11vnc") and log.name.endswith(".log") else NOT_THIS


def _without_banner(line: str) -> str:
    text = line.lstrip()
    return "" if _BANNER.match(line) or _DRAWN.match(text) else text


def read(log: Log) -> Iterator[TraceEvent]:
    """Yield who came, who was let in and when they went."""
    visits, unknown = Visits(_tool(log), log.path, instance=own_name(log.path)), 0
    leaving, clock = _Leaving(visits), LocalClock(log.zone)
    for line in log.lines():
        found = _LINE.fullmatch(line.text.lstrip(" "))
        if found is not None:
            yield from _understood(visits, leaving, found["text"] or "", _moment(clock, line, found))
        elif line.text.strip() and not _BANNER.match(line.text):
            unknown += 1
    yield from visits.rest()
    if unknown:
        yield NotUnderstood(path=log.path, lines=unknown)


def _tool(log: Log) -> str:
    if "Xvnc version TightVNC" in log.opening:
        return "tightvnc"
    if "x11vnc" in log.opening or "x11vnc" in log.name:
        return "x11vnc"
    found = re.search(r"^ {0,2}\d\d/\d\d/(\d\d|\d{4}) ", log.opening, re.MULTILINE | re.ASCII)
    return "tightvnc" if found and len(found[1]) == 2 else "x11vnc"


def _moment(clock: LocalClock, line: Line, found: re.Match[str]) -> Moment:
    year = found["y"] if len(found["y"]) > 2 else f"20{found['y']}"
    local = moment(year, found["m"], found["d"], found["h"], found["min"], found["s"])
    return Moment(clock.utc(local), found["stamp"], line.number)


class _Leaving:
    """Finds out who of several clients from one address has gone."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._goings: dict[str, list[Moment]] = {}  # by address: of one that is still among the open ones
        self._refused: dict[str, Moment] = {}

    def refused(self, visit: Visit, now: Moment) -> Iterator[TraceEvent]:
        """Tell a client that was sent away: the next word about its address is that it has gone."""
        if len(self._refused) >= _MOST_GOINGS:
            self._refused.clear()
        self._refused[visit.peer] = now
        yield from self._visits.ended(visit)

    def gone(self, peer: str, now: Moment) -> Iterator[TraceEvent]:
        """Note that one from this address has gone."""
        sent_away = self._refused.pop(peer, None)
        if sent_away and _is_at_once(sent_away, now):
            return
        goings = self._goings.setdefault(peer, [])
        goings.append(now)
        del goings[:-_MOST_GOINGS]
        yield from self._settled(peer)

    def took(self, peer: str, socket: str, now: Moment) -> Iterator[TraceEvent]:
        """Note that the newest client from an address has this socket: whoever had it before has gone."""
        for before in self._visits.where(lambda one: one.key == socket):
            goings = self._goings.pop(before.peer, [])
            before.not_after = (goings[-1] if goings else now).when
            yield from self._visits.ended(before, goings[0] if len(goings) == 1 else None)
        for visit in _called(self._visits, peer)[-1:]:
            visit.key = socket

    def _settled(self, peer: str) -> Iterator[TraceEvent]:
        """Tell those of whom the going is known, and all of whom it is known that they have gone."""
        goings = self._goings[peer]
        while certain := next(
            ((going, found[0]) for going in goings if len(found := self._who(peer, going)) == 1), None
        ):
            goings.remove(certain[0])
            yield from self._visits.ended(certain[1], certain[0])
        left = _called(self._visits, peer)
        if goings and len(goings) >= len(left):
            are_all_at_once = len(goings) == len(left) and _is_at_once(goings[0], goings[-1])
            for number, visit in enumerate(left):
                visit.not_after = goings[-1].when
                yield from self._visits.ended(visit, goings[number] if are_all_at_once else None)
        if not goings or len(goings) >= len(left):
            del self._goings[peer]

    def _who(self, peer: str, going: Moment) -> list[Visit]:
        """Return whose going it can be: whoever came, and was let in if at all, before."""
        return [one for one in _called(self._visits, peer) if (one.login or one.came).line < going.line]


def _understood(visits: Visits, leaving: _Leaving, text: str, now: Moment) -> Iterator[TraceEvent]:
    if text.startswith(_STARTED):
        visits.tool = "tightvnc" if "TightVNC" in text else visits.tool
        yield from visits.server_started(now)
    elif found := _CAME.fullmatch(text):
        yield from visits.came(Visit(found[1], now))
    elif found := _GONE.fullmatch(text):
        yield from leaving.gone(found[1], now)
    elif found := _SOCKET.fullmatch(text):
        yield from leaving.took(found[1], found[2], now)
    elif _ASKS_PASSWORD.fullmatch(text):
        for visit in visits.where(lambda one: one.login is None)[-1:]:
            visit.how = "password"
    elif found := _ACCEPTED.fullmatch(text):
        for visit in _called(visits, found[1])[-1:]:
            visit.how = "accepted"
    elif found := _REFUSED.fullmatch(text):
        for visit in [one for one in _called(visits, found[1]) if one.login is None][:1]:
            visit.is_refused, visit.how = True, "password" if "authentication" in text else visit.how
            yield from leaving.refused(visit, now)
    elif found := _IN.fullmatch(text):
        _let_in(visits, found, now)


def _is_at_once(first: Moment, second: Moment) -> bool:
    return first.when is not None and second.when is not None and second.when - first.when <= _AT_ONCE


def _called(visits: Visits, peer: str) -> list[Visit]:
    return visits.where(lambda one: one.peer == peer)


def _let_in(visits: Visits, found: re.Match[str], now: Moment) -> None:
    """Note that a client speaks as only one does who was let in; it says several such things, its pixel format once."""
    ours = _called(visits, found["peer"])
    if found["pixels"]:
        silent = [one for one in ours if one.login and not one.speaks]
    else:
        silent = [one for one in ours if one.login and not found["auth"]]
    if not silent:
        silent = [one for one in ours if one.login is None]
    for visit in silent[-1:]:
        visit.login, visit.speaks = visit.login or now, visit.speaks or bool(found["pixels"])
        if found["auth"]:
            visit.how, visit.mode = "password", "view-only" if found["auth"] == "View-only" else ""


READER: Final = Reader(id="x11vnc", tool="x11vnc", recognises=recognises, read=read)
