"""The public form of a scan: one JSON object a line, and the exit code. Scripts rely on every letter of it."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from recovery_assistant import __version__
from recovery_assistant.services.scanner import (
    Finished,
    Found,
    Left,
    Missed,
    Progress,
    ScanEvent,
    Sighted,
    Started,
    ToCheck,
)

FORMAT: Final = 1

STOPPED: Final = 4
NOTHING_READ: Final = 3
ALARM: Final = 10
GAPS: Final = 11
QUIET: Final = 0


def encode(event: ScanEvent) -> bytes:
    """Return the line of an event, with its line break; b"" for what is not part of the format: progress, sights."""
    shown = _shown(event)
    return msgspec.json.encode(writable(shown)) + b"\n" if shown else b""


def _shown(event: ScanEvent) -> dict[str, Any]:
    match event:
        case Started():
            return {
                "event": "started",
                "format": FORMAT,
                "host": event.host,
                "os": event.system,
                "version": __version__,
                "catalogue": event.catalogue,
            }
        case Found(finding=finding):
            return {
                "event": "finding",
                "id": finding.id,
                "host": finding.host,
                "tool": {"id": finding.tool_id, "name": finding.tool_name},
                "category": finding.category,
                "confidence": finding.confidence,
                "instance": finding.instance,
                "policy": finding.policy,
                "evidence": [
                    {"kind": part.kind, "source": part.source, "says": part.says, "value": part.value}
                    for part in finding.evidence
                ],
            }
        case Left(left_behind=left):
            return {
                "event": "left_behind",
                "id": left.id,
                "host": left.host,
                "kind": left.kind,
                "says": left.says,
                "value": left.value,
            }
        case ToCheck(left_behind=left):
            return {
                "event": "to_check",
                "id": left.id,
                "host": left.host,
                "kind": left.kind,
                "says": left.says,
                "value": left.value,
            }
        case Missed(gap=gap):
            return {"event": "gap", "host": gap.host, "source": gap.source, "reason": gap.reason, "code": gap.code}
        case Finished():
            return {
                "event": "finished",
                "host": event.host,
                "complete": event.complete,
                "findings": event.findings,
                "gaps": event.gaps,
                "sources_looked_at": event.sources_looked_at,
            }
        case Progress() | Sighted():
            return {}


def writable(value: object) -> object:
    """Return the same value with texts that UTF-8 can carry: half of a surrogate pair becomes a question mark."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {key: writable(part) for key, part in value.items()}
        case list():
            return [writable(part) for part in value]
    return value


class Tally:
    """Counts what the exit code of one or many scans depends on."""

    def __init__(self) -> None:
        self._stopped = False
        self._sources = 0
        self._alarms = 0
        self._gaps = 0

    def add(self, event: ScanEvent) -> None:
        """Take one event into account. A bad line of an inventory counts as the gap that it is."""
        match event:
            case Found(finding=finding):
                self._alarms += finding.is_alarm
            case Left():
                self._alarms += 1
            case Missed():
                self._gaps += 1
            case Finished():
                self._sources += event.sources_looked_at
                self._stopped = self._stopped or not event.complete

    @property
    def exit_code(self) -> int:
        """4 stopped · 3 nothing could be read · 10 an alarm or something left behind · 11 a gap · 0 none of these."""
        if self._stopped:
            return STOPPED
        if not self._sources:
            return NOTHING_READ
        if self._alarms:
            return ALARM
        return GAPS if self._gaps else QUIET
