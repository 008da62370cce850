"""Ask a running Windows for its local users, and who of them may change everything. Needs no rights of its own.

Functions and structures: lmaccess.h, NetUserEnum level 3, NetQueryDisplayInformation level 1 (which tells less, and
answers where the first may not), and NetLocalGroupGetMembers level 2.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

MOST_USERS: Final = 5_000
ADMINISTRATORS: Final = "S-1-5-32-544"
_EVERYTHING: Final = 0xFFFFFFFF
_NORMAL_ACCOUNTS: Final = 2
_MAY_CHANGE_EVERYTHING: Final = 2
_IS_DISABLED: Final = 0x2
_MORE_DATA: Final = 234


class LocalUser(NamedTuple):
    """A user of this PC.

    Attributes:
        number: the last part of the user's SID; below 1000 for those that Windows makes itself.
        password_set_at: also when the user was made, where nobody changed the password since.
    """

    name: str
    full_name: str
    number: int
    is_enabled: bool
    is_admin: bool
    password_set_at: datetime | None
    last_sign_in_at: datetime | None


def local_users() -> tuple[LocalUser, ...] | None:
    """Return all local users; None when Windows does not answer."""
    return _whole_list() or _short_list()


def _whole_list() -> tuple[LocalUser, ...] | None:
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class Row(ctypes.Structure):
        """USER_INFO_3; the password is always empty there."""

        _fields_ = (
            ("name", wintypes.LPWSTR),
            ("password", wintypes.LPVOID),
            ("password_age", wintypes.DWORD),
            ("privilege", wintypes.DWORD),
            ("home", wintypes.LPWSTR),
            ("comment", wintypes.LPWSTR),
            ("flags", wintypes.DWORD),
            ("script", wintypes.LPWSTR),
            ("rights", wintypes.DWORD),
            ("full_name", wintypes.LPWSTR),
            ("user_comment", wintypes.LPWSTR),
            ("parameters", wintypes.LPVOID),
            ("workstations", wintypes.LPWSTR),
            ("last_logon", wintypes.DWORD),
            ("last_logoff", wintypes.DWORD),
            ("expires", wintypes.DWORD),
            ("storage", wintypes.DWORD),
            ("units", wintypes.DWORD),
            ("hours", wintypes.LPVOID),
            ("bad_passwords", wintypes.DWORD),
            ("logons", wintypes.DWORD),
            ("server", wintypes.LPWSTR),
            ("country", wintypes.DWORD),
            ("code_page", wintypes.DWORD),
            ("number", wintypes.DWORD),
            ("group", wintypes.DWORD),
            ("profile", wintypes.LPWSTR),
            ("home_drive", wintypes.LPWSTR),
            ("password_expired", wintypes.DWORD),
        )

    net = ctypes.WinDLL("netapi32")
    net.NetApiBufferFree.argtypes = [ctypes.c_void_p]
    rows, count, total, resume = ctypes.c_void_p(), wintypes.DWORD(), wintypes.DWORD(), wintypes.DWORD()
    now = datetime.now(tz=UTC)
    found: list[LocalUser] = []
    while len(found) < MOST_USERS:
        answer = net.NetUserEnum(
            None,
            wintypes.DWORD(3),
            wintypes.DWORD(_NORMAL_ACCOUNTS),
            ctypes.byref(rows),
            wintypes.DWORD(_EVERYTHING),
            ctypes.byref(count),
            ctypes.byref(total),
            ctypes.byref(resume),
        )
        if answer not in (0, _MORE_DATA) or not rows.value:
            return tuple(found) if answer == 0 else None
        try:
            found += [
                LocalUser(
                    name=row.name or "",
                    full_name=row.full_name or "",
                    number=row.number,
                    is_enabled=not row.flags & _IS_DISABLED,
                    is_admin=row.privilege == _MAY_CHANGE_EVERYTHING,
                    password_set_at=_before(now, row.password_age),
                    last_sign_in_at=datetime.fromtimestamp(row.last_logon, UTC) if row.last_logon else None,
                )
                for row in (Row * count.value).from_address(rows.value)
            ]
        finally:
            net.NetApiBufferFree(rows)
        if answer == 0:
            return tuple(found)
    return tuple(found)


def _short_list() -> tuple[LocalUser, ...] | None:
    """Return names, numbers and what is switched off; who may change everything is asked of the group."""
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class Row(ctypes.Structure):
        """NET_DISPLAY_USER."""

        _fields_ = (
            ("name", wintypes.LPWSTR),
            ("comment", wintypes.LPWSTR),
            ("flags", wintypes.DWORD),
            ("full_name", wintypes.LPWSTR),
            ("number", wintypes.DWORD),
            ("next", wintypes.DWORD),
        )

    net = ctypes.WinDLL("netapi32")
    net.NetApiBufferFree.argtypes = [ctypes.c_void_p]
    rows, count = ctypes.c_void_p(), wintypes.DWORD()
    answer = net.NetQueryDisplayInformation(
        None,
        wintypes.DWORD(1),
        wintypes.DWORD(0),
        wintypes.DWORD(MOST_USERS),
        wintypes.DWORD(_EVERYTHING),
        ctypes.byref(count),
        ctypes.byref(rows),
    )
    if answer not in (0, _MORE_DATA) or not rows.value:
        return None
    admins = {name.rpartition("\\")[2].lower() for name in administrators() or ()}
    try:
        return tuple(
            LocalUser(
                name=row.name or "",
                full_name=row.full_name or "",
                number=row.number,
                is_enabled=not row.flags & _IS_DISABLED,
                is_admin=(row.name or "").lower() in admins,
                password_set_at=None,
                last_sign_in_at=None,
            )
            for row in (Row * min(count.value, MOST_USERS)).from_address(rows.value)
        )
    finally:
        net.NetApiBufferFree(rows)


def _before(now: datetime, seconds: int) -> datetime | None:
    try:
        return now - timedelta(seconds=seconds) if 0 < seconds < _EVERYTHING else None
    except OverflowError:
        return None


def administrators() -> tuple[str, ...] | None:
    r"""Return everybody in the group of administrators as "PC\name"; None when Windows does not answer."""
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class Row(ctypes.Structure):
        """LOCALGROUP_MEMBERS_INFO_2."""

        _fields_ = (("sid", wintypes.LPVOID), ("usage", wintypes.DWORD), ("name", wintypes.LPWSTR))

    group = _group_name()
    if not group:
        return None
    net = ctypes.WinDLL("netapi32")
    net.NetApiBufferFree.argtypes = [ctypes.c_void_p]
    rows, count, total = ctypes.c_void_p(), wintypes.DWORD(), wintypes.DWORD()
    answer = net.NetLocalGroupGetMembers(
        None,
        wintypes.LPCWSTR(group),
        wintypes.DWORD(2),
        ctypes.byref(rows),
        wintypes.DWORD(_EVERYTHING),
        ctypes.byref(count),
        ctypes.byref(total),
        None,
    )
    if answer != 0 or not rows.value:
        return () if answer == 0 else None
    try:
        members = (Row * min(count.value, MOST_USERS)).from_address(rows.value)
        return tuple(member.name for member in members if member.name)
    finally:
        net.NetApiBufferFree(rows)


def _group_name() -> str:
    """Return what the group of administrators is called in the language of this Windows."""
    if sys.platform != "win32":
        return ""
    import ctypes
    from ctypes import wintypes

    advapi = ctypes.WinDLL("advapi32", use_last_error=True)
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.LocalFree.argtypes = [ctypes.c_void_p]
    sid = ctypes.c_void_p()
    if not advapi.ConvertStringSidToSidW(wintypes.LPCWSTR(ADMINISTRATORS), ctypes.byref(sid)):
        return ""
    name, domain = ctypes.create_unicode_buffer(256), ctypes.create_unicode_buffer(256)
    lengths, kind = [wintypes.DWORD(256), wintypes.DWORD(256)], wintypes.DWORD()
    known = advapi.LookupAccountSidW(
        None, sid, name, ctypes.byref(lengths[0]), domain, ctypes.byref(lengths[1]), ctypes.byref(kind)
    )
    kernel.LocalFree(sid)
    return name.value if known else ""
