"""Edition, licence and sources in one line."""

from __future__ import annotations

from recovery_assistant.content.packs.heading import heading
from recovery_assistant.domain.catalogue import Catalogue
from tests.unit.domain.catalogue_rows import tool


def test_every_source_is_named_once_in_order() -> None:
    tools = tool("a", "A", sources=("Zeta", "Alpha")), tool("b", "B", sources=("Alpha",))
    words = heading(Catalogue(edition="2026-01-01.abc", tools=tools))
    assert words == (
        "Recovery Assistant, edition 2026-01-01.abc of the catalogue. Licence: Apache-2.0. "
        "The facts were seen in: Alpha; Zeta."
    )
