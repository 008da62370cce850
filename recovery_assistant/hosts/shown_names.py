r"""Names of a foreign machine made fit to be shown, written as UTF-8, and asked for again.

Halves of letters, bytes that are no letters, NUL, and on a disk of another system even "\" may stand in a name. Each
becomes visible as "[U+0000]", so that two names that differ stay different, and a path can still be split at its "\".
"""

from __future__ import annotations

import re

_HALVES = re.compile("[\ud800-\udfff]")
_ODD = re.compile("[\ud800-\udfff\\\\\0]")


def shown_name(name: str) -> str:
    """Return one name (no path) with what cannot be written made visible."""
    return _ODD.sub(lambda found: f"[U+{ord(found[0]):04X}]", name) if _ODD.search(name) else name


def shown_text(text: str) -> str:
    """Return a text (a path, a command) with half letters made visible; everything else stays."""
    return _HALVES.sub(lambda found: f"[U+{ord(found[0]):04X}]", text) if _HALVES.search(text) else text
