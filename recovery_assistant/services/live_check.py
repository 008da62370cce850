"""Does somebody still look at this screen? Only what can be answered in a second, and it lets go with the cable out."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from recovery_assistant.domain import live
from recovery_assistant.domain.catalogue import Catalogue, Tool
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Observation, Process, ProgramFile
from recovery_assistant.domain.traits import plain_path
from recovery_assistant.hosts.port import NOT_PROVIDED, Connection, Host
from recovery_assistant.hosts.program_file import look_inside
from recovery_assistant.services.scanner import looked_into, matcher_for

_SYSTEM_FOLDERS: Final = re.compile(
    r"/(?:usr/(?!local/)|bin/|sbin/|lib|system/)"
    r"|c:/windows/(?:system32|syswow64|winsxs|systemapps|immersivecontrolpanel)/|c:/windows/[^/]+$"
)
"""The system's own programs: their names are enough. Elsewhere anybody with the PC's password may have put one."""

_NAMELESS: Final = "This PC does not show us whose every line to the outside is."
_UNSEEN_PROGRAMS: Final = "This PC does not show us every program that is running."


class LiveState(Struct, frozen=True, kw_only=True):
    """Whether a remote session looks live.

    Attributes:
        connected: a session looks live; the same as `answer == "live"`.
        interface_up: a cable or Wi-Fi is connected. True also where nobody could find out.
        tools: names of the tools that it is about, sorted.
        could_not_look: why this could not be found out, or "".
        answer: "live", "not-live" or "cannot-tell"; never a certainty.
        reasons: why, in plain sentences. They may name an account, which is hostile text.
    """

    connected: bool
    interface_up: bool
    tools: tuple[str, ...] = ()
    could_not_look: str = ""
    answer: live.Answer = "cannot-tell"
    reasons: tuple[str, ...] = ()


def still_connected(host: Host, catalogue: Catalogue) -> LiveState:
    """Return whether somebody seems to be connected to this PC right now."""
    try:
        if not host.network_up():
            return LiveState(connected=False, interface_up=False, answer="not-live", reasons=(live.NO_INTERFACE,))
    except SourceUnreadable as error:
        return LiveState(connected=False, interface_up=True, could_not_look=error.reason, reasons=(error.sentence,))
    return _Look(host, matcher_for(catalogue)).state()


class _Look:
    """One short look, and what it has gathered."""

    def __init__(self, host: Host, matcher: Matcher) -> None:
        self._host = host
        self._matcher = matcher
        self._lines: list[live.Line] = []
        self._sessions: list[live.Signed] = []
        self._unseen: list[str] = []
        self._could_not_look = ""

    def state(self) -> LiveState:
        self._see_lines()
        self._see_sessions()
        found = self._judged([], [])
        if found.answer != "live":  # the list of programs takes longest; it changes nothing once something is live
            processes = self._processes()
            found = self._judged(live.markers_in(self._host.system, processes), self._tools_running(processes))
        return LiveState(
            connected=found.answer == "live",
            interface_up=True,
            tools=found.tools,
            could_not_look=self._could_not_look,
            answer=found.answer,
            reasons=found.reasons,
        )

    def _judged(self, markers: list[str] | tuple[str, ...], running: list[tuple[str, str]]) -> live.Judgement:
        return live.judged(self._lines, self._sessions, markers, running, tuple(dict.fromkeys(self._unseen)))

    def _see_lines(self) -> None:
        looked: dict[str, tuple[tuple[Tool, bool], ...]] = {}
        try:
            for connection in self._host.connections():
                key = connection.exe or connection.process_name
                if not key:
                    self._unseen.append(_NAMELESS)
                    continue
                if key not in looked:
                    looked[key] = _tools_of(self._host, self._matcher, connection)
                self._lines += (
                    live.Line(tool.name, tool.category, connection.comes_in, updates) for tool, updates in looked[key]
                )
        except SourceUnreadable as error:
            self._could_not_look = error.reason
            self._unseen.append(error.sentence)

    def _see_sessions(self) -> None:
        try:
            self._sessions += (live.Signed(one.user, one.state) for one in self._host.remote_sessions())
        except SourceUnreadable as error:
            if error.code != NOT_PROVIDED:
                self._unseen.append(error.sentence)

    def _processes(self) -> list[Process]:
        try:
            return list(self._host.running())
        except SourceUnreadable as error:
            if error.code != NOT_PROVIDED:
                self._unseen.append(_UNSEEN_PROGRAMS)
            return []

    def _tools_running(self, processes: list[Process]) -> list[tuple[str, str]]:
        kinds = {(one.name, one.exe): one for one in processes}
        hits = (hit for one in kinds.values() for hit in self._matcher.hits(self._host.system, one))
        return [
            (hit.tool.name, hit.tool.category)
            for hit in hits
            if hit.indicator.strength in ("proof", "sign") and hit.tool.at_most not in ("info", "possible")
        ]


def _tools_of(host: Host, matcher: Matcher, connection: Connection) -> tuple[tuple[Tool, bool], ...]:
    """Return the tools that a talking program shows, by its name and by what stands inside; whether it only updates."""
    observations: list[Observation] = [
        Process(source="connections", name=connection.process_name, exe=connection.exe, pid=connection.pid)
    ]
    if connection.exe and not _SYSTEM_FOLDERS.match(plain_path(connection.exe)):
        loose = _loose_program(host, connection.exe)
        if loose is not None:
            observations.append(looked_into(host, matcher, loose)[0])
    found: dict[str, tuple[Tool, bool]] = {}
    for observation in observations:
        for hit in matcher.hits(host.system, observation):
            if hit.indicator.strength in ("proof", "sign") and hit.tool.at_most not in ("info", "possible"):
                _, updates = found.get(hit.tool.id, (hit.tool, True))
                found[hit.tool.id] = (hit.tool, updates and _updates(observation))
    return tuple(found.values())


def _updates(observation: Observation) -> bool:
    """Return whether a program calls itself an updater. What a file says of itself counts; a name may be a disguise."""
    if isinstance(observation, ProgramFile):
        info = observation.version_info
        return info is not None and "updat" in f"{info.product_name} {info.file_description}".lower()
    return isinstance(observation, Process) and "updat" in "/".join(plain_path(observation.exe).split("/")[-2:])


def _loose_program(host: Host, path: str) -> ProgramFile | None:
    try:
        with host.open_file(path) as file:
            shown = look_inside(file)
    except (SourceUnreadable, OSError):
        return None  # its name was compared; this look is short, and the scan tells the gap
    return ProgramFile(source=path, path=path, form=shown.form, inside=shown.inside, version_info=shown.version_info)
