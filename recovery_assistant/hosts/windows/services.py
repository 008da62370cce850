"""The services of Windows, read from the registry, so that one that hides from the service manager is seen too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recovery_assistant.domain.observation import Gap, Service
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.registry import MACHINE, Entry, Problem, Registry

SERVICES = rf"{MACHINE}\SYSTEM\CurrentControlSet\Services"
PROGRAM_KINDS = 0x10 | 0x20
"""Bits of `Type` for services that are programs; the others are drivers and file systems."""
STARTS_BY_ITSELF = (0, 1, 2)
DISABLED = 4


def services(
    registry: Registry, host: str, places: Places, running: Mapping[str, bool] | None
) -> Iterator[Service | Gap]:
    """Yield every service, and every driver of the kernel. Raises OSError if the list cannot be read.

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
        kind = entry.number("Type")
        if kind is not None or entry.text("ImagePath"):  # else settings of something, and no service
            yield _service(name, entry, kind, places, running)
        problems += entry.problems
    yield from windows_gaps.of_values(host, port.SERVICES, problems)


def _service(name: str, entry: Entry, kind: int | None, places: Places, running: Mapping[str, bool] | None) -> Service:
    is_driver = kind is not None and not kind & PROGRAM_KINDS
    return Service(
        source=entry.place,
        name=name,
        display_name=entry.text("DisplayName"),
        binary_path=_full(places, entry.text("ImagePath")) if is_driver else places.expand(entry.text("ImagePath")),
        enabled=_is_enabled(entry.number("Start")),
        # The service manager is asked about programs only.
        running=None if running is None or is_driver else running.get(name.lower(), False),
        is_driver=is_driver,
        installed_at=entry.written_at,
    )


def _full(places: Places, path: str) -> str:
    r"""Return the full path of a driver: the kernel starts from the folder of Windows, or from its own names."""
    small = path.lower()
    if small.startswith("\\systemroot\\"):
        return places.windows + path[len("\\systemroot") :]
    if small.startswith("\\??\\"):
        return path[len("\\??\\") :]
    return rf"{places.windows}\{path}" if small.startswith("system32\\") else places.expand(path)


def _is_enabled(start: int | None) -> bool | None:
    """Return True if it starts by itself, False if it is switched off, None if something else may start it."""
    if start in STARTS_BY_ITSELF:
        return True
    return False if start == DISABLED else None
