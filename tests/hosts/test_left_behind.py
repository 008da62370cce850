"""Whole Windows PCs as registry and disk: ordinary ones of several kinds have no open door, a visited one has its own.

The ordinary values are what Windows 11, makers of PCs, virus protection, offices and tools for programmers write there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.services.scanner import Found, Left, ToCheck, scan
from tests.made_up_parts import catalogue
from tests.unit.hosts.browser_pc import chromium_logins, install
from tests.unit.hosts.windows_pc import ADA, Keys, put, registry

SOFTWARE, SYSTEM = r"HKLM\SOFTWARE", r"HKLM\SYSTEM\CurrentControlSet"
POLICIES = rf"{SOFTWARE}\Policies\Microsoft"
NT = rf"{SOFTWARE}\Microsoft\Windows NT\CurrentVersion"
DEFENDER = rf"{SOFTWARE}\Microsoft\Windows Defender"
FIREWALL = rf"{SYSTEM}\Services\SharedAccess\Parameters\FirewallPolicy"
INTERNET = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
ROOTS = rf"{SOFTWARE}\Microsoft\SystemCertificates\ROOT\Certificates"
HOSTS = r"C:\Windows\System32\drivers\etc\hosts"

NEW: Keys = {
    rf"{SYSTEM}\Control\Terminal Server": {"fDenyTSConnections": 1},
    rf"{SYSTEM}\Control\Terminal Server\WinStations\RDP-Tcp": {"UserAuthentication": 1},
    rf"{SYSTEM}\Control\Remote Assistance": {"fAllowToGetHelp": 1, "fAllowFullControl": 1},
    rf"{SYSTEM}\Control\Lsa": {"SecureBoot": 1},
    rf"{SYSTEM}\Control\SafeBoot\Minimal\WinDefend": {"": "Service"},
    rf"{SYSTEM}\Services\WinDefend": {
        "Start": 2,
        "ImagePath": r'"C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.25090.3009-0\MsMpEng.exe"',
    },
    rf"{SYSTEM}\Services\Tcpip\Parameters": {
        "DataBasePath": r"%SystemRoot%\System32\drivers\etc",
        "Domain": "",
        "DhcpDomain": "home",
    },
    rf"{SYSTEM}\Services\Tcpip\Parameters\Interfaces\{{AA}}": {"NameServer": "", "DhcpNameServer": "192.168.1.1"},
    rf"{FIREWALL}\PublicProfile": {"EnableFirewall": 1},
    rf"{FIREWALL}\StandardProfile": {"EnableFirewall": 1},
    rf"{FIREWALL}\DomainProfile": {"EnableFirewall": 1},
    rf"{NT}\Winlogon": {"Shell": "explorer.exe", "Userinit": r"C:\Windows\system32\userinit.exe,"},
    rf"{NT}\Windows": {"AppInit_DLLs": "", "LoadAppInit_DLLs": 0},
    rf"{NT}\Image File Execution Options\osk.exe": {"DisableExceptionChainValidation": 0},
    rf"{DEFENDER}\Features": {"TamperProtection": 5},
    rf"{DEFENDER}\Real-Time Protection": {"DpaDisabled": 0},
    rf"{ROOTS}\3B1EFD3A66EA28B16697394703A72CA340A05BD5": {"Blob": b""},
    rf"{ROOTS}\8F43288AD272F3103B6FB1428485EA3014C0BCFE": {"Blob": b""},
    rf"HKU\{ADA}\{INTERNET}": {"ProxyEnable": 0, "ProxyServer": "old.example.com:80"},
}
OF_A_MAKER: Keys = {**NEW, rf"{ROOTS}\{'AB' * 20}": {"Blob": b""}}
WITH_OTHER_PROTECTION: Keys = {
    **NEW,
    DEFENDER: {"DisableAntiSpyware": 1, "PassiveMode": 1},
    rf"{DEFENDER}\Real-Time Protection": {"DisableRealtimeMonitoring": 1},
    rf"{DEFENDER}\Features": {"TamperProtection": 4},
    rf"{SYSTEM}\Services\avast! Antivirus": {
        "DisplayName": "Avast Antivirus",
        "Start": 2,
        "Type": 0x10,
        "ImagePath": r'"C:\Program Files\Avast Software\Avast\AvastSvc.exe"',
    },
    rf"{SYSTEM}\Control\SafeBoot\Network\avast! Antivirus": {"": "Service"},
    rf"{ROOTS}\{'CD' * 20}": {"Blob": b""},
}
OF_AN_OFFICE: Keys = {
    **NEW,
    rf"{SYSTEM}\Services\Tcpip\Parameters": {"Domain": "corp.example.com"},
    rf"{SYSTEM}\Control\Terminal Server": {"fDenyTSConnections": 0},
    rf"{POLICIES}\Windows Defender\Exclusions\Paths": {r"C:\Program Files\Backup": 0},
    rf"HKU\{ADA}\{INTERNET}": {"AutoConfigURL": "http://gateway.example.net/corp/proxy.pac"},
    rf"{SOFTWARE}\Policies\Google\Chrome\ExtensionInstallForcelist": {"1": "a" * 32},
    rf"{FIREWALL}\DomainProfile": {"EnableFirewall": 0},
}
OF_A_PROGRAMMER: Keys = {
    **NEW,
    rf"HKU\{ADA}\{INTERNET}": {"ProxyEnable": 1, "ProxyServer": "127.0.0.1:8888"},
    rf"HKU\{ADA}\Software\Microsoft\SystemCertificates\Root\Certificates\{'EF' * 20}": {"Blob": b""},
    rf"{NT}\Image File Execution Options\taskmgr.exe": {"Debugger": r'"C:\Tools\procexp64.exe"'},
    rf"{SYSTEM}\Services\Tcpip\Parameters\Interfaces\{{AA}}": {"NameServer": "1.1.1.1"},
}
PLAIN_HOSTS = b"# Copyright (c) 1993-2009 Microsoft Corp.\r\n#\t127.0.0.1       localhost\r\n"
PROGRAMMERS_HOSTS = (
    PLAIN_HOSTS + b"192.168.1.23 host.docker.internal\r\n192.168.1.23 gateway.docker.internal\r\n"
    b"127.0.0.1 kubernetes.docker.internal\r\n127.0.0.1 app.example.test\r\n10.0.0.7 staging.example.com\r\n"
)
BLOCKING_HOSTS = PLAIN_HOSTS + b"".join(b"0.0.0.0 ads%d.example.com\r\n" % number for number in range(3000))


def look(root: Path, keys: Keys) -> tuple[list[LeftBehind], list[LeftBehind], list[str]]:
    host = WindowsHost(registry=registry(keys), disk=Disk(root))
    events = list(scan(host, catalogue()))
    doors = [event.left_behind for event in events if isinstance(event, Left)]
    rest = [event.left_behind for event in events if isinstance(event, ToCheck)]
    return doors, rest, [event.finding.tool_id for event in events if isinstance(event, Found)]


@pytest.mark.parametrize(
    ("keys", "hosts"),
    [
        (NEW, PLAIN_HOSTS),
        (NEW, BLOCKING_HOSTS),
        (OF_A_MAKER, PLAIN_HOSTS),
        (WITH_OTHER_PROTECTION, PLAIN_HOSTS),
        (OF_AN_OFFICE, PLAIN_HOSTS),
        (OF_A_PROGRAMMER, PROGRAMMERS_HOSTS),
    ],
    ids=["new", "blocking", "maker", "other-protection", "office", "programmer"],
)
def test_an_ordinary_pc_has_no_open_door(tmp_path: Path, keys: Keys, hosts: bytes) -> None:
    put(tmp_path, HOSTS, hosts)
    profile = tmp_path / "Users/Ada/AppData/Local/Google/Chrome/User Data/Default"
    install(profile, {"name": "uBlock Origin Lite"})
    chromium_logins(profile / "Login Data", (0, 1))
    doors, rest, _tools = look(tmp_path, keys)
    assert doors == []
    assert "safe-start" not in {one.kind for one in rest} or "Avast" in str(keys)
    assert {"account", "extension", "saved-passwords", "remote-assistance-on"} <= {one.kind for one in rest}


def test_a_pc_that_a_caller_was_on(tmp_path: Path) -> None:
    put(tmp_path, HOSTS, PLAIN_HOSTS + b"185.10.20.30 www.natwest.com\r\n127.0.0.1 www.malwarebytes.com\r\n")
    program = r"C:\Program Files (x86)\AnyDesk\AnyDesk.exe"
    rule = f"v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|App={program}|Name=AnyDesk|"
    visited: Keys = {
        **NEW,
        rf"{SYSTEM}\Services\AnyDesk": {
            "DisplayName": "AnyDesk Service",
            "ImagePath": f'"{program}" --service',
            "Start": 2,
            "Type": 0x10,
        },
        rf"{SYSTEM}\Control\SafeBoot\Network\AnyDesk": {"": "Service"},
        rf"{FIREWALL}\FirewallRules": {"TCP Query User{1}": rule},
        rf"{SYSTEM}\Control\Terminal Server": {"fDenyTSConnections": 0},
        rf"{DEFENDER}\Exclusions\Paths": {r"C:\Users\Ada\AppData": 0},
        rf"HKU\{ADA}\{INTERNET}": {"ProxyEnable": 1, "ProxyServer": "185.10.20.30:8080"},
        rf"{NT}\Winlogon\SpecialAccounts\UserList": {"support": 0},
    }
    doors, rest, tools = look(tmp_path, visited)
    assert "anydesk" in tools
    assert {one.kind for one in doors} == {
        "account-hidden",
        "remote-desktop-on",
        "defender-exclusion",
        "hosts-redirect",
        "hosts-protection-blocked",
        "proxy",
        "safe-start-of-tool",
    }
    assert "firewall-rule-of-tool" in {one.kind for one in rest}
