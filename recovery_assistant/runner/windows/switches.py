"""Parts of Windows that are switched off, or back to what a new PC has: values of the registry, and who reads them."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import winreg
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveStoreApp, SetSwitch
from recovery_assistant.domain.removal.results import Status
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.native import system_program
from recovery_assistant.runner.windows.powershell import command, remove_store_app
from recovery_assistant.runner.windows.reg_text import Key, Value, read_text, text_of
from recovery_assistant.runner.windows.registry import create_key, exact_value, opened_key, set_value
from recovery_assistant.runner.windows.starting import run
from recovery_assistant.runner.windows.switch_table import Wanted, wanted

_QUICK_ASSIST: Final = "MicrosoftCorporationII.QuickAssist_8wekyb3d8bbwe"
_FIREWALL: Final = {"work": "domainprofile", "home": "privateprofile", "public": "publicprofile", "": "allprofiles"}
_PROTECT: Final = (
    "Set-MpPreference -DisableRealtimeMonitoring $false -DisableBehaviorMonitoring $false "
    "-DisableIOAVProtection $false -DisableScriptScanning $false"
)


def set_switch(verb: SetSwitch, turn: Turn) -> Done:
    """Turn a part of Windows off, or back to what a new PC has."""
    if verb.switch == "quick-assist":
        return remove_store_app(RemoveStoreApp(family_name=_QUICK_ASSIST), turn)
    values = wanted(verb)
    if not values:
        raise Unable("U-42", "Windows has no such switch.")
    now = [_present(one.key, one.name) for one in values]
    open_ones = [one for one, value in zip(values, now, strict=True) if not _is_so(one, value)]
    if not open_ones:
        _refuse_rules(values)
        return Done(status="nothing-to-do", looked=_told(values))
    _refuse_rules(open_ones)
    taking_on = _taken_on_by(verb)
    if not turn.begins(*(("RegSetValueExW", one.key, one.name) for one in open_ones), *taking_on):
        return turn.would_do(*_told(values))
    stood = [Key(one.key, (value,)) for one, value in zip(values, now, strict=True) if value is not None]
    kept = turn.keep(turn.manifest(verb.switch, before={"reg": text_of(tuple(stood))}))
    for argv in taking_on:
        with suppress(Unable):  # Windows takes the value on when it starts next
            run(argv, turn)
    for one in open_ones:
        _store(one)
    if not all(_is_so(one, _present(one.key, one.name)) for one in values):
        raise Unable("U-42", "Windows did not take this switch.", "failed")
    return Done(status=_status(open_ones), kept=kept, looked=_told(values))


def put_back_switch(verb: SetSwitch, kept: Manifest, turn: Turn) -> Done:
    """Let a switch stand as it stood; protection is never switched off by this program."""
    values = wanted(verb)
    if verb.switch in ("defender", "quick-assist") or not values:
        raise Unable("U-42", "The program does not do this. Windows' own settings, or its store, do.")
    try:
        stood = {(key.place, key.values[0].name): key.values[0] for key in read_text(kept.before["reg"])}
    except (KeyError, ValueError, IndexError) as error:
        raise Unable("U-42", "What was kept cannot be read.", "failed") from error
    back = [
        one._replace(kind=was.kind, data=was.data) if was else one._replace(data=None)
        for one, was in _with(values, stood)
    ]
    if all(_present(one.key, one.name) == one.value for one in back):
        return Done(status="nothing-to-do", looked=_told(back))
    _refuse_rules(values)
    if not turn.begins(*(("RegSetValueExW", one.key, one.name) for one in back)):
        return turn.would_do(*_told(back))
    for one in back:
        _store(one)
    return Done(status=_status(back), looked=_told(back))


def _status(changed: Sequence[Wanted]) -> Status:
    return "restart-needed" if any(one.needs_restart for one in changed) else "done"


def _with(values: Sequence[Wanted], stood: dict[tuple[str, str], Value]) -> list[tuple[Wanted, Value | None]]:
    return [(one, stood.get((one.key, one.name))) for one in values]


def _present(place: str, name: str) -> Value | None:
    with opened_key(place, winreg.KEY_READ) as key:
        return None if key is None else exact_value(key, name)


def _is_so(one: Wanted, value: Value | None) -> bool:
    if value is None:
        return one.data is None or one.only_if_there
    if one.data is None:
        return one.kind == value.kind and not any(value.data)  # a number 0 says the same as no number
    return value[1:] == (one.kind, one.data)


def _refuse_rules(values: Sequence[Wanted]) -> None:
    """Raise Unable when a rule of whoever manages the PC says otherwise: it would win."""
    for one in values:
        rule = _present(one.rule, one.name) if one.rule else None
        if rule is not None and not _is_so(one, rule):
            raise Unable("U-41", "A rule of this PC sets this. Whoever looks after the PC can change it.")


def _store(one: Wanted) -> None:
    value = one.value
    with opened_key(one.key, winreg.KEY_READ | winreg.KEY_SET_VALUE) as key:
        if key is None:
            if value is not None:
                create_key(one.key, value)
        elif value is not None:
            set_value(key, value)
        elif exact_value(key, one.name) is not None:
            winreg.DeleteValue(key, one.name)


def _taken_on_by(verb: SetSwitch) -> tuple[tuple[str, ...], ...]:
    """Return the programs of Windows through which a switch works at once and not only after a restart."""
    if verb.switch == "firewall":
        return ((system_program("netsh.exe"), "advfirewall", "set", _FIREWALL[verb.about], "state", "on"),)
    return (command(_PROTECT),) if verb.switch == "defender" else ()


def _told(values: Sequence[Wanted]) -> tuple[str, ...]:
    told = []
    for one in values:
        value = _present(one.key, one.name)
        said = "not there" if value is None else value.data.hex()
        told.append(rf"{one.key}\{one.name}: {said}")
    return tuple(told)
