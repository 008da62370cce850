"""Macs and their plans: jobs, helpers, apps with their receipts, and the one maker's uninstaller."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from recovery_assistant.domain.observation import InstalledProgram, Observation, Service, System
from recovery_assistant.domain.removal.plan import RemoveApp, RunUninstaller, StopService
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.removal_machines import planned, programs_of, runs, told

MAC = System.MACOS


def ground(rows: Sequence[Observation], files: Sequence[str] = (), links: dict[str, str] | None = None) -> FakeGround:
    """Return the ground on which every program and list of the rows stands, with all folders above it."""
    every = [*programs_of(rows, MAC), *(row.source for row in rows if row.source.endswith(".plist")), *files]
    above = {"/".join(path.split("/")[:end]) for path in every for end in range(2, path.count("/") + 1)}
    return FakeGround(MAC, files=every, folders=above, links=links)


def app(path: str, bundle_id: str, publisher: str = "") -> InstalledProgram:
    name = path.rpartition("/")[2].removesuffix(".app")
    return InstalledProgram(
        source=f"{path}/Contents/Info.plist",
        display_name=name,
        bundle_id=bundle_id,
        publisher=publisher,
        install_location=path,
    )


def job(file: str, command: str) -> Service:
    return Service(source=file, name=file.rpartition("/")[2].removesuffix(".plist"), binary_path=command, enabled=True)


@pytest.mark.parametrize(
    ("tool", "name", "bundle_id", "label"),
    [
        ("anydesk", "AnyDesk", "com.philandro.anydesk", "com.philandro.anydesk.service"),
        ("teamviewer", "TeamViewer", "com.teamviewer.TeamViewer", "com.teamviewer.teamviewer_service"),
        ("rustdesk", "RustDesk", "com.carriez.RustDesk", "com.carriez.RustDesk_service"),
        ("splashtop", "Splashtop Streamer", "com.splashtop.Splashtop-Streamer", "com.splashtop.streamer-daemon"),
        ("realvnc", "VNC Server", "com.realvnc.vncserver", "com.realvnc.vncserver"),
        ("nomachine", "NoMachine", "com.nomachine.nomachine", "com.nomachine.server"),
        ("parsec", "Parsec", "tv.parsec.www", "tv.parsec.parsecd"),
        ("screenconnect", "connectwisecontrol-1234", "com.screenconnect.client", "connectwisecontrol-1234"),
        ("logmein", "LogMeIn Client", "com.logmein.LogMeIn", "com.logmein.logmeinserver"),
        ("zoho-assist", "Zoho Assist", "com.zoho.assist", "com.zoho.assist.service"),
    ],
)
def test_the_most_used_tools(tool: str, name: str, bundle_id: str, label: str) -> None:
    place, file = f"/Applications/{name}.app", f"/Library/LaunchDaemons/{label}.plist"
    program = f"{place}/Contents/MacOS/{name}"
    rows: list[Observation] = [app(place, bundle_id), job(file, f'"{program}" --service'), runs(program)]
    proposal = planned(MAC, rows, ground(rows), tool)
    lines = told(proposal)
    assert f"!stop-service {label}" in lines
    assert f"!end-process {name}" in lines
    assert f"!remove-app {name}.app" in lines
    assert any(line.startswith(f"!quarantine {label}.plist") for line in lines)
    assert lines.index(f"!stop-service {label}") < lines.index(f"!remove-app {name}.app")


def test_agents_helpers_and_receipts() -> None:
    place = "/Applications/AnyDesk.app"
    helper = "/Library/PrivilegedHelperTools/com.philandro.anydesk.Helper"
    rows: list[Observation] = [
        app(place, "com.philandro.anydesk"),
        job("/Library/LaunchAgents/com.philandro.anydesk.Frontend.plist", f"{place}/Contents/MacOS/AnyDesk"),
        job("/Library/LaunchDaemons/com.philandro.anydesk.Helper.plist", helper),
        job("/Users/jane/Library/LaunchAgents/com.philandro.anydesk.own.plist", f"{place}/Contents/MacOS/AnyDesk"),
        job("/Users/bob/Library/LaunchAgents/com.philandro.anydesk.his.plist", f"{place}/Contents/MacOS/AnyDesk"),
    ]
    proposal = planned(MAC, rows, ground(rows, ["/Users/jane/.anydesk"]), "anydesk")
    assert proposal.plan is not None
    stops = {one.verb.name: one.verb.manager for one in proposal.plan.actions if isinstance(one.verb, StopService)}
    assert stops["com.philandro.anydesk.Frontend"] == "launchd-user"
    assert stops["com.philandro.anydesk.Helper"] == "launchd"
    assert "com.philandro.anydesk.his" not in stops
    assert "other-person" in {one.code for one in proposal.refusals}
    lines = told(proposal)
    assert "!quarantine com.philandro.anydesk.Helper" in lines
    assert "quarantine com.philandro.anydesk.own.plist" in lines
    assert "quarantine .anydesk (leftover)" in lines
    taken = next(one.verb for one in proposal.plan.actions if isinstance(one.verb, RemoveApp))
    assert taken.bundle_id == "com.philandro.anydesk"


def test_chrome_remote_desktop_is_removed_by_its_own_program() -> None:
    bundle = "/Applications/Chrome Remote Desktop Host Uninstaller.app"
    program = f"{bundle}/Contents/MacOS/remoting_host_uninstaller"
    host = "/Library/PrivilegedHelperTools/ChromeRemoteDesktopHost.app/Contents/MacOS/remoting_me2me_host"
    rows: list[Observation] = [
        app(bundle, "com.google.chromeremotedesktop.host-uninstaller"),
        job("/Library/LaunchAgents/org.chromium.chromoting.plist", host),
        runs(host),
        runs(program, 55),
    ]
    proposal = planned(MAC, rows, ground(rows), "chrome-remote-desktop")
    assert proposal.plan is not None
    run = [one.verb for one in proposal.plan.actions if isinstance(one.verb, RunUninstaller)]
    assert [(verb.program, verb.arguments) for verb in run] == [(program, ("--no-ui",))]


def test_what_apple_brings_and_links_are_left_alone() -> None:
    place = "/Applications/AnyDesk.app"
    rows: list[Observation] = [
        app(place, "com.philandro.anydesk"),
        job("/Library/LaunchDaemons/com.apple.x.plist", f"{place}/Contents/MacOS/AnyDesk"),
    ]
    proposal = planned(MAC, rows, ground(rows, links={place: "/Applications/Safari.app"}), "anydesk")
    assert {"part-of-system", "link"} <= {one.code for one in proposal.refusals}
    assert not [line for line in told(proposal) if "remove-app" in line or ("com.apple" in line and "stop" in line)]
