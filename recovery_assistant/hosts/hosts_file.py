"""The hosts file, which has the same form on every system: names that this PC finds without asking anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from recovery_assistant.domain.observation import Setting
from recovery_assistant.domain.text_lines import hosts_names

LARGEST: Final = 4 * 2**20
"""Bytes. Lists that block advertisements have a megabyte or two."""


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield address and name of every line, one pair for each name."""
    for line in text.removeprefix("\ufeff").splitlines():
        yield from hosts_names(line)


def settings(text: str, source: str, changed_at: datetime | None) -> Iterator[Setting]:
    """Yield every entry as a raw fact."""
    for address, name in entries(text):
        yield Setting(source=source, name="hosts-entry", value=f"{address} {name}", changed_at=changed_at)
