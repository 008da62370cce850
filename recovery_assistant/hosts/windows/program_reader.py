"""Look inside the program files of a Windows disk, each of them once however many sources come by it."""

from __future__ import annotations

from typing import Final

from recovery_assistant.hosts.program_file import Inside, look_inside
from recovery_assistant.hosts.windows.files import Disk, FoundFile

MOST_REMEMBERED: Final = 2_000
"""Programs that are remembered. What runs now is a few hundred; beyond that, memory counts more than a second look."""


class ProgramReader:
    """Reads programs of one disk, and remembers what it read as long as size and date stay the same."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._known: dict[tuple[str, int, float], Inside] = {}

    def running(self, path: str) -> Inside:
        """Return what a running program shows of itself; it is remembered. Raises OSError."""
        found = self._disk.facts(path)
        inside = self.lying(found)
        if len(self._known) < MOST_REMEMBERED:
            self._known[_key(found)] = inside
        return inside

    def lying(self, found: FoundFile) -> Inside:
        """Return what a program file shows of itself. Raises OSError."""
        known = self._known.get(_key(found))
        if known is not None:
            return known
        with self._disk.open_found(found) as file:
            return look_inside(file)


def _key(found: FoundFile) -> tuple[str, int, float]:
    return found.path.lower(), found.size, found.modified_at.timestamp()
