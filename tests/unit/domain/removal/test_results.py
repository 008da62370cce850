"""What the runner wrote is read back line by line, however it was cut off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, RunEnded, line_bytes, read_lines

AT = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
LINES = (
    ActionBegun(action_id="a1", at=AT, command=("msiexec", "/x")),
    ActionEnded(action_id="a1", at=AT, status="done", exit_code=0, looked=("service AnyDesk: not there",)),
    RunEnded(at=AT),
)
WHOLE = b"".join(line_bytes(line) for line in LINES)


def test_lines_come_back_as_they_were() -> None:
    assert read_lines(WHOLE) == LINES


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_a_cut_loses_only_the_line_that_was_cut(length: int) -> None:
    told = read_lines(WHOLE[:length])
    assert told == LINES[: WHOLE[:length].count(b"\n")]


def test_damage_ends_the_reading() -> None:
    assert read_lines(line_bytes(LINES[0]) + b"{}\n" + line_bytes(LINES[2])) == LINES[:1]
