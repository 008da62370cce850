"""What the command line is handed from outside: `compose.py` fills it with real parts, tests with parts on a stick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.domain.guidance import Guidance
    from recovery_assistant.hosts.port import Host
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.services.cases import Cases
    from recovery_assistant.services.exporter import Exporter
    from recovery_assistant.services.removal.removing import Removing
    from recovery_assistant.storage.key_store import KeyStore

DEFAULT_COUNTRY = "gb"
"""Of a case whose country nobody names, and of words that are the same in every country."""


@dataclass(frozen=True)
class CliParts:
    """Everything that commands work with. All but two are made when first asked for: `--help` needs none of them.

    Attributes:
        resources: the folder of plan, words, countries and catalogue.
        guidance: plan, words and facts of a country by its code. Raises ContentError.
        host: the PC that the program runs on. Raises SourceUnreadable where it cannot be looked at.
        removing: removes things on this PC for a case; a password may be asked for in the terminal.
        key_store: of this PC, or None where none is used.
        check_window: opens the window off screen and says how it went; raises AssistantError. None without PySide6.
        clock: this PC's wall clock with its UTC offset.
    """

    resources: Path
    guidance: Callable[[str], Guidance]
    catalogue: Callable[[], Catalogue]
    cases: Callable[[], Cases]
    host: Callable[[], Host]
    exporter: Callable[[Casebook], Exporter]
    removing: Callable[[Casebook], Removing]
    key_store: Callable[[], KeyStore | None]
    check_window: Callable[[], str] | None
    clock: Callable[[], datetime]
