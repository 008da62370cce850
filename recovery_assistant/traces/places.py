"""What the place of a file tells: whose it is, and which browser keeps it. And paths inside of web addresses."""

from __future__ import annotations

import re
from typing import Final

from recovery_assistant.traces.shapes import pattern_of

_HOME: Final = pattern_of(r"(?:^|[\\/])(?:users|home|documents and settings)[\\/]([^\\/]+)[\\/]", re.IGNORECASE)
_NOBODYS: Final = frozenset({"public", "default", "all users", "default user", "shared"})
_BROWSERS: Final = (
    ("google/chrome", "Google Chrome"),
    ("google-chrome", "Google Chrome"),
    ("chromium", "Chromium"),
    ("microsoft/edge", "Microsoft Edge"),
    ("microsoft edge", "Microsoft Edge"),
    ("microsoft-edge", "Microsoft Edge"),
    ("bravesoftware", "Brave"),
    ("opera", "Opera"),
    ("vivaldi", "Vivaldi"),
    ("quickassist", "Quick Assist"),
)


def person_of(path: str) -> str:
    """Return the name of the home that a path lies in, "" outside of homes."""
    found = _HOME.search(path)
    return found[1] if found and found[1].lower() not in _NOBODYS else ""


def browser_of(path: str) -> str:
    """Return the name of the browser whose folder a path lies in, "" for none that we know."""
    folded = path.replace("\\", "/").lower()
    return next((name for part, name in _BROWSERS if part in folded), "")


def _byte(digits: bytes) -> bytes:
    if len(digits) < 2 or not digits.isalnum():
        raise ValueError("no two digits")
    return bytes.fromhex(digits.decode("ascii"))


def unescaped(path: str) -> str:
    """Undo the %20 of a web address; the library for that comes with one for going online, which we keep out."""
    head, *parts = path.encode().split(b"%")
    out = bytearray(head)
    for part in parts:
        try:
            out += _byte(part[:2]) + part[2:]
        except ValueError:
            out += b"%" + part
    return " ".join(out.decode("utf-8", "replace").split())
