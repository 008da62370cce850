"""`catalogue left-behind`."""

from __future__ import annotations

import json

from recovery_assistant.domain.left_behind_kinds import KINDS
from tests.unit.cli.conftest import CommandLine


def test_lists_every_kind(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind")
    assert done.code == 0
    assert all(kind in done.out for kind in KINDS)


def test_explains_one_with_its_steps_and_what_they_rest_on(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind", "hosts-redirect")
    assert done.code == 0
    assert "How to put it right (windows):" in done.out
    assert "Source: https://support.microsoft.com" in done.out
    assert "nobody has tried these steps" in done.out


def test_one_json_object_a_line(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind", "--json")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == list(KINDS)


def test_an_unknown_kind(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind", "nonsense")
    assert done.code != 0
    assert "I-24" in done.err
