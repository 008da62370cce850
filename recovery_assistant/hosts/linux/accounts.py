"""Who can sign in to a Linux machine, from its plain lists of users and groups."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from recovery_assistant.domain.observation import Account, Gap
from recovery_assistant.hosts.machine_files import MachineFiles, gap_at
from recovery_assistant.hosts.port import ACCOUNTS

_USERS: Final = "/etc/passwd"
_GROUPS: Final = "/etc/group"
_LOCKS: Final = "/etc/shadow"
_LAST_SIGN_INS: Final = "/var/log/lastlog"
_SHOWN: Final = "/var/lib/AccountsService/users"
_HIDDEN: Final = re.compile(r"^SystemAccount\s*=\s*true\s*$", re.MULTILINE | re.IGNORECASE)
_RULES_OF_NUMBERS: Final = "/etc/login.defs"
_FIRST_NUMBER: Final = re.compile(r"^UID_MIN\s+(\d{1,9})\s*$", re.MULTILINE)
_EXPIRES: Final = 7
_LONG_AGO: Final = ("0", "1")  # days since 1970
_ADMIN_GROUPS: Final = ("sudo", "wheel", "admin")
_NO_SHELL: Final = ("nologin", "false", "sync", "halt", "shutdown")
FIRST_PERSON: Final = 1000
_LAST_PERSON: Final = 60_000  # numbers from here on belong to programs (systemd's "dynamic users", nobody)
_FIRST_FILES: Final = (".bash_logout", ".profile", ".bashrc", ".zshrc")
_LASTLOG: Final = struct.Struct("<i32s256s")  # <bits/utmp.h>: time, terminal, from where; one record for each number
LARGEST: Final = 4 * 2**20


class User(NamedTuple):
    """A line of the list of users."""

    name: str
    number: int
    group: int
    full_name: str
    home: str
    shell: str

    @property
    def is_person(self) -> bool:
        """Whether somebody signs in under this name, by the numbers that every large distribution gives."""
        return FIRST_PERSON <= self.number < _LAST_PERSON and self.has_shell

    @property
    def has_shell(self) -> bool:
        """Whether it may sign in and type commands."""
        return self.shell.rpartition("/")[2] not in ("", *_NO_SHELL)


def users(files: MachineFiles) -> list[User]:
    """Return the list of users. Raises OSError when there is none or it is closed."""
    found = []
    for line in files.text(_USERS, LARGEST).splitlines():
        fields = line.split(":")
        if len(fields) >= 7 and fields[2].isdecimal() and fields[3].isdecimal():
            name = fields[4].partition(",")[0]
            found.append(User(fields[0], int(fields[2]), int(fields[3]), name, fields[5], fields[6].strip()))
    return found


def accounts(host: str, files: MachineFiles) -> Iterator[Account | Gap]:
    """Yield root, every person, and every other administrator with a shell; only root is shown which are locked.

    An administrator with a number that belongs to programs is hidden: screens for signing in leave such numbers out.
    """
    try:
        listed = users(files)
    except FileNotFoundError:
        return
    except OSError as error:
        yield gap_at(host, ACCOUNTS, _USERS, error)
        return
    try:
        locked: dict[str, bool] | None = _locked(files.text(_LOCKS, LARGEST))
    except FileNotFoundError:
        locked = None
    except OSError as error:
        locked = None
        yield gap_at(host, ACCOUNTS, _LOCKS, error)
    admins, admin_groups = _admins(files)
    first = _first_number(files)
    for user in listed:
        is_admin = user.number == 0 or user.name in admins or user.group in admin_groups
        if user.is_person or user.number == 0 or (is_admin and user.has_shell):
            yield Account(
                source=_USERS,
                name=user.name,
                full_name=user.full_name,
                built_in=user.name == "root",
                is_enabled=None if locked is None else not locked.get(user.name, True),
                is_admin=is_admin,
                is_hidden=_is_hidden(files, user.name)
                or (user.number != 0 and not first <= user.number < _LAST_PERSON),
                created_at=_created(files, user.home) if user.number else None,
                last_sign_in_at=_last_sign_in(files, user.number),
            )


def _first_number(files: MachineFiles) -> int:
    """Return from which number on this machine gives numbers to people; older ones began at 500."""
    try:
        found = _FIRST_NUMBER.search(files.text(_RULES_OF_NUMBERS, LARGEST))
    except OSError:
        return FIRST_PERSON
    return min(int(found[1]), FIRST_PERSON) if found is not None else FIRST_PERSON


def _locked(text: str) -> dict[str, bool]:
    """Return name -> whether no password opens the account (a key may still)."""
    lines = (line.split(":") for line in text.splitlines())
    return {fields[0]: fields[1].startswith(("!", "*")) for fields in lines if len(fields) > 1}


def switched_off(files: MachineFiles) -> frozenset[str]:
    """Return the accounts that nobody gets into: locked, and expired long ago (`usermod -L -e 1`).

    A lock alone still lets somebody in with a key. Where the list of locks is closed to us, none.
    """
    try:
        lines = [line.split(":") for line in files.text(_LOCKS, LARGEST).splitlines()]
    except OSError:
        return frozenset()
    off = (fields for fields in lines if len(fields) > _EXPIRES and fields[1].startswith(("!", "*")))
    return frozenset(fields[0] for fields in off if fields[_EXPIRES] in _LONG_AGO)


def _admins(files: MachineFiles) -> tuple[frozenset[str], frozenset[int]]:
    try:
        lines = [line.split(":") for line in files.text(_GROUPS, LARGEST).splitlines()]
    except OSError:
        return frozenset(), frozenset()  # readable by everybody wherever it is there
    groups = [fields for fields in lines if len(fields) >= 4 and fields[0] in _ADMIN_GROUPS]
    names = frozenset(name.strip() for fields in groups for name in fields[3].split(",") if name.strip())
    return names, frozenset(int(fields[2]) for fields in groups if fields[2].isdecimal())


def _is_hidden(files: MachineFiles, name: str) -> bool:
    """Return whether the sign-in screen was told to leave a person out."""
    if "/" in name or name in ("", ".", ".."):
        return False
    try:
        return _HIDDEN.search(files.text(f"{_SHOWN}/{name}", 64 * 1024)) is not None
    except OSError:
        return False


def _created(files: MachineFiles, home: str) -> datetime | None:
    """Return since when a home is there: the oldest of the files that are put into every new one."""
    times = (files.arrived_at(f"{home}/{name}") for name in _FIRST_FILES)
    return min((moment for moment in times if moment is not None), default=None)


def _last_sign_in(files: MachineFiles, number: int) -> datetime | None:
    try:
        with files.open(_LAST_SIGN_INS) as file:
            file.seek(number * _LASTLOG.size)
            record = file.read(_LASTLOG.size)
        seconds = _LASTLOG.unpack(record)[0] if len(record) == _LASTLOG.size else 0
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (OSError, ValueError, OverflowError):
        return None
