r"""What a plan may ask of Windows: the shape of every name, and what is never touched. Pure, and read on every system.

A plan is made by our own planner. The lists here are for a plan that somebody else made: they keep whoever can start
the runner from using it for anything but taking a remote-control tool and what it left out of a PC.
"""

from __future__ import annotations

import re
from typing import Final

from recovery_assistant.domain.removal.plan import (
    Action,
    DisableAccount,
    EndProcess,
    Gone,
    Quarantine,
    RemovalPlan,
    RemoveApp,
    RemoveCertificate,
    RemoveExclusion,
    RemoveKey,
    RemoveLine,
    RemovePackage,
    RemoveStoreApp,
    RemoveTask,
    RemoveValue,
    RunUninstaller,
    SetSwitch,
    StopService,
    UninstallMsi,
)
from recovery_assistant.domain.removal.windows_places import (
    AID_APPS,
    NEVER_STOPPED,
    is_in_windows,
    is_needed,
    is_safe_start_of_windows,
    is_tool_in_windows,
    may_be_moved,
    may_be_stopped,
)
from recovery_assistant.domain.removal.windows_wording import PRODUCT, is_full, is_same

_NAME: Final = re.compile(r"[^\\/]{1,256}")
_KEY: Final = re.compile(r"(?:HKLM|HKU\\[A-Za-z0-9_.-]+)(?:\\(?!\.{1,2}(?:\\|$))[^\\]{1,255}){1,40}")
_OF_A_PERSON: Final = re.compile(r"HKU\\S-1-(?:5-21|12-1)-[0-9-]+(?:_Classes)?\\.+", re.IGNORECASE)
_OF_THE_PC: Final = re.compile(r"HKLM\\.+|HKU\\(?:\.DEFAULT|S-1-5-(?:18|19|20))\\.+", re.IGNORECASE)
_SOFTWARE: Final = r"(?:HKLM|HKU\\[A-Za-z0-9.-]+)\\SOFTWARE\\(?:WOW6432Node\\)?"
_SYSTEM: Final = r"HKLM\\SYSTEM\\CurrentControlSet\\"
_CURRENT: Final = rf"{_SOFTWARE}Microsoft\\Windows\\CurrentVersion\\"
_NT: Final = rf"{_SOFTWARE}Microsoft\\Windows NT\\CurrentVersion\\"
_VALUES: Final = re.compile(
    rf"{_CURRENT}(?:Run|RunOnce|RunServices|Policies\\(?:Explorer\\Run|Explorer|System)|App Paths\\[^\\]+"
    r"|Explorer\\StartupApproved\\(?:Run|Run32|StartupFolder)|Internet Settings(?:\\Connections)?)"
    rf"|{_NT}(?:Windows|Winlogon|Winlogon\\SpecialAccounts\\UserList|Image File Execution Options\\[^\\]+)"
    rf"|{_SOFTWARE}Microsoft\\Windows Defender(?:\\Exclusions\\[^\\]+|\\Real-Time Protection)?"
    rf"|{_SOFTWARE}Policies\\.+"
    rf"|{_SYSTEM}Services\\(?:SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules"
    r"|Tcpip6?\\Parameters\\Interfaces\\\{[0-9A-Fa-f-]+\})"
    rf"|{_SYSTEM}Control\\Lsa",
    re.IGNORECASE,
)
"""Keys out of which values may be taken: what starts by itself, rules, detours, and what protection leaves out."""

