"""A remote-control program that was found, how sure we are, and what that rests on.

The meaning of the confidences is fixed by the public format of `scan --json`: `certain` rests on two independent
kinds of evidence, `likely` on one self-proving kind; both are alarms. `possible` and `info` are details.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

Confidence = Literal["certain", "likely", "possible", "info"]
Policy = Literal["offer", "inform", "never"]
Mark = Literal["mine", "known", "unknown", "not-mine"]
"""The person's answer to "is this yours?": mine · put there by someone I know in person, before the call · I don't
know · not mine."""
Weight = Literal["notable", "look-over"]
"""notable: it keeps a door open or protection off · look-over: every PC has some of it; to go through calmly."""


class Evidence(Struct, frozen=True, kw_only=True):
    """One observation that a finding rests on.

    Attributes:
        kind: "process", "service", "installed_program", "program_file", "autorun", "listening_socket" …
        source: where it was read, such as "processes[3]" or "/var/lib/dpkg/status".
        says: plain words for the person.
        value: the raw text, hostile.
    """

    kind: str
    source: str
    says: str
    value: str


class Finding(Struct, frozen=True, kw_only=True):
    """One instance of a tool on one machine.

    Attributes:
        id: "f-" and a stable digest of host, tool and instance: the same finding keeps its id in the next scan.
        instance: tells two copies of one tool apart; None when there is only one.
        came_at: when it came to this PC, as far as the machine says; None when unknown.
    """

    id: str
    host: str
    tool_id: str
    tool_name: str
    category: str
    confidence: Confidence
    policy: Policy
    instance: str | None = None
    evidence: tuple[Evidence, ...] = ()
    came_at: datetime | None = None

    @property
    def is_alarm(self) -> bool:
        """Whether this is more than a detail."""
        return self.confidence in ("certain", "likely")


def alike(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """Return the evidence put together: files of which the same is true, but for their names, are one group."""
    groups: dict[tuple[str, str], list[Evidence]] = {}
    for part in evidence:
        name = part.value.replace("\\", "/").rpartition("/")[2]
        says = part.says.replace(name, "") if part.kind == "program_file" and name else part.says
        groups.setdefault((part.kind, says), []).append(part)
    return list(groups.values())


class LeftBehind(Struct, frozen=True, kw_only=True):
    """Something that is no program: it keeps a door open, or it is worth a calm look.

    Attributes:
        kind: stable, such as "defender-exclusion"; `domain.left_behind.KINDS` has them all.
        says: plain words for the person.
        value: the raw text, hostile.
        came_at: since when it is there, as far as the machine says.
    """

    host: str
    kind: str
    says: str
    value: str
    weight: Weight = "notable"
    came_at: datetime | None = None

    @property
    def id(self) -> str:
        """The mark "l-" and a digest of machine, kind and value: the same thing keeps its id in the next look."""
        told = f"{self.host}\0{self.kind}\0{self.value}".encode("utf-8", "surrogatepass")
        return f"l-{hashlib.sha256(told).hexdigest()[:12]}"
