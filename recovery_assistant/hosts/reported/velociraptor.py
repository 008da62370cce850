"""Machines from the results of Velociraptor: what the artifacts of `catalogue export --format velociraptor` collected.

Results are JSON Lines, one row a line, as the server exports a hunt or an offline collector writes it. Each row says
itself which question it answers, so results of several machines and artifacts may stand in one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from recovery_assistant.domain.fleet import PACK
from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.hosts.reported.fleet_answers import FRESH, Answers, FleetHost, Piece
from recovery_assistant.hosts.reported.json_lines import bad_line, decoded

QUESTION: Final = "question"
"""Column in which every row of ours names what it answers, as in "recovery-assistant-windows/programs"."""


class _Line(Struct, frozen=True):
    question: str | None = None
    machine: str | None = None
    asked_at: int | float | str | None = None
    is_marker: bool | int | str | None = None
    client_id: str | None = msgspec.field(default=None, name="ClientId")


_decoder: Final = msgspec.json.Decoder(_Line)
_EVERY_ROW: Final = frozenset({"question", "machine", "asked_at", "is_marker"})


def read_velociraptor(lines: BinaryIO, tell: Callable[[str], None]) -> Iterator[FleetHost | Gap]:
    """Yield a gap for each line that cannot be used, and at the end every machine, in the order in which they came.

    Each machine has to be looked at before the next is asked for.

    Args:
        lines: an open file or standard input; read once, as it comes.
        tell: called with one plain sentence when there are rows of other artifacts.
    """
    with Answers() as answers:
        others = 0
        for given in decoded(lines, _decoder):
            if isinstance(given, Gap):
                yield given
                continue
            number, line, whole = given
            asked = (line.question or "").partition("/")
            system = _SYSTEMS.get(asked[0])
            if system is None:
                others += 1
                continue
            machine = line.client_id or line.machine
            wrong = "" if machine else "it names no machine"
            if machine:
                rows = (
                    b"[]"
                    if line.is_marker in (True, 1, "1", "true", "Y") and asked[2] != "about"
                    else b"[" + whole.strip() + b"]"
                )
                wrong = answers.add(machine, system, asked[2], Piece(_seconds(line.asked_at), number, FRESH, rows))
            if wrong:
                yield bad_line(number, wrong)
        if others:
            tell(f"Rows of other artifacts, left alone: {others}.")
        yield from answers.machines()


_SYSTEMS: Final = {f"{PACK}-{system.value}": system for system in System}


def _seconds(value: float | str | None) -> int:
    try:
        seconds = int(float(value or 0))
    except (ValueError, OverflowError):
        return 0
    return seconds if 0 <= seconds < 2**62 else 0
