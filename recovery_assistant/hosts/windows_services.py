"""The services of Windows, read from the registry, so that one that hides from the service manager is seen too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recovery_assistant.domain.observation import Gap, Service
from recovery_assistant.hosts import port, windows_gaps
from recovery_assistant.hosts.windows_places import Places
from recovery_assistant.hosts.windows_registry import MACHINE, Entry, Problem, Registry

SERVICES = rf"{MACHINE}\SYSTEM\CurrentControlSet\Services"
PROGRAM_KINDS = 0x10 | 0x20
"""Bits of `Type` for services that are programs; the others are drivers and file systems."""
STARTS_BY_ITSELF = (0, 1, 2)
DISABLED = 4


def services(
    registry: Registry, host: str, places: Places, running: Mapping[str, bool] | None
) -> Iterator[Service | Gap]:
    """Yield every service that is a program. Raises OSError if the list cannot be read.

    Args:
        running: name in small letters -> whether it runs now; None when the service manager did not answer.
    """
    top = registry.read(SERVICES)
    if top is None:
        raise FileNotFoundError(2, "The list of services is missing", SERVICES)
    say = windows_gaps.of_place(host, port.SERVICES)
    problems: list[Problem] = []
    for name in top.subkeys:
        path = rf"{SERVICES}\{name}"
        try:
            key = registry.read(path)
        except OSError as error:
            yield say(path, error)
            continue
        if key is None:
            problems.append(Problem(path, "listed, but cannot be opened"))
            continue
        entry = Entry(key, path)
        if _is_program(entry):
            yield _service(name, entry, places, running)
        problems += entry.problems
    yield from windows_gaps.of_values(host, port.SERVICES, problems)


def _is_program(entry: Entry) -> bool:
    kind = entry.number("Type")
    return bool(kind & PROGRAM_KINDS) if kind is not None else bool(entry.text("ImagePath"))


def _service(name: str, entry: Entry, places: Places, running: Mapping[str, bool] | None) -> Service:
    start = entry.number("Start")
    return Service(
        source=entry.place,
        name=name,
        display_name=entry.text("DisplayName"),
        binary_path=places.expand(entry.text("ImagePath")),
        enabled=_is_enabled(start),
        running=None if running is None else running.get(name.lower(), False),
        installed_at=entry.written_at,
    )


def _is_enabled(start: int | None) -> bool | None:
    """Return True if it starts by itself, False if it is switched off, None if something else may start it."""
    if start in STARTS_BY_ITSELF:
        return True
    return False if start == DISABLED else None
