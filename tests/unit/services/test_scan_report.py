"""`scan --json` to the letter, and its exit codes."""

from __future__ import annotations

import json

import pytest

from recovery_assistant import __version__
from recovery_assistant.domain.finding import Confidence, Evidence, Finding, LeftBehind
from recovery_assistant.domain.observation import Gap
from recovery_assistant.services.scan_report import Tally, encode
from recovery_assistant.services.scanner import Finished, Found, Left, Missed, Progress, ScanEvent, Started, ToCheck

GAP = Missed(gap=Gap(host="h", source="scheduled-tasks", reason="access denied", code="G-02"))
LOOK_OVER = ToCheck(
    left_behind=LeftBehind(host="h", kind="extension", says="Words.", value="Firefox: x", weight="look-over")
)
LEFT = Left(left_behind=LeftBehind(host="h", kind="defender-exclusion", says="Words.", value="C:\\x"))


def found(confidence: Confidence = "likely", value: str = "C:\\x\\AnyDesk.exe") -> Found:
    evidence = (Evidence(kind="process", source="processes[3]", says="It is running now.", value=value),)
    finding = Finding(
        id="f-1",
        host="h",
        tool_id="anydesk",
        tool_name="AnyDesk",
        category="remote-access",
        confidence=confidence,
        policy="offer",
        evidence=evidence,
    )
    return Found(finding=finding)


def finished(*, complete: bool = True, sources: int = 4) -> Finished:
    return Finished(host="h", complete=complete, findings=1, gaps=0, sources_looked_at=sources)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            Started(host="h", system="windows", os_name="Windows 11", catalogue="2026-01-01.abcd"),
            {
                "event": "started",
                "format": 1,
                "host": "h",
                "os": "windows",
                "version": __version__,
                "catalogue": "2026-01-01.abcd",
            },
        ),
        (
            found(),
            {
                "event": "finding",
                "id": "f-1",
                "host": "h",
                "tool": {"id": "anydesk", "name": "AnyDesk"},
                "category": "remote-access",
                "confidence": "likely",
                "instance": None,
                "policy": "offer",
                "evidence": [
                    {
                        "kind": "process",
                        "source": "processes[3]",
                        "says": "It is running now.",
                        "value": "C:\\x\\AnyDesk.exe",
                    }
                ],
            },
        ),
        (
            LEFT,
            {
                "event": "left_behind",
                "id": LEFT.left_behind.id,
                "host": "h",
                "kind": "defender-exclusion",
                "says": "Words.",
                "value": "C:\\x",
            },
        ),
        (
            LOOK_OVER,
            {
                "event": "to_check",
                "id": LOOK_OVER.left_behind.id,
                "host": "h",
                "kind": "extension",
                "says": "Words.",
                "value": "Firefox: x",
            },
        ),
        (
            GAP,
            {"event": "gap", "host": "h", "source": "scheduled-tasks", "reason": "access denied", "code": "G-02"},
        ),
        (
            finished(),
            {"event": "finished", "host": "h", "complete": True, "findings": 1, "gaps": 0, "sources_looked_at": 4},
        ),
    ],
)
def test_every_event_is_one_line_with_exactly_these_keys_in_this_order(
    event: ScanEvent, line: dict[str, object]
) -> None:
    raw = encode(event)
    assert raw.endswith(b"\n")
    assert raw.count(b"\n") == 1
    shown = json.loads(raw)
    assert shown == line
    assert list(shown) == list(line)


def test_progress_is_not_part_of_the_format() -> None:
    assert encode(Progress(done=1, total=2, source_words="x")) == b""


@pytest.mark.parametrize(
    "hostile", ["a\nb", "\x1b[31m", "\u202e", "\ud800", "\x00", '"', "\u2028", "x" * 10_000, "\U0001f600"]
)
def test_hostile_texts_stay_inside_their_line(hostile: str) -> None:
    raw = encode(found(value=hostile))
    assert raw.count(b"\n") == 1
    value = json.loads(raw.decode("utf-8"))["evidence"][0]["value"]
    assert value == hostile.replace("\ud800", "?")


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([finished()], 0),
        ([found("info"), found("possible"), finished()], 0),
        ([GAP, finished()], 11),
        ([found("likely"), GAP, finished()], 10),
        ([found("certain"), finished()], 10),
        ([LEFT, finished()], 10),
        ([LOOK_OVER, finished()], 0),
        ([finished(sources=0)], 3),
        ([GAP, finished(sources=0)], 3),
        ([GAP], 3),
        ([], 3),
        ([finished(sources=0), finished(sources=1)], 0),
        ([found(), GAP, finished(complete=False)], 4),
        ([finished(complete=False, sources=0)], 4),
    ],
)
def test_the_highest_exit_code_that_applies(events: list[ScanEvent], code: int) -> None:
    tally = Tally()
    for event in events:
        tally.add(event)
    assert tally.exit_code == code
