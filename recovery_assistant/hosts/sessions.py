"""Who is signed in to this Linux or Mac from another computer, as the system's own list of sessions tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import psutil

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.port import NOT_PROVIDED, RemoteSession
from recovery_assistant.hosts.untouched import unreadable

_FROM_HERE: Final = re.compile(r":\d|localhost$|127\.|::1$|tmux\(|screen\b|login screen|tty|pts/")
"""What the list calls a session of somebody who sits in front: a display, a terminal, a window inside another."""

_NAME: Final = "who is signed in from another computer"


def remote_sessions() -> Iterator[RemoteSession]:
    """Yield who is signed in from another computer. Raises SourceUnreadable.

    The list is only kept where programs that sign people in write it: sshd does, most desktops' own sharing does not.
    """
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
