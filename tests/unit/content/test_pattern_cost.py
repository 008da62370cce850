"""Runs of any length are counted along one way through a pattern, and a run inside a repeat is named."""

from __future__ import annotations

import pytest

from recovery_assistant.content.pattern_cost import NESTED, wildcards
from recovery_assistant.domain.patterns import MORE, expanded


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("anydesk", 0),
        ("any.*|desk.+x", 1),
        (r"a\.*b", 1),
        (r"[*+]{3}\(\)", 0),
        (".*/(?:one.*|two[^/]*)/.*", 3),
        (r"(?P<instance>[0-9a-f]{16,})-\d+", 2),
        ("(?:a.*)?b", 1),
        ("(?!viewer.*).*", 2),
        ("x*+y", 0),
        ("(?:a+)+", NESTED),
        (r"(?:\w*,)*end", NESTED),
        ("(?:a|b.*c){2,}", NESTED),
        ("(?:a{1,9})*", 1),
    ],
)
def test_runs_along_one_way_are_counted(pattern: str, count: int) -> None:
    assert wildcards(pattern) == count


def test_what_makers_add_behind_a_name_costs_nothing() -> None:
    assert wildcards(expanded(f"supremo{MORE}")) == 0