_SIGN_IN_LISTS: Final = re.compile(rf"{_SYSTEM}Control\\Lsa", re.IGNORECASE)
_IN_SIGN_IN_LISTS: Final = re.compile(
    r"(?:[a-z]:\\program files(?: \(x86\))?\\screenconnect client [^\\]+\\)?screenconnect[^\\]*", re.IGNORECASE
)
"""What a tool is known to add to these lists. Without what Windows has there, nobody can sign in."""
_SIGN_IN: Final = re.compile(r"HKLM\\SOFTWARE\\.*\\Winlogon", re.IGNORECASE)
_ASKING: Final = re.compile(rf"{_CURRENT}Policies\\System", re.IGNORECASE)
_LOCKS: Final = re.compile(r"(?:disable|no).*", re.IGNORECASE)
_STARTS_OF_WINDOWS: Final = ("securityhealth", "windowsdefender")
_SERVICE_KEY: Final = re.compile(rf"{_SYSTEM}Services\\([^\\]+)", re.IGNORECASE)
_SAFE_START_KEY: Final = re.compile(rf"{_SYSTEM}Control\\SafeBoot\\(?:Minimal|Network)\\([^{{\\][^\\]*)", re.IGNORECASE)
_OTHER_KEYS: Final = re.compile(rf"{_CURRENT}(?:Uninstall|App Paths)\\[^\\]+", re.IGNORECASE)
_TASK: Final = re.compile(r'(?:\\[^\\/:*?"<>|]{1,200}){1,8}')
_TASKS_OF_WINDOWS: Final = re.compile(r"\\microsoft(?:\\.*)?", re.IGNORECASE)
_STORE_APP: Final = re.compile(r"[A-Za-z0-9.-]{3,50}_[a-z0-9]{13}", re.ASCII)
_APPS_OF_WINDOWS: Final = re.compile(
    r"(?:Microsoft\.(?:Windows|DesktopAppInstaller|SecHealthUI|StorePurchase|MicrosoftEdge|UI\.|VCLibs|NET\.|AAD|AccountsControl"
    r"|LockApp|CredDialog)|windows\.|MicrosoftWindows\.).*",
    re.IGNORECASE,
)
_HOSTS: Final = re.compile(r"[A-Za-z]:\\Windows\\System32\\drivers\\etc\\hosts", re.IGNORECASE)
_ACCOUNT: Final = re.compile(r"[^\"/\\\[\]:;|=,+*?<>@%]{1,20}")
_SHA1: Final = re.compile(r"[0-9A-Fa-f]{40}", re.ASCII)
_ACCOUNTS_OF_WINDOWS: Final = ("system", "krbtgt", "local service", "network service", "trustedinstaller")
_SID: Final = re.compile(r"S-1-(?:5-21|12-1)(?:-[0-9]{1,10}){4}", re.ASCII)
_OF_PERSON_OR_PC: Final = ("proxy", "proxy-script")
_SWITCHES: Final = (
    "remote-desktop",
    "remote-assistance",
    "defender",
    "firewall",
    "asking",
    "auto-sign-in",
    "remote-desktop-sign-in",
)


def objection(plan: RemovalPlan, action: Action) -> str | None:  # noqa: C901 - one line for each verb
    """Return in a few words why an action is not allowed on Windows, None when it is."""
    verb, is_administrator = action.verb, action.rights == "administrator"
    match verb:
        case StopService():
            return _of_service(verb) if is_administrator else "a service without an administrator's rights"
        case UninstallMsi():
            return _of_gone(verb.gone) if PRODUCT.fullmatch(verb.product) else "a product code that is none"
        case RunUninstaller():
            return _of_uninstaller(verb)
        case Quarantine() | EndProcess():
            return _of_path(plan, verb)
        case RemoveStoreApp():
            return None if _is_removable_app(verb) and not is_administrator else "an app that is not removed"
        case RemoveValue() | RemoveKey():
            place = (_OF_THE_PC if is_administrator else _OF_A_PERSON).fullmatch(verb.key)
            if place is None or not _KEY.fullmatch(verb.key):
                return "a part of the registry that these rights do not reach"
            return _of_value(verb) if isinstance(verb, RemoveValue) else _of_key(plan, verb)
        case RemoveTask():
            return _of_task(verb)
        case RemoveLine():
            is_fit = _HOSTS.fullmatch(verb.file) and verb.line.strip() and is_administrator
            return None if is_fit else "a file out of which no line is taken"
        case SetSwitch():
            return _of_switch(verb, is_administrator=is_administrator)
        case DisableAccount():
            is_fit = _ACCOUNT.fullmatch(verb.name) and verb.name.strip(" .") and is_administrator
            is_fit = is_fit and verb.name.lower() not in _ACCOUNTS_OF_WINDOWS
            return None if is_fit else "an account that is not switched off"
        case RemoveCertificate():
            is_fit = _SHA1.fullmatch(verb.thumbprint) and (verb.store == "machine") == is_administrator
            return None if is_fit else "a certificate that these rights do not reach"
        case RemoveExclusion():
            return None if is_administrator and verb.value.strip() else "an exclusion that these rights do not reach"
        case RemovePackage() | RemoveApp():
            return "Windows has no such thing"
        case _:
            return None


def _of_service(verb: StopService) -> str | None:
    if verb.manager != "windows" or not _NAME.fullmatch(verb.name) or not verb.program:
        return "the name of a service"
    is_needed_one = verb.name.lower() in NEVER_STOPPED or not may_be_stopped(verb.program)
    return "a service that Windows or somebody needs" if is_needed_one else None


