"""Signs that cannot be seen, or that turn a line round: no text of a plan holds one. Planner and runner ask here."""

from __future__ import annotations

import re
from typing import Final

_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control signs, ends of lines, turns of direction, halves of letters, and the letters of tags."""


def has_hidden_signs(text: str) -> bool:
    """Return whether a text is not what it looks like, so that nobody could agree to it."""
    return _HIDDEN.search(text) is not None
