"""What belongs to Windows, to a PC's protection and to aids is known by its place; what tools have there is not hit."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.removal.windows_places import (
    is_in_windows,
    is_needed,
    is_safe_start_of_windows,
    is_tool_in_windows,
    may_be_moved,
    may_be_stopped,
)

HOME = r"C:\Users\jane"


@pytest.mark.parametrize(
    "program",
    [
        r"C:\Program Files (x86)\AnyDesk\AnyDesk.exe",
        rf"{HOME}\AppData\Local\Temp\AnyDesk.exe",
        r"\\?\C:\Tool\tool.exe",
        "C:/Tool/tool.exe",
        r"C:\Windows\PSEXESVC.exe",
        r"C:\Windows\SysWOW64\rserver30\rserver3.exe",
        r"C:\Windows\LTSvc\LTSVC.exe",
        r"C:\Windows\Temp\x\svc.exe",
    ],
)
def test_services_of_tools_may_be_stopped(program: str) -> None:
    assert may_be_stopped(program)


@pytest.mark.parametrize(
    "program",
    [
        r"C:\Windows\System32\svchost.exe",
        r"C:\WINDOWS\system32\drivers\disk.sys",
        r"system32\drivers\disk.sys",
        r"\SystemRoot\System32\drivers\disk.sys",
        r"\\?\C:\Windows\System32\lsass.exe",
        "C:/Windows/System32/lsass.exe",
        r"C:\WINDOW~1\System32\svchost.exe",
        r"C:\Windows\servicing\TrustedInstaller.exe",
        r"C:\Windows\explorer.exe",
        r"C:\Windows",
        r"C:\Program Files\Tool\tool.sys",
        r"C:\Program Files\Malwarebytes\Anti-Malware\MBAMService.exe",
        r"C:\Program Files (x86)\NVDA\nvda_service.exe",
        "",
    ],
)
def test_drivers_and_what_is_needed_may_not_be_stopped(program: str) -> None:
    assert not may_be_stopped(program)


@pytest.mark.parametrize(
    "path",
    [
        r"C:\bootmgr",
        r"C:\BOOTNXT",
        r"C:\pagefile.sys",
        r"C:\hiberfil.sys",
        r"D:\swapfile.sys",
        r"C:\Windows.old",
        r"C:\Program Files\Windows NT",
        r"C:\Program Files\WindowsPowerShell",
        r"C:\Program Files\Windows Defender Advanced Threat Protection",
        r"C:\Program Files\Recovery Assistant",
        r"C:\Program Files\Common Files\microsoft shared\ink",
        r"C:\Program Files\Malwarebytes",
        r"C:\Program Files (x86)\NVDA",
        r"C:\ProgramData\Microsoft\Crypto\RSA",
        r"C:\ProgramData\Microsoft\Protect",
        r"C:\ProgramData\Microsoft\Windows\Caches",
        rf"{HOME}\AppData\Roaming\Microsoft\Protect",
        rf"{HOME}\AppData\Roaming\Mozilla",
        rf"{HOME}\AppData\Roaming\Thunderbird",
        rf"{HOME}\AppData\Local\Google\Chrome\User Data",
        rf"{HOME}\AppData\LocalLow\Microsoft",
        rf"{HOME}\NTUSER.DAT.LOG1",
        r"D:\Users",
        r"D:\Users\jane",
        r"C:\Users\Public\Documents",
        rf"{HOME}\Downloads\jfw.exe",
    ],
)
def test_what_a_pc_and_its_people_need_is_not_moved(path: str) -> None:
    assert not may_be_moved(path)


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Program Files\AnyDesk",
        r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp\AnyDesk.lnk",
        rf"{HOME}\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup\x.lnk",
        rf"{HOME}\AppData\Roaming\AnyDesk",
        rf"{HOME}\Documents\RustDesk",
        rf"{HOME}\AppData\Local\Google\Chrome Remote Desktop",
        r"C:\bootmgrs",
        r"C:\Program Files (x86)\Windows Helper",
        r"D:\Tools\tool.exe",
    ],
)
def test_places_of_tools_are_moved(path: str) -> None:
    assert may_be_moved(path)


def test_what_is_there_for_a_while_is_not_of_windows() -> None:
    assert is_in_windows(r"C:\Windows\System32\x.exe")
    assert not is_in_windows(r"C:\Windows\Temp\x.exe")
    assert is_in_windows(r"C:\Windows\Temp")
    assert not is_in_windows(r"C:\WindowsTools\x.exe")
    assert not is_tool_in_windows(r"C:\Windows\System32\psexesvc.dll")


def test_aids_are_known_wherever_they_lie() -> None:
    assert is_needed(r"E:\Portable\nvda.exe")
    assert not is_needed(r"E:\Portable\anydesk.exe")


@pytest.mark.parametrize("name", ["Base", "SERMOUSE.SYS", "eventlog"])
def test_safe_starts_of_windows(name: str) -> None:
    assert is_safe_start_of_windows(name)
    assert not is_safe_start_of_windows(f"{name}Tool")
