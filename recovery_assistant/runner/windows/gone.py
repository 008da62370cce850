"""Whether something is gone: uninstall keys, services, running programs. Exit codes are not asked."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import winreg
from typing import Final, NamedTuple

from recovery_assistant.domain.removal.plan import Gone
from recovery_assistant.runner.windows.processes import running_below
from recovery_assistant.runner.windows.registry import opened_key
from recovery_assistant.runner.windows.services import is_there

_SERVICES: Final = r"HKLM\SYSTEM\CurrentControlSet\Services"


class Left(NamedTuple):
    """What is still there, and all that was looked at, one line each."""

    still: tuple[str, ...]
    looked: tuple[str, ...]
    until_restart: bool


def look(gone: Gone) -> Left:
    """Look for everything that must be gone. What Windows does not tell counts as still there."""
    still: list[str] = []
    away: list[str] = []
    for key in gone.keys:
        (still if _has_key(key) else away).append(f"key {key}: {'still there' if _has_key(key) else 'not there'}")
    waiting = [name for name in gone.services if is_there(name) and _is_marked(name)]
    for name in gone.services:
        if name in waiting:
            away.append(f"service {name}: goes when Windows starts next")
        else:
            (still if is_there(name) else away).append(
                f"service {name}: {'still there' if is_there(name) else 'not there'}"
            )
    for folder in gone.folders:
        count = len(running_below((folder,)))
        (still if count else away).append(f"programs of {folder}: {count or 'none'} running")
    return Left(tuple(still), tuple(still + away), bool(waiting))


def _has_key(place: str) -> bool:
    try:
        with opened_key(place, winreg.KEY_READ) as key:
            return key is not None
    except OSError:
        return True


def _is_marked(name: str) -> bool:
    """Return whether a service is already deleted, and only waits until nobody holds it any more."""
    try:
        with opened_key(rf"{_SERVICES}\{name}", winreg.KEY_READ) as key:
            return key is not None and winreg.QueryValueEx(key, "DeleteFlag")[0] == 1
    except OSError:
        return False
