"""The list of kinds is whole, and in the order in which they are told."""

from __future__ import annotations

from recovery_assistant.domain import left_behind
from recovery_assistant.domain.left_behind_kinds import KINDS, SETTINGS


def test_every_setting_that_is_judged_is_described_and_the_other_way_round() -> None:
    further = {"antivirus-registered", "firewall-registered"}
    assert set(left_behind._RULES) | further == set(SETTINGS)


def test_there_are_both_weights() -> None:
    assert {"notable", "look-over"} == set(KINDS.values())
