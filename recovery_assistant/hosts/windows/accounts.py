r"""Who can sign in to a Windows PC, who of them may change everything, and who does not show on the sign-in screen.

A running Windows is asked. On a mounted disk the list stands in HKLM\SAM, which nobody may read on a running one.
Where neither answers, the people who have a folder of their own are told, and a gap says so. Layout of the SAM values:
RegRipper's samparse.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from recovery_assistant.domain.observation import Account, Gap
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.keys import Keys
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.registry import MACHINE, Registry, moment
from recovery_assistant.hosts.windows.users import LocalUser

SAM: Final = rf"{MACHINE}\SAM\SAM\Domains"
HIDDEN: Final = rf"{MACHINE}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList"
FIRST_OF_PEOPLE: Final = 1000
"""Numbers below belong to accounts that Windows makes itself: Administrator 500, Guest 501, DefaultAccount 503 …"""
_DOMAIN_PARTS: Final = 0xCC  # names in a V value are counted from here
_ADMINISTRATORS: Final = r"Builtin\Aliases\00000220"
_MEMBERS_FROM: Final = 0x34
_MOST_MEMBERS: Final = 1_000
_SOURCE: Final = "the list of local users"

Ask = Callable[[], tuple[LocalUser, ...] | None]
AskAdministrators = Callable[[], tuple[str, ...] | None]


def accounts(
    registry: Registry,
    disk: Disk,
    host: str,
    where: Places,
    ask: Ask | None = None,
    ask_administrators: AskAdministrators | None = None,
) -> Iterator[Account | Gap]:
    """Yield every local account, and accounts of a domain that may change everything.

    Args:
        ask, ask_administrators: questions to the running Windows; None when a disk is looked at.
    """
    keys = Keys(registry, host, port.ACCOUNTS)
    marks = keys.entry(HIDDEN)
    listed = {name.lower() for name in keys.key(HIDDEN).values}
    hidden = {name for name in listed if marks.number(name) == 0}
    found = ask() if ask is not None else tuple(_in_sam(keys))
    if found:
        made = _made_in_sam(keys) if ask is None else {}
        for user in found:
            yield _account(
                user, hidden, made.get(user.name.lower()) or _came(user, disk, where, is_live=ask is not None)
            )
        yield from _administrators_elsewhere(ask_administrators, found)
    else:
        reason = "only the people with a folder of their own could be listed"
        yield Gap(host=host, source=f"{port.ACCOUNTS}: all users", reason=reason, code=port.UNREADABLE)
        for person in where.people:
            yield Account(source=person.home, name=person.name, is_hidden=person.name.lower() in hidden)
        named = {person.name.lower() for person in where.people}
        for name in sorted(hidden - named):
            yield Account(source=HIDDEN, name=name, is_hidden=True)
    yield from keys.gaps()


def _account(user: LocalUser, hidden: set[str], created_at: datetime | None) -> Account:
    return Account(
        source=_SOURCE,
        name=user.name,
        full_name=user.full_name,
        built_in=user.number < FIRST_OF_PEOPLE,
        is_enabled=user.is_enabled,
        is_admin=user.is_admin,
        is_hidden=user.name.lower() in hidden,
        created_at=created_at,
        last_sign_in_at=user.last_sign_in_at,
    )


def _came(user: LocalUser, disk: Disk, where: Places, *, is_live: bool) -> datetime | None:
    """Return since when a user is there: since the first sign-in, or since the password of one who never signed in."""
    home = next(
        (
            person.home
            for person in where.people
            if person.sid.upper().startswith("S-1-5-21-") and person.sid.endswith(f"-{user.number}")
        ),
        "",
    )
    if home and is_live:
        try:
            facts = disk.on_disk(home).stat()
            return datetime.fromtimestamp(getattr(facts, "st_birthtime", facts.st_ctime), UTC)
        except (OSError, ValueError, OverflowError):
            return None
    return user.password_set_at if user.last_sign_in_at is None else None


def _administrators_elsewhere(ask: AskAdministrators | None, found: tuple[LocalUser, ...]) -> Iterator[Account]:
    """Yield who may change everything without being a local user, such as an account of a domain or of Microsoft."""
    local = {user.name.lower() for user in found}
    for member in (ask() if ask is not None else None) or ():
        name = member.rpartition("\\")[2]
        if name.lower() not in local:
            yield Account(source="the group of administrators", name=member, is_admin=True, is_enabled=None)


# --- the list of a disk that is not running -----------------------------------------------------------------------


def _in_sam(keys: Keys) -> Iterator[LocalUser]:
    admins = _numbers_of_administrators(keys)
    top = rf"{SAM}\Account\Users"
    for name in keys.key(top).subkeys:
        values = {value.lower(): content for value, content in keys.key(rf"{top}\{name}").values.items()}
        facts, names = values.get("f"), values.get("v")
        if isinstance(facts, bytes) and isinstance(names, bytes):
            try:
                yield _user(facts, names, admins)
            except struct.error:
                continue


def _user(facts: bytes, names: bytes, admins: set[int]) -> LocalUser:
    (signed_in,) = struct.unpack_from("<Q", facts, 8)
    (password_set,) = struct.unpack_from("<Q", facts, 24)
    (number,) = struct.unpack_from("<I", facts, 0x30)
    (flags,) = struct.unpack_from("<H", facts, 0x38)
    return LocalUser(
        name=_text(names, 0x0C),
        full_name=_text(names, 0x18),
        number=number,
        is_enabled=not flags & 1,
        is_admin=number in admins,
        password_set_at=moment(password_set),
        last_sign_in_at=moment(signed_in),
    )


def _text(names: bytes, at: int) -> str:
    offset, length = struct.unpack_from("<II", names, at)
    start = offset + _DOMAIN_PARTS
    return names[start : start + min(length, 1024)].decode("utf-16-le", "replace").strip("\0")


def _numbers_of_administrators(keys: Keys) -> set[int]:
    value = next(
        (content for name, content in keys.key(rf"{SAM}\{_ADMINISTRATORS}").values.items() if name.lower() == "c"), None
    )
    if not isinstance(value, bytes) or len(value) < _MEMBERS_FROM:
        return set()
    at = struct.unpack_from("<I", value, 0x28)[0] + _MEMBERS_FROM
    count = min(struct.unpack_from("<I", value, 0x30)[0], _MOST_MEMBERS)
    numbers: set[int] = set()
    for _ in range(count):
        if at + 8 > len(value):
            break
        length = 8 + 4 * value[at + 1]
        sid = value[at : at + length]
        if len(sid) == length and value[at + 1] == 5:  # S-1-5-21-a-b-c-number: a user of a PC or of a domain
            numbers.add(struct.unpack_from("<I", sid, length - 4)[0])
        at += length
    return numbers


def _made_in_sam(keys: Keys) -> dict[str, datetime | None]:
    """Return when the entry of each name was written, which is when the account was made or renamed."""
    top = rf"{SAM}\Account\Users\Names"
    return {name.lower(): keys.key(rf"{top}\{name}").written_at for name in keys.key(top).subkeys}
