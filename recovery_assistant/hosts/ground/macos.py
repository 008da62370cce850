"""The ground of a Mac: owners and modes, and which maker's team a program says it is signed by."""

from __future__ import annotations

from recovery_assistant.hosts.ground.posix import PosixGround
from recovery_assistant.hosts.macos.signature import signature_of
from recovery_assistant.hosts.untouched import open_untouched


class MacGround(PosixGround):
    """The Mac that the program runs on."""

    trusted_groups = frozenset((0, 80))  # wheel and admin: whoever is in them is an administrator already

    def signer_of(self, path: str) -> str:
        """Return the maker's team as a signature says it, "" when there is none. Nothing of it is verified."""
        try:
            with open_untouched(path) as file:
                return signature_of(file).team
        except OSError:
            return ""
