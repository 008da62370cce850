r"""From which web site a file came, as Windows noted it when it was saved: the Zone.Identifier beside the file.

The note is plain text that any program can write. Only the name of the site is kept: the rest of an address can name a
person or carry a password.
"""

from __future__ import annotations

import re
from typing import Final

from recovery_assistant.domain.addresses import site_of

STREAM: Final = "Zone.Identifier"

_ADDRESS: Final = re.compile(r"^\s*(HostUrl|ReferrerUrl)\s*=\s*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


def noted_site(note: bytes) -> str:
    """Return the name of the site that a file was fetched from, else of the page with the link, else ""."""
    sites: dict[str, str] = {}
    for field, address in _ADDRESS.findall(_text(note)):
        if site := site_of(address):
            sites.setdefault(field.lower(), site)
    return sites.get("hosturl") or sites.get("referrerurl", "")


def _text(note: bytes) -> str:
    wide = note.startswith((b"\xff\xfe", b"\xfe\xff"))
    return note.decode("utf-16" if wide else "utf-8-sig", "replace")
