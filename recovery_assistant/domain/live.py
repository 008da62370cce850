"""Is anyone connected now? What may be concluded from lines, sessions and running programs, in three answers.

"Looks live" and "does not look live" are never said for certain: a tool that goes over its maker's servers keeps a
line to them all the time, and a line that the system does not tell of is not seen. Where that is so, the third answer
stands: "cannot tell".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from recovery_assistant.domain.observation import Process, System
from recovery_assistant.domain.traits import plain_path, program_names

Answer = Literal["live", "not-live", "cannot-tell"]

CALM: Final = "No program for remote control that we know has a line to the outside."
NO_INTERFACE: Final = "No cable and no Wi-Fi is connected."


class Marker(NamedTuple):
    """A program that runs only while somebody is connected.

    Attributes:
        program: pattern for its name, as `traits.program_names` gives it.
        command: pattern for its whole command line; "" fits every one.
        source: where that was read, or on which system it was run.
    """

    tool: str
    systems: tuple[System, ...]
    program: str
    command: str
    source: str


MARKERS: Final = (
    Marker(
        "TeamViewer",
        (System.WINDOWS,),
        "teamviewer_desktop",
        r".*--ipcport \d+ --module 1",
        "SigmaHQ rule ab70c354-d9ac-4e11-bbb6-ec8e3b153357 (2024-03-11)",
    ),
    Marker("RustDesk", tuple(System), "rustdesk", r".* --cm(?:-no-ui)?(?: .*)?", "RustDesk: src/server/connection.rs"),
    Marker("XRDP", (System.LINUX,), "xrdp-chansrv", "", "run on Debian 12: one for each desktop session"),
    Marker(
        "OpenSSH server",
        (System.LINUX, System.MACOS),
        "sshd(?:-session)?",
        r"sshd(?:-session)?: [^ ]+@[^ ]+",
        "run on Debian 12: the title of the part that serves one person",
    ),
)


class Line(NamedTuple):
    """A connection of a known tool.

    Attributes:
        comes_in: the other computer called here.
        updates: of a part that only fetches new versions.
    """

    tool: str
    category: str
    comes_in: bool
    updates: bool = False


class Signed(NamedTuple):
    """Somebody signed in from another computer, as the system tells it; `state` as in the port of hosts."""

    user: str
    state: str


class Judgement(NamedTuple):
    """The answer, the tools that it is about, and why, in plain words."""

    answer: Answer
    tools: tuple[str, ...]
    reasons: tuple[str, ...]


_ONLY_A_WAY_IN: Final = ("private-network", "tunnel")
_SHOWS_THE_SCREEN: Final = ("remote-access", "remote-management", "monitoring")


def markers_in(system: System, processes: Iterable[Process]) -> tuple[str, ...]:
    """Return the tools of which a part runs that only runs during a session."""
    found = dict.fromkeys(
        marker.tool
        for process in processes
        for marker in MARKERS
        if system in marker.systems and _fits(marker, process)
    )
    return tuple(found)


def _fits(marker: Marker, process: Process) -> bool:
    names = (*program_names(process.exe), *program_names(process.name))
    if not any(re.fullmatch(marker.program, name) for name in names):
        return False
    return not marker.command or re.fullmatch(marker.command, plain_path(process.cmdline)) is not None


def judged(
    lines: Sequence[Line],
    sessions: Sequence[Signed],
    markers: Sequence[str],
    running: Sequence[tuple[str, str]],
    unseen: Sequence[str],
) -> Judgement:
    """Return whether a remote session looks live while a cable or Wi-Fi is connected.

    Args:
        running: name and category of each tool that runs.
        unseen: plain words for everything that could not be looked at.
    """
    live = _of_lines(lines)
    live.update((tool, f"{tool} shows the signs of a session that is going on now.") for tool in markers)
    reasons = [*live.values(), *(_of_session(one) for one in sessions if one.state in ("active", "connected"))]
    if reasons:
        return Judgement("live", tuple(sorted(live)), (*reasons, *unseen))
    doubts = [_of_session(one) for one in sessions]
    doubts += [
        f"{tool} joins this PC to other PCs. Whether somebody uses that cannot be seen."
        for tool in dict.fromkeys(line.tool for line in lines if not line.updates)
    ]
    doubts += [
        f"A part of {tool} that fetches new versions has a line to the outside. That alone shows no session."
        for tool in dict.fromkeys(line.tool for line in lines if line.updates)
    ]
    doubts += [
        f"{tool} is running. We see no line of it to the outside, but not every line can be seen."
        for tool, category in dict.fromkeys(running)
        if category in _SHOWS_THE_SCREEN
    ]
    doubts += unseen
    return Judgement("cannot-tell", (), tuple(doubts)) if doubts else Judgement("not-live", (), (CALM,))


def _of_lines(lines: Sequence[Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if (line.category in _ONLY_A_WAY_IN or line.updates) and not line.comes_in:
            continue
        if line.comes_in:
            found[line.tool] = f"Another computer is connected to {line.tool} on this PC."
        else:
            words = f"{line.tool} has a line to its maker's servers or to another computer. Somebody may be watching."
            found.setdefault(line.tool, words)
    return found


def _of_session(session: Signed) -> str:
    who = f" as {session.user}" if session.user else ""
    if session.state == "disconnected":
        return f"Somebody was signed in{who} from another computer and has not signed off."
    return f"Somebody is signed in{who} from another computer."
