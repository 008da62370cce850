"""Who is signed in to this Linux or Mac from another computer, as the system's own list of sessions tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.port import NOT_PROVIDED, RemoteSession
from recovery_assistant.hosts.untouched import open_untouched, unreadable

_FROM_HERE: Final = re.compile(r":\d|localhost$|127\.|::1$|tmux\(|screen\b|login screen|tty|pts/")
"""What the list calls a session of somebody who sits in front: a display, a terminal, a window inside another."""

_NAME: Final = "who is signed in from another computer"
_LOGIND: Final = Path("/run/systemd/sessions")
_LARGEST: Final = 16 * 1024
_STATES: Final = {"online": "active", "active": "active", "opening": "connected", "closing": "disconnected"}
"""The words of systemd-logind (org.freedesktop.login1, "State") -> those of the port."""


def remote_sessions(logind: Path = _LOGIND) -> Iterator[RemoteSession]:
    """Yield who is signed in from another computer. Raises SourceUnreadable.

    Two lists are asked: that of systemd, which is kept on nearly every Linux, and the older one (utmp), which newer
    Linux systems no longer have. Programs that only share a desktop write neither.
    """
    seen: set[tuple[str, str]] = set()
    for session in (*_of_logind(logind), *_of_psutil()):
        if (session.user, session.from_name) not in seen:
            seen.add((session.user, session.from_name))
            yield session


def _of_logind(folder: Path) -> Iterator[RemoteSession]:
    """Yield the remote sessions in systemd's folder: a file "KEY=value" for each session, open to everybody."""
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.endswith(".ref"))
    except OSError:
        return  # a system without systemd
    for path in paths:
        try:
            with open_untouched(str(path)) as file:
                text = file.read(_LARGEST).decode("utf-8", "replace")
        except OSError:
            continue  # ended meanwhile, or a pipe
        entries = dict(line.partition("=")[::2] for line in text.splitlines())
        if entries.get("REMOTE") == "1":
            started = entries.get("REALTIME", "")
            yield RemoteSession(
                entries.get("USER", ""),
                entries.get("REMOTE_HOST", ""),
                _STATES.get(entries.get("STATE", ""), "other"),
                _moment(int(started) / 1_000_000) if started.isdecimal() else None,
            )


def _of_psutil() -> Iterator[RemoteSession]:
    if not hasattr(psutil, "users"):
        raise SourceUnreadable(_NAME, "this system does not tell it", NOT_PROVIDED)
    try:
        listed = psutil.users()
    except OSError as error:
        raise unreadable(_NAME, error) from error
    for session in listed:
        place = session.host or ""
        if place and not _FROM_HERE.match(place):
            yield RemoteSession(session.name, place, "active", _moment(session.started))


def _moment(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
