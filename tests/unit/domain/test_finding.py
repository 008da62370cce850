"""Which findings are alarms."""

from __future__ import annotations

from typing import get_args

from recovery_assistant.domain.finding import Confidence, Evidence, Finding, alike


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


def test_only_files_of_which_the_same_is_true_are_put_together() -> None:
    def part(kind: str, says: str, value: str) -> Evidence:
        return Evidence(kind=kind, source="made up", says=says, value=value)

    first, again = (
        part("program_file", "It is a.exe.", "C:/x/a.exe"),
        part("program_file", "It is b.exe.", "C:\\y\\b.exe"),
    )
    signed = part("program_file", "It is c.exe. It is signed.", "C:/x/c.exe")
    running = part("process", "It is a.exe.", "C:/x/a.exe")
    nothing = part("program_file", "It is d.exe.", "")
    assert alike([first, signed, again, running, nothing]) == [[first, again], [signed], [running], [nothing]]
