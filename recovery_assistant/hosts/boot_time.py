"""When this PC was started, so that it is known whether it was started anew since something was removed."""

from __future__ import annotations

from datetime import UTC, datetime

import psutil


def booted_at() -> datetime | None:
    """Return when this PC was started; None where the system does not tell.

    Windows' quick start after "shut down" is no new start, and Windows does not tell it as one.
    """
    try:
        return datetime.fromtimestamp(psutil.boot_time(), UTC)
    except (OSError, RuntimeError, ValueError, OverflowError):
        return None
