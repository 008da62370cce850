"""The most used tools on Windows as a look at a PC tells of them, and what each plan must ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from recovery_assistant.domain.observation import Observation, System
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.removal_machines import (
    programs_of,
)

WIN = System.WINDOWS
PF, PF86 = r"C:\Program Files", r"C:\Program Files (x86)"
CODE = "{12345678-ABCD-4321-ABCD-0123456789AB}"
OTHER_CODE = "{87654321-ABCD-4321-ABCD-0123456789AB}"
HOME = r"C:\Users\jane"


def pc(rows: Sequence[Observation], files: Sequence[str] = (), folders: Sequence[str] = (), **more: Any) -> FakeGround:  # noqa: ANN401 (what a fake ground takes)
    """Return the ground on which every program of the rows stands, with all folders above it."""
    every = [*programs_of(rows, WIN), *files]
    above = {"\\".join(path.split("\\")[:end]) for path in every for end in range(2, path.count("\\") + 1)}
    return FakeGround(files=every, folders={*above, *folders}, **more)


class Msi(NamedTuple):
    """A tool that Windows Installer put there."""

    tool: str
    folder: str
    exe: str
    service: str
    name: str


class Exe(NamedTuple):
    """A tool with an uninstaller of its own; `words` is its command in the registry, below its folder."""

    tool: str
    folder: str
    exe: str
    service: str
    name: str
    words: str
    signer: str
    beside: tuple[str, ...] = ()


MSIS = [
    Msi("teamviewer", rf"{PF}\TeamViewer", "TeamViewer_Service.exe", "TeamViewer", "TeamViewer"),
    Msi("rustdesk", rf"{PF}\RustDesk", "rustdesk.exe", "RustDesk", "RustDesk"),
    Msi("splashtop", rf"{PF86}\Splashtop\S\Server", "SRService.exe", "SplashtopRemoteService", "Splashtop Streamer"),
    Msi("atera", rf"{PF}\ATERA Networks\AteraAgent", "AteraAgent.exe", "AteraAgent", "AteraAgent"),
    Msi("logmein", rf"{PF86}\LogMeIn\x64", "LogMeIn.exe", "LogMeIn", "LogMeIn"),
    Msi("goto-resolve", rf"{PF86}\GoTo Resolve\123", "GoToResolve.exe", "GoToResolve_1", "GoTo Resolve Unattended"),
    Msi(
        "chrome-remote-desktop",
        rf"{PF86}\Google\Chrome Remote Desktop\120.0",
        "remoting_host.exe",
        "chromoting",
        "Chrome Remote Desktop Host",
    ),
    Msi(
        "remote-utilities",
        rf"{PF86}\Remote Utilities - Host",
        "rutserv.exe",
        "RManService",
        "Remote Utilities - Host",
    ),
    Msi("netsupport-manager", rf"{PF86}\NetSupport\N", "client32.exe", "Client32", "NetSupport Manager"),
    Msi("tightvnc", rf"{PF}\TightVNC", "tvnserver.exe", "tvnserver", "TightVNC"),
    Msi("realvnc", rf"{PF}\RealVNC\VNC Server", "vncserver.exe", "vncserver", "VNC Server"),
    Msi("radmin", rf"{PF86}\Radmin Server 3", "rserver3.exe", "RServer3", "Radmin Server 3.5"),
    Msi("isl-online", rf"{PF86}\ISL Online\ISL AlwaysOn", "ISLAlwaysOn.exe", "ISLAlwaysOn", "ISL AlwaysOn"),
    Msi("level", rf"{PF}\Level", "level.exe", "Level", "Level"),
    Msi("tactical-rmm", rf"{PF}\TacticalAgent", "tacticalrmm.exe", "tacticalrmm", "Tactical RMM Agent"),
    Msi("syncro", rf"{PF}\RepairTech\Syncro", "Syncro.Service.Runner.exe", "Syncro", "Syncro"),
]
INNO = ("unins000.exe", "unins000.dat")
EXES = [
    Exe(
        "anydesk",
        rf"{PF86}\AnyDesk",
        "AnyDesk.exe",
        "AnyDesk",
        "AnyDesk",
        "AnyDesk.exe|--uninstall",
        "AnyDesk Software GmbH",
    ),
    Exe(
        "teamviewer",
        rf"{PF}\TeamViewer",
        "TeamViewer_Service.exe",
        "TeamViewer",
        "TeamViewer",
        "uninstall.exe|",
        "TeamViewer Germany GmbH",
        ("uninstall.exe",),
    ),
    Exe(
        "ultraviewer",
        rf"{PF86}\UltraViewer",
        "UltraViewer_Service.exe",
        "UltraViewService",
        "UltraViewer",
        "unins000.exe|",
        "DucFabulous Co., Ltd",
        INNO,
    ),
    Exe(
        "rustdesk",
        rf"{PF}\RustDesk",
        "rustdesk.exe",
        "RustDesk",
        "RustDesk",
        "RustDesk.exe|--uninstall",
        "Purslane Ltd.",
        ("RustDesk.exe",),
    ),
    Exe(
        "hoptodesk",
        rf"{PF}\HopToDesk",
        "HopToDesk.exe",
        "HopToDesk",
        "HopToDesk",
        "HopToDesk.exe|--uninstall",
        "Begonia Holdings LLC",
    ),
    Exe(
        "supremo",
        rf"{PF86}\Supremo",
        "SupremoService.exe",
        "SupremoService",
        "Supremo",
        "Supremo.exe|-uninstall",
        "Nanosystems S.r.l.",
        ("Supremo.exe",),
    ),
    Exe(
        "dwagent",
        rf"{PF}\DWAgent",
        r"native\dwagsvc.exe",
        "DWAgent",
        "DWAgent",
        r"native\dwaglnc.exe|uninstall",
        "DWSNET OÜ",
        (r"native\dwaglnc.exe",),
    ),
    Exe(
        "meshagent",
        rf"{PF}\Mesh Agent",
        "MeshAgent.exe",
        "Mesh Agent",
        "Mesh Agent background service",
        "MeshAgent.exe|-fulluninstall",
        "MeshCentral-1234",
    ),
    Exe(
        "ultravnc",
        rf"{PF}\uvnc bvba\UltraVNC",
        "winvnc.exe",
        "uvnc_service",
        "UltraVnc",
        "unins000.exe|",
        "uvnc bvba",
        INNO,
    ),
    Exe(
        "remotepc",
        rf"{PF86}\RemotePC",
        "RPCService.exe",
        "RPCService",
        "RemotePC",
        "unins000.exe|",
        "IDrive Inc.",
        INNO,
    ),
    Exe(
        "todesk",
        rf"{PF}\ToDesk",
        "ToDesk.exe",
        "ToDesk_Service",
        "ToDesk",
        "uninst.exe|",
        "Hainan YouQu Technology Co., Ltd",
        ("uninst.exe",),
    ),
    Exe(
        "anyviewer",
        rf"{PF86}\AnyViewer",
        "RCService.exe",
        "RCService",
        "AnyViewer",
        "unins000.exe|",
        "AOMEI International Network Limited",
        INNO,
    ),
]
