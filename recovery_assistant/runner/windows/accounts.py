"""Accounts of Windows: kept from signing in, and let in again. Nothing of them is deleted."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
import winreg
from ctypes import wintypes
from typing import Any, Final

from recovery_assistant.domain.removal.plan import DisableAccount
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.handles import sid_in_words
from recovery_assistant.runner.windows.native import call

_SWITCHED_OFF: Final = 0x2
_NO_SUCH_ACCOUNT: Final = (2221, 1317)
_BUILT_IN_ADMINISTRATOR: Final = "-500"


class _Account(ctypes.Structure):
    """USER_INFO_1 of lmaccess.h."""

    _fields_ = (
        ("name", wintypes.LPWSTR),
        ("password", wintypes.LPWSTR),
        ("password_age", wintypes.DWORD),
        ("privilege", wintypes.DWORD),
        ("home", wintypes.LPWSTR),
        ("comment", wintypes.LPWSTR),
        ("flags", wintypes.DWORD),
        ("script", wintypes.LPWSTR),
    )


def disable_account(verb: DisableAccount, turn: Turn) -> Done:
    """Keep an account from signing in."""
    flags = _flags(verb.name)
    if flags is None:
        return Done(status="nothing-to-do", looked=(f"account {verb.name}: not there",))
    if flags & _SWITCHED_OFF:
        return Done(status="nothing-to-do", looked=(f"account {verb.name}: switched off",))
    if _is_signed_in(verb.name):
        raise Unable("U-43", "Somebody is signed in with this account now. It was not switched off.")
    if not turn.begins(("NetUserSetInfo", verb.name, "switched off")):
        return turn.would_do(f"account {verb.name}: may sign in")
    kept = turn.keep(turn.manifest(verb.name, before={"flags": str(flags)}))
    _set(verb.name, flags | _SWITCHED_OFF)
    return Done(status="done", kept=kept, looked=(f"account {verb.name}: switched off",))


def put_back_account(verb: DisableAccount, kept: Manifest, turn: Turn) -> Done:
    """Let an account sign in again."""
    flags = _flags(verb.name)
    if flags is None:
        raise Unable("U-43", "This account is not there any more.")
    if not flags & _SWITCHED_OFF or int(kept.before.get("flags", "0")) & _SWITCHED_OFF:
        return Done(status="nothing-to-do", looked=(f"account {verb.name}: as before",))
    if not turn.begins(("NetUserSetInfo", verb.name, "switched on")):
        return turn.would_do(f"account {verb.name}: switched off")
    _set(verb.name, flags & ~_SWITCHED_OFF)
    return Done(status="done", looked=(f"account {verb.name}: may sign in",))


def _flags(name: str) -> int | None:
    """Return the flags of an account of this PC, None when there is none of this name."""
    ask = call(
        "netapi32",
        "NetUserGetInfo",
        wintypes.DWORD,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        ctypes.c_void_p,
    )
    free = call("netapi32", "NetApiBufferFree", wintypes.DWORD, ctypes.c_void_p)
    told = ctypes.c_void_p()
    answer = ask(None, name, 1, ctypes.byref(told))
    if answer in _NO_SUCH_ACCOUNT:
        return None
    if answer or not told.value:
        raise ctypes.WinError(answer)
    try:
        account: Any = _Account.from_address(told.value)
        return int(account.flags)
    finally:
        free(told)


def _set(name: str, flags: int) -> None:
    order = call(
        "netapi32",
        "NetUserSetInfo",
        wintypes.DWORD,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        ctypes.c_void_p,
        ctypes.c_void_p,
    )
    wish = wintypes.DWORD(flags)
    answer = order(None, name, 1008, ctypes.byref(wish), None)
    if answer:
        raise ctypes.WinError(answer)
    if _flags(name) != flags:
        raise Unable("U-43", "Windows did not take it.", "failed")


def _is_signed_in(name: str) -> bool:
    """Return whether the settings of an account are loaded, or it is the one that Windows itself brought along."""
    sid = _sid_of(name)
    if not sid or sid.endswith(_BUILT_IN_ADMINISTRATOR):
        return True
    try:
        winreg.OpenKey(winreg.HKEY_USERS, sid).Close()
    except FileNotFoundError:
        return False
    return True


def _sid_of(name: str) -> str:
    ask = call(
        "advapi32",
        "LookupAccountNameW",
        wintypes.BOOL,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        *[ctypes.c_void_p] * 5,
    )
    sid, domain = ctypes.create_string_buffer(256), ctypes.create_unicode_buffer(256)
    sizes, kind = (wintypes.DWORD(256), wintypes.DWORD(256)), wintypes.DWORD()
    found = ask(None, name, sid, ctypes.byref(sizes[0]), domain, ctypes.byref(sizes[1]), ctypes.byref(kind))
    return sid_in_words(ctypes.addressof(sid)) if found else ""
