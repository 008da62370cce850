"""The words that an uninstaller may be told, and no others: one closed table for whoever plans and whoever runs.

What stands in the registry behind an uninstaller's path was written by whoever wrote that entry. Only words of this
table are ever passed on, each as one argument of its own; there is no shell that could read more into them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from recovery_assistant.domain.removal.plan import Family

MOST_WORDS: Final = 8

WORDS: Final[Mapping[Family, frozenset[str]]] = {
    "inno": frozenset(("/VERYSILENT", "/SILENT", "/SUPPRESSMSGBOXES", "/NORESTART")),
    "nsis": frozenset(("/S", "/allusers", "/currentuser")),
    "squirrel": frozenset(("--uninstall", "-s")),
    "burn": frozenset(("/uninstall", "/quiet", "/norestart")),
    "own": frozenset(
        (
            "--remove",
            "--silent",
            "--uninstall",
            "-fulluninstall",
            "-funinstall",
            "-uninstall",
            "-silent",
            "/S",
            "/norestart",
            "/quiet",
            "/silent",
            "/uninstall",
            "uninstall",
            "--no-ui",
        )
    ),
}
"""Family -> words. As the makers of these families document them; those of "own" as they stand in the catalogue."""

QUIET: Final[Mapping[Family, tuple[str, ...]]] = {
    "inno": ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART"),
    "nsis": ("/S",),
    "squirrel": ("--uninstall", "-s"),
    "burn": ("/uninstall", "/quiet", "/norestart"),
    "own": (),
}
"""What a family is told so that it asks nothing and does not start the PC anew."""

_IGNORING_CASE: Final = ("inno", "burn")  # NSIS reads "/s" as something else
_NAMED: Final[Mapping[Family, re.Pattern[str]]] = {
    "own": re.compile(r"--meshServiceName=[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}", re.ASCII),
}
_NSIS_PLACE: Final = "_?="


def are_known_words(family: Family, arguments: Sequence[str], works_in: str = "") -> bool:
    r"""Return whether a family may be told exactly these arguments.

    Args:
        works_in: the folder that NSIS may be told, as its last argument and as it stands, "_?=C:\Folder".
    """
    told = list(arguments)
    if family == "nsis" and works_in and told and told[-1] == _NSIS_PLACE + works_in:
        told.pop()
    return len(told) <= MOST_WORDS and all(_is_known(family, word) for word in told)


def _is_known(family: Family, word: str) -> bool:
    words = WORDS[family]
    if word in words or (family in _IGNORING_CASE and word.upper() in {one.upper() for one in words}):
        return True
    named = _NAMED.get(family)
    return named is not None and named.fullmatch(word) is not None
