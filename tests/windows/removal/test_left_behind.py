"""What callers leave in a Windows: seen by a look, planned, taken out by the real runner, not seen again, put back."""

from __future__ import annotations

import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.judging import Gathering
from recovery_assistant.domain.left_behind.planning import plan_fix
from recovery_assistant.domain.observation import Gap, Observation, System
from recovery_assistant.domain.removal.plan import PutBack, RemovalPlan, RemoveLine, undo_of
from recovery_assistant.hosts.ground import this_ground
from recovery_assistant.hosts.windows.host import WindowsHost
from tests.windows.removal.runs import own_sid, plan_of, run

pytestmark = pytest.mark.wine

HOSTS: Final = Path(r"C:\Windows\System32\drivers\etc\hosts")
REDIRECT: Final = "93.184.216.7\twww.paypal.com # theirs\r\n"
NT: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
INTERNET: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
EXTENSION: Final = "aaaabbbbccccddddeeeeffffgggghhhh"
Value = tuple[str, str, str | int]
LEFT: Final[dict[str, tuple[Value, ...]]] = {
    "accessibility-replaced": ((rf"HKLM\{NT}\Image File Execution Options\sethc.exe", "Debugger", "cmd.exe"),),
    "loaded-library": (
        (rf"HKLM\{NT}\Windows", "AppInit_DLLs", r"C:\Users\Public\x.dll"),
        (rf"HKLM\{NT}\Windows", "LoadAppInit_DLLs", 1),
    ),
    "remote-desktop-without-asking": ((r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services", "Shadow", 2),),
    "proxy": ((rf"HKU\SID\{INTERNET}", "ProxyServer", "93.184.216.9:8080"), (rf"HKU\SID\{INTERNET}", "ProxyEnable", 1)),
    "proxy-script": ((rf"HKU\SID\{INTERNET}", "AutoConfigURL", "http://93.184.216.9/x.pac"),),
    "system-tool-off": ((r"HKU\SID\Software\Microsoft\Windows\CurrentVersion\Policies\System", "DisableTaskMgr", 1),),
    "sign-in-program-changed": ((rf"HKU\SID\{NT}\Winlogon", "Shell", r"C:\Users\Public\x.exe"),),
    "firewall-off": (
        (
            r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile",
            "EnableFirewall",
            0,
        ),
    ),
    "extension-forced": (
        (r"HKLM\SOFTWARE\Policies\Google\Chrome\ExtensionInstallForcelist", "1", f"{EXTENSION};https://x.example"),
    ),
    "auto-sign-in": (
        (rf"HKLM\{NT}\Winlogon", "AutoAdminLogon", "1"),
        (rf"HKLM\{NT}\Winlogon", "DefaultUserName", "jane"),
    ),
    "remote-assistance-on": ((r"HKLM\SYSTEM\CurrentControlSet\Control\Remote Assistance", "fAllowToGetHelp", 1),),
    "remote-desktop-on": ((r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server", "fDenyTSConnections", 0),),
    "dns-by-hand": (
        (
            r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces\{11111111-2222-3333-4444-555555555555}",
            "NameServer",
            "93.184.216.1,93.184.216.2",
        ),
    ),
    "browser-policy": ((r"HKLM\SOFTWARE\Policies\Microsoft\Edge", "SmartScreenEnabled", 0),),
    "asking-off": ((r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System", "EnableLUA", 0),),
}
"""Kind -> what a caller writes."""


def opened(key: str) -> tuple[int, str]:
    top, _, path = key.replace("SID", own_sid()).partition("\\")
    return (winreg.HKEY_LOCAL_MACHINE if top == "HKLM" else winreg.HKEY_USERS), path


def write(values: tuple[Value, ...]) -> None:
    for key, name, data in values:
        top, path = opened(key)
        with winreg.CreateKeyEx(top, path, 0, winreg.KEY_SET_VALUE | winreg.KEY_WOW64_64KEY) as handle:
            kind = winreg.REG_DWORD if isinstance(data, int) else winreg.REG_SZ
            winreg.SetValueEx(handle, name, 0, kind, data)


def holds(value: Value) -> str | int | None:
    key, name, _data = value
    top, path = opened(key)
    try:
        with winreg.OpenKeyEx(top, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as handle:
            data: str | int = winreg.QueryValueEx(handle, name)[0]
            return data
    except FileNotFoundError:
        return None


def look() -> tuple[dict[str, LeftBehind], tuple[Observation, ...]]:
    rows = [
        one
        for source in ("settings", "browsers")
        for one in WindowsHost().observations(source)
        if not isinstance(one, Gap)
    ]
    gathering = Gathering()
    for row in rows:
        gathering.add(row)
    found: dict[str, LeftBehind] = {}
    for thing in gathering.judged("this", System.WINDOWS, ()):
        found.setdefault(thing.kind, thing)
    return found, tuple(rows)


def planned(kind: str) -> RemovalPlan:
    things, rows = look()
    assert kind in things, sorted(things)
    proposal = plan_fix(
        things[kind],
        rows,
        System.WINDOWS,
        this_ground(),
        plan_id=f"r-{uuid.uuid4().hex[:12]}",
        case_number="RA-TEST-0001",
        made_at=datetime.now(UTC),
    )
    assert proposal.plan is not None, proposal.refusals
    return proposal.plan


def put_right(plan: RemovalPlan, folder: Path) -> None:
    for rights in plan.rights:
        ran = run(plan, folder, rights)
        assert ran.went_through, str(ran)
        assert set(ran.statuses.values()) <= {"done", "restart-needed"}, str(ran)


def put_back(plan: RemovalPlan, folder: Path) -> None:
    kept = [action for action in plan.actions if undo_of(action.verb) == "put-back"]
    back = [(action.rights, PutBack(plan_id=plan.id, action_id=action.id)) for action in reversed(kept)]
    put_right(plan_of([*back], undoes=plan.id), folder)


@pytest.mark.parametrize("kind", LEFT)
def test_what_was_left_is_taken_out_and_comes_back(kind: str, tmp_path: Path, own_windows: None) -> None:
    write(LEFT[kind])
    plan = planned(kind)
    put_right(plan, tmp_path)
    assert kind not in look()[0]
    put_back(plan, tmp_path)
    assert [holds(value) for value in LEFT[kind]] == [data for _key, _name, data in LEFT[kind]]
    put_right(planned(kind), tmp_path)  # so that the next test does not see it


def test_one_line_of_the_hosts_file(tmp_path: Path, own_windows: None) -> None:
    before = b"127.0.0.1\tlocalhost\r\n"
    HOSTS.parent.mkdir(parents=True, exist_ok=True)
    HOSTS.write_bytes(before + REDIRECT.encode())
    plan = planned("hosts-redirect")
    assert [type(action.verb) for action in plan.actions] == [RemoveLine]
    put_right(plan, tmp_path)
    assert HOSTS.read_bytes() == before
    put_back(plan, tmp_path)
    assert HOSTS.read_bytes() == before + REDIRECT.encode()
