"""What a plan of ours looks like is let through, on every system; each rule refuses what it is for.

The thousand hostile plans stand in tests/faults/test_removal_plans.py.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.checking import PlanRefusedError, check
from recovery_assistant.domain.removal.plan import (
    AnyVerb,
    DisableAccount,
    EndProcess,
    Gone,
    PutBack,
    Quarantine,
    RemoveApp,
    RemoveCertificate,
    RemoveLine,
    RemovePackage,
    RemoveTask,
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
    UninstallMsi,
)
from tests.unit.runner.made_up_plans import NOW, plan_of

TEAM = "C:\\Program Files\\TeamViewer"
SHA = "0" * 64


class Case(NamedTuple):
    """One action and what it stands in."""

    verb: AnyVerb
    system: System = System.LINUX
    rights: Rights = "administrator"
    roots: tuple[str, ...] = ()
    undoes: str = ""


def names_of(cases: list[Case]) -> list[str]:
    return [f"{number}-{one.system.value}-{type(one.verb).__name__}" for number, one in enumerate(cases, 1)]


GOOD = [
    Case(StopService(manager="systemd", name="x11vnc.service", program="/usr/bin/x11vnc", file="/run/odd/x.service")),
    Case(StopService(manager="systemd-user", name="rustdesk@1.service"), rights="person"),
    Case(RemovePackage(packager="apt", name="libreoffice-x11vnc.1+b2:amd64")),
    Case(RemovePackage(packager="flatpak-user", name="com.anydesk.Anydesk"), rights="person"),
    Case(Quarantine(path="/opt/teamviewer", kind="folder"), roots=("/opt/teamviewer",)),
    Case(
        Quarantine(path="/home/anna/.config/anydesk", kind="folder"),
        rights="person",
        roots=("/home/anna/.config/anydesk",),
    ),
    Case(Quarantine(path="/etc/anydesk", kind="folder"), roots=("/etc/anydesk",)),
    Case(EndProcess(pid=77, started_at=NOW, exe="/usr/bin/python3.11"), roots=("/usr/bin/python3.11",)),
    Case(RemoveLine(file="/etc/hosts", line="6.6.6.6\tbank.example")),
    Case(RemoveLine(file="/home/anna/.ssh/authorized_keys", line="ssh-rsa A"), rights="person"),
    Case(SetSwitch(switch="remote-login", about="ssh.service")),
    Case(DisableAccount(name="helper")),
    Case(RemoveCertificate(thumbprint="A" * 40, store="machine")),
    Case(PutBack(plan_id="r-000000000001", action_id="a12"), undoes="r-000000000001"),
    Case(StopService(manager="launchd", name="com.philandro.anydesk.service"), System.MACOS),
    Case(
        RemoveApp(path="/Applications/AnyDesk.app", bundle_id="com.philandro.anydesk"),
        System.MACOS,
        roots=("/Applications/AnyDesk.app",),
    ),
    Case(SetSwitch(switch="screen-sharing"), System.MACOS),
    Case(RemoveLine(file="/private/etc/hosts", line="6.6.6.6 bank.example"), System.MACOS),
    Case(UninstallMsi(product="{01234567-89AB-CDEF-0123-456789ABCDEF}", gone=Gone()), System.WINDOWS),
    Case(
        RunUninstaller(family="nsis", program=f"{TEAM}\\uninstall.exe", arguments=("/S",), sha256=SHA, gone=Gone()),
        System.WINDOWS,
        roots=(TEAM,),
    ),
    Case(RemoveTask(path="\\AnyDesk\\Start", command="C:\\x.exe"), System.WINDOWS),
    Case(
        Quarantine(path="C:\\Users\\Anna\\AppData\\Roaming\\AnyDesk", kind="folder"),
        System.WINDOWS,
        rights="person",
        roots=("c:\\users\\anna\\appdata\\roaming\\anydesk",),
    ),
]


@pytest.mark.parametrize("case", GOOD, ids=names_of(GOOD))
def test_what_a_planner_plans_is_let_through(case: Case) -> None:
    check(plan_of(case.verb, system=case.system, rights=case.rights, roots=case.roots, undoes=case.undoes), case.system)


BAD = [
    Case(RemovePackage(packager="apt", name="x\t11vnc")),
    Case(RemoveLine(file="/etc/hosts", line="6.6.6.6\x1b[2Jbank.example")),
    Case(StopService(manager="systemd", name="dbus.service")),
    Case(StopService(manager="launchd", name="com.apple.mDNSResponder"), System.MACOS),
    Case(RemoveApp(path="/Applications/Safari.app"), System.MACOS, roots=("/Applications/Safari.app",)),
    Case(RemoveApp(path="/Applications/Any", bundle_id="x"), System.MACOS, roots=("/Applications/Any",)),
    Case(RemovePackage(packager="apt", name="orca")),
    Case(SetSwitch(switch="remote-login"), rights="person"),
    Case(
        Quarantine(path="C:\\Windows\\System32\\kernel32.dll", kind="file"),
        System.WINDOWS,
        roots=("C:\\Windows\\System32\\kernel32.dll",),
    ),
    Case(
        RunUninstaller(
            family="own", program="C:\\Windows\\System32\\cmd.exe", arguments=("/S",), sha256=SHA, gone=Gone()
        ),
        System.WINDOWS,
        roots=("C:\\Windows\\System32\\cmd.exe",),
    ),
    Case(Quarantine(path="C:\\Program Files\\TeamViewerX", kind="folder"), System.WINDOWS, roots=(TEAM,)),
]


@pytest.mark.parametrize("case", BAD, ids=names_of(BAD))
def test_what_no_planner_plans_is_refused(case: Case) -> None:
    with pytest.raises(PlanRefusedError, match="U-05"):
        check(plan_of(case.verb, system=case.system, rights=case.rights, roots=case.roots), case.system)


def test_a_file_of_a_service_in_the_folder_of_windows_may_be_kept() -> None:
    path = "C:\\Windows\\System32\\psexesvc.exe"
    stop = StopService(manager="windows", name="Agent", program=path)
    keep = Quarantine(path=path.lower(), kind="file")
    check(plan_of(stop, keep, system=System.WINDOWS, rights="administrator", roots=(path,)), System.WINDOWS)
    with pytest.raises(PlanRefusedError, match="U-05"):
        check(plan_of(keep, system=System.WINDOWS, rights="administrator", roots=(path,)), System.WINDOWS)


def test_a_plan_for_another_system_is_refused() -> None:
    with pytest.raises(PlanRefusedError, match="U-04"):
        check(plan_of(DisableAccount(name="helper"), rights="administrator"), System.MACOS)
