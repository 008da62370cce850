"""Connections to a VNC server as its log tells them: they come, are let in or not, and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from recovery_assistant.domain.session import Attempt, How, LogLine, Precision, Remote, Session
from recovery_assistant.traces.linux.entries import MOST_ATTEMPTS, MOST_OPEN, end_after
from recovery_assistant.traces.peers import remote_of


class Moment(NamedTuple):
    """A line and its local time, turned into UTC."""

    when: datetime | None
    raw: str
    line: int
    precision: Precision = "s"


class Visit(Struct):
    """One connection as far as the log has told. `peer` is what the log calls the other side.

    `speaks` is for logs that show the first words of a client which was let in.
    """

    peer: str
    came: Moment
    login: Moment | None = None
    user: str = ""
    how: How = "unknown"
    mode: str = ""
    key: str = ""
    detail: str = ""
    is_refused: bool = False
    speaks: bool = False
    not_after: datetime | None = None


class Visits:
    """The open connections of one log, oldest first; those that end are told."""

    def __init__(self, tool: str, path: str, *, instance: str = "") -> None:
        self.tool = tool
        self._instance = instance
        self._path = path
        self._open: list[Visit] = []
        self._attempts = 0

    def came(self, visit: Visit) -> Iterator[Session | Attempt]:
        """Add a connection; tell the oldest where there are too many to remember."""
        self._open.append(visit)
        if len(self._open) > MOST_OPEN:
            yield from self.ended(self._open[0])

    def where(self, fits: Callable[[Visit], bool]) -> list[Visit]:
        """Return the open connections of which this is true, oldest first."""
        return [visit for visit in self._open if fits(visit)]

    def ended(self, visit: Visit, end: Moment | None = None) -> Iterator[Session | Attempt]:
        """Tell a connection: a session where the log shows that it was let in, else an attempt."""
        if visit in self._open:
            self._open.remove(visit)
        first = visit.login or visit.came
        lines = [
            first.line,
            *([visit.came.line] if visit.came.line != first.line else []),
            *([end.line] if end else []),
        ]
        sources = tuple(LogLine(path=self._path, line=line) for line in dict.fromkeys(lines))
        remote = Remote() if visit.peer.startswith("/") else remote_of(visit.peer)
        if visit.login is not None:
            yield Session(
                tool=self.tool,
                instance=self._instance,
                start=first.when,
                start_raw=first.raw,
                zone_basis="local-assumed",
                precision=first.precision,
                direction="incoming",
                remote=remote,
                local_user=visit.user,
                how=visit.how,
                detail=visit.detail,
                sources=sources,
                end=end_after(first.when, end.when) if end else None,
                end_raw=end.raw if end else "",
                end_not_after=None if end else visit.not_after,
                mode=visit.mode,
            )
            return
        self._attempts += 1
        if self._attempts > MOST_ATTEMPTS:
            return
        yield Attempt(
            tool=self.tool,
            instance=self._instance,
            start=first.when,
            start_raw=first.raw,
            zone_basis="local-assumed",
            precision=first.precision,
            direction="incoming",
            remote=remote,
            local_user=visit.user,
            how=visit.how,
            detail=visit.detail,
            is_refused=visit.is_refused,
            sources=sources,
        )

    def server_started(self, moment: Moment) -> Iterator[Session | Attempt]:
        """Tell everybody who came through the server's last run: they had gone when it started anew."""
        for visit in list(self._open):
            visit.not_after = visit.not_after or moment.when
            yield from self.ended(visit)

    def rest(self) -> Iterator[Session | Attempt]:
        """Tell the connections whose end the log does not tell."""
        for visit in list(self._open):
            yield from self.ended(visit)


def own_name(path: str) -> str:
    """Return the name of a log that belongs to one server of several on a PC: sessions of two are never one."""
    return path.replace("\\", "/").rpartition("/")[2]
