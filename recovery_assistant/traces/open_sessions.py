"""Connections that a log opens with a number and closes with the same, in local time; however it is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from msgspec import Struct

from recovery_assistant.domain.session import LogLine, Remote, Session
from recovery_assistant.traces.linux.entries import end_after

MOST_OPEN: Final = 1_000
"""Connections of one log that are open at a time. A log that opens more and closes none was made to do harm."""


class Opened(Struct):
    """A connection as it began. `start` is None where the log begins after it."""

    start: datetime | None = None
    start_raw: str = ""
    remote: Remote = Remote()
    lines: tuple[LogLine, ...] = ()


class OpenSessions:
    """The connections of one log that are open, by their number. Ends become sessions."""

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._open: dict[str, Opened] = {}

    def began(self, number: str, opened: Opened) -> Iterator[Session]:
        """Take a connection in. Yields the one that had its number, and the oldest where there are too many."""
        if (before := self._open.pop(number, None)) is not None:
            yield self._made(before, not_after=opened.start)
        if len(self._open) >= MOST_OPEN:
            yield self._made(self._open.pop(next(iter(self._open))))
        self._open[number] = opened

    def ended(
        self,
        number: str,
        at: datetime | None,
        raw: str,
        where: LogLine,
        *,
        detail: str = "",
        remote: Remote | None = None,
    ) -> Session:
        """Return the session that ends. `remote`: who it was, where it was opened before the log begins."""
        opened = self._open.pop(number, None) or Opened(remote=remote or Remote())
        whole = Opened(opened.start, opened.start_raw, opened.remote, (*opened.lines, where))
        return self._made(whole, at, raw, detail)

    def all_ended(self, not_after: datetime | None) -> Iterator[Session]:
        """Yield what is still open; it ended at an unknown time, at the latest then."""
        for opened in self._open.values():
            yield self._made(opened, not_after=not_after)
        self._open.clear()

    def _made(
        self,
        opened: Opened,
        end: datetime | None = None,
        end_raw: str = "",
        detail: str = "",
        not_after: datetime | None = None,
    ) -> Session:
        return Session(
            tool=self._tool,
            start=opened.start,
            start_raw=opened.start_raw,
            zone_basis="local-assumed",
            direction="incoming",
            remote=opened.remote,
            detail=detail,
            sources=opened.lines,
            end=end_after(opened.start, end),
            end_raw=end_raw,
            end_not_after=end_after(opened.start, not_after),
        )
