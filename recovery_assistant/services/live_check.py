"""Does somebody still look at this screen? Only what can be answered in a second, and it lets go with the cable out."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from recovery_assistant.domain.catalogue import Catalogue, Tool
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Observation, Process, ProgramFile
from recovery_assistant.hosts.port import Connection, Host
from recovery_assistant.hosts.program_file import look_inside
from recovery_assistant.services.scanner import looked_into, matcher_for

_SYSTEM_FOLDERS: Final = ("/usr/", "/bin/", "/sbin/", "/lib/", "c:/windows/", "c:/program files", "/system/")
"""Programs here were installed; their names are enough, and reading them would take too long."""


class LiveState(Struct, frozen=True, kw_only=True):
    """Whether a remote session looks live.

    Attributes:
        connected: a tool's program talks to another computer while an interface is up.
        interface_up: a cable or Wi-Fi is connected. True also where nobody could find out.
        tools: names of the tools that talk, sorted.
        could_not_look: why this could not be found out, or "".
    """

    connected: bool
    interface_up: bool
    tools: tuple[str, ...] = ()
    could_not_look: str = ""


def still_connected(host: Host, catalogue: Catalogue) -> LiveState:
    """Return whether a remote-control program has a connection to another computer right now."""
    try:
        if not host.network_up():
            return LiveState(connected=False, interface_up=False)
    except SourceUnreadable as error:
        return LiveState(connected=False, interface_up=True, could_not_look=error.reason)
    matcher = matcher_for(catalogue)
    tools: dict[str, None] = {}
    looked: dict[str, tuple[Tool, ...]] = {}
    try:
        for connection in host.connections():
            key = connection.exe or connection.process_name
            if key not in looked:
                looked[key] = _tools_of(host, matcher, connection)
            tools.update(dict.fromkeys(tool.name for tool in looked[key]))
    except SourceUnreadable as error:
        return LiveState(
            connected=bool(tools), interface_up=True, tools=tuple(sorted(tools)), could_not_look=error.reason
        )
    return LiveState(connected=bool(tools), interface_up=True, tools=tuple(sorted(tools)))


def _tools_of(host: Host, matcher: Matcher, connection: Connection) -> tuple[Tool, ...]:
    """Return the tools that a talking program shows, by its name and, for a loose file, by what stands inside."""
    observations: list[Observation] = [
        Process(source="connections", name=connection.process_name, exe=connection.exe, pid=connection.pid)
    ]
    if connection.exe and not connection.exe.replace("\\", "/").lower().startswith(_SYSTEM_FOLDERS):
        loose = _loose_program(host, connection.exe)
        if loose is not None:
            observations.append(looked_into(host, matcher, loose)[0])
    found: dict[str, Tool] = {}
    for observation in observations:
        for hit in matcher.hits(host.system, observation):
            if hit.indicator.strength in ("proof", "sign") and hit.tool.at_most not in ("info", "possible"):
                found[hit.tool.id] = hit.tool
    return tuple(found.values())


def _loose_program(host: Host, path: str) -> ProgramFile | None:
    try:
        with host.open_file(path) as file:
            shown = look_inside(file)
    except (SourceUnreadable, OSError):
        return None  # its name was compared; this look is short, and the scan tells the gap
    return ProgramFile(source=path, path=path, form=shown.form, inside=shown.inside, version_info=shown.version_info)
