"""Ways in that a system brings along are switched off, and never uninstalled."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    ListeningSocket,
    Observation,
    Service,
    Setting,
    System,
)
from recovery_assistant.domain.removal.plan import RemoveApp, RemoveStoreApp, RunUninstaller, SetSwitch, StopService
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.removal_machines import planned, runs, told

WIN, LINUX, MAC = System.WINDOWS, System.LINUX, System.MACOS
TERMINAL = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"


def on(name: str, value: str = "1", source: str = "x") -> Setting:
    return Setting(source=source, name=name, value=value)


def unit(name: str, file: str = "") -> Service:
    return Service(
        source=file or f"/lib/systemd/system/{name}", name=name, binary_path="/usr/sbin/sshd -D", enabled=True
    )


PLANS: list[tuple[System, str, list[Observation], list[str]]] = [
    (WIN, "windows-remote-desktop", [on("remote-desktop-enabled")], ["!set-switch remote-desktop"]),
    (
        WIN,
        "windows-remote-assistance",
        [runs(r"C:\Windows\System32\msra.exe", 5, "msra.exe /novice"), on("remote-assistance-enabled")],
        ["!set-switch remote-assistance"],
    ),
    (WIN, "quick-assist", [runs(r"C:\Program Files\WindowsApps\Q\QuickAssist.exe")], ["set-switch quick-assist"]),
    (
        WIN,
        "openssh-server",
        [
            Service(source="x", name="sshd", binary_path=r"C:\Windows\System32\OpenSSH\sshd.exe", enabled=True),
            runs(r"C:\Windows\System32\OpenSSH\sshd.exe"),
        ],
        ["!stop-service sshd"],
    ),
    (MAC, "macos-screen-sharing", [on("screen-sharing-enabled")], ["!set-switch screen-sharing"]),
    (MAC, "macos-screen-sharing", [on("remote-management-enabled")], ["!set-switch remote-management"]),
    (
        LINUX,
        "openssh-server",
        [unit("ssh.service"), unit("ssh.socket"), runs("/usr/sbin/sshd")],
        ["!stop-service ssh.service", "!stop-service ssh.socket", "!end-process sshd"],
    ),
    (
        LINUX,
        "openssh-server",
        [
            Service(source="/etc/init.d/ssh", name="ssh", binary_path="/etc/init.d/ssh", enabled=True),
            Service(source="/lib/systemd/system/ssh.service", name="ssh.service", binary_path="/usr/sbin/sshd -D"),
        ],
        ["!stop-service ssh.service"],
    ),
    (
        LINUX,
        "gnome-remote-desktop",
        [on("desktop-sharing-enabled", "gnome-remote-desktop"), runs("/usr/libexec/gnome-remote-desktop-daemon")],
        ["set-switch desktop-sharing"],
    ),
    (
        LINUX,
        "vino",
        [on("desktop-sharing-enabled", "vino-server"), runs("/usr/lib/vino/vino-server")],
        ["set-switch desktop-sharing"],
    ),
    (
        LINUX,
        "krfb",
        [InstalledProgram(source="/var/lib/dpkg/status", package="krfb"), runs("/usr/bin/krfb")],
        ["!end-process krfb", "!remove-package krfb"],
    ),
]


def test_of_an_init_script_and_a_unit_of_one_name_the_unit_is_stopped() -> None:
    script = Service(source="/etc/init.d/ssh", name="ssh", binary_path="/etc/init.d/ssh", enabled=True)
    whole = Service(source="/lib/systemd/system/ssh.service", name="ssh.service", binary_path="/usr/sbin/sshd -D")
    plan = planned(LINUX, [script, whole], FakeGround(), "openssh-server").plan
    assert plan is not None
    (stop,) = [action.verb for action in plan.actions]
    assert isinstance(stop, StopService)
    assert stop.program == "/usr/sbin/sshd"


@pytest.mark.parametrize(
    ("system", "tool", "rows", "plan"), PLANS, ids=[f"{row[1]}-{number}" for number, row in enumerate(PLANS)]
)
def test_each_way_in(system: System, tool: str, rows: list[Observation], plan: list[str]) -> None:
    proposal = planned(system, rows, FakeGround(system), tool)
    assert told(proposal) == plan
    assert proposal.plan is not None
    forbidden = (RemoveApp, RemoveStoreApp, RunUninstaller)
    assert not any(isinstance(action.verb, forbidden) for action in proposal.plan.actions)


def test_the_desktops_switch_says_which_unit() -> None:
    rows: list[Observation] = [on("desktop-sharing-enabled", "gnome-remote-desktop")]
    proposal = planned(LINUX, rows, FakeGround(LINUX), "gnome-remote-desktop")
    assert proposal.plan is not None
    assert proposal.plan.actions[0].verb == SetSwitch(switch="desktop-sharing", about="gnome-remote-desktop")


def test_what_an_organisation_switched_on_stays() -> None:
    source = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services\fDenyTSConnections"
    rows: list[Observation] = [on("remote-desktop-enabled", source=source)]
    proposal = planned(WIN, rows, FakeGround(), "windows-remote-desktop")
    assert proposal.plan is None
    assert [one.code for one in proposal.refusals] == ["set-by-policy"]


def test_a_start_up_entry_of_a_desktop_program_is_kept_away() -> None:
    file = "/home/jane/.config/autostart/krfb.desktop"
    rows: list[Observation] = [
        runs("/usr/bin/krfb"),
        Autorun(source=file, location="x", name="krfb", command="/usr/bin/krfb"),
        ListeningSocket(source="x", address="0.0.0.0", port=5900, process_name="krfb"),
    ]
    proposal = planned(LINUX, rows, FakeGround(LINUX, files=[file]), "krfb")
    assert "quarantine krfb.desktop" in told(proposal)
