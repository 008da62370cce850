"""Columns are enough when a row can be read by them."""

from __future__ import annotations

from recovery_assistant.domain.statement import Columns


def test_a_day_and_one_amount_are_enough() -> None:
    assert not Columns().are_enough
    assert not Columns(day=0).are_enough
    assert not Columns(amount=1).are_enough
    assert Columns(day=0, amount=1).are_enough
    assert Columns(day=0, credit=0).are_enough
