"""Recall and false alarms: how many of the expected tools are found, and how many alarms nobody expected.

Four sets of machines, all read by the reader of `scan --host inventory:`: the examples beside the checkout, this
project's own machines, one machine for every self-proving value of the fact table beside the checkout, and the lists
of ordinary PCs. A set that is not at hand is said to be missing. Aims: 99 % found, no false alarm.

    python benchmarks/detection.py [--misses]
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from recovery_assistant.content.catalogue import load_catalogue  # noqa: E402
from recovery_assistant.domain.catalogue import Catalogue  # noqa: E402
from recovery_assistant.hosts.reported.inventory import InventoryHost, read_inventory  # noqa: E402
from recovery_assistant.resources import resources_root  # noqa: E402
from recovery_assistant.services.scanner import Found, scan  # noqa: E402
from tests.content import clean_machines, fact_machines  # noqa: E402

EXAMPLES = ROOT.parent / "shared" / "inventory" / "examples.jsonl"
OWN = ROOT / "tests" / "hosts" / "machines.jsonl"


class Case(NamedTuple):
    """One machine: for each expected tool the names under which it may be found, and the names that are no mistake."""

    machine: dict[str, Any]
    expected: tuple[frozenset[str], ...]
    also_right: frozenset[str]


class Result(NamedTuple):
    """What came of one set."""

    machines: int
    expected: int
    missed: list[str]
    false_alarms: list[str]


def main() -> None:
    """Print the table; leave with 1 when an aim is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", action="store_true", help="also name what was missed and what was a false alarm")
    wants = options.parse_args()
    catalogue = load_catalogue(resources_root())
    names = {tool.id: frozenset(name.casefold() for name in (tool.name, *tool.aliases)) for tool in catalogue.tools}
    print(f"{len(catalogue.tools)} programs, edition {catalogue.edition}\n")
    print(f"{'set':<34}{'machines':>9}{'expected':>9}{'found':>7}{'recall':>9}{'false alarms':>14}")
    whole = Result(0, 0, [], [])
    for title, cases in _sets():
        if cases is None:
            print(f"{title:<34}{'not at hand':>9}")
            continue
        result = _looked_at(cases, catalogue, names)
        whole = Result(
            whole.machines + result.machines,
            whole.expected + result.expected,
            whole.missed + result.missed,
            whole.false_alarms + result.false_alarms,
        )
        _print(title, result)
    _print("all", whole)
    if wants.misses:
        print("\nmissed:", *whole.missed, "\nfalse alarms:", *whole.false_alarms, sep="\n  ")
    if whole.false_alarms or len(whole.missed) > whole.expected / 100:
        raise SystemExit(1)


def _print(title: str, result: Result) -> None:
    found = result.expected - len(result.missed)
    recall = f"{found / result.expected:.2%}" if result.expected else "-"
    alarms = len(result.false_alarms)
    print(f"{title:<34}{result.machines:>9}{result.expected:>9}{found:>7}{recall:>9}{alarms:>14}")


def _sets() -> Iterator[tuple[str, Iterable[Case] | None]]:
    yield "examples beside the checkout", _recorded(EXAMPLES) if EXAMPLES.is_file() else None
    yield "our own machines", _recorded(OWN)
    table = (fact_machines.FACTS / "tools.json").is_file()
    yield "values of the fact table", _of_facts(in_scope=True) if table else None
    yield "… of what is never an alarm", _of_facts(in_scope=False) if table else None
    yield "lists of ordinary PCs", [Case(row, (), frozenset()) for _, row in clean_machines.machines()]


def _recorded(path: Path) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expected = tuple(frozenset({name.casefold()}) for name in row["expected"])
        also = frozenset(name.casefold() for name in row.get("also_acceptable") or ())
        yield Case(row, expected, also)


def _of_facts(*, in_scope: bool) -> Iterator[Case]:
    for tool in fact_machines.facts():
        serves = tool["name"] in fact_machines.LET_OTHERS_IN
        if (fact_machines.is_in_scope(tool) or serves) == in_scope:
            for case in fact_machines.cases_of(tool):
                may = frozenset(name.casefold() for name in case.may)
                yield Case(case.machine, (may,) if in_scope else (), may if in_scope else frozenset())


def _looked_at(cases: Iterable[Case], catalogue: Catalogue, names_of: dict[str, frozenset[str]]) -> Result:
    machines, expected, missed, false_alarms = 0, 0, [], []
    for case in cases:
        machines += 1
        expected += len(case.expected)
        found = [names_of[tool] for tool in _alarms(case.machine, catalogue)]
        right = case.also_right.union(*case.expected)
        missed += [
            f"{min(one)} on {_short(case.machine)}" for one in case.expected if not any(one & of for of in found)
        ]
        false_alarms += [f"{min(of)} on {_short(case.machine)}" for of in found if not of & right]
    return Result(machines, expected, missed, false_alarms)


def _short(machine: dict[str, Any]) -> str:
    rows = [row for rows in machine.values() if isinstance(rows, list) for row in rows if isinstance(row, dict)]
    return f"{machine['id']} {rows[0] if len(rows) == 1 else ''}"


def _alarms(machine: dict[str, Any], catalogue: Catalogue) -> set[str]:
    line = io.BytesIO(json.dumps(machine).encode())
    hosts = [host for host in read_inventory(line, lambda _: None) if isinstance(host, InventoryHost)]
    events = (event for host in hosts for event in scan(host, catalogue))
    return {event.finding.tool_id for event in events if isinstance(event, Found) and event.finding.is_alarm}


if __name__ == "__main__":
    main()
