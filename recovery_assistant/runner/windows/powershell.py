"""The few things that only PowerShell can ask Windows for: fixed scripts, and what they are about in a variable.

No script is ever put together. What it is about comes to it as a variable of its own environment, which PowerShell does
not read as a part of the script. What it says is not believed: the registry is looked at afterwards.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import winreg
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveExclusion, RemoveStoreApp
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.native import system_program
from recovery_assistant.runner.windows.registry import opened_key
from recovery_assistant.runner.windows.starting import run
from recovery_assistant.runner.windows.store import own_sid

ABOUT: Final = "RECOVERY_ASSISTANT_ABOUT"

_PROGRAM: Final = r"WindowsPowerShell\v1.0\powershell.exe"
_HEAD: Final = ("-NoProfile", "-NonInteractive", "-ExecutionPolicy", "RemoteSigned", "-Command")
_REMOVE_APP: Final = f"Get-AppxPackage | Where-Object {{ $_.PackageFamilyName -eq $env:{ABOUT} }} | Remove-AppxPackage"
_OPTION: Final = {
    "path": ("-ExclusionPath", "Paths"),
    "process": ("-ExclusionProcess", "Processes"),
    "extension": ("-ExclusionExtension", "Extensions"),
    "address": ("-ExclusionIpAddress", "IpAddresses"),
}
_EXCLUSIONS: Final = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions"
_BY_RULE: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Exclusions"
_PACKAGES: Final = r"Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"


def command(script: str) -> tuple[str, ...]:
    """Return the argv for a fixed script."""
    return (system_program(_PROGRAM), *_HEAD, script)


def remove_store_app(verb: RemoveStoreApp, turn: Turn) -> Done:
    """Remove an app of Microsoft's store for this person."""
    where = f"app {verb.family_name}"
    if not _has_app(verb.family_name):
        return Done(status="nothing-to-do", looked=(f"{where}: not there",))
    argv = command(_REMOVE_APP)
    if not turn.begins((*argv, f"{ABOUT}={verb.family_name}")):
        return turn.would_do(f"{where}: there")
    code = run(argv, turn, {ABOUT: verb.family_name})
    if not turn.wait_until(lambda: not _has_app(verb.family_name), 20):
        raise Unable("U-45", "Windows did not remove this app.", "failed")
    return Done(status="done", exit_code=code, looked=(f"{where}: not there",))


def remove_exclusion(verb: RemoveExclusion, turn: Turn) -> Done:
    """Have Windows' virus protection look again at what it was told to leave out."""
    option, kind = _OPTION[verb.kind]
    where = rf"{_EXCLUSIONS}\{kind}: {verb.value}"
    if not _has_value(rf"{_EXCLUSIONS}\{kind}", verb.value):
        if _has_value(rf"{_BY_RULE}\{kind}", verb.value):
            raise Unable("U-41", "A rule of this PC says so. Whoever looks after the PC can change it.")
        return Done(status="nothing-to-do", looked=(f"{where}: not there",))
    argv = command(f"Remove-MpPreference {option} $env:{ABOUT}")
    if not turn.begins((*argv, f"{ABOUT}={verb.value}")):
        return turn.would_do(f"{where}: there")
    kept = turn.keep(turn.manifest(where, before={"value": verb.value}))
    code = run(argv, turn, {ABOUT: verb.value})
    if not turn.wait_until(lambda: not _has_value(rf"{_EXCLUSIONS}\{kind}", verb.value), 10):
        raise Unable("U-45", "Windows' virus protection did not take it.", "failed")
    return Done(status="done", exit_code=code, kept=kept, looked=(f"{where}: not there",))


def put_back_exclusion(verb: RemoveExclusion, kept: Manifest, turn: Turn) -> Done:
    """Have the virus protection leave something out again."""
    option, kind = _OPTION[verb.kind]
    if _has_value(rf"{_EXCLUSIONS}\{kind}", verb.value):
        return Done(status="nothing-to-do", looked=(f"{kept.was}: there",))
    argv = command(f"Add-MpPreference {option} $env:{ABOUT}")
    if not turn.begins((*argv, f"{ABOUT}={verb.value}")):
        return turn.would_do(f"{kept.was}: not there")
    code = run(argv, turn, {ABOUT: verb.value})
    if not turn.wait_until(lambda: _has_value(rf"{_EXCLUSIONS}\{kind}", verb.value), 10):
        raise Unable("U-45", "Windows' virus protection did not take it.", "failed")
    return Done(status="done", exit_code=code, looked=(f"{kept.was}: there",))


def _has_value(place: str, name: str) -> bool:
    with opened_key(place, winreg.KEY_READ) as key:
        if key is None:
            return False
        _, count, _ = winreg.QueryInfoKey(key)
        return name.lower() in {winreg.EnumValue(key, number)[0].lower() for number in range(count)}


def _has_app(family: str) -> bool:
    """Return whether the person has a package of this family: full names are NAME_VERSION_KIND_LANGUAGE_PUBLISHER."""
    name, _, publisher = family.lower().rpartition("_")
    with opened_key(rf"HKU\{own_sid()}_Classes\{_PACKAGES}", winreg.KEY_READ) as key:
        if key is None:
            return False
        count, _, _ = winreg.QueryInfoKey(key)
        packages = [winreg.EnumKey(key, number).lower().split("_") for number in range(count)]
    return any(parts[0] == name and parts[-1] == publisher for parts in packages)
