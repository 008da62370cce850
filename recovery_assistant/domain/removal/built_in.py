"""The steps that close the ways in which a system brings along. They are switched off, and can be switched on again.

No part of a system is uninstalled. On Linux a way in may be a package of its own; it is only removed where nothing
could be switched off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from recovery_assistant.domain.observation import Autorun, InstalledProgram, Process, Service, Setting, System
from recovery_assistant.domain.removal.on_linux import one_of_each, remove_start, stop_unit, unit_name
from recovery_assistant.domain.removal.on_windows import is_service_name
from recovery_assistant.domain.removal.paths import program_in
from recovery_assistant.domain.removal.plan import RemovePackage, SetSwitch, StopService, Switch
from recovery_assistant.domain.removal.steps import Seen, Steps, is_sayable

_BY_TOOL: Final[Mapping[tuple[str, System], tuple[Switch, ...]]] = {
    ("windows-remote-desktop", System.WINDOWS): ("remote-desktop",),
    ("windows-remote-assistance", System.WINDOWS): ("remote-assistance",),
    ("quick-assist", System.WINDOWS): ("quick-assist",),
    ("openssh-server", System.MACOS): ("remote-login",),
}
_BY_SETTING: Final[Mapping[str, Switch]] = {
    "screen-sharing-enabled": "screen-sharing",
    "remote-management-enabled": "remote-management",
    "desktop-sharing-enabled": "desktop-sharing",
    "remote-login-enabled": "remote-login",
}
_OF_THE_PERSON: Final = ("quick-assist", "desktop-sharing")
_BY_POLICY: Final = ("\\software\\policies\\", "/managed preferences/")
_PACKAGES: Final = frozenset(("rsh-server", "krfb", "vino", "dropbear", "telnet-server"))
"""Tools of the catalogue that a package alone brings, and that do nothing else."""


def add_steps(tool_id: str, seen: Seen, steps: Steps) -> None:
    """Add what closes one built-in way in."""
    settings = [one for one in seen.own if isinstance(one, Setting)]
    for setting in settings:
        if any(mark in setting.source.lower() for mark in _BY_POLICY):
            steps.refuse("set-by-policy", setting.name)
    if any(refusal.code == "set-by-policy" for refusal in steps.refusals):
        return
    for switch in _BY_TOOL.get((tool_id, steps.system), ()):
        _switch(switch, "", steps)
    for setting in settings:
        if setting.name in _BY_SETTING and setting.value not in ("", "0"):
            by_unit = setting.name == "desktop-sharing-enabled"
            _switch(_BY_SETTING[setting.name], setting.value if by_unit else "", steps)
    _stop(seen, steps)
    for one in seen.own:
        if isinstance(one, Process):
            _end(one, steps)
        elif isinstance(one, Autorun) and steps.system == System.LINUX:
            remove_start(one, steps)
    if (
        steps.system == System.LINUX
        and tool_id in _PACKAGES
        and not steps.has(StopService)
        and not steps.has(SetSwitch)
    ):
        _remove_package(seen.own, steps)


def _switch(switch: Switch, about: str, steps: Steps) -> None:
    verb = SetSwitch(switch=switch, about=about)
    steps.add("stop", verb, "person" if switch in _OF_THE_PERSON else "administrator")


def _stop(seen: Seen, steps: Steps) -> None:
    """Stop services that were found switched on or running; those that only lie there stay as they are."""
    on = [one for one in seen.own if isinstance(one, Service) and (one.enabled or one.running) and not one.is_driver]
    if steps.system == System.LINUX and not steps.has(SetSwitch):
        names = {unit_name(one) for one in on}  # a unit may be on by an init script of its name alone
        services = one_of_each(one for one in seen.own if isinstance(one, Service) and unit_name(one) in names)
        for one in services:
            stop_unit(one, steps)
    for one in on:
        if steps.system == System.WINDOWS:
            program = program_in(one.binary_path, System.WINDOWS)
            if is_service_name(one.name) and program and is_sayable(program):
                steps.add("stop", StopService(manager="windows", name=one.name, program=program), "administrator")


def _end(process: Process, steps: Steps) -> None:
    """End what lets somebody in now.

    A server that is stopped lets those who are in stay in: each has a process of their own. Where the desktop's own
    switch is turned off, it ends its program itself.
    """
    if steps.system == System.LINUX and not steps.has(SetSwitch):
        steps.end(process)


def _remove_package(facts: Iterable[object], steps: Steps) -> None:
    for one in facts:
        if isinstance(one, InstalledProgram) and one.package:
            packager = steps.ground.packager_of(one.source)
            if packager is not None:
                steps.add("uninstall", RemovePackage(packager=packager, name=one.package), "administrator")
