"""A list of words as the one text that Windows gives to a program. Pure, and tested on every system."""

from __future__ import annotations

import subprocess


def command_line(argv: tuple[str, ...], last_word: str = "") -> str:
    """Return the one text that Windows gives to a program, quoted as every program of Microsoft's compiler reads it.

    last_word: appended as it is, since NSIS takes the rest of the line after "_?=" and would keep quotes.
    """
    line = subprocess.list2cmdline(argv)
    return f"{line} {last_word}" if last_word else line
