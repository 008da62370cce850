"""Verbs that only another system has. `checking` refuses a plan with one of them; this is the second lock."""

from __future__ import annotations

from typing import NoReturn

from recovery_assistant.domain.removal.plan import (
    RemoveApp,
    RemoveExclusion,
    RemoveKey,
    RemovePackage,
    RemoveStoreApp,
    RemoveTask,
    RemoveValue,
    UninstallMsi,
)
from recovery_assistant.runner.hand import Done, Turn, Unable


class Lacking:
    """What a hand on Linux or macOS is made from."""

    def uninstall_msi(self, verb: UninstallMsi, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)

    def remove_package(self, verb: RemovePackage, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)

    def remove_store_app(self, verb: RemoveStoreApp, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)

    def remove_app(self, verb: RemoveApp, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)

    def remove_value(self, verb: RemoveValue, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)

    def remove_key(self, verb: RemoveKey, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)

    def remove_task(self, verb: RemoveTask, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)

    def remove_exclusion(self, verb: RemoveExclusion, turn: Turn) -> Done:
        """Raise."""
        _lacks(verb, turn)


def _lacks(verb: object, turn: Turn) -> NoReturn:
    raise Unable("U-27", f"{turn.plan.system.value} has no such part ({type(verb).__name__}).")
