"""What the window is handed from outside, and nothing else: `compose.py` fills it, tests fill it with small fakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.words import Words

if TYPE_CHECKING:
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.hosts.port import Host
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.services.cases import Cases
    from recovery_assistant.services.exporter import Exporter

ResourcesPath = Path


@dataclass(frozen=True)
class Parts:
    """Everything that the window works with.

    Attributes:
        settings_path: where text size and last case are remembered; a place that cannot be written to is fine.
        cases, catalogue: made when first needed; the first page needs neither, nor what they bring with them.
        clock: this PC's wall clock with its UTC offset.
    """

    resources: ResourcesPath
    plan: Plan
    words: Words
    country: CountryPack
    cases: Callable[[], Cases]
    settings_path: Path
    clock: Callable[[], datetime]
    host: Callable[[], Host]
    catalogue: Callable[[], Catalogue]
    exporter: Callable[[Casebook], Exporter]
