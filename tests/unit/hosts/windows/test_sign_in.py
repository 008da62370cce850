"""What starts by itself before anybody chose it, what is locked, and who manages a Windows PC."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.judging import Gathering
from recovery_assistant.domain.observation import Setting, System
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows.keys import Keys
from recovery_assistant.hosts.windows.places import hives, read_places
from recovery_assistant.hosts.windows.sign_in import settings
from tests.unit.hosts.windows_pc import ADA, registry
from tests.unit.hosts.windows_pc import Keys as Content

NT = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
SYSTEM = r"HKLM\SYSTEM\CurrentControlSet"
RULES = r"Software\Microsoft\Windows\CurrentVersion\Policies\System"

NEW_PC: Content = {
    rf"{NT}\Winlogon": {
        "Shell": "explorer.exe",
        "Userinit": r"C:\Windows\system32\userinit.exe,",
        "AutoAdminLogon": "0",
    },
    rf"{NT}\Windows": {"AppInit_DLLs": "", "LoadAppInit_DLLs": 0},
    rf"{NT}\Image File Execution Options\sethc.exe": {"MitigationOptions": b"\0"},
    rf"{SYSTEM}\Control\Lsa": {"SecureBoot": 1},
    rf"{SYSTEM}\Control\SafeBoot\Minimal\{{36FC9E60-C465-11CF-8056-444553540000}}": {
        "": "Universal Serial Bus controllers"
    },
    rf"{SYSTEM}\Control\SafeBoot\Minimal\vga.sys": {"": "Driver"},
    rf"{SYSTEM}\Control\SafeBoot\Network\Dhcp": {"": "Service"},
    rf"{SYSTEM}\Services\Dhcp": {"ImagePath": r"%SystemRoot%\system32\svchost.exe -k LocalServiceNetworkRestricted -p"},
    rf"{SYSTEM}\Services\Tcpip\Parameters": {"Domain": "", "DhcpDomain": "home", "NV Domain": ""},
    r"HKLM\SOFTWARE\Microsoft\Enrollments\{0F1A}": {"EnrollmentState": 1, "ProviderID": "Local_Authority"},
    rf"HKLM\{RULES}": {"EnableLUA": 1, "DisableRegistryTools": 0},
}
"""What a new Windows 11 Home holds in these places."""


def look(content: Content) -> list[Setting]:
    machine = registry(content)
    return list(settings(Keys(machine, "this", port.SETTINGS), hives(machine), read_places(machine)))


def left(content: Content) -> list[LeftBehind]:
    gathering = Gathering()
    for fact in look(content):
        gathering.add(fact)
    return list(gathering.judged("this", System.WINDOWS, ()))


def test_a_new_windows_has_nothing_here() -> None:
    assert look(NEW_PC), "there must be something to judge"
    assert left(NEW_PC) == []


@pytest.mark.parametrize(
    ("content", "kind", "value"),
    [
        (
            {rf"{NT}\Winlogon": {"Shell": r"explorer.exe, C:\x.exe"}},
            "sign-in-program-changed",
            r"explorer.exe, C:\x.exe (Shell)",
        ),
        (
            {rf"HKU\{ADA}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon": {"Shell": r"C:\x.exe"}},
            "sign-in-program-changed",
            r"C:\x.exe (Shell, Ada)",
        ),
        (
            {rf"{NT}\Image File Execution Options\Utilman.exe": {"Debugger": "cmd.exe"}},
            "accessibility-replaced",
            "cmd.exe (utilman.exe)",
        ),
        (
            {rf"{NT}\Windows": {"AppInit_DLLs": r"C:\Users\Ada\a b.dll,C:\Temp\c.dll", "LoadAppInit_DLLs": 1}},
            "loaded-library",
            r"C:\Users\Ada\a b.dll",
        ),
        (
            {
                rf"{SYSTEM}\Control\SafeBoot\Network\RemoteTool": {"": "Service"},
                rf"{SYSTEM}\Services\RemoteTool": {"ImagePath": r"C:\ProgramData\tool.exe -s"},
            },
            "safe-start",
            r"RemoteTool (C:\ProgramData\tool.exe -s)",
        ),
        ({rf"{SYSTEM}\Control\Lsa": {"SecureBoot": 2}}, "startup-password", "2"),
        ({rf"HKU\{ADA}\{RULES}": {"DisableTaskMgr": 1}}, "system-tool-off", "Task Manager (Ada)"),
        (
            {r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\SystemRestore": {"DisableSR": 1}},
            "system-tool-off",
            "System Restore (this PC)",
        ),
        ({rf"{NT}\Winlogon": {"AutoAdminLogon": "1", "DefaultUserName": "Ada"}}, "auto-sign-in", "Ada"),
        ({rf"{SYSTEM}\Services\Tcpip\Parameters": {"Domain": "office.example"}}, "managed", "office.example"),
        (
            {rf"{SYSTEM}\Control\CloudDomainJoin\JoinInfo\AB12": {"UserEmail": "ada@school.example"}},
            "managed",
            "school.example",
        ),
        (
            {r"HKLM\SOFTWARE\Microsoft\Enrollments\{AB}": {"ProviderID": "MS DM Server", "UPN": "ada@shop.example"}},
            "managed",
            "shop.example",
        ),
    ],
)
def test_what_differs_is_told(content: Content, kind: str, value: str) -> None:
    first = left({**NEW_PC, **content})[0]
    assert (first.kind, first.value) == (kind, value)


def test_a_password_that_stands_in_the_registry_is_never_taken() -> None:
    secret = "hunter2"
    found = look({rf"{NT}\Winlogon": {"AutoAdminLogon": "1", "DefaultUserName": "Ada", "DefaultPassword": secret}})
    assert secret not in repr(found)
