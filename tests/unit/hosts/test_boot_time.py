"""The PC was started before now, and tells the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from recovery_assistant.hosts.boot_time import booted_at


def test_it_was_started_before_now() -> None:
    first, second = booted_at(), booted_at()
    assert first is not None
    assert second is not None
    assert first < datetime.now(tz=UTC)
    assert abs(second - first) < timedelta(seconds=5)
