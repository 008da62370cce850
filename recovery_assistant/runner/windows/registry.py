r"""The registry: values and keys are exported as exact text first, then deleted, and can be put back from that text.

A key of the registry may be a link to another one, as a file may. Windows is asked for the name that an open key really
has; if it is not the planned one, nothing is done.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
import re
import winreg
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import wintypes
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveKey, RemoveValue, StopService
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.native import call
from recovery_assistant.runner.windows.reg_text import (
    TEXTS,
    Key,
    Value,
    as_told,
    is_of,
    parts_of,
    read_text,
    text_of,
    with_parts,
)
from recovery_assistant.runner.windows.services import see_that_it_may_go

MOST_KEYS: Final = 500
"""Keys that are taken out at once. A service or an uninstall entry has fewer than ten."""

LONGEST_TOLD: Final = 8192
"""Characters of a value that a look at this PC keeps."""

_ROOTS: Final = {
    "HKLM": (winreg.HKEY_LOCAL_MACHINE, "\\registry\\machine"),
    "HKU": (winreg.HKEY_USERS, "\\registry\\user"),
}
_NATIVE: Final = winreg.KEY_WOW64_64KEY
_CONTROL_SET: Final = re.compile(r"(?<=\\system\\)controlset\d{3}(?=\\|$)")
_SERVICE_KEY: Final = re.compile(r"HKLM\\SYSTEM\\CurrentControlSet\\Services\\([^\\]+)", re.IGNORECASE)
_LARGEST: Final = 1 << 20
_NOT_FOUND: Final = 2
_KEY_NAME: Final = 3


@contextmanager
def opened_key(place: str, rights: int) -> Iterator[int | None]:
    """Lend an open key, None when there is none.

    Raises:
        Unable: the key is a link to another one.
        OSError: Windows does not open it.
    """
    root, _, inside = place.partition("\\")
    hive, name = _ROOTS[root]
    try:
        key = winreg.OpenKey(hive, inside, 0, rights | _NATIVE)
    except FileNotFoundError:
        yield None
        return
    with key:
        if _real_name(int(key)) != f"{name}\\{inside}".lower():
            raise Unable("U-47", "This part of the registry leads to another one. It was not touched.")
        yield int(key)


def exact_value(key: int, name: str) -> Value | None:
    """Return a value as it is stored, None when there is none. Raises OSError."""
    ask = call("advapi32", "RegQueryValueExW", wintypes.LONG, wintypes.HKEY, wintypes.LPCWSTR, *[ctypes.c_void_p] * 4)
    kind, size = wintypes.DWORD(), wintypes.DWORD(_LARGEST)
    room = ctypes.create_string_buffer(_LARGEST)
    answer = ask(key, name, None, ctypes.byref(kind), room, ctypes.byref(size))
    if answer == _NOT_FOUND:
        return None
    if answer:
        raise ctypes.WinError(answer)
    return Value(name, kind.value, room.raw[: size.value])


def set_value(key: int, value: Value) -> None:
    """Store a value to the byte. Raises OSError."""
    put = call(
        "advapi32",
        "RegSetValueExW",
        wintypes.LONG,
        wintypes.HKEY,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        ctypes.c_char_p,
        wintypes.DWORD,
    )
    answer = put(key, value.name, 0, value.kind, value.data, len(value.data))
    if answer:
        raise ctypes.WinError(answer)


def create_key(place: str, value: Value | None) -> None:
    """Make a key that is not there, with one value or none. Raises OSError."""
    root, _, inside = place.partition("\\")
    with winreg.CreateKeyEx(_ROOTS[root][0], inside, 0, winreg.KEY_READ | winreg.KEY_SET_VALUE | _NATIVE) as made:
        if value is not None:
            set_value(int(made), value)


def export(place: str) -> tuple[Key, ...]:
    """Return a key with all below it, upper keys first; () when there is none.

    Raises:
        Unable: there is too much of it, or a part that cannot be read.
    """
    keys: list[Key] = []
    waiting = [place]
    while waiting:
        path = waiting.pop()
        with opened_key(path, winreg.KEY_READ) as key:
            if key is None:
                continue
            below, count, _ = winreg.QueryInfoKey(key)
            names = [winreg.EnumValue(key, number)[0] for number in range(count)]
            values = [exact_value(key, name) for name in names]
            keys.append(Key(path, tuple(value for value in values if value is not None)))
            waiting += [rf"{path}\{winreg.EnumKey(key, number)}" for number in reversed(range(below))]
        if len(keys) > MOST_KEYS:
            raise Unable("U-39", "There is more below this part of the registry than a tool writes. It was left.")
    return tuple(keys)


def remove_value(verb: RemoveValue, turn: Turn) -> Done:
    """Export and delete one value, or take one text out of a list."""
    where = f"value {verb.name} of {verb.key}"
    rights = winreg.KEY_READ | (winreg.KEY_SET_VALUE if turn.acts else 0)
    with _said(), opened_key(verb.key, rights) as key:
        value = exact_value(key, verb.name) if key is not None else None
        if key is None or value is None or (verb.part and verb.part not in parts_of(value)):
            return Done(status="nothing-to-do", looked=(f"{where}: not there",))
        if verb.part and value.kind != TEXTS:
            raise Unable("U-39", "This value is no list any more. It was not touched.")
        if verb.data and as_told(value)[:LONGEST_TOLD] != verb.data:
            raise Unable("U-39", "This value holds something else now than when the plan was made.")
        call_made = (
            ("RegSetValueExW", verb.key, verb.name, f"without {verb.part}")
            if verb.part
            else ("RegDeleteValueW", verb.key, verb.name)
        )
        if not turn.begins(call_made):
            return turn.would_do(f"{where}: there")
        before = {"reg": text_of((Key(verb.key, (value,)),))}
        kept = turn.keep(turn.manifest(rf"{verb.key}\{verb.name}", before=before))
        if verb.part:
            set_value(key, with_parts(value, tuple(part for part in parts_of(value) if part != verb.part)))
        else:
            winreg.DeleteValue(key, verb.name)
        after = exact_value(key, verb.name)
        if after is not None and (not verb.part or verb.part in parts_of(after)):
            raise Unable("U-39", "The value was taken out, and is there again.", "failed")
    return Done(status="done", kept=kept, looked=(f"{where}: not there",))


def remove_key(verb: RemoveKey, turn: Turn) -> Done:
    """Export and delete one key with all below it."""
    with _said():
        keys = export(verb.key)
        if not keys:
            return Done(status="nothing-to-do", looked=(f"key {verb.key}: not there",))
        _see_that_service_may_go(keys[0], turn)
        if not turn.begins(("RegDeleteKeyExW", verb.key)):
            return turn.would_do(f"key {verb.key}: there")
        kept = turn.keep(turn.manifest(verb.key, before={"reg": text_of(keys)}))
        for key in reversed(keys):
            root, _, inside = key.place.partition("\\")
            winreg.DeleteKeyEx(_ROOTS[root][0], inside, _NATIVE, 0)
        if export(verb.key):
            raise Unable("U-39", "The key was taken out, and is there again.", "failed")
    return Done(status="done", kept=kept, looked=(f"key {verb.key}: not there",))


def _see_that_service_may_go(key: Key, turn: Turn) -> None:
    """Raise `Unable` where a key sets up a service that is not, as it stands now, the one that the plan stops."""
    found = _SERVICE_KEY.fullmatch(key.place)
    if found is None:
        return
    stops = [one.verb for one in turn.plan.actions if isinstance(one.verb, StopService)]
    of_it = next((verb for verb in stops if verb.name.lower() == found[1].lower()), None)
    if of_it is None:
        raise Unable("U-39", "The plan does not stop this service. It was left as it is.")
    told = {value.name.lower(): as_told(value) for value in key.values}
    kind, command = told.get("type", ""), told.get("imagepath", "")
    if kind or command:  # what neither has cannot start
        see_that_it_may_go(int(kind) if kind.isdecimal() else 0, command, of_it)


def put_back_registry(verb: RemoveValue | RemoveKey, kept: Manifest, turn: Turn) -> Done:
    """Write back what was exported; what stands there by now is never overwritten."""
    try:
        keys = read_text(kept.before["reg"])
    except (KeyError, ValueError) as error:
        raise Unable("U-39", "What was kept cannot be read.", "failed") from error
    if not is_of(keys, verb.key, verb.name if isinstance(verb, RemoveValue) else None):
        raise Unable("U-17", "What was kept was changed, so it is not put back.", "failed")
    if isinstance(verb, RemoveValue) and verb.part:
        return _put_part_back(verb, keys[0].values[0], turn)
    with _said():
        missing: list[tuple[str, Value | None]] = []
        for key in keys:
            with opened_key(key.place, winreg.KEY_READ) as present:
                if present is None:
                    missing.append((key.place, None))
                for value in key.values:
                    now = exact_value(present, value.name) if present is not None else None
                    if now is not None and now[1:] != value[1:]:
                        raise Unable("U-39", "Something else stands there now. It was not overwritten.")
                    if now is None:
                        missing.append((key.place, value))
        if not missing:
            return Done(status="nothing-to-do", looked=(f"{kept.was}: there",))
        if not turn.begins(("RegSetValueExW", kept.was)):
            return turn.would_do(f"{kept.was}: not there")
        for place, one in missing:
            create_key(place, one)
    return Done(status="done", looked=(f"{kept.was}: there",))


def _put_part_back(verb: RemoveValue, was: Value, turn: Turn) -> Done:
    where = rf"{verb.part} in {verb.key}\{verb.name}"
    rights = winreg.KEY_READ | (winreg.KEY_SET_VALUE if turn.acts else 0)
    with _said(), opened_key(verb.key, rights) as key:
        now = exact_value(key, verb.name) if key is not None else None
        if key is None or now is None or now.kind != TEXTS:
            raise Unable("U-39", "The list is not there any more.")
        parts = list(parts_of(now))
        if verb.part in parts:
            return Done(status="nothing-to-do", looked=(f"{where}: there",))
        if not turn.begins(("RegSetValueExW", verb.key, verb.name, f"with {verb.part}")):
            return turn.would_do(f"{where}: not there")
        for place, part in enumerate(parts_of(was)):  # a list may hold the same text twice
            if part == verb.part:
                parts.insert(place, part)
        set_value(key, with_parts(now, tuple(parts)))
    return Done(status="done", looked=(f"{where}: there",))


@contextmanager
def _said() -> Iterator[None]:
    """Turn what Windows and a strange name complain of into a sentence."""
    try:
        yield
    except PermissionError:
        raise  # whoever called knows whether this is a preview without the rights
    except (OSError, ValueError) as error:
        raise Unable("U-39", "This part of the registry cannot be read or written.", "failed") from error


def _real_name(key: int) -> str:
    r"""Return the name that an open key really has, small, "\registry\machine\software\…"."""
    ask = call(
        "ntdll",
        "NtQueryKey",
        wintypes.LONG,
        wintypes.HANDLE,
        ctypes.c_int,
        ctypes.c_void_p,
        wintypes.ULONG,
        ctypes.c_void_p,
    )
    room, size = ctypes.create_string_buffer(4096), wintypes.ULONG()
    name = ""
    if ask(key, _KEY_NAME, room, len(room), ctypes.byref(size)) == 0:
        length = int.from_bytes(room.raw[:4], "little")
        with suppress(UnicodeDecodeError):
            name = room.raw[4 : 4 + length].decode("utf-16-le").lower()
    return _CONTROL_SET.sub("currentcontrolset", name)
