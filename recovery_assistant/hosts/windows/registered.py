r"""Programs that Windows knows by other ways than its list of installed programs.

Three ways: names that can be typed to start a program (App Paths), kinds of web address that start one (such as
"anydesk:"), and rules of the firewall that were made for one. Installers leave all three, and so do portable copies
that were started once. No administrator is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.observation import Gap, RegisteredProgram
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.programs import open_hives
from recovery_assistant.hosts.windows.registry import (
    MACHINE,
    USERS,
    Entry,
    Problem,
    Registry,
    RegistryKey,
    View,
    shown,
    views,
)

APP_PATHS: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
CLASSES: Final = r"SOFTWARE\Classes"
FIREWALL_RULES: Final = (
    rf"{MACHINE}\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules",
    rf"{MACHINE}\SOFTWARE\Policies\Microsoft\WindowsFirewall\FirewallRules",
)
APP_PATH, URL_PROTOCOL, FIREWALL_RULE = "app-path", "url-protocol", "firewall-rule"

# Large keys beside the kinds of address, which hold none.
_NO_PROTOCOLS: Final = frozenset(
    ("clsid", "interface", "typelib", "appid", "installer", "wow6432node", "local settings", "mime", "packagedcom")
)
_PROTOCOL_MARK: Final = "url protocol"


def registered_programs(registry: Registry, host: str, places: Places) -> Iterator[RegisteredProgram | Gap]:
    """Yield every program of the three ways. Raises OSError if the hives cannot be listed."""
    problems: list[Problem] = []
    roots = [(MACHINE, view) for view in views(registry)]
    hives: list[str] = []
    for hive in open_hives(registry, host, port.REGISTERED_PROGRAMS):
        if isinstance(hive, Gap):
            yield hive
        else:
            hives.append(hive)
    for root, view in [*roots, *((hive, View.NATIVE) for hive in hives)]:
        yield from _app_paths(registry, host, places, rf"{root}\{APP_PATHS}", view, problems)
    users = registry.read(USERS) or RegistryKey()
    own_classes = [rf"{USERS}\{name}" for name in users.subkeys if name.lower().endswith("_classes")]
    for path in [rf"{MACHINE}\{CLASSES}", *own_classes]:
        yield from _protocols(registry, host, places, path, problems)
    for path in FIREWALL_RULES:
        yield from _firewall_rules(registry, host, places, path)
    yield from windows_gaps.of_values(host, port.REGISTERED_PROGRAMS, problems)


def _app_paths(
    registry: Registry, host: str, places: Places, path: str, view: View, problems: list[Problem]
) -> Iterator[RegisteredProgram | Gap]:
    for name, entry in _keys_in(registry, path, view, problems):
        if isinstance(entry, OSError):
            yield windows_gaps.of_place(host, port.REGISTERED_PROGRAMS)(rf"{shown(path, view)}\{name}", entry)
            continue
        command = places.expand(entry.text("")).strip('" ')
        if command:
            yield RegisteredProgram(source=entry.place, way=APP_PATH, name=name, command=command)
        problems += entry.problems


def _protocols(
    registry: Registry, host: str, places: Places, path: str, problems: list[Problem]
) -> Iterator[RegisteredProgram | Gap]:
    say = windows_gaps.of_place(host, port.REGISTERED_PROGRAMS)
    try:
        top = registry.read(path) or RegistryKey()
    except OSError as error:
        yield say(path, error)
        return
    problems += [Problem(path, reason) for reason in top.problems]
    for name in top.subkeys:
        if name.startswith((".", "*")) or name.lower() in _NO_PROTOCOLS:
            continue
        place = rf"{path}\{name}\shell\open\command"
        try:
            key = registry.read(rf"{path}\{name}")
            if key is None or _PROTOCOL_MARK not in (value.lower() for value in key.values):
                continue
            entry = Entry(registry.read(place) or RegistryKey(), place)
        except OSError as error:
            yield say(rf"{path}\{name}", error)
            continue
        command = places.expand(entry.text(""))
        if command:
            yield RegisteredProgram(source=place, way=URL_PROTOCOL, name=name, command=command)
        problems += entry.problems


def _firewall_rules(registry: Registry, host: str, places: Places, path: str) -> Iterator[RegisteredProgram | Gap]:
    """Yield the rules for programs. Those that Windows brings for its own programs have a name out of a library."""
    try:
        key = registry.read(path) or RegistryKey()
    except OSError as error:
        yield windows_gaps.of_place(host, port.REGISTERED_PROGRAMS)(path, error)
        return
    own = f"{places.windows.lower()}\\"
    for number, value in key.values.items():
        if not isinstance(value, str):
            continue
        fields = dict(part.partition("=")[::2] for part in value.partition("\0")[0].split("|"))
        command = places.expand(fields.get("App", ""))
        name = fields.get("Name", "")
        is_windows_own = name.startswith("@") and command.lower().startswith(own)
        if command and command.lower() != "system" and not is_windows_own:
            yield RegisteredProgram(source=rf"{path}\{number}", way=FIREWALL_RULE, name=name, command=command)


def _keys_in(
    registry: Registry, path: str, view: View, problems: list[Problem]
) -> Iterator[tuple[str, Entry | OSError]]:
    place = shown(path, view)
    try:
        top = registry.read(path, view) or RegistryKey()
    except OSError as error:
        yield "", error
        return
    problems += [Problem(place, reason) for reason in top.problems]
    for name in top.subkeys:
        try:
            yield name, Entry(registry.read(rf"{path}\{name}", view) or RegistryKey(), rf"{place}\{name}")
        except OSError as error:
            yield name, error
