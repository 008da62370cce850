"""No alarm on PCs without a remote-control program: Debian's desktops, Wine, Windows as it comes, ordinary programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.content.clean_machines import Machine, machines
from tests.content.fact_machines import alarms, looked_at

MACHINES = list(machines())
EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "inventory" / "examples.jsonl"


@pytest.mark.parametrize(("name", "machine"), MACHINES, ids=[name for name, _ in MACHINES])
def test_a_clean_machine_has_no_alarm(name: str, machine: Machine) -> None:
    found = {(one.tool_id, tuple(part.value for part in one.evidence)) for one in alarms(machine)}
    assert found == set(), name


def test_the_lists_are_read() -> None:
    rows = sum(len(rows) for _, machine in MACHINES for rows in machine.values() if isinstance(rows, list))
    assert rows > 7000
    assert {machine["os"].split()[0] for _, machine in MACHINES} == {"Windows", "macOS", "Linux"}


def test_an_access_aid_is_known_and_left_alone() -> None:
    ordinary = next(machine for name, machine in MACHINES if name == "programs: ordinary")
    known = {one.tool_id: one for one in looked_at(ordinary)}
    for aid in ("nvda", "jaws"):
        assert known[aid].policy == "never"
        assert known[aid].confidence == "info"


def _clean_examples() -> Iterator[Machine]:
    if not EXAMPLES.is_file():
        pytest.skip("the example inventories stand beside the repository only where it is worked on")
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        machine: Machine = json.loads(line)
        if machine["expected"] == []:
            yield {key: value for key, value in machine.items() if key not in ("expected", "also_acceptable", "note")}


def test_the_clean_examples_have_no_alarm() -> None:
    found = {machine["id"]: [one.tool_id for one in alarms(machine)] for machine in _clean_examples()}
    assert found
    assert not any(found.values()), found
