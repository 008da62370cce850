"""What `case show` says about things that are not everyday."""

from __future__ import annotations

import json

from recovery_assistant.domain.journal import StepAnswered
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
