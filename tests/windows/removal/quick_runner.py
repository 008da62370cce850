"""The runner as it is, but its clock runs sixty times as fast: for uninstallers that never end."""

from __future__ import annotations

import sys
import time

from recovery_assistant.runner.__main__ import this_hand
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.running import run

TIMES = 60


class FastClock(SystemClock):
    """Only what is waited by is fast; the time of day is right, and pauses are as long as they are."""

    def monotonic(self) -> float:
        """Return seconds that only grow, sixty for each."""
        return time.monotonic() * TIMES


if __name__ == "__main__":
    system, hand = this_hand()
    raise SystemExit(run(sys.argv[1:], system, hand, FastClock(), sys.stdout.buffer, sys.stderr))
