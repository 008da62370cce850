"""Macs made from what real installers leave there: every tool is found and explained, and a clean Mac stays silent.

The names were read in Homebrew's casks, not in our catalogue: mac_packages.json says which.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.hosts.macos.host import MacHost
from recovery_assistant.hosts.macos.signature import signature_of
from recovery_assistant.hosts.reported.inventory import InventoryHost, read_inventory
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, Left, Missed, scan
from tests.hosts import meshcentral
from tests.unit.hosts.mac_tree import clean_mac, program, put, put_app, put_job, put_list, put_receipt

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)

FACTS: dict[str, Any] = json.loads((Path(__file__).parent / "mac_packages.json").read_text("utf-8"))
ROWS: list[dict[str, Any]] = FACTS["rows"]
OWN: list[str] = FACTS["own_labels"]
TOOLS = [pytest.param(row, id=row["expected"]) for row in ROWS if row["kind"] == "tool"]
CLEAN = [row for row in ROWS if row["kind"] == "clean"]


@cache
def catalogue() -> Catalogue:
    return load_catalogue(resources_root())


def install(root: Path, row: dict[str, Any]) -> None:
    for path, bundle_id, team in row["apps"]:
        put_app(root, path, bundle_id, team=team)
    first = row["apps"][0][0]
    inside = f"{first}/Contents/MacOS/{Path(first).stem}"
    for label in row["daemons"]:
        helper = f"/Library/PrivilegedHelperTools/{label}" if label in row["helpers"] else inside
        put_job(root, f"/Library/LaunchDaemons/{label}.plist", [helper])
    for label in row["agents"]:
        put_job(root, f"/Library/LaunchAgents/{label}.plist", [inside])
    for label in row["helpers"]:
        put(root, f"/Library/PrivilegedHelperTools/{label}", program(label, row["apps"][0][2]))
    for package in row["packages"]:
        put_receipt(root, package, datetime(2026, 1, 2))  # noqa: DTZ001 (these lists hold times without offset)


def look(root: Path) -> tuple[list[Finding], list[object]]:
    events = list(scan(MacHost(root=root, host_id="mac"), catalogue()))
    assert not [event for event in events if isinstance(event, Missed)]
    findings = [event.finding for event in events if isinstance(event, Found)]
    return findings, [event for event in events if isinstance(event, Left)]


@pytest.mark.parametrize("row", TOOLS)
def test_what_an_installer_leaves_is_found_and_nothing_else(row: dict[str, Any], tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    for clean in CLEAN:
        install(root, clean)
    install(root, row)
    findings, _left = look(root)
    alarms = [one for one in findings if one.is_alarm]
    assert {one.tool_name for one in alarms} == {row["expected"]}
    assert all(part.says and part.source and part.value for one in alarms for part in one.evidence)


@pytest.mark.parametrize("row", TOOLS)
def test_an_app_under_another_name_in_downloads_is_found_by_what_it_says_it_is(
    row: dict[str, Any], tmp_path: Path
) -> None:
    root = clean_mac(tmp_path)
    _path, bundle_id, team = row["apps"][0]
    put_app(root, "Users/mary/Downloads/Invoice.app", bundle_id, name="Invoice", team=team)
    findings, _left = look(root)
    assert {one.tool_name for one in findings if one.is_alarm} == {row["expected"]}


def test_a_clean_mac_raises_no_alarm_and_has_nothing_left_behind(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    for row in CLEAN:
        install(root, row)
    findings, left = look(root)
    assert [one.tool_name for one in findings if one.is_alarm] == []
    assert left == []


def test_what_apple_brings_is_no_alarm_wherever_it_stands(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    for label in OWN:
        put_job(root, f"System/Library/LaunchDaemons/{label}.plist", [f"/usr/libexec/{label}"])
    overrides = dict.fromkeys((label for label in OWN if label != "com.apple.screensharing"), False)
    put_list(root, "private/var/db/com.apple.xpc.launchd/disabled.plist", overrides)
    assert look(root) == ([], [])
    services = [{"name": label, "binary_path": f"/usr/libexec/{label}"} for label in OWN]
    told = json.dumps({"id": "mac", "os": "macOS 15", "services": services, "processes": [], "installed_programs": []})
    (host,) = read_inventory(io.BytesIO(told.encode()), print)
    assert isinstance(host, InventoryHost)
    found = [event.finding for event in scan(host, catalogue()) if isinstance(event, Found)]
    assert [one.tool_id for one in found if one.is_alarm] == []


def test_screen_sharing_is_told_only_when_somebody_switched_it_on(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    path = "private/var/db/com.apple.xpc.launchd/disabled.plist"
    put_list(root, path, {"com.apple.screensharing": True, "com.apple.ftpd": True})
    assert not [one for one in look(root)[0] if one.is_alarm]
    put_list(root, path, {"com.apple.screensharing": False})
    assert [one.tool_id for one in look(root)[0] if one.is_alarm] == ["macos-screen-sharing"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["meshagent_osx-arm-64", "meshagent_osx-universal-64"])
def test_the_real_meshagent_for_macs_is_found_under_another_name(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    content = meshcentral.agent(request.config, name).read_bytes()
    root = clean_mac(tmp_path)
    put(root, "Users/mary/Downloads/invoice-viewer", content)
    (found,) = [one for one in look(root)[0] if one.is_alarm]
    (part,) = found.evidence
    assert (found.tool_id, part.value) == ("meshagent", "/Users/mary/Downloads/invoice-viewer")
    assert "inside" in part.says
    assert signature_of(io.BytesIO(content)).identifier == "meshagent_osx-arm-64"
