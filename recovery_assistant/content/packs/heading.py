"""What every pack says of itself: which edition of the catalogue, under which licence, from which sources."""

from __future__ import annotations

from typing import Final

from recovery_assistant.domain.catalogue import Catalogue

LICENCE: Final = "Apache-2.0"


def heading(catalogue: Catalogue) -> str:
    """Return edition, licence and sources of a catalogue in one line."""
    sources = sorted({source for tool in catalogue.tools for source in tool.sources})
    return (
        f"Recovery Assistant, edition {catalogue.edition} of the catalogue. Licence: {LICENCE}. "
        f"The facts were seen in: {'; '.join(sources)}."
    )
