"""The list of kinds is whole, and in the order in which they are told."""

from __future__ import annotations

import ast
from pathlib import Path

from recovery_assistant import hosts
from recovery_assistant.domain.left_behind import judging as left_behind
from recovery_assistant.domain.left_behind.kinds import KINDS, SETTINGS


def test_every_setting_that_is_judged_is_described_and_the_other_way_round() -> None:
    further = {"antivirus-registered", "firewall-registered"}
    assert set(left_behind._RULES) | further == set(SETTINGS)


def test_there_are_both_weights() -> None:
    assert {"notable", "look-over"} == set(KINDS.values())


def test_whatever_a_host_calls_a_setting_is_judged() -> None:
    folder = Path(hosts.__file__).parent
    told = {
        word.value.value
        for path in folder.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Setting"
        for word in call.keywords
        if word.arg == "name" and isinstance(word.value, ast.Constant)
    }
    assert len(told) > 20
    assert told <= set(SETTINGS)
