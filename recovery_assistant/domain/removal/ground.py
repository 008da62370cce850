"""What a removal plan must know of the PC beside what a look at it tells: ports that hosts fill in.

A plan is made by pure functions from observations and from the answers to these questions. Every answer may be "cannot
tell", and then nothing is done that would rest on it.
"""

from __future__ import annotations

from typing import Literal, Protocol

from recovery_assistant.domain.removal.plan import Packager, Rights

FileKind = Literal["file", "folder", "link", "other", "missing", "closed"]
"""link: also a junction · other: a pipe, a device · closed: we may not look."""


class Ground(Protocol):
    """The PC that the program runs on."""

    @property
    def rights(self) -> Rights:
        """Rights that this process has already; "administrator" where the system would not have to ask."""

    def kind_of(self, path: str) -> FileKind:
        """Return what stands at a path, not following it if it is a link."""

    def real_path(self, path: str) -> str:
        """Return where a path really leads: links, junctions and short names followed. "" when it leads nowhere."""

    def is_protected(self, path: str) -> bool:
        """Return whether only administrators can change a file and all folders above it. False when nobody can tell."""

    def is_own(self, place: str) -> bool:
        """Return whether a path or registry key belongs to the person who is signed in, so that nobody is asked."""

    def sha256_of(self, path: str) -> str:
        """Return the SHA-256 (hex) of a file, "" when it cannot be read."""

    def signer_of(self, path: str) -> str:
        """Return whose signature a program carries and fits its bytes, "" when none does. The chain is not verified."""

    def expanded(self, text: str) -> str:
        """Return a text with %VARIABLES% of Windows or "~" filled in for the person who is signed in."""

    def knows_product(self, code: str) -> bool:
        """Return whether Windows Installer has a product of this code for this PC or this person."""

    def product_name(self, code: str) -> str:
        """Return what Windows Installer itself calls the product of this code, "" when it knows none."""

    def has_key(self, key: str) -> bool:
        """Return whether a key of the registry is there and can be read."""

    def lines_of(self, path: str) -> tuple[str, ...]:
        """Return the lines of a small text file of the system, without their ends; () when it cannot be read."""

    def package_of(self, path: str) -> tuple[Packager, str] | None:
        """Return which package a file belongs to; None when it belongs to none, or nobody can tell."""

    def packager_of(self, source: str) -> Packager | None:
        """Return which package manager removes what `InstalledProgram.source` names; None when none here does."""
