"""Linux PCs and their plans: packages by their manager, units, start-up entries, and what came in no package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec import structs

from recovery_assistant.domain.observation import Autorun, InstalledProgram, Observation, ProgramFile, Service, System
from recovery_assistant.domain.removal.plan import RemovePackage, RunUninstaller, StopService
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.removal_machines import planned, programs_of, runs, told

LINUX = System.LINUX
DPKG = "/var/lib/dpkg/status"


def ground(rows: Sequence[Observation], files: Sequence[str] = (), **more: Any) -> FakeGround:  # noqa: ANN401
    """Return the ground on which every program and unit of the rows stands, with all folders above it."""
    every = [*programs_of(rows, LINUX), *(row.source for row in rows if row.source.startswith("/")), *files]
    above = {"/".join(path.split("/")[:end]) for path in every for end in range(2, path.count("/") + 1)}
    return FakeGround(LINUX, files=every, folders=above, **more)


def package(name: str, source: str = DPKG, place: str = "") -> InstalledProgram:
    return InstalledProgram(source=source, display_name=name, package=name, install_location=place)


def unit(file: str, command: str) -> Service:
    name = file.rpartition("/")[2]
    return Service(source=file, name=name, binary_path=command, enabled=True, running=True)


def autostart(file: str, command: str) -> Autorun:
    return Autorun(source=file, location=file.rpartition("/")[0], name="x", command=command)


@pytest.mark.parametrize(
    ("tool", "name", "source", "packager"),
    [
        ("anydesk", "anydesk", DPKG, "apt"),
        ("teamviewer", "teamviewer", DPKG, "apt"),
        ("rustdesk", "rustdesk", DPKG, "apt"),
        ("x11vnc", "x11vnc", DPKG, "apt"),
        ("xrdp", "xrdp", DPKG, "apt"),
        ("tigervnc", "tigervnc-standalone-server", DPKG, "apt"),
        ("nomachine", "nomachine", DPKG, "apt"),
        ("anydesk", "anydesk", "rpm", "dnf"),
        ("rustdesk", "com.rustdesk.RustDesk", "flatpak:com.rustdesk.RustDesk", "flatpak"),
    ],
)
def test_packages_are_removed_by_their_own_manager(tool: str, name: str, source: str, packager: str) -> None:
    rows: list[Observation] = [package(name, source), runs(f"/usr/bin/{tool}")]
    where = ground(
        rows,
        packages={f"/usr/bin/{tool}": ("apt", name)} if packager == "apt" else {},
        packagers=("apt", "dnf", "flatpak"),
    )
    proposal = planned(LINUX, rows, where, tool)
    assert f"!remove-package {name}" in told(proposal)
    assert proposal.plan is not None
    verb = next(one.verb for one in proposal.plan.actions if isinstance(one.verb, RemovePackage))
    assert (verb.packager, verb.gone.packages) == (packager, (name,))


def test_an_app_of_one_person_needs_nobodys_password() -> None:
    place = "/home/jane/.local/share/flatpak/app/com.rustdesk.RustDesk"
    rows: list[Observation] = [package("com.rustdesk.RustDesk", "flatpak:com.rustdesk.RustDesk", place)]
    proposal = planned(LINUX, rows, ground(rows), "rustdesk")
    assert told(proposal) == ["remove-package com.rustdesk.RustDesk"]
    other = [structs.replace(rows[0], install_location=place.replace("jane", "bob"))]
    assert {one.code for one in planned(LINUX, other, ground(other), "rustdesk").refusals} == {"other-person"}


def test_a_package_that_nothing_here_can_remove_is_left_to_the_person() -> None:
    rows: list[Observation] = [package("anydesk"), runs("/usr/bin/anydesk")]
    proposal = planned(LINUX, rows, ground(rows, packagers=()), "anydesk")
    assert "no-way-known" in {one.code for one in proposal.refusals}


def test_a_unit_and_an_old_script_of_one_name_are_stopped_once() -> None:
    rows: list[Observation] = [
        package("xrdp"),
        Service(source="/etc/init.d/xrdp", name="xrdp", binary_path="/etc/init.d/xrdp", enabled=True),
        unit("/lib/systemd/system/xrdp.service", "/usr/sbin/xrdp"),
        runs("/usr/sbin/xrdp"),
    ]
    owned = {row.source: ("apt", "xrdp") for row in rows} | {"/usr/sbin/xrdp": ("apt", "xrdp")}
    proposal = planned(LINUX, rows, ground(rows, packages=owned), "xrdp")
    assert told(proposal) == ["!stop-service xrdp.service", "!end-process xrdp", "!remove-package xrdp"]
    assert proposal.plan is not None
    stop = proposal.plan.actions[0].verb
    assert isinstance(stop, StopService)
    assert stop.program == "/usr/sbin/xrdp"


def test_a_viewer_beside_a_server_stays() -> None:
    rows: list[Observation] = [
        package("tigervnc-standalone-server"),
        package("tigervnc-viewer"),
        runs("/usr/bin/Xtigervnc"),
    ]
    where = ground(rows, packages={"/usr/bin/Xtigervnc": ("apt", "tigervnc-standalone-server")})
    lines = told(planned(LINUX, rows, where, "tigervnc"))
    assert "!remove-package tigervnc-standalone-server" in lines
    assert "!remove-package tigervnc-viewer" not in lines


def test_meshagent_out_of_no_package_is_told_to_uninstall_itself() -> None:
    program = "/usr/local/mesh_services/meshagent/meshagent"
    rows: list[Observation] = [unit("/usr/lib/systemd/system/meshagent.service", program), runs(program)]
    proposal = planned(LINUX, rows, ground(rows, open_places=[]), "meshagent")
    assert told(proposal) == [
        "!stop-service meshagent.service",
        "!end-process meshagent",
        "!run-uninstaller meshagent",
        "!quarantine meshagent (leftover)",
        "!quarantine meshagent.service (leftover)",
    ]
    assert proposal.plan is not None
    run = next(one.verb for one in proposal.plan.actions if isinstance(one.verb, RunUninstaller))
    assert run.arguments == ("-fulluninstall",)

    anybodys = planned(LINUX, rows, ground(rows, open_places=["/usr/local"]), "meshagent")
    assert "uninstaller-not-protected" in {one.code for one in anybodys.refusals}
    assert told(anybodys)[2:] == ["!quarantine meshagent", "!quarantine meshagent.service"]


def test_a_portable_copy_with_its_start_up_entry() -> None:
    file, entry = "/home/jane/Downloads/rustdesk-1.2.3-x86_64.AppImage", "/home/jane/.config/autostart/rustdesk.desktop"
    rows: list[Observation] = [
        ProgramFile(source=file, path=file, form="appimage", inside=("RustDesk",)),
        runs(file),
        autostart(entry, f"{file} --tray"),
    ]
    proposal = planned(LINUX, rows, ground(rows), "rustdesk")
    assert told(proposal) == [
        "end-process rustdesk-1.2.3-x86_64.AppImage",
        "quarantine rustdesk.desktop",
        "quarantine rustdesk-1.2.3-x86_64.AppImage",
    ]
    assert proposal.plan is not None
    assert proposal.plan.rights == ("person",)


def test_units_of_one_person_are_stopped_as_that_person_and_a_template_is_not() -> None:
    program = "/home/jane/.local/share/rustdesk/rustdesk"
    file = "/home/jane/.config/systemd/user/rustdesk.service"
    rows: list[Observation] = [
        unit(file, program),
        unit(file.replace("rustdesk.s", "rustdesk@.s"), program),
        runs(program),
    ]
    proposal = planned(LINUX, rows, ground(rows), "rustdesk")
    assert told(proposal)[0] == "stop-service rustdesk.service"
    assert "quarantine rustdesk.service" in told(proposal)
    assert not any("@" in line for line in told(proposal) if "stop" in line)


def test_a_timetable_goes_only_when_nothing_else_stands_in_it() -> None:
    file = "/etc/cron.d/anydesk"
    job = Autorun(source=file, location=file, name="@reboot", command="/opt/anydesk/anydesk --service")
    rows: list[Observation] = [runs("/opt/anydesk/anydesk"), job, package("anydesk")]
    line = "@reboot root /opt/anydesk/anydesk --service"
    alone = ground(rows, lines={file: ("# x", "SHELL=/bin/sh", line)})
    assert "!quarantine anydesk" in told(planned(LINUX, rows, alone, "anydesk"))
    with_others = planned(LINUX, rows, ground(rows, lines={file: (line, "@daily root /usr/bin/backup")}), "anydesk")
    assert "no-way-known" in {one.code for one in with_others.refusals}


def test_the_makers_list_of_packages_is_kept_with_the_last_copy() -> None:
    rows: list[Observation] = [package("anydesk"), runs("/usr/bin/anydesk")]
    lists = "/etc/apt/sources.list.d/anydesk-stable.list"
    where = ground(rows, [lists], packages={"/usr/bin/anydesk": ("apt", "anydesk")})
    assert told(planned(LINUX, rows, where, "anydesk")) == [
        "!end-process anydesk",
        "!remove-package anydesk",
        "!quarantine anydesk-stable.list (leftover)",
    ]


def test_a_shell_that_runs_a_tool_is_no_part_of_the_tool() -> None:
    rows: list[Observation] = [
        package("x11vnc"),
        unit("/etc/systemd/system/x11vnc.service", "/bin/bash /usr/local/bin/start-x11vnc.sh"),
        runs("/usr/bin/bash", 99, "bash -c x11vnc"),
        runs("/usr/bin/x11vnc", 100),
    ]
    owned = {"/usr/bin/x11vnc": ("apt", "x11vnc"), "/usr/bin/bash": ("apt", "bash"), "/bin/bash": ("apt", "bash")}
    lines = told(planned(LINUX, rows, ground(rows, packages=owned), "x11vnc"))
    assert "!remove-package x11vnc" in lines
    assert not any("bash" in line for line in lines)


def test_what_runs_a_tool_of_another_system_stays() -> None:
    """A program of Windows under Wine is called by its own name, and its file is Wine's."""
    wine = "/usr/lib/wine/wine64"
    rows: list[Observation] = [
        structs.replace(runs(wine, 5), name="AnyDesk.exe", cmdline="C:\\AnyDesk.exe"),
        structs.replace(runs("/opt/java/bin/java", 6), name="AnyDesk.exe"),
        ProgramFile(source="/home/jane/Downloads/AnyDesk.exe", path="/home/jane/Downloads/AnyDesk.exe"),
    ]
    proposal = planned(LINUX, rows, ground(rows, packages={wine: ("apt", "wine64")}), "anydesk")
    assert not [line for line in told(proposal) if "package" in line or ("java" in line and "quarantine" in line)]


@pytest.mark.parametrize(
    ("program", "name"),
    [("/usr/bin/curl", "curl"), ("/usr/sbin/sshd", "openssh-server")],
)
def test_a_unit_that_only_is_called_like_the_tool_takes_no_package_with_it(program: str, name: str) -> None:
    """Only the unit is stopped and kept: what it starts came in a package of the system's own."""
    rows: list[Observation] = [unit("/etc/systemd/system/anydesk.service", f"{program} -D"), runs(program, 99)]
    proposal = planned(LINUX, rows, ground(rows, packages={program: ("apt", name)}), "anydesk")
    assert told(proposal) == ["!stop-service anydesk.service", "!quarantine anydesk.service"]


def test_a_process_that_calls_itself_like_the_tool_is_not_ended_as_the_tool() -> None:
    rows: list[Observation] = [structs.replace(runs("/usr/bin/firefox", 99), name="anydesk")]
    proposal = planned(LINUX, rows, ground(rows, packages={"/usr/bin/firefox": ("apt", "firefox")}), "anydesk")
    assert proposal.plan is None
