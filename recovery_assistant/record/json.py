"""The record for programs: the document model itself, encoded. `format` says which version of the model it is.

Keys are added within a version; a key that changes its meaning or goes away makes a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from recovery_assistant.domain.record import RecordDocument

_encoder = msgspec.json.Encoder(order="deterministic")


def encode(document: RecordDocument) -> bytes:
    """Return the document as JSON in UTF-8, indented, with a line end at its end."""
    return msgspec.json.format(_encoder.encode(document), indent=2) + b"\n"
