"""Ends what still runs a file that was moved away: something may have started it between the last look and the move."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from recovery_assistant.domain.removal.plan import EndProcess
from recovery_assistant.runner.hand import Done, Unable

if sys.platform == "win32":
    raise ImportError("not on Windows")

_ROUNDS: Final = 5
"""A program that is ended may start another of itself; its file is gone, so that comes to an end."""


def end_what_runs(done: Done, running: Callable[[], Sequence[EndProcess]], end: Callable[[EndProcess], Done]) -> Done:
    """Return how a move really ended: a program that still runs would make "done" untrue.

    Args:
        running: tells what runs something of what was moved, as it is now.
        end: ends one of them; may raise Unable.
    """
    tried: list[EndProcess] = []
    looked = list(done.looked)
    for _ in range(_ROUNDS):
        new = [one for one in running() if one not in tried]
        for one in new:
            tried.append(one)
            try:
                looked += end(one).looked
            except Unable as unable:
                looked.append(f"process {one.pid}: {unable.says}")
        if not new:
            break
    left = tuple(f"process {one.pid}: runs {one.exe}" for one in running())
    if not left:
        return msgspec.structs.replace(done, looked=tuple(looked))
    says = "It was moved, but a program of it still runs."
    return msgspec.structs.replace(done, status="failed", code="U-23", says=says, looked=(*looked, *left))
