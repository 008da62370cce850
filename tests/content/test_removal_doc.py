"""docs/removal.md is held to the catalogue: every recipe stands in its table, as it is, and nothing else does."""

from __future__ import annotations

from typing import get_args

from recovery_assistant.domain.removal.results import Status
from recovery_assistant.domain.removal.state import Outcome
from tests.content.removal_table import BEGIN, DOC, END, lines


def test_the_table_is_the_catalogue() -> None:
    told = DOC.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert told.splitlines() == list(lines()), "run: python -m tests.content.removal_table"


def test_every_state_and_status_is_explained() -> None:
    text = DOC.read_text("utf-8")
    assert [word for word in (*get_args(Outcome), *get_args(Status)) if f"`{word}`" not in text] == []
