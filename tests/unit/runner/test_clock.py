"""The clock of the PC moves on and has a zone."""

from __future__ import annotations

from recovery_assistant.runner.clock import SystemClock


def test_time_moves_on() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.001)
    assert clock.monotonic() > before
    assert clock.now().utcoffset() is not None
