"""The catalogue as a table: one row for each indicator, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from recovery_assistant.content.packs.heading import LICENCE
from recovery_assistant.content.packs.shapes import patterns_in
from recovery_assistant.domain.catalogue import AnyIndicator, Catalogue, InListening, InProgram, InService, Tool
from recovery_assistant.domain.observation import System

COLUMNS: Final = (
    "tool", "name", "vendor", "category", "policy", "at_most", "system", "kind", "strength", "patterns", "unless",
    "source", "tool_sources", "checked_on", "edition", "licence",
)  # fmt: skip

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def files(catalogue: Catalogue, systems: frozenset[System]) -> dict[str, str]:
    """Return one file: lines end as RFC 4180 wants it, and the first one names the columns."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([safe(cell) for cell in row] for row in _rows(catalogue, systems))
    return {"recovery-assistant-catalogue.csv": text.getvalue()}


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a quote before it, as spreadsheets themselves write it."""
    begins = cell.lstrip(" \u00a0")[:1]
    return f"'{cell}" if begins and begins in _STARTS_A_FORMULA else cell


def _rows(catalogue: Catalogue, systems: frozenset[System]) -> Iterator[tuple[str, ...]]:
    for tool in catalogue.tools:
        for indicator in tool.indicator:
            for system in indicator.systems or tool.systems:
                if system in systems:
                    yield (*_of_tool(tool), system.value, *_of_indicator(indicator), *_origin(tool, catalogue.edition))


def _of_tool(tool: Tool) -> tuple[str, ...]:
    return tool.id, tool.name, tool.vendor, tool.category, tool.policy, tool.at_most


def _of_indicator(indicator: AnyIndicator) -> tuple[str, ...]:
    asked = [f"{field}: {pattern}" for field, pattern in patterns_in(indicator)]
    match indicator:
        case InProgram(contains=texts) if texts:
            asked += [f"contains: {text}" for text in texts]
        case InService(enabled=True):
            asked.append("enabled")
        case InListening(port=port) if port:
            asked.append(f"port: {port}")
    kind = str(type(indicator).__struct_config__.tag)
    return kind, indicator.strength, "\n".join(asked), indicator.unless, indicator.source


def _origin(tool: Tool, edition: str) -> tuple[str, ...]:
    return "; ".join(tool.sources), tool.checked_on.isoformat(), edition, LICENCE
