"""Which findings are alarms."""

from __future__ import annotations

from typing import get_args

from recovery_assistant.domain.finding import Confidence, Finding


def test_only_the_two_surest_confidences_are_alarms() -> None:
    alarms = {
        confidence
        for confidence in get_args(Confidence)
        if Finding(
            id="f-1",
            host="h",
            tool_id="t",
            tool_name="T",
            category="remote-access",
            confidence=confidence,
            policy="offer",
        ).is_alarm
    }
    assert alarms == {"certain", "likely"}
