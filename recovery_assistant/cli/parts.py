"""What the command line is handed from outside: `compose.py` fills it with real parts, tests with parts on a stick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.domain.country import CountryPack
    from recovery_assistant.domain.plan import Plan
    from recovery_assistant.domain.words import Words
    from recovery_assistant.hosts.port import Host
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.services.cases import Cases
    from recovery_assistant.services.exporter import Exporter
    from recovery_assistant.services.removal.removing import Removing
    from recovery_assistant.storage.key_store import KeyStore


@dataclass(frozen=True)
class CliParts:
    """Everything that commands work with. All but two are made when first asked for: `--help` needs none of them.

    Attributes:
        resources: the folder of plan, words, countries and catalogue.
        country: pack of a country by its code.
        host: the PC that the program runs on. Raises SourceUnreadable where it cannot be looked at.
        removing: removes things on this PC for a case; a password may be asked for in the terminal.
        key_store: of this PC, or None where none is used.
        check_window: opens the window off screen and says how it went; raises AssistantError. None without PySide6.
        clock: this PC's wall clock with its UTC offset.
    """

    resources: Path
    plan: Callable[[], Plan]
    words: Callable[[], Words]
    country: Callable[[str], CountryPack]
    catalogue: Callable[[], Catalogue]
    cases: Callable[[], Cases]
    host: Callable[[], Host]
    exporter: Callable[[Casebook], Exporter]
    removing: Callable[[Casebook], Removing]
    key_store: Callable[[], KeyStore | None]
    check_window: Callable[[], str] | None
    clock: Callable[[], datetime]
