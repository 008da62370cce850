"""Whole machines: what must raise an alarm on them, what must only be a detail, and nothing else.

machines.jsonl are this project's own. A larger set may lie beside the checkout; it is used when it is there. The
expected names are read here only: the scanner never sees them (tests/unit/hosts/reported/test_inventory.py holds that).
"""

from __future__ import annotations

import io
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.hosts.reported.inventory import InventoryHost, read_inventory
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, Missed, scan

HERE = Path(__file__).parent
BESIDE = HERE.parents[2] / "shared" / "inventory" / "examples.jsonl"


@cache
def catalogue() -> Catalogue:
    return load_catalogue(resources_root())


def machines(path: Path) -> list[Any]:
    if not path.is_file():
        reason = f"there is no {path.name} beside the checkout"
        return [pytest.param({}, marks=pytest.mark.skip(reason=reason), id="none")]
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [pytest.param(row, id=row["id"]) for row in rows]


def findings(machine: dict[str, Any]) -> list[Finding]:
    (host,) = read_inventory(io.BytesIO(json.dumps(machine).encode()), lambda _: None)
    assert isinstance(host, InventoryHost)
    events = list(scan(host, catalogue()))
    assert not [event for event in events if isinstance(event, Missed)]
    return [event.finding for event in events if isinstance(event, Found)]


@pytest.mark.parametrize("machine", machines(HERE / "machines.jsonl"))
def test_exactly_these_alarms_and_these_details(machine: dict[str, Any]) -> None:
    found = findings(machine)
    assert sorted(one.tool_name for one in found if one.is_alarm) == machine["expected"]
    assert sorted(one.tool_name for one in found if not one.is_alarm) == machine["details"]


@pytest.mark.parametrize("machine", machines(BESIDE))
def test_machines_that_others_described(machine: dict[str, Any]) -> None:
    alarms = {one.tool_name for one in findings(machine) if one.is_alarm}
    assert alarms >= set(machine["expected"])
    assert alarms <= {*machine["expected"], *(machine.get("also_acceptable") or [])}


def test_every_piece_of_evidence_says_something_and_shows_where() -> None:
    for parameter in machines(HERE / "machines.jsonl"):
        for found in findings(parameter.values[0]):
            assert found.evidence
            assert all(part.says and part.source and part.value for part in found.evidence)
            assert Counter(part.source for part in found.evidence).most_common(1)[0][1] == 1


def test_an_access_aid_is_never_offered_for_removal() -> None:
    never = [tool for tool in catalogue().tools if tool.category == "access-aid"]
    assert {tool.id for tool in never} >= {"nvda", "orca", "windows-access", "macos-access", "linux-access"}
    assert all(tool.policy == "never" and tool.at_most == "info" and not tool.removal for tool in never)
