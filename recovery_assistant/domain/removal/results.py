"""What the runner reports while it works: one line of JSON each, written and synced before it goes on.

A line `ActionBegun` without its `ActionEnded` says that the runner was cut off in the middle of that action.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from recovery_assistant.domain.removal.plan import Rights

Status = Literal[
    "done",
    "would-do",
    "nothing-to-do",
    "restart-needed",
    "refused",
    "failed",
    "timed-out",
]
"""done: what was asked for is so now, and was looked at · would-do: only a preview · nothing-to-do: it was so already ·
restart-needed: done, but the system finishes it when it starts next · refused: a check said no, nothing was touched ·
failed: it did not work · timed-out: nobody knows yet, it may still go on."""


class Line(Struct, frozen=True, kw_only=True, tag_field="line", omit_defaults=True):
    """Base of everything that the runner writes."""


class RunStarted(Line, frozen=True, kw_only=True, tag="run-started"):
    """The plan was read and checked. `user` is who the runner runs as, "SYSTEM", "root", "anna"; hostile."""

    plan_id: str
    sha256: str
    rights: Rights
    acts: bool
    at: datetime
    user: str
    version: str


class ActionBegun(Line, frozen=True, kw_only=True, tag="action-begun"):
    """An action begins. `command`: exact argv where a program is started, else the call of the system that is made."""

    action_id: str
    at: datetime
    command: tuple[str, ...] = ()


class Kept(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was kept so that an action can be put back.

    Attributes:
        place: folder of the manifest among the kept things of this PC.
        sha256: of the manifest.
        was: where a file stood, or what was set, in one line; hostile.
    """

    place: str
    sha256: str
    was: str = ""


class ActionEnded(Line, frozen=True, kw_only=True, tag="action-ended"):
    """An action ended.

    Attributes:
        code: stable, the letter U and a number; docs/errors.md explains them. "" when there is nothing to explain.
        says: one plain sentence about what happened; may name hostile text.
        exit_code: of the program that was started.
        looked: what was looked at afterwards and what was seen there, "service AnyDesk: not there"; hostile names.
    """

    action_id: str
    at: datetime
    status: Status
    code: str = ""
    says: str = ""
    exit_code: int | None = None
    kept: Kept | None = None
    looked: tuple[str, ...] = ()


class RunEnded(Line, frozen=True, kw_only=True, tag="run-ended"):
    """Every action of these rights was gone through. `stopped`: a failed one kept later ones from being tried."""

    at: datetime
    stopped: bool = False


AnyLine = RunStarted | ActionBegun | ActionEnded | RunEnded

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyLine] = msgspec.json.Decoder(AnyLine)


def line_bytes(line: AnyLine) -> bytes:
    """Return one line of the results with its end."""
    return _encoder.encode(line) + b"\n"


def read_lines(content: bytes) -> tuple[AnyLine, ...]:
    """Return the whole lines of a results file. A last line that was cut off, or is damaged, ends the reading."""
    told: list[AnyLine] = []
    for raw in content.split(b"\n")[:-1]:
        try:
            told.append(_decoder.decode(raw))
        except msgspec.DecodeError:
            break
    return tuple(told)
