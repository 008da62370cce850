"""Made-up PCs with one of the most used tools in one shape each, and PCs that only look alike.

Each line of used_tools.jsonl is one machine in the inventory format: installed, portable, renamed, made for one
customer, started by an entry, on macOS and on Linux. The shapes follow what makers and the public lists document. A
line without an expected name is a look-alike, and must not raise any alarm.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.hosts.reported.inventory import InventoryHost, read_inventory
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, scan

Machine = dict[str, Any]
MACHINES: Final[list[Machine]] = [
    json.loads(line) for line in (Path(__file__).parent / "used_tools.jsonl").read_text("utf-8").splitlines()
]
ORDINARY: Final[dict[str, dict[str, list[dict[str, str]]]]] = {
    "Windows": {
        "services": [{"name": "TermService", "binary_path": "C:\\Windows\\System32\\svchost.exe -k NetworkService"}],
        "processes": [{"name": "explorer.exe", "exe": "C:\\Windows\\explorer.exe"}],
        "installed_programs": [{"display_name": "Google Chrome", "publisher": "Google LLC"}],
        "autoruns": [],
    },
    "macOS": {
        "services": [],
        "processes": [{"name": "Finder", "exe": "/System/Library/CoreServices/Finder.app/Contents/MacOS/Finder"}],
        "installed_programs": [{"display_name": "Safari", "bundle_id": "com.apple.Safari"}],
        "autoruns": [],
    },
    "Linux": {
        "services": [{"name": "cups.service", "binary_path": "/usr/sbin/cupsd -l"}],
        "processes": [{"name": "systemd", "exe": "/usr/lib/systemd/systemd"}],
        "installed_programs": [{"display_name": "firefox-esr", "package": "firefox-esr"}],
        "autoruns": [],
    },
}


@cache
def catalogue() -> Catalogue:
    return load_catalogue(resources_root())


def alarms(machine: Machine) -> list[str]:
    ordinary = ORDINARY[machine["os"].split()[0]]
    whole = {**machine, **{key: rows + machine.get(key, []) for key, rows in ordinary.items()}}
    (host,) = read_inventory(io.BytesIO(json.dumps(whole).encode()), lambda _: None)
    assert isinstance(host, InventoryHost)
    return sorted(
        event.finding.tool_name
        for event in scan(host, catalogue())
        if isinstance(event, Found) and event.finding.is_alarm
    )


@pytest.mark.parametrize("machine", [pytest.param(machine, id=machine["id"]) for machine in MACHINES])
def test_exactly_the_tool_that_is_there_raises_an_alarm(machine: Machine) -> None:
    assert alarms(machine) == machine["expected"]


def test_every_tool_stands_here_in_several_shapes() -> None:
    shapes = Counter(name for machine in MACHINES for name in machine["expected"])
    assert len(shapes) >= 60
    assert min(shapes.values()) >= 3
    assert sum(not machine["expected"] for machine in MACHINES) >= 30
