"""Why one yes is not enough: whose tool it may be, who is connected, what would be lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from recovery_assistant.domain.catalogue import Tool
from recovery_assistant.domain.finding import Finding, LeftBehind
from recovery_assistant.domain.observation import Observation, Setting
from recovery_assistant.domain.removal.plan import Caution
from recovery_assistant.domain.removal.steps import Facts

_OF_COMPANIES: Final = ("remote-management", "monitoring")
_MANAGED: Final = ("managed-by", "configuration-profile")


def cautions_of(finding: Finding, tool: Tool, facts: Facts) -> tuple[Caution, ...]:
    """Return everything that needs a second yes of its own, in the order of asking."""
    asked: tuple[tuple[Caution, bool], ...] = (
        ("connected-now", facts.is_connected),
        ("managed", bool(facts.managed_by)),
        ("company-tool", tool.category in _OF_COMPANIES),
        ("not-sure", facts.mark in (None, "unknown")),
        ("likely", finding.confidence == "likely"),
        ("records-not-copied", facts.copies == "not-copied"),
    )
    return tuple(caution for caution, holds in asked if holds)


def managed_by(observations: Iterable[Observation], left_behind: Iterable[LeftBehind] = ()) -> tuple[str, ...]:
    """Return the names of companies or schools to which this PC says that it belongs."""
    names = [one.value for one in observations if isinstance(one, Setting) and one.name in _MANAGED]
    names += [one.value for one in left_behind if one.kind.startswith("managed")]
    return tuple(dict.fromkeys(filter(None, names)))
