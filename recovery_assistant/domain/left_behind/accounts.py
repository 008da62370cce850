"""Accounts that were left behind are switched off and never deleted: files stay, and it can all be put back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from recovery_assistant.domain.left_behind.fixing import Fix
from recovery_assistant.domain.observation import Account, System
from recovery_assistant.domain.removal.plan import DisableAccount

_HOMES: Final[Mapping[System, tuple[str, str]]] = {
    System.WINDOWS: ("C:\\Users\\", "\\"),
    System.LINUX: ("/home/", "/"),
    System.MACOS: ("/Users/", "/"),
}
_NEVER: Final = ("root",)
_NAMES: Final = {
    System.WINDOWS: re.compile(r"[^\"/\\\[\]:;|=,+*?<>@%\x00-\x1f]{1,20}"),
    System.LINUX: re.compile(r"[a-zA-Z_][a-zA-Z0-9_.-]{0,63}", re.ASCII),
    System.MACOS: re.compile(r"[a-zA-Z_][a-zA-Z0-9_.-]{0,63}", re.ASCII),
}
"""Names that the system itself gives to accounts of this PC; a strange one is left to the person."""


def switch_off(fix: Fix) -> None:
    """Keep one account from signing in, unless somebody would be locked out of the PC by it."""
    steps = fix.steps
    for fact in fix.facts:
        name = fact.name if isinstance(fact, Account) else getattr(fact, "value", "")
        if "\\" in name or "@" in name:
            steps.refuse("set-by-policy", name)
        elif name in _NEVER:
            steps.refuse("part-of-system", name)
        elif is_signed_in(name, fix):
            steps.refuse("own-account", name)
        elif getattr(fact, "is_admin", True) is not False and not _others_look_after(fix, name):
            steps.refuse("last-administrator", name)
        elif not _NAMES[steps.system].fullmatch(name):
            steps.refuse("no-way-known", name)
        else:
            steps.add("last", DisableAccount(name=name), "administrator")


def is_signed_in(name: str, fix: Fix) -> bool:
    """Return whether the account is the one that is signed in now: what lies in its home is this person's own."""
    folder, between = _HOMES[fix.steps.system]
    return fix.steps.ground.is_own(f"{folder}{name}{between}anything")


def _others_look_after(fix: Fix, name: str) -> bool:
    """Return whether another account of this PC may change everything.

    On Linux nobody but root may read which accounts are locked; the runner, which may, looks once more.
    """
    enabled = (True, None) if fix.steps.system is System.LINUX else (True,)
    return any(
        isinstance(one, Account)
        and one.is_admin is True
        and one.is_enabled in enabled
        and one.name.casefold() != name.casefold()
        and not one.is_hidden
        for one in fix.around
    )
