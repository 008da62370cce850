"""What TigerVNC's servers write (Xvnc, x0vncserver; ~/.vnc/*.log), and other children of RealVNC 4.

A line of its own tells the time ("Thu Mar  5 14:02:11 2026", local), the lines below it what happened then:
" Connections: accepted: 203.0.113.44::50211". Long texts go on in the next line behind 13 blanks. Only coming and going
name the other side; that somebody was let in is told without a name. Versions 1.12 were really run; texts of newer ones
are taken from the sources (VNCServerST.cxx, VNCSConnectionST.cxx, SConnection.cxx).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.session import How, NotUnderstood
from recovery_assistant.traces.claims import has_shape
from recovery_assistant.traces.log import Log
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent
from recovery_assistant.traces.shapes import pattern_of
from recovery_assistant.traces.times import moment, utc
from recovery_assistant.traces.vnc.visits import Moment, Visit, Visits, own_name

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STAMP: Final = pattern_of(
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<m>{'|'.join(_MONTHS)}) {{1,2}}(?P<d>\d\d?) (?P<h>\d\d):(?P<min>\d\d):"
    r"(?P<s>\d\d) (?P<y>\d{4})",
    re.ASCII,
)
_SPOKEN: Final = pattern_of(r" ?(?P<who>[A-Za-z]\w{1,63}): +(?P<text>.*)", re.ASCII | re.DOTALL)
_KNOWN: Final = pattern_of(
    r"^ ?(?:Connections: +(?:accepted|closed|blacklisted|Accepted|Closed|Blacklisted): |vncext: +VNC extension running"
    r"|Main: +Listening for VNC|VNCSConnST: +\S|SConnection: +Client )|^Xvnc TigerVNC \d",
    re.MULTILINE,
)
_COMES_GOES: Final = pattern_of(r"(accepted|closed|blacklisted): (\S{1,256})", re.IGNORECASE)
_CLOSING: Final = pattern_of(r"closing (\S{1,256}): (.{0,200}).*", re.IGNORECASE | re.DOTALL)
_TYPE: Final = pattern_of(r"Client requests security type (\w{1,32}) ?\(\d{1,10}\)")
_LET_IN: Final = "Server default pixel format"
_FAILED: Final = pattern_of(r"(?:AuthFailureException|Authentication (?:error|failure)|Connection failed).*", re.DOTALL)
_REFUSAL: Final = pattern_of(r"authenticat|password|reject|not allowed|too many|blacklist|denied", re.IGNORECASE)
_SHAPED: Final = pattern_of(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} |Xvnc| ?[A-Za-z]\w{1,63}: +\S| {6,}\S|Copyright|See|Und"
)
_HEAD: Final = ("Xvnc ", "Copyright", "See http", "Underlying", "[mi]", "(", "_XSERVTrans")
_CONTINUED: Final = pattern_of(r" {6,}\S")


def recognises(log: Log) -> int:
    """Return SURE for lines in the form of these servers."""
    if has_shape(log, _SHAPED) and _KNOWN.search(log.opening):
        return SURE
    return FITS if _is_named(log) else NOT_THIS


def _is_named(log: Log) -> bool:
    return "/.vnc/" in log.path.replace("\\", "/") and log.name.endswith(".log")


def read(log: Log) -> Iterator[TraceEvent]:
    """Yield who came, who was let in and when they went."""
    server, unknown = _Server(log), 0
    for number, text in _joined(log):
        if found := _STAMP.fullmatch(text.strip()):
            local = moment(found["y"], _MONTHS.index(found["m"]) + 1, found["d"], found["h"], found["min"], found["s"])
            server.now = Moment(utc(local, log.zone), found[0], number)
        elif found := _SPOKEN.fullmatch(text):
            yield from server.take(number, found["who"], found["text"])
        elif text.strip() and not text.startswith(_HEAD):
            unknown += 1
    yield from server.visits.rest()
    if unknown:
        yield NotUnderstood(path=log.path, lines=unknown)


def _joined(log: Log) -> Iterator[tuple[int, str]]:
    """Yield the lines with what was put into the next ones behind blanks, each with the number of its first."""
    number, text = 0, ""
    for line in log.lines():
        if _CONTINUED.match(line.text) and text.strip() and len(text) < 2000:
            text = f"{text} {line.text.strip()}"
            continue
        if number:
            yield number, text
        number, text = line.number, line.text
    if number:
        yield number, text


class _Server:
    """The state of one server: the last time that it told, and who is there."""

    def __init__(self, log: Log) -> None:
        self.visits = Visits("tigervnc", log.path, instance=own_name(log.path))
        self.now = Moment(None, "", 0)
        self._let_in: list[Moment] = []

    def take(self, number: int, who: str, text: str) -> Iterator[TraceEvent]:
        now = self.now._replace(line=number)
        if who == "Connections" and (found := _COMES_GOES.fullmatch(text)):
            yield from self._comes_goes(found[1].lower(), found[2], now)
        elif who == "VNCSConnST" and (found := _CLOSING.fullmatch(text)):
            yield from self._closing(found[1], found[2].strip(), now)
        elif who == "VNCSConnST" and text.startswith(_LET_IN):
            self._let_in.append(now)
            self._settle()
        elif who == "SConnection" and (found := _TYPE.fullmatch(text)):
            for visit in self._undecided()[-1:]:
                visit.how = _how(found[1])
        elif who == "SConnection" and _FAILED.fullmatch(text):
            undecided = self._undecided()
            if len(undecided) == 1:
                undecided[0].is_refused = True
        elif (who, text.partition(" ")[0]) in (("vncext", "VNC"), ("Main", "Listening")):
            yield from self.visits.server_started(now)

    def _comes_goes(self, what: str, peer: str, now: Moment) -> Iterator[TraceEvent]:
        if what == "accepted":
            yield from self.visits.came(Visit(peer, now))
        elif what == "blacklisted":
            yield from self.visits.ended(Visit(peer, now, is_refused=True))
        else:
            self._settle()
            for visit in self.visits.where(lambda one: one.peer == peer)[:1]:
                yield from self.visits.ended(visit, now)
            self._settle()

    def _closing(self, peer: str, reason: str, now: Moment) -> Iterator[TraceEvent]:
        for visit in self.visits.where(lambda one: one.peer == peer)[:1]:
            visit.detail = reason
            if visit.login is None and _REFUSAL.search(reason):
                visit.is_refused = True
                self._settle()
            if visit.login is not None:
                yield from self.visits.ended(visit, now)

    def _undecided(self) -> list[Visit]:
        return self.visits.where(lambda one: one.login is None and not one.is_refused)

    def _settle(self) -> None:
        """Give the times at which somebody was let in to those who can be meant, once no doubt is left."""
        undecided = self._undecided()
        if self._let_in and len(self._let_in) >= len(undecided):
            for visit, moment_in in zip(undecided, self._let_in, strict=False):
                visit.login = moment_in
            self._let_in.clear()


def _how(security_type: str) -> How:
    if security_type == "None" or security_type.endswith("None"):
        return "unknown"
    return "account" if "Plain" in security_type else "password"


READER: Final = Reader(id="tigervnc", tool="tigervnc", recognises=recognises, read=read)
