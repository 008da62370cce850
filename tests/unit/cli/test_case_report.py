"""What `case show` says about things that are not everyday."""

from __future__ import annotations

import json

from recovery_assistant.domain.journal import ScanStarted, SourceMissed, StepAnswered
from recovery_assistant.domain.observation import Gap
from tests.unit.cli.conftest import CommandLine


def test_every_kind_of_answer_is_readable_and_hostile_ones_harmless(terminal: CommandLine) -> None:
    path = terminal.new_case()
    casebook = terminal.open(path)
    casebook.record(
        StepAnswered(
            step="no-longer-in-the-plan",
            answers={"a": None, "b": True, "c": ["x", "y"], "d": "one\ntwo\x1b[2J\u202e", "e": 7},
        )
    )
    casebook.close()

    shown = terminal.type("case", "show", path, *terminal.key).out
    told = json.loads(terminal.type("case", "show", path, "--json", *terminal.key).raw)

    for row in ("a\tI do not know", "b\tyes", "c\tx, y", "d\tone[U+000A]two[U+001B][2J[U+202E]", "e\t7"):
        assert f"no-longer-in-the-plan\t{row}" in shown
    assert told["answers"]["no-longer-in-the-plan"]["d"] == "one\ntwo\x1b[2J\u202e"


def looked(host: str, scan_id: str) -> ScanStarted:
    return ScanStarted(scan_id=scan_id, host=host, system="linux", catalogue="1")


def missed(host: str, scan_id: str, source: str) -> SourceMissed:
    return SourceMissed(scan_id=scan_id, gap=Gap(host=host, source=source, reason="not provided", code="H-01"))


def test_only_what_the_newest_look_at_a_pc_missed_is_still_missed(terminal: CommandLine) -> None:
    path = terminal.new_case()
    casebook = terminal.open(path)
    casebook.record(looked("kitchen", "s1"))
    casebook.record(missed("kitchen", "s1", "processes"))
    casebook.record(looked("attic", "s2"))
    casebook.record(missed("attic", "s2", "services"))
    casebook.record(looked("kitchen", "s3"))
    casebook.close()

    shown = terminal.type("case", "show", path, *terminal.key).out

    assert "services\tnot provided\tH-01" in shown
    assert "processes" not in shown