def _stopped(plan: RemovalPlan) -> list[StopService]:
    """Return the services that a plan stops, without those that it may not stop."""
    stops = [one.verb for one in plan.actions if isinstance(one.verb, StopService)]
    return [verb for verb in stops if _of_service(verb) is None]


def _of_gone(gone: Gone) -> str | None:
    if any(not _KEY.fullmatch(key) for key in gone.keys):
        return "a part of the registry that is none"
    if any(not _NAME.fullmatch(name) for name in gone.services) or not all(map(is_full, gone.folders)):
        return "a service or a folder that is none"
    return None if not gone.packages else "Windows has no such packages"


def _of_uninstaller(verb: RunUninstaller) -> str | None:
    if not is_full(verb.program) or not verb.program.lower().endswith(".exe"):
        return "an uninstaller that is no program"
    if is_in_windows(verb.program) or is_needed(verb.program):
        return "a program that Windows or somebody needs is no uninstaller"
    if verb.works_in and not is_same(verb.program.rpartition("\\")[0], verb.works_in):
        return "an uninstaller that works in another folder"
    return _of_gone(verb.gone)


def _of_path(plan: RemovalPlan, verb: Quarantine | EndProcess) -> str | None:
    """Say no to what is needed, and below Windows' own folder to all but a tool's program that the same plan stops."""
    path = verb.path if isinstance(verb, Quarantine) else verb.exe
    if is_in_windows(path):
        is_stopped = any(is_same(path, one.program) for one in _stopped(plan))
        return None if is_stopped and is_tool_in_windows(path) else "a part of Windows"
    is_let = may_be_moved(path) if isinstance(verb, Quarantine) else not is_needed(path)
    return None if is_let else "a part of Windows, or of what somebody needs"


def _is_removable_app(verb: RemoveStoreApp) -> bool:
    is_kept = _APPS_OF_WINDOWS.match(verb.family_name) or AID_APPS.match(verb.family_name)
    return bool(_STORE_APP.fullmatch(verb.family_name)) and not is_kept


def _of_value(verb: RemoveValue) -> str | None:
    if not _VALUES.fullmatch(verb.key) or verb.name.lower() in _STARTS_OF_WINDOWS:
        return "a value that is not removed"
    if _SIGN_IN.fullmatch(verb.key) or (
        _SIGN_IN_LISTS.fullmatch(verb.key) and not _IN_SIGN_IN_LISTS.fullmatch(verb.part)
    ):
        return "a value without which nobody can sign in"
    if _ASKING.fullmatch(verb.key) and not _LOCKS.fullmatch(verb.name):
        return "a value that keeps programs from what they may not do"
    return None


def _of_key(plan: RemovalPlan, verb: RemoveKey) -> str | None:
    """Say no to a service or its start in Safe Mode unless the same plan stops it, or it was left behind alone."""
    stopped = {one.name.lower() for one in _stopped(plan)}
    service, safe_start = _SERVICE_KEY.fullmatch(verb.key), _SAFE_START_KEY.fullmatch(verb.key)
    if service is not None:
        return None if service[1].lower() in stopped else "a service that the plan does not stop"
    if safe_start is not None:
        is_known = safe_start[1].lower() in stopped or plan.item.startswith("l-")
        return None if is_known and not is_safe_start_of_windows(safe_start[1]) else "a start that Windows needs"
    return None if _OTHER_KEYS.fullmatch(verb.key) else "a key that is not removed"


def _of_task(verb: RemoveTask) -> str | None:
    parts = verb.path.split("\\")[1:]
    is_fit = _TASK.fullmatch(verb.path) and all(part.strip(" .") == part for part in parts) and verb.command
    return None if is_fit and not _TASKS_OF_WINDOWS.fullmatch(verb.path) else "a task that is not removed"


def _of_switch(verb: SetSwitch, *, is_administrator: bool) -> str | None:
    if verb.switch == "quick-assist":
        return None if not is_administrator and not verb.about else "a switch that these rights do not reach"
    if verb.switch in _OF_PERSON_OR_PC:
        is_fit = not verb.about if is_administrator else _SID.fullmatch(verb.about)
    elif verb.switch == "firewall":
        is_fit = is_administrator and verb.about in ("work", "home", "public", "")
    else:
        is_fit = is_administrator and verb.switch in _SWITCHES and not verb.about
    return None if is_fit else "a switch that these rights do not reach"
