"""The runner as it is, but its clock runs so many times as fast as its first word says: for what never ends."""

from __future__ import annotations

import sys
import time

from recovery_assistant.runner.__main__ import this_hand
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.running import run


class FastClock(SystemClock):
    """Only what is waited by is fast; the time of day is right, and pauses are as long as they are."""

    def __init__(self, times: int) -> None:
        """Let a second be so many."""
        self._times = times

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic() * self._times


if __name__ == "__main__":
    system, hand = this_hand()
    raise SystemExit(run(sys.argv[2:], system, hand, FastClock(int(sys.argv[1])), sys.stdout.buffer, sys.stderr))
