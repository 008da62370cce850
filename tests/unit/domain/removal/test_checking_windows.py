"""What a plan may ask of Windows: what our own planner plans passes, and nothing that would harm the PC."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.checking_windows import objection
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
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
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
    UninstallMsi,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RUN = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
ME = "S-1-5-21-1-2-3-1001"
SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
SAFE = r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network"
CODE = "{01234567-89AB-CDEF-0123-456789ABCDEF}"
EXE = r"C:\Program Files\Tool\tool.exe"
DETOURS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options"
HOSTS = r"C:\Windows\System32\drivers\etc\hosts"
THUMBPRINT = "ab" * 20


def stop(name: str = "Tool", program: str = EXE) -> StopService:
    return StopService(manager="windows", name=name, program=program)


def uninstaller(program: str = EXE, *, works_in: str = "", gone: Gone | None = None) -> RunUninstaller:
    return RunUninstaller(family="own", program=program, sha256="0" * 64, works_in=works_in, gone=gone or Gone())


def value(key: str, name: str = "x", part: str = "") -> RemoveValue:
    return RemoveValue(key=key, name=name, data="y", part=part)


def fault(verb: AnyVerb, rights: Rights = "administrator", *others: AnyVerb, item: str = "f-1") -> str | None:
    actions = [Action(id=f"a{n}", rights=rights, verb=one) for n, one in enumerate((verb, *others), 1)]
    plan = RemovalPlan(
        id="r-000000000000",
        case_number="1",
        item=item,
        name="Tool",
        system=System.WINDOWS,
        made_at=NOW,
        actions=tuple(actions),
    )
    return objection(plan, plan.actions[0])


@pytest.mark.parametrize(
    ("verb", "rights"),
    [
        (stop(), "administrator"),
        (UninstallMsi(product=CODE, gone=Gone(keys=(rf"HKLM\SOFTWARE\X\{CODE}",), services=("a b",))), "administrator"),
        (uninstaller(works_in=r"C:\Program Files\Tool", gone=Gone(folders=(r"C:\Program Files\Tool",))), "person"),
        (value(rf"HKLM\{RUN}"), "administrator"),
        (value(r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\RunOnce"), "administrator"),
        (value(rf"HKU\{ME}\{RUN}"), "person"),
        (value(rf"HKU\S-1-12-1-1-2-3-4\{RUN}"), "person"),
        (value(rf"HKU\.DEFAULT\{RUN}"), "administrator"),
        (value(r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa", part="ScreenConnect"), "administrator"),
        (value(rf"HKU\{ME}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon", "Shell"), "person"),
        (value(r"HKLM\SOFTWARE\Policies\Google\Chrome\ExtensionInstallForcelist", "1"), "administrator"),
        (RemoveKey(key=r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Tool"), "administrator"),
        (RemoveTask(path=r"\Tool\Update", command="x"), "administrator"),
        (RemoveTask(path=r"\Tool", command="x"), "person"),
        (RemoveStoreApp(family_name="MicrosoftCorporationII.QuickAssist_8wekyb3d8bbwe"), "person"),
        (RemoveLine(file=HOSTS, line="1.2.3.4\tbank"), "administrator"),
        (SetSwitch(switch="remote-desktop"), "administrator"),
        (SetSwitch(switch="firewall", about="public"), "administrator"),
        (SetSwitch(switch="proxy", about=ME), "person"),
        (SetSwitch(switch="proxy"), "administrator"),
        (SetSwitch(switch="quick-assist"), "person"),
        (DisableAccount(name="support"), "administrator"),
        (RemoveCertificate(thumbprint=THUMBPRINT, store="machine"), "administrator"),
        (RemoveCertificate(thumbprint=THUMBPRINT, store="person"), "person"),
        (RemoveExclusion(kind="path", value=r"C:\x"), "administrator"),
        (EndProcess(pid=7, started_at=NOW, exe=EXE), "person"),
        (Quarantine(path=EXE, kind="file"), "administrator"),
    ],
)
def test_what_our_planner_plans_is_allowed(verb: AnyVerb, rights: Rights) -> None:
    assert fault(verb, rights) is None


@pytest.mark.parametrize(
    ("verb", "rights"),
    [
        (stop("WinDefend"), "administrator"),
        (stop("eventlog"), "administrator"),
        (stop("a\\b"), "administrator"),
        (stop(program=""), "administrator"),
        (stop(), "person"),
        (StopService(manager="systemd", name="x.service", program=EXE), "administrator"),
        (UninstallMsi(product=f"{CODE} /i http://x", gone=Gone()), "administrator"),
        (UninstallMsi(product=CODE, gone=Gone(keys=("HKCR\\x",))), "administrator"),
        (UninstallMsi(product=CODE, gone=Gone(packages=("x",))), "administrator"),
        (uninstaller(r"C:\Windows\System32\cmd.exe"), "administrator"),
        (uninstaller(r"C:\Program Files\Tool\tool.bat"), "administrator"),
        (uninstaller(works_in=r"C:\Other"), "administrator"),
        (value(rf"HKU\{ME}\{RUN}"), "administrator"),
        (value(rf"HKLM\{RUN}"), "person"),
        (value(r"HKLM\SAM\SAM"), "administrator"),
        (value(r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa", "Authentication Packages"), "administrator"),
        (value(r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa", "Authentication Packages", "msv1_0"), "administrator"),
        (value(r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa", "Notification Packages", "scecli"), "administrator"),
        (value(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System", "EnableLUA"), "administrator"),
        (value(rf"HKLM\{RUN}", "SecurityHealth"), "administrator"),
        (RemoveKey(key=r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\."), "administrator"),
        (RemoveKey(key=r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\.."), "administrator"),
        (RemoveKey(key=rf"{DETOURS}\svchost.exe"), "administrator"),
        (RemoveStoreApp(family_name="NVAccess.NVDA_abcdefghijklm"), "person"),
        (uninstaller(r"C:\Program Files\Malwarebytes\x.exe"), "administrator"),
        (EndProcess(pid=7, started_at=NOW, exe=r"C:\Program Files (x86)\NVDA\nvda.exe"), "person"),
        (value(r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon", "userinit"), "administrator"),
        (value(r"HKLM\SOFTWARE\Classes\exefile\shell\open\command", ""), "administrator"),
        (RemoveKey(key=rf"{SERVICES}\Tool"), "administrator"),
        (RemoveKey(key=rf"{SAFE}\Tool"), "administrator"),
        (RemoveKey(key=rf"{SAFE}\{{4D36E967-E325-11CE-BFC1-08002BE10318}}"), "administrator"),
        (RemoveKey(key=r"HKLM\SOFTWARE\Microsoft"), "administrator"),
        (RemoveKey(key=r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"), "administrator"),
        (RemoveTask(path=r"\Microsoft\Windows\Defrag\ScheduledDefrag", command="x"), "administrator"),
        (RemoveTask(path=r"\..\..\config\SAM", command="x"), "administrator"),
        (RemoveTask(path="Tool", command="x"), "administrator"),
        (RemoveTask(path=r"\Tool", command=""), "administrator"),
        (RemoveStoreApp(family_name="Microsoft.WindowsStore_8wekyb3d8bbwe"), "person"),
        (RemoveStoreApp(family_name="x'; calc; '_8wekyb3d8bbwe"), "person"),
        (RemoveLine(file=r"C:\Windows\win.ini", line="x"), "administrator"),
        (RemoveLine(file=HOSTS, line=" "), "administrator"),
        (SetSwitch(switch="remote-login"), "administrator"),
        (SetSwitch(switch="firewall", about="all of it"), "administrator"),
        (SetSwitch(switch="proxy", about="anna"), "person"),
        (SetSwitch(switch="remote-desktop"), "person"),
        (DisableAccount(name="a/b"), "administrator"),
        (DisableAccount(name="support"), "person"),
        (RemoveCertificate(thumbprint="x", store="machine"), "administrator"),
        (RemoveCertificate(thumbprint=THUMBPRINT, store="machine"), "person"),
        (RemoveExclusion(kind="path", value=" "), "administrator"),
        (RemovePackage(packager="apt", name="x"), "administrator"),
        (RemoveApp(path="/Applications/X.app"), "administrator"),
        (EndProcess(pid=7, started_at=NOW, exe=r"C:\Windows\System32\lsass.exe"), "administrator"),
        (Quarantine(path=r"C:\Windows\System32\ntdll.dll", kind="file"), "administrator"),
        (Quarantine(path=r"C:\Windows", kind="folder"), "administrator"),
    ],
)
def test_what_would_harm_the_pc_is_refused(verb: AnyVerb, rights: Rights) -> None:
    assert fault(verb, rights)


def test_the_key_of_a_service_goes_only_with_the_service() -> None:
    assert fault(RemoveKey(key=rf"{SERVICES}\Tool"), "administrator", stop()) is None
    assert fault(RemoveKey(key=rf"{SERVICES}\Tool"), "administrator", stop("Another"))
    assert fault(RemoveKey(key=rf"{SERVICES}\Tool\Parameters"), "administrator", stop())
    assert fault(RemoveKey(key=rf"{SAFE}\tool"), "administrator", stop()) is None
    assert fault(RemoveKey(key=rf"{SAFE}\Tool"), item="l-1") is None
    assert fault(RemoveKey(key=rf"{SAFE}\EventLog"), item="l-1")


def test_a_program_in_windows_own_folder_goes_only_with_its_service() -> None:
    inside = r"C:\Windows\PSEXESVC.exe"
    assert fault(Quarantine(path=inside, kind="file"))
    assert fault(Quarantine(path=inside, kind="file"), "administrator", stop(program=inside)) is None
    assert fault(Quarantine(path=r"C:\Windows\Temp\tool.exe", kind="file")) is None


@pytest.mark.parametrize("name", ["svchost", "lsass", "winlogon", "ntoskrnl", "tool"])
def test_a_made_up_service_gives_no_hold_on_a_program_of_windows(name: str) -> None:
    program = rf"C:\Windows\System32\{name}.exe"
    assert fault(stop(program=program))
    assert fault(Quarantine(path=program, kind="file"), "administrator", stop(program=program))
    assert fault(EndProcess(pid=7, started_at=NOW, exe=program), "administrator", stop(program=program))
    assert fault(RemoveKey(key=rf"{SERVICES}\Tool"), "administrator", stop(program=program))


@pytest.mark.parametrize("name", ["Base", "File system", "sermouse.sys", "vga.sys", "CryptSvc", "Boot Bus Extender"])
def test_what_every_pc_starts_in_safe_mode_stays(name: str) -> None:
    assert fault(RemoveKey(key=rf"{SAFE}\{name}"), item="l-1")
    assert fault(RemoveKey(key=rf"{SAFE}\{name}"), "administrator", stop(name))
