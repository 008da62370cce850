"""YAML of ours, read back by a real parser: any text comes back as it was, and none becomes anything else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.content.packs.yaml_text import quoted, written

yaml: Any = pytest.importorskip("yaml", reason="PyYAML comes with the developers' set")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    TEXTS | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "text", ["", "no", "1", "null", "'", "a: b", "- x", "#", "!tag", "&a", "\t", "\x85", "\ufeff", "\U0001f600", "a\n"]
)
def test_a_text_stays_a_text(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text
    assert "\n" not in quoted(text)


@settings(max_examples=50)
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_anything_comes_back_as_it_was(value: dict[str, Any]) -> None:
    assert yaml.safe_load(written(value)) == value


def test_several_lines_stand_as_they_are_where_they_can() -> None:
    assert written({"query": "SELECT 1\n\nFROM x\n"}) == "query: |\n  SELECT 1\n\n  FROM x\n"
    for text in ("a\n b", " a\n", "\na\n", "a\n\n", "a\r\nb\n", "a\n\x85\n", "a \n  b\n"):
        assert yaml.safe_load(written({"query": text})) == {"query": text}
