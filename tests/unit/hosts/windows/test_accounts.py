"""Who can sign in to a Windows PC: asked, out of the SAM of a disk, or at least everybody with a folder."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from recovery_assistant.domain.observation import Account, Gap
from recovery_assistant.hosts.windows.accounts import HIDDEN, SAM, Ask, AskAdministrators, accounts
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.users import LocalUser
from tests.unit.hosts.windows_pc import Keys, registry

WHEN = datetime(2026, 11, 18, 14, 20, tzinfo=UTC)
FILETIME = int((WHEN - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
USERS = rf"{SAM}\Account\Users"


def user(name: str, number: int, *, is_admin: bool = False, is_enabled: bool = True) -> LocalUser:
    return LocalUser(name, "", number, is_enabled, is_admin, WHEN, None)


def look(
    keys: Keys = MappingProxyType({}),
    ask: Ask | None = None,
    admins: AskAdministrators | None = None,
    denied: frozenset[str] = frozenset(),
) -> tuple[list[Account], list[Gap]]:
    machine = registry(keys, written_at={rf"{USERS}\Names\support": WHEN}, denied=denied)
    found = list(accounts(machine, Disk(Path("/nowhere")), "this", read_places(machine), ask, admins))
    return [x for x in found if isinstance(x, Account)], [x for x in found if isinstance(x, Gap)]


def test_a_running_windows_is_asked() -> None:
    asked = (user("Administrator", 500, is_admin=True, is_enabled=False), user("Ada", 1001, is_admin=True))
    found, gaps = look(ask=lambda: asked)
    assert [(one.name, one.built_in, one.is_enabled, one.is_admin) for one in found] == [
        ("Administrator", True, False, True),
        ("Ada", False, True, True),
    ]
    assert gaps == []


def test_somebody_who_never_signed_in_came_when_the_password_was_set() -> None:
    found, _ = look(ask=lambda: (user("support", 1009),))
    assert found[0].created_at == WHEN


def test_a_hidden_account_is_marked() -> None:
    found, _ = look({HIDDEN: {"Support": 0, "ada": 1}}, ask=lambda: (user("support", 1009), user("Ada", 1001)))
    assert [(one.name, one.is_hidden) for one in found] == [("support", True), ("Ada", False)]


def test_administrators_who_are_no_local_users() -> None:
    found, _ = look(ask=lambda: (user("Ada", 1001),), admins=lambda: (r"PC\Ada", r"AzureAD\Eve"))
    assert [(one.name, one.is_admin) for one in found] == [("Ada", False), (r"AzureAD\Eve", True)]


def test_without_an_answer_people_with_a_folder_are_told_and_the_gap_too() -> None:
    found, gaps = look({HIDDEN: {"Ghost": 0}}, ask=lambda: None)
    assert [(one.name, one.is_hidden) for one in found] == [("Ada", False), ("Bob", False), ("ghost", True)]
    assert [gap.source for gap in gaps] == ["accounts: all users"]


def facts(number: int, flags: int) -> bytes:
    content = bytearray(0x50)
    struct.pack_into("<Q", content, 8, FILETIME)
    struct.pack_into("<Q", content, 24, FILETIME)
    struct.pack_into("<I", content, 0x30, number)
    struct.pack_into("<H", content, 0x38, flags)
    return bytes(content)


def names(name: str, full: str) -> bytes:
    head = bytearray(0xCC)
    first, second = name.encode("utf-16-le"), full.encode("utf-16-le")
    struct.pack_into("<II", head, 0x0C, 0, len(first))
    struct.pack_into("<II", head, 0x18, len(first), len(second))
    return bytes(head) + first + second


def members(*numbers: int) -> bytes:
    sids = b"".join(struct.pack("<BB6x5I", 1, 5, 21, 11, 22, 33, number) for number in numbers)
    well_known = struct.pack("<BB6xI", 1, 1, 4)
    head = bytearray(0x34)
    struct.pack_into("<I", head, 0x28, 0)
    struct.pack_into("<I", head, 0x30, len(numbers) + 1)
    return bytes(head) + well_known + sids


DISK: Keys = {
    rf"{USERS}\000001F4": {"F": facts(500, 0x211), "V": names("Administrator", "")},
    rf"{USERS}\000003F1": {"F": facts(1009, 0x210), "V": names("support", "Windows Support")},
    rf"{USERS}\000003F2": {"F": b"short", "V": b""},
    rf"{USERS}\Names\Administrator": {},
    rf"{USERS}\Names\support": {},
    rf"{SAM}\Builtin\Aliases\00000220": {"C": members(500, 1009)},
}


def test_the_list_of_a_disk_that_does_not_run() -> None:
    found, gaps = look(DISK)
    assert [(one.name, one.full_name, one.built_in, one.is_enabled, one.is_admin) for one in found] == [
        ("Administrator", "", True, False, True),
        ("support", "Windows Support", False, True, True),
    ]
    assert found[1].created_at == WHEN
    assert found[1].last_sign_in_at == WHEN
    assert gaps == []


def test_a_closed_list_is_a_gap() -> None:
    _, gaps = look(denied=frozenset({USERS}))
    assert {gap.code for gap in gaps} == {"G-01", "G-02"}
