"""Switches of Windows itself that decide who may come in, and what its virus protection leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_assistant.domain.observation import Gap, Setting
from recovery_assistant.hosts import port, windows_gaps
from recovery_assistant.hosts.windows_registry import MACHINE, Entry, Problem, Registry, RegistryKey

_CONTROL = rf"{MACHINE}\SYSTEM\CurrentControlSet\Control"
_POLICIES = rf"{MACHINE}\SOFTWARE\Policies\Microsoft"

# name of the setting -> keys and value to look at, the first that is there decides; the number that means "on".
_SWITCHES: dict[str, tuple[tuple[str, ...], str, int]] = {
    "remote-desktop-enabled": (
        (rf"{_POLICIES}\Windows NT\Terminal Services", rf"{_CONTROL}\Terminal Server"),
        "fDenyTSConnections",
        0,
    ),
    "remote-assistance-enabled": (
        (rf"{_POLICIES}\Windows NT\Terminal Services", rf"{_CONTROL}\Remote Assistance"),
        "fAllowToGetHelp",
        1,
    ),
}
_EXCLUSIONS = (
    rf"{MACHINE}\SOFTWARE\Microsoft\Windows Defender\Exclusions",
    rf"{_POLICIES}\Windows Defender\Exclusions",
)
_KINDS_OF_EXCLUSION = ("Paths", "Processes", "Extensions")


def settings(registry: Registry, host: str) -> Iterator[Setting | Gap]:
    """Yield each switch that is known (value "1" or "0"), and each thing that the virus protection leaves out."""
    problems: list[Problem] = []
    for name, (paths, value, on) in _SWITCHES.items():
        yield from _switch(registry, host, name, paths, value, on, problems)
    for top in _EXCLUSIONS:
        for kind in _KINDS_OF_EXCLUSION:
            yield from _exclusions(registry, host, rf"{top}\{kind}")
    yield from windows_gaps.of_values(host, port.SETTINGS, problems)


def _switch(
    registry: Registry,
    host: str,
    name: str,
    paths: tuple[str, ...],
    value: str,
    on: int,
    problems: list[Problem],
) -> Iterator[Setting | Gap]:
    for path in paths:
        try:
            entry = Entry(registry.read(path) or RegistryKey(), path)
        except OSError as error:
            yield windows_gaps.of_place(host, port.SETTINGS)(path, error)
            continue
        number = entry.number(value)
        problems += entry.problems
        if number is not None:
            yield Setting(source=rf"{path}\{value}", name=name, value="1" if number == on else "0")
            return


def _exclusions(registry: Registry, host: str, path: str) -> Iterator[Setting | Gap]:
    try:
        key = registry.read(path) or RegistryKey()
    except OSError as error:
        yield windows_gaps.of_place(host, port.SETTINGS)(path, error)
        return
    for excluded in key.values:
        yield Setting(source=path, name="defender-exclusion", value=excluded)
