"""The fact table of remote tools against the catalogue: every tool judged, every self-proving value found.

The most used tools are held to every single value by test_fact_values.py; here all 289 are held together. Without the
table, which does not belong to this repository, these tests are skipped and say so.
"""

from __future__ import annotations

from tests.content.fact_machines import (
    LET_OTHERS_IN,
    OUT_OF_SCOPE,
    Case,
    alarms,
    cases_of,
    catalogue,
    facts,
    is_in_scope,
    names_of,
    tally,
    whole_machine,
)

LEAST_FOUND = 0.99


def _cases(*, in_scope: bool) -> list[Case]:
    wanted = (tool for tool in facts() if is_in_scope(tool) == in_scope and tool["name"] not in LET_OTHERS_IN)
    return [case for tool in wanted for case in cases_of(tool)]


def test_every_tool_of_the_table_is_judged() -> None:
    known = frozenset().union(*names_of().values())
    assert len(facts()) == 289
    assert sorted(tool["name"] for tool in facts() if tool["name"].casefold() not in known) == []


def test_what_is_out_of_scope_is_never_an_alarm_and_never_offered() -> None:
    by_name = {name: tool for tool in catalogue().tools for name in names_of()[tool.id]}
    for row in facts():
        if row["category"] in OUT_OF_SCOPE and row["name"] not in LET_OTHERS_IN:
            tool = by_name[row["name"].casefold()]
            assert tool.at_most == "info", tool.id
            assert tool.policy in ("never", "inform"), tool.id
            assert not tool.removal or tool.policy == "inform", tool.id


def test_nothing_out_of_scope_raises_an_alarm() -> None:
    loud = {(case.tool, case.value, one.tool_id) for case in _cases(in_scope=False) for one in alarms(case.machine)}
    assert loud == set()


def test_a_value_that_proves_a_tool_shows_that_tool() -> None:
    cases = _cases(in_scope=True)
    missed = [case for case in cases if not _found(case)]
    recall = 1 - len(missed) / len(cases)
    told = f"{recall:.2%} of {len(cases)} values; {tally(missed)}: {[(case.tool, case.value) for case in missed]}"
    assert recall >= LEAST_FOUND, told


def test_a_value_never_shows_another_tool() -> None:
    wrong = {
        (case.tool, case.value, one.tool_id)
        for case in _cases(in_scope=True)
        for one in alarms(case.machine)
        if not _may(case) & names_of()[one.tool_id]
    }
    assert wrong == set()


def test_every_tool_is_found_where_it_is_installed() -> None:
    machines = {tool["name"]: whole_machine(tool) for tool in facts() if is_in_scope(tool)}
    assert len(machines) == 220
    found = {
        name: {known for one in alarms(machine) for known in names_of()[one.tool_id]}
        for name, machine in machines.items()
        if machine is not None
    }
    assert len(found) > 190
    assert [name for name, names in found.items() if name.casefold() not in names] == []


def _may(case: Case) -> frozenset[str]:
    return frozenset(name.casefold() for name in case.may)


def _found(case: Case) -> bool:
    return any(_may(case) & names_of()[one.tool_id] for one in alarms(case.machine))
