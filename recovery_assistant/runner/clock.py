"""The clock of the PC, for the runner."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """See `hand.Clock`."""

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
