"""Keeps an account of Linux from signing in: its password is locked, and it expires. Both can be undone."""

from __future__ import annotations

import grp
import pwd
import sys
from pathlib import Path
from typing import Final, NamedTuple

from recovery_assistant.domain.removal.plan import DisableAccount
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

_ADMINISTRATORS: Final = ("sudo", "wheel", "admin")
_SHADOW: Final = Path("/etc/shadow")


class Standing(NamedTuple):
    """How an account stands. `expires`: days since 1970, "" for never. The password itself is never kept."""

    is_locked: bool
    expires: str


def standing_of(name: str, shadow: Path = _SHADOW) -> Standing | None:
    """Return how an account stands, None when the list has none of this name."""
    for line in shadow.read_text("utf-8", "replace").splitlines():
        fields = line.split(":")
        if fields[0] == name and len(fields) > 7:
            return Standing(fields[1].startswith(("!", "*")), fields[7])
    return None


def disable_account(verb: DisableAccount, turn: Turn, programs: Programs, shadow: Path = _SHADOW) -> Done:
    """See the verb.

    Raises:
        Unable: U-25 nobody could look after this PC any more · U-22 usermod says no.
    """
    stands = standing_of(verb.name, shadow)
    if stands is None:
        return Done(status="nothing-to-do", looked=(f"account {verb.name}: not there",))
    if stands.is_locked and stands.expires == "1":
        return Done(status="nothing-to-do", looked=(f"account {verb.name}: cannot sign in",))
    if is_last_administrator(verb.name):
        raise Unable("U-25", "This is the only account that can look after this PC. It stays.")
    command = ("usermod", "-L", "-e", "1", verb.name)
    if not turn.begins(command):
        return turn.would_do(f"account {verb.name}: can sign in")
    before = {"locked": "yes" if stands.is_locked else "no", "expires": stands.expires}
    kept = turn.keep(turn.manifest(verb.name, before=before))
    ran = programs.run(command)
    now = standing_of(verb.name, shadow)
    if now is None or not now.is_locked or now.expires != "1":
        raise Unable("U-22", "The system did not switch the account off.", "failed")
    return Done(status="done", exit_code=ran.exit_code, kept=kept, looked=(f"account {verb.name}: cannot sign in",))


def enable_again(
    name: str, was_locked: bool, expires: str, turn: Turn, programs: Programs, shadow: Path = _SHADOW
) -> Done:
    """Set an account back to how it stood."""
    command = ("usermod", *(() if was_locked else ("-U",)), "-e", _day(expires), name)
    if not turn.begins(command):
        return turn.would_do(f"account {name}: cannot sign in")
    ran = programs.run(command)
    now = standing_of(name, shadow)
    if now is None or now.is_locked != was_locked or now.expires != expires:
        raise Unable("U-22", "The system did not switch the account on again.", "failed")
    return Done(status="done", exit_code=ran.exit_code, looked=(f"account {name}: as it was",))


def is_last_administrator(name: str) -> bool:
    """Return whether an account is the only one in the groups of administrators, itself not counted twice."""
    members: set[str] = set()
    for group in _ADMINISTRATORS:
        try:
            members |= set(grp.getgrnam(group).gr_mem)
        except KeyError:
            continue
    return name in members and not members - {name} and pwd.getpwnam(name).pw_uid != 0


def _day(expires: str) -> str:
    return expires if expires.isdecimal() else ""
