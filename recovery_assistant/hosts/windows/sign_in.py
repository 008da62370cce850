"""What starts before anybody has chosen it: with the sign-in screen, with every program, in Safe Mode; and who manages.

Registry values and their meaning: MITRE ATT&CK T1546.008, T1546.010, T1547.004 and T1562.009, and Microsoft's own pages
on Winlogon, Image File Execution Options, AppInit_DLLs and SafeBoot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.observation import Setting
from recovery_assistant.hosts.windows.keys import Keys, whose
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.registry import MACHINE, View

_NT: Final = rf"{MACHINE}\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_SYSTEM: Final = rf"{MACHINE}\SYSTEM\CurrentControlSet"
_WINLOGON: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
_ACCESS_PROGRAMS: Final = (
    "sethc.exe",
    "utilman.exe",
    "osk.exe",
    "magnify.exe",
    "narrator.exe",
    "displayswitch.exe",
    "atbroker.exe",
)
"""Programs that anybody may start on the sign-in screen, with the rights of Windows itself."""
_TOOLS: Final = (
    (r"Software\Microsoft\Windows\CurrentVersion\Policies\System", "DisableTaskMgr", "Task Manager"),
    (r"Software\Microsoft\Windows\CurrentVersion\Policies\System", "DisableRegistryTools", "the registry editor"),
    (r"Software\Policies\Microsoft\Windows\System", "DisableCMD", "the command prompt"),
    (r"Software\Microsoft\Windows\CurrentVersion\Policies\Explorer", "NoControlPanel", "Settings and Control Panel"),
)
_RESTORE: Final = rf"{MACHINE}\SOFTWARE\Policies\Microsoft\Windows NT\SystemRestore"
_LIBRARY: Final = re.compile(r"[^,;]+?\.dll\b|[^,;\s]+", re.IGNORECASE)
_LOCKED: Final = (2, 3)  # SecureBoot of the local security authority: 1 is usual, 2 a password, 3 a disk


def settings(keys: Keys, hives: tuple[str, ...], where: Places) -> Iterator[Setting]:
    """Yield every start and lock that differs from none, and who manages this PC."""
    yield from _sign_in_programs(keys, hives, where)
    yield from _access_programs(keys)
    yield from _libraries(keys)
    yield from _safe_starts(keys)
    yield from _locks(keys, hives, where)
    yield from _managers(keys)


def _sign_in_programs(keys: Keys, hives: tuple[str, ...], where: Places) -> Iterator[Setting]:
    places = [(rf"{MACHINE}\{_WINLOGON}", ""), *((rf"{hive}\{_WINLOGON}", whose(hive, where.people)) for hive in hives)]
    for path, person in places:
        entry = keys.entry(path)
        for value in ("Shell", "Userinit"):
            command = entry.text(value)
            if command:
                about = f"{value}, {person}" if person else value
                yield Setting(
                    source=path, name="sign-in-program", value=command, about=about, changed_at=entry.written_at
                )
        if not person and entry.text("AutoAdminLogon").strip() == "1":
            yield Setting(source=path, name="auto-sign-in", value=entry.text("DefaultUserName") or "somebody")


def _access_programs(keys: Keys) -> Iterator[Setting]:
    for program in _ACCESS_PROGRAMS:
        entry = keys.entry(rf"{_NT}\Image File Execution Options\{program}")
        command = entry.text("Debugger")
        if command:
            yield Setting(
                source=entry.place,
                name="accessibility-debugger",
                value=command,
                about=program,
                changed_at=entry.written_at,
            )


def _libraries(keys: Keys) -> Iterator[Setting]:
    for view in (View.NATIVE, View.OLD):
        entry = keys.entry(rf"{_NT}\Windows", view)
        if entry.number("LoadAppInit_DLLs") == 1:
            for library in _LIBRARY.findall(entry.text("AppInit_DLLs")):
                yield Setting(
                    source=entry.place, name="appinit-library", value=library.strip(), changed_at=entry.written_at
                )


def _safe_starts(keys: Keys) -> Iterator[Setting]:
    for mode in ("Minimal", "Network"):
        path = rf"{_SYSTEM}\Control\SafeBoot\{mode}"
        for name in keys.key(path).subkeys:
            program = "" if name.startswith("{") else keys.entry(rf"{_SYSTEM}\Services\{name}").text("ImagePath")
            if program:
                yield Setting(source=rf"{path}\{name}", name="safe-boot-service", value=name, about=program)


def _locks(keys: Keys, hives: tuple[str, ...], where: Places) -> Iterator[Setting]:
    lock = keys.entry(rf"{_SYSTEM}\Control\Lsa")
    mode = lock.number("SecureBoot")
    if mode in _LOCKED:
        yield Setting(source=lock.place, name="startup-password", value=str(mode), changed_at=lock.written_at)
    for top, person in ((MACHINE, "this PC"), *((hive, whose(hive, where.people)) for hive in hives)):
        for path, value, words in _TOOLS:
            entry = keys.entry(rf"{top}\{path}")
            if entry.number(value) not in (None, 0):
                yield Setting(
                    source=entry.place, name="system-tool-off", value=words, about=person, changed_at=entry.written_at
                )
    restore = keys.entry(_RESTORE)
    if restore.number("DisableSR") == 1:
        yield Setting(source=_RESTORE, name="system-tool-off", value="System Restore", about="this PC")


def _managers(keys: Keys) -> Iterator[Setting]:
    """Yield the domain, the organisation, or the service that manages this PC.

    A domain of the router (DhcpDomain) and accounts of work that somebody only added to their own PC are none.
    """
    network = keys.entry(rf"{_SYSTEM}\Services\Tcpip\Parameters")
    if network.text("Domain"):
        yield Setting(source=network.place, name="managed-by", value=network.text("Domain"))
    for _name, entry in keys.below(rf"{_SYSTEM}\Control\CloudDomainJoin\JoinInfo"):
        organisation = entry.text("UserEmail").rpartition("@")[2] or entry.text("TenantId")
        if organisation:
            yield Setting(source=entry.place, name="managed-by", value=organisation)
    for _name, entry in keys.below(rf"{MACHINE}\SOFTWARE\Microsoft\Enrollments"):
        organisation = entry.text("UPN").rpartition("@")[2]
        if organisation and entry.text("ProviderID"):
            yield Setting(source=entry.place, name="managed-by", value=organisation, changed_at=entry.written_at)
